"""One record of each kind, in each relation to the personas, made by the portal's own services."""

import uuid
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone

from incidents import services
from incidents.completeness import values_of
from incidents.models import Child, Incident, IncidentGrant
from incidents.permissions import Perm
from incidents.sections import CRITERIA, DATES
from incidents.services.options import load_options
from shield.accounts.models import Agency, Invitation, Membership, User
from shield.clocks.models import Rule
from shield.clocks.services import load_rules
from shield.documents.models import Document
from shield.notifications.models import DemoMail, Notification
from tests.personas import WHO, People, make_people
from tests.trust.things import Thing

GRANTED = ("filed", "police_practitioner")  # the scrutineer may read this one


@dataclass(frozen=True)
class World:
    people: People
    at: datetime
    incidents: tuple[Thing, ...]
    persons: tuple[Thing, ...]
    memberships: tuple[Thing, ...]
    messages: tuple[Thing, ...]
    failed: tuple[Thing, ...]
    failed_documents: tuple[Thing, ...]
    clocks: tuple[Thing, ...]
    rules: tuple[Thing, ...]
    agencies: tuple[Thing, ...]
    mails: tuple[Thing, ...]

    def user(self, persona: str) -> User:
        found: User = getattr(self.people, persona)
        return found

    def agency(self, key: str) -> Agency:
        found: Agency = getattr(self.people.agencies, key)
        return found


def make_world() -> World:
    """Everything, in the database of the test that asks."""
    load_options()
    load_rules()
    people, at = make_people(), timezone.now()
    incidents = make_incidents(people, at)
    persons = make_persons(people, at)
    Notification.objects.all().delete()
    return World(
        people=people,
        at=at,
        incidents=incidents,
        persons=persons,
        memberships=make_memberships(people),
        messages=tuple(
            Thing(
                "unread",
                {"pk": notification(people, persona, at).pk},
                owner=persona,
                agency=WHO[persona][1],
            )
            for persona in ("health_practitioner", "police_lead", "leaver")
        ),
        failed=(
            Thing(
                "dead",
                {"pk": notification(people, "health_lead", at, state="dead").pk},
                owner="health_lead",
                agency="health",
            ),
        ),
        failed_documents=(Thing("failed", {"pk": failed_document(at).pk}),),
        clocks=tuple(clocks_of(incidents)),
        rules=tuple(
            Thing(state, {"pk": Rule.objects.get(slug=slug).pk})
            for state, slug in (("counted", "incident.notify_panel"), ("fixed", "policy.review"))
        ),
        agencies=tuple(
            Thing("agency", {"pk": getattr(people.agencies, key).pk}, agency=key)
            for key in ("health", "police", "authority")
        ),
        mails=(
            Thing(
                "mail",
                {
                    "pk": DemoMail.objects.create(
                        recipient="a@example.test", sender="b@example.test", subject="S", body="B"
                    ).pk
                },
            ),
        ),
    )


# --- Incidents ------------------------------------------------------------------------------------


def answers(at: datetime) -> dict[str, Any]:
    """Every answer that has to be given, but those that start clocks."""
    return {
        "notifier_role": "Nurse",
        "notifier_phone": "020 7946 0000",
        "lead_consulted": "no",
        "lead_not_consulted_reason": "Nobody was on duty",
        "place": "Thimblewick Lane",
        "setting": "home",
        "area": "inside",
        "facts": "What happened in Thimblewick Lane",
        "harms": ["physical"],
        "abuse": "suspected",
        "outside_family": "no",
        "online": "no",
        "no_people_known": True,
        "no_agencies_known": True,
        "child_safeguarded": "Stays in hospital",
        "discussion": "no",
        "discussion_not_reason": "Not yet",
        "processes": ["criminal"],
        "family_informed": "no",
        "family_not_informed_reason": "Not yet",
        "interpreter": "no",
        "media_interest": "no",
        "threshold_view": "meets",
        "threshold_reasons": "Serious harm",
    }


def draft(people: People, persona: str, at: datetime, criterion: str) -> Incident:
    """A notification with every answer given, its clock running."""
    by: User = getattr(people, persona)
    agency = getattr(people.agencies, WHO[persona][1])
    incident = Incident.objects.create(
        agency=agency,
        notifier=by,
        form_token=uuid.uuid4(),
        created_at=at,
        saved_at=at,
        saved_by=by,
        notifier_name=by.full_name,
        notifier_email=by.email,
        **answers(at),
    )
    Child.objects.create(
        incident=incident,
        form_token=uuid.uuid4(),
        saved_at=at,
        saved_by=by,
        first_names="Zebulonia",
        last_name="Quillfeathery",
        born="born",
        birth_date=(at - timedelta(days=3000)).date(),
        sex="female",
        ethnicity="white-british",
        disability="no",
        address="Thimblewick Lane",
        address_confidential="yes",
        legal_status="none",
        placement="parents",
        plans_now=["none"],
        condition="Stable",
    )
    dates = {
        "happened": "exact",
        "happened_at": at - timedelta(hours=9),
        "agency_aware_at": at - timedelta(hours=8),
        "authority_aware": "yes",
        "authority_aware_at": at - timedelta(hours=7),
    }
    if not by.access.roles:  # they began it before they left; no service acts in their name now
        Incident.objects.filter(pk=incident.pk).update(criteria=[criterion], **dates)
        return incident
    for section, said in ((CRITERIA, {"criteria": [criterion]}), (DATES, dates)):
        seen = services.fingerprint(values_of(incident, section))
        services.save(incident=incident, section=section, answers=said, seen=seen, by=by, at=at)
        incident.refresh_from_db()
    return incident


