"""Who knocks, and at what: the personas and one record of each kind, in each relation to them.

An address with an id in it needs an entry in `KINDS`: which things it can be about. Records that
shut somebody out, or that admit a list alone, come with a later issue: `Thing.excluded` and
`Thing.restricted_to` are their place, and the policy lines need no change for them.
"""

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
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

PUBLIC, LEAVER = "public", "leaver"
PERSONAS = (PUBLIC, *WHO)
NOBODY = 999_999_999  # an id that no row has
# What stands in every record that holds a case: whoever reads it has consulted the case.
GRANTED = ("filed", "police_practitioner")  # the scrutineer may read this one
SECRETS = ("Zebulonia", "Quillfeathery", "Thimblewick")


@dataclass(frozen=True)
class Thing:
    """What an address is about. `owner` is a persona; the others name agencies of the personas."""

    state: str
    path: Mapping[str, Any] = field(default_factory=dict)
    query: str = ""
    owner: str = ""
    agency: str = ""
    duty: str = ""  # the agency that must tell the Panel
    record: Any = None
    is_absent: bool = False
    granted: frozenset[str] = frozenset()  # may read it, by a grant that lasts
    excluded: frozenset[str] = frozenset()
    restricted_to: frozenset[str] | None = None

    def __str__(self) -> str:
        if self.is_absent:
            return f"what is not there {dict(self.path)}"
        return f"{self.state or 'the page'} of {self.owner or self.agency or 'nobody'}"


def groups(persona: str, thing: Thing) -> set[str]:
    """What a persona is to a thing, in the words of the policy; asks none of the portal's code."""
    if persona == PUBLIC:
        return {"everyone", PUBLIC}
    if persona == LEAVER:
        return {"everyone", LEAVER}
    if persona in thing.excluded:
        return {"everyone", "anyone"}
    if thing.restricted_to is not None and persona not in thing.restricted_to:
        return {"everyone", "anyone"}
    _, agency, role = WHO[persona]
    short = {"safeguarding-lead": "lead", "agency-administrator": "administrator"}.get(role, role)
    found = {"everyone", "anyone"}
    if short in ("practitioner", "lead", "administrator"):
        found.add(f"any-{short}")
        if agency == thing.agency:
            found.add(short)
        if agency == thing.duty:
            found.add(f"duty-{short}")
    else:
        found.add(short)
    if persona == thing.owner:
        found.add("own")
    if persona in thing.granted:
        found.add("granted")
    return found


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


# --- Which things an address is about -------------------------------------------------------------


def _absent(**path: Any) -> Thing:
    return Thing("", path, is_absent=True)


def _incidents(**more: Any) -> Callable[[World], list[Thing]]:
    def things(world: World) -> list[Thing]:
        return [
            *(replace(one, path={**one.path, **more}) for one in world.incidents),
            _absent(pk=NOBODY, **more),
        ]

    return things


def _rows(world: World) -> list[Thing]:
    """A child of each notification; none, and a neighbour's, under an address that exists."""
    found = []
    for one in world.incidents:
        child = one.record.children.get()
        found.append(
            replace(one, path={**one.path, "slug": "children", "row": child.pk}, record=child)
        )
    own, neighbours = world.incidents[0], world.incidents[1]
    return [
        *found,
        _absent(pk=NOBODY, slug="children", row=found[0].path["row"]),
        _absent(**own.path, slug="children", row=NOBODY),
        _absent(**own.path, slug="children", row=neighbours.record.children.get().pk),
    ]


def _of(name: str) -> Callable[[World], list[Thing]]:
    return lambda world: [*getattr(world, name), _absent(pk=NOBODY)]


def _for_agencies(*keys: str) -> Callable[[World], list[Thing]]:
    """A page without an id whose form names an agency."""
    return lambda world: [Thing("agency", agency=key) for key in keys]


def _nothing(world: World) -> list[Thing]:
    return [Thing("")]


_persons = _of("persons")
KINDS: dict[str, Callable[[World], list[Thing]]] = {
    "notification_start": _for_agencies("health", "police"),
    "notification_step": _incidents(slug="processes"),
    "notification_row_add": _incidents(slug="children"),
    "notification_row_edit": _rows,
    "notification_row_remove": _rows,
    **{
        f"notification_{page}": _incidents()
        for page in (
            "detail", "tasks", "check", "submitted", "discard", "restore", "correct", "panel",
            "pdf", "pdf_progress",
        )
    },
    "clock_detail": _of("clocks"),
    "rule_detail": _of("rules"),
    "rule_amend": _of("rules"),
    "message_open": _of("messages"),
    "failed_retry": _of("failed"),
    "document_failed_retry": _of("failed_documents"),
    "demo_mail": _of("mails"),
    "person_invite": _for_agencies("health", "police"),
    "person_detail": _persons,
    "membership_add": _persons,
    "invitation_resend": _persons,
    "invitation_withdraw": _persons,
    "membership_end": _of("memberships"),
    "agency_edit": _of("agencies"),
    "account_reset_password_from_key": lambda world: [Thing("", {"uidb36": "1", "key": "none-1"})],
}  # fmt: skip


def things_of(name: str, world: World) -> list[Thing]:
    """What a page can be about; the page itself where it is about nothing in particular."""
    return KINDS.get(name, _nothing)(world)
