"""Notifications in every state and under every limit, in each relation to the personas."""

import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from django.core.files.base import ContentFile

from incidents import emails, services
from incidents.models import Attachment, Child, Incident, IncidentGrant, IncidentOpening
from incidents.permissions import Perm
from incidents.sections import CRITERIA, DATES
from shield.accounts.models import User
from shield.core.sections import values_of
from shield.documents.models import Document, Upload
from shield.notifications.models import Notification
from tests.personas import WHO, People
from tests.trust.things import Thing

ANSWER = ("auditor", "data_protection")  # see references without seeing notifications
OPENERS = {name: persona for persona, (name, _, _) in WHO.items()}
GRANTED = ("filed", "police_practitioner")  # the scrutineer may read this one


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
        *((state, "health_practitioner") for state in LIMITED),
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
        limits = LIMITED[state](incident, people, at) if state in LIMITED else {}
        if incident.document is not None:
            make_ready(incident.document, at)
        Attachment.objects.create(
            record=incident, upload=a_file(incident.label, by, at), form_token=uuid.uuid4()
        )
        made.append(
            Thing(
                state,
                {"pk": incident.pk},
                owner=owner,
                agency=WHO[owner][1],
                duty="authority" if state in ("filed", "told", *LIMITED) else "",
                record=incident,
                **{"granted": granted, **limits},
            )
        )
    return tuple(made)


def restricted(incident: Incident, people: People, at: datetime) -> dict[str, Any]:
    """Kept to three people; its author and the operations team are not among them."""
    named = ("health_lead", "authority_lead", "scrutineer")
    services.restrict(
        record=incident,
        people=[getattr(people, persona) for persona in named],
        reason="About a colleague's child",
        by=people.health_lead,
        at=at,
    )
    return {"restricted_to": frozenset(named), "granted": frozenset(named)}


def shut(incident: Incident, people: People, at: datetime) -> dict[str, Any]:
    """Closed to people who have a role, a grant or an open glass, to its own author, and to those
    who answer for the audit and for what was opened in an emergency."""
    grant(incident, people.scrutineer, by=people.health_lead, at=at)
    opening(incident, people.icb_lead, at)
    persons = ("operations", "scrutineer", "icb_lead", "health_practitioner", *ANSWER)
    for persona in persons:
        person = getattr(people, persona)
        services.exclude(
            record=incident, person=person, reason="A relative", by=people.health_lead, at=at
        )
    return {"excluded": frozenset(persons)}


def opened(incident: Incident, people: People, at: datetime) -> dict[str, Any]:
    """The glass was broken by two people; for one of them it has ended."""
    opening(incident, people.icb_lead, at)
    opening(incident, people.police_lead, at - timedelta(days=1))
    return {"opened": frozenset({"icb_lead"})}


def opening(incident: Incident, user: User, at: datetime) -> None:
    services.open_by_glass(reference=incident.label, reason="In danger", by=user, at=at)


def orphan(incident: Incident, people: People, at: datetime) -> dict[str, Any]:
    """Restricted, and whoever was named in it is named no more."""
    restricted(incident, people, at)
    incident.grants.update(ends_at=at)
    services.settle_ended(at=at)
    return {"restricted_to": frozenset(), "granted": frozenset()}


# Notifications that are filed, and whose limits beat the roles.
LIMITED: dict[str, Callable[[Incident, People, datetime], dict[str, Any]]] = {
    "restricted": restricted,
    "shut": shut,
    "opened": opened,
    "orphan": orphan,
}


def openings_of() -> tuple[Thing, ...]:
    """Each time that the glass was broken, of whoever broke it."""
    return tuple(
        Thing(
            "opening",
            {"pk": one.pk},
            record=one,
            owner=OPENERS[one.user.full_name],
            excluded=frozenset({"data_protection"} if one.record.exclusions.exists() else ()),
        )
        for one in IncidentOpening.objects.select_related("user", "record").order_by("pk")
    )


# --- What went wrong ------------------------------------------------------------------------------


def in_trouble(incidents: tuple[Thing, ...]) -> list[Thing]:
    """Notifications for which a mail, a PDF and the check of a file fail: one that the operations
    team reads, and those that are kept from them."""
    first = next(one for one in incidents if one.state == "filed")
    return [first, *(one for one in incidents if one.state in ("restricted", "shut"))]


def kept_as(state: str, thing: Thing) -> str:
    """`dead`, or `dead-shut` and `dead-restricted` where it is about what is kept from people."""
    return state if thing.state == "filed" else f"{state}-{thing.state}"


def seen_to(state: str, thing: Thing, record: Any) -> Thing:
    """What went wrong of it: there for the operations team whatever they may know of it."""
    state, path = kept_as(state, thing), {"pk": record.pk}
    return replace(
        thing, state=state, path=path, record=record, excluded=frozenset(), restricted_to=None
    )


def failed_mails(incidents: tuple[Thing, ...], people: People, at: datetime) -> list[Thing]:
    found = []
    for thing in in_trouble(incidents):
        message = emails.submitted(thing.record)
        mail = Notification.objects.create(
            recipient=people.health_lead,
            key=f"failed.{thing.record.pk}",
            subject=message.subject,
            lines=list(message.lines),
            url=message.url,
            reference=message.reference,
            duties=sorted(people.health_lead.access.duties),
            created_at=at,
            state="dead",
        )
        found.append(seen_to("dead", thing, mail))
    return found


def failed_pdfs(incidents: tuple[Thing, ...], at: datetime) -> list[Thing]:
    found = []
    for thing in in_trouble(incidents):
        made = Document.objects.create(
            template="none.html",
            content={},
            title=f"Serious incident notification {thing.record.reference}",
            reference=thing.record.reference,
            requested_at=at,
            status="failed",
        )
        found.append(seen_to("failed", thing, made))
    return found


def stuck_uploads(incidents: tuple[Thing, ...], people: People, at: datetime) -> None:
    """Each known by its reference, and another by the name that the draft had."""
    for thing in in_trouble(incidents):
        for reference in (thing.record.reference, f"Draft {thing.record.pk}"):
            upload = Upload(
                name="Thimblewick Lane.txt",
                reference=reference,
                uploaded_by=people.health_lead,
                uploaded_at=at,
                received_size=9,
                received_sha256="0" * 64,
                attempts=1,
                error="ScannerGone",
                next_attempt_at=at,
            )
            upload.file.save("", ContentFile(b"Zebulonia"), save=False)
            upload.save()


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


def a_file(reference: str, by: User, at: datetime) -> Upload:
    """A file that was checked and found harmless."""
    upload = Upload(
        name="Thimblewick Lane.txt",
        reference=reference,
        uploaded_by=by,
        uploaded_at=at,
        received_size=9,
        received_sha256="0" * 64,
        state="clean",
        kind="txt",
        size=9,
        sha256="0" * 64,
        checked_at=at,
        scanner="none",
    )
    upload.file.save("", ContentFile(b"Zebulonia"), save=False)
    upload.save()
    return upload


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