def make_incidents(people: People, at: datetime) -> tuple[Thing, ...]:
    made = []
    for state, owner in (
        ("draft", "health_practitioner"),
        ("draft", "police_practitioner"),
        ("draft", "leaver"),
        ("discarded", "health_practitioner"),
        ("filed", "health_practitioner"),
        ("filed", "police_practitioner"),
        ("filed", "authority_practitioner"),
        ("unowed", "health_practitioner"),
        ("told", "health_practitioner"),
    ):
        by: User = getattr(people, owner)
        criterion = "near-miss" if state == "unowed" else "seriously-harmed"
        incident = draft(people, owner, at, criterion)
        if state == "discarded":
            services.discard(incident=incident, by=by, at=at)
        elif state != "draft":
            services.submit(incident=incident, late_reason="", by=by, at=at)
        incident.refresh_from_db()
        if state == "told":
            services.record_panel(
                incident=incident,
                panel_reference="P1",
                panel_notified_at=at,
                by=people.authority_lead,
                at=at,
            )
            incident.refresh_from_db()
        granted = frozenset({"scrutineer"} if (state, owner) == GRANTED else ())
        for persona in granted:
            grant(incident, getattr(people, persona), by=people.operations, at=at)
        if incident.document is not None:
            make_ready(incident.document, at)
        made.append(
            Thing(
                state,
                {"pk": incident.pk},
                owner=owner,
                agency=WHO[owner][1],
                duty="authority" if state in ("filed", "told") else "",
                record=incident,
                granted=granted,
            )
        )
    return tuple(made)


def grant(
    incident: Incident, user: User, *, by: User, at: datetime, ends_at: datetime | None = None
) -> None:
    IncidentGrant.objects.create(
        record=incident,
        user=user,
        perm=Perm.READ,
        reason="Asked by the Board",
        granted_by=by,
        granted_at=at,
        ends_at=ends_at,
    )


def make_ready(document: Document, at: datetime) -> None:
    """As if it had been drawn."""
    document.file.save("a.pdf", ContentFile(b"%PDF-1.7 drawn"), save=False)
    Document.objects.filter(pk=document.pk).update(
        status="ready",
        next_attempt_at=None,
        file=document.file.name,
        sha256="0" * 64,
        pages=1,
        rendered_at=at,
    )


def clocks_of(incidents: tuple[Thing, ...]) -> list[Thing]:
    """The clocks that the notifications started; each is seen as far as its notification."""
    found = []
    for thing in incidents:
        for name, state in (
            ("partnership_clock", "own-duty"),
            ("panel_clock", "panel-duty"),
            ("rapid_review_clock", "review-duty"),
        ):
            clock = getattr(thing.record, name)
            if clock is not None:
                found.append(
                    replace(
                        thing, state=state, path={"pk": clock.pk}, record=clock, granted=frozenset()
                    )
                )
    return found


# --- People ---------------------------------------------------------------------------------------


def make_persons(people: People, at: datetime) -> tuple[Thing, ...]:
    for persona in ("health_colleague", "police_practitioner"):
        invited = User.objects.create_user(f"new.{persona}@example.test", full_name="New Person")
        Membership.objects.create(
            user=invited,
            agency=getattr(people.agencies, WHO[persona][1]),
            role="practitioner",
            starts_on=timezone.localdate(at),
        )
        Invitation.objects.create(
            user=invited,
            token_hash=f"{invited.pk:064}",
            invited_at=at,
            expires_at=at + timedelta(days=14),
        )
    invitees = User.objects.filter(email__startswith="new.").order_by("pk")
    return (
        *(
            Thing(
                state,
                {"pk": getattr(people, persona).pk},
                owner=persona,
                agency=WHO[persona][1],
                record=getattr(people, persona),
            )
            for state, persona in (
                ("present", "health_colleague"),
                ("present", "police_practitioner"),
                ("left", "leaver"),
            )
        ),
        Thing("invited", {"pk": invitees[0].pk}, agency="health", record=invitees[0]),
        Thing("invited", {"pk": invitees[1].pk}, agency="police", record=invitees[1]),
    )


def make_memberships(people: People) -> tuple[Thing, ...]:
    beyond = Membership.objects.create(
        user=people.health_colleague,
        agency=people.agencies.health,
        role="champion",
        starts_on=timezone.localdate(),
    )
    of_agency = (("agency-role", "health_lead"), ("agency-role", "police_lead"))
    return (
        *(
            Thing(
                state,
                {"pk": Membership.objects.get(user=getattr(people, persona)).pk},
                owner=persona,
                agency=WHO[persona][1],
            )
            for state, persona in (*of_agency, ("partnership-role", "operations"))
        ),
        Thing("partnership-role", {"pk": beyond.pk}, owner="health_colleague", agency="health"),
    )


# --- Messages and documents -----------------------------------------------------------------------


def notification(
    people: People, persona: str, at: datetime, state: str = "waiting"
) -> Notification:
    return Notification.objects.create(
        recipient=getattr(people, persona),
        key=f"planted.{persona}.{state}",
        subject="Something waits",
        lines=["Sign in to read it."],
        url="/home/",
        created_at=at,
        state=state,
        next_attempt_at=at if state == "waiting" else None,
    )


def failed_document(at: datetime) -> Document:
    return Document.objects.create(
        template="none.html",
        content={},
        title="Serious incident notification SIN-2026-9999",
        reference="SIN-2026-9999",
        requested_at=at,
        status="failed",
    )
