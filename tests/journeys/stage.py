"""Sets the stage for looking at pages: one record in each state, made by the real services.

Run with the portal's own environment (`Portal.run`); prints {place in an address: value} as JSON.
"""

import json
import os
import uuid
from datetime import date, datetime, timedelta

from shield.local import environment

environment.prepare()
os.environ["DJANGO_SETTINGS_MODULE"] = "shield.settings"

import django  # noqa: E402

django.setup()

from allauth.account.forms import default_token_generator  # noqa: E402
from allauth.account.utils import user_pk_to_url_str  # noqa: E402
from django.core.files.uploadedfile import SimpleUploadedFile  # noqa: E402
from django.db import transaction  # noqa: E402
from django.utils import timezone  # noqa: E402

from incidents import services  # noqa: E402
from incidents.models import Incident, Status  # noqa: E402
from shield.accounts.models import Membership, User  # noqa: E402
from shield.clocks.models import HolidayOverride, Rule  # noqa: E402
from shield.clocks.services import (  # noqa: E402
    amend_rule,
    correct_trigger,
    override_day,
    start,
)
from shield.documents import checking  # noqa: E402
from shield.documents.models import Document, Upload  # noqa: E402
from shield.documents.scanning import TRIED_WITH  # noqa: E402
from shield.notifications.models import DemoMail, Notification  # noqa: E402
from shield.people import services as people  # noqa: E402
from tests.incidents.filling import add_row, answer, child  # noqa: E402
from tests.journeys.drafts import finished, started  # noqa: E402
from tests.journeys.stage_conferences import conferences  # noqa: E402
from tests.journeys.stage_decisions import decided  # noqa: E402
from tests.journeys.stage_differences import differences  # noqa: E402
from tests.journeys.stage_outcomes import outcomes  # noqa: E402
from tests.journeys.stage_packs import packs  # noqa: E402
from tests.journeys.stage_partnership import bodies, user  # noqa: E402
from tests.journeys.stage_reports import reports  # noqa: E402
from tests.unique import together  # noqa: E402


def main() -> None:
    at = timezone.now()
    made, rooms = notifications(at), bodies(at)
    parts = (
        made,
        files(int(str(made["whole"])), at),
        filed_files(int(str(made["filed"])), at),
        limits(at),
        rooms,
        differences(at),
        decided(rooms["going_on"], user("operations"), at),
        outcomes(user("chair"), at),
        reports(user("chair"), user("lead.health"), user("practitioner.health"), at),
        packs(user("chair"), user("practitioner.health"), at),
        conferences(user("chair.conferences"), user("admin.conferences"), at),
        persons(at),
        troubles(at),
    )
    print(json.dumps(together(*parts)))


def notifications(at: datetime) -> dict[str, object]:
    """Drafts and filed notifications of the health agency, with rows and clocks."""
    lead, nurse = user("lead.health"), user("practitioner.health")
    whole = finished(at, by=lead)
    name, tie = "Thistle Long-Hyphenated-Surname", "Mother"
    family = add_row(whole, "family", lead, at, name=name, relationship=tie)
    involved = add_row(whole, "agencies", lead, at, other_agency="A charity", involvement="Visits")
    answer(whole, "safeguarding", lead, at, police_reference="DEMO/1")
    part = finished(at, by=lead, without=("view",))
    add_row(part, "children", lead, at, **child(at, first_names=""))
    empty, scratch = started(at, lead), started(at, lead)
    scratch_row = add_row(scratch, "children", lead, at, **child(at))
    away = started(at, nurse)
    services.discard(incident=away, by=nurse, at=at)
    late = Incident.objects.filter(
        status=Status.DRAFT, partnership_clock__due_on__lt=timezone.localdate(at)
    ).latest("pk")
    sent = Incident.objects.filter(status=Status.SUBMITTED, notifier=lead)
    filed = sent.exclude(panel_clock=None).latest("pk")
    told = Incident.objects.filter(status=Status.PANEL_NOTIFIED, notifier=lead).latest("pk")
    assert filed.panel_clock is not None
    return {
        "whole": whole.pk,
        "part": part.pk,
        "empty": empty.pk,
        "scratch": scratch.pk,
        "scratch_row": scratch_row.pk,
        "away": away.pk,
        "late": late.pk,
        "filed": filed.pk,
        "told": told.pk,
        "child": whole.children.get().pk,
        "member": family.pk,
        "involved": involved.pk,
        "clock": filed.panel_clock.pk,
        "rule": filed.panel_clock.rule_version.rule_id,
        "day": one_off_day(at),
        "version": version_to_come(at),
        "moved": moved_clock(at),
    }


def one_off_day(at: datetime) -> int:
    """A day that the list of bank holidays does not know; far enough to move nothing."""
    day = timezone.localdate(at) + timedelta(days=400)
    override_day(
        day=day,
        is_working=False,
        name="State funeral",
        source="A proclamation",
        by=user("operations"),
        at=at,
    )
    found: int = HolidayOverride.objects.standing().get(day=day).pk
    return found


def version_to_come(at: datetime) -> int:
    """A version of a rule that is yet to come into force."""
    return amend_rule(
        rule=Rule.objects.get(slug="conference.core_group"),
        amount=5,
        unit="weeks",
        source="A minute",
        valid_from=timezone.localdate(at) + timedelta(days=400),
        by=user("operations"),
        at=at,
    ).pk


def moved_clock(at: datetime) -> int:
    """A clock that was due on another day before."""
    lead = user("lead.authority")
    clock = start(
        rule="incident.notify_panel",
        trigger=at,
        subject="Something whose date changed",
        reference="",
        url="",
        holder=lead,
        agency=None,
        by=lead,
        at=at,
    )
    week_before = at - timedelta(days=7)
    correct_trigger(clock=clock, trigger=week_before, why="A date was put right", by=lead, at=at)
    return clock.pk


def files(pk: int, at: datetime) -> dict[str, object]:
    """A file in each state."""
    lead, incident = user("lead.health"), Incident.objects.get(pk=pk)
    with transaction.atomic():  # before the portal's own worker finds the one that is to wait
        made = [
            services.attach(
                incident=incident,
                file=SimpleUploadedFile(name, content),
                token=uuid.uuid4(),
                by=lead,
                at=at,
            )
            for name, content in (
                ("Chronology of what was known.txt", b"What was known, and when."),
                ("A very long name without any space in it_" + "x" * 60 + ".txt", TRIED_WITH),
                ("Waiting.txt", b"Waits for the scanner."),
            )
        ]
        Upload.objects.filter(pk=made[2].upload_id).update(
            attempts=1, error="NotScanned", next_attempt_at=at + timedelta(days=1)
        )
    for one in made[:2]:
        checking.check(upload_id=one.upload_id, at=at)
    return {"attachment": made[0].pk}


def filed_files(pk: int, at: datetime) -> dict[str, object]:
    """Of what was submitted, a file, and one that was shut away."""
    lead, incident = user("lead.health"), Incident.objects.get(pk=pk)
    kept, wrong = (
        services.attach(
            incident=incident,
            file=SimpleUploadedFile(name, b"What was known, and when."),
            token=uuid.uuid4(),
            by=lead,
            at=at,
        )
        for name in ("Chronology.txt", "Of another child.txt")
    )
    services.shut_away(attachment=wrong, reason="The wrong file was brought.", by=lead, at=at)
    return {"kept_file": kept.pk}


def limits(at: datetime) -> dict[str, object]:
    """A notification that is restricted, with somebody shut out, and opened in an emergency."""
    lead, police = user("lead.health"), user("lead.police")
    guarded = finished(at, by=lead)
    services.submit(incident=guarded, late_reason="", by=lead, at=at)
    guarded.refresh_from_db()
    people = [lead, user("lead.authority")]
    services.restrict(record=guarded, people=people, reason="A colleague", by=lead, at=at)
    exclusion = services.exclude(
        record=guarded, person=user("programme"), reason="A relative", by=lead, at=at
    )
    services.open_by_glass(reference=guarded.label, reason="In danger", by=police, at=at)
    lone = finished(at, by=lead)
    services.submit(incident=lone, late_reason="", by=lead, at=at)
    lone.refresh_from_db()
    services.restrict(record=lone, people=people, reason="A colleague", by=lead, at=at)
    lone.grants.update(ends_at=at)  # whoever kept it is gone
    return {
        "lone": lone.pk,
        "guarded": guarded.pk,
        "grant": guarded.grants.get(user=lead).pk,
        "exclusion": exclusion.pk,
        "opening": guarded.openings.get().pk,
    }


def persons(at: datetime) -> dict[str, object]:
    """Somebody invited, somebody who left, somebody who may choose a new password."""
    administrator, nurse = user("administrator.health"), user("practitioner.health")
    agency = Membership.objects.get(user=administrator).agency
    invited = people.invite(
        by=administrator,
        at=at,
        email=f"invited.{uuid.uuid4().hex[:6]}@demo.example",
        full_name="Invited Person",
        post="Health visitor",
        agency=agency,
        role="practitioner",
        starts_on=timezone.localdate(at),
    )
    offered = people.invite(
        by=administrator,
        at=at,
        email=user("lead.police").email,
        full_name="Police Lead",
        post="",
        agency=agency,
        role="practitioner",
        starts_on=timezone.localdate(at),
    )
    answered = people.invite(
        by=administrator,
        at=at,
        email=user("lead.police").email,
        full_name="Police Lead",
        post="",
        agency=agency,
        role="safeguarding-lead",
        starts_on=timezone.localdate(at),
    )
    assert answered.invitation is not None
    people.decline_role(by=user("lead.police"), invitation=answered.invitation, at=at)
    leaver, _ = User.objects.get_or_create(
        email="leaver@demo.example",
        defaults={"full_name": "Somebody Who Left", "password": nurse.password},
    )
    left_on: date = timezone.localdate(at) - timedelta(days=1)
    Membership.objects.get_or_create(
        user=leaver,
        agency=agency,
        role="practitioner",
        defaults={"starts_on": left_on, "ends_on": left_on},
    )
    assert invited.invitation is not None
    assert offered.invitation is not None
    forgetful = user("group")  # signs in nowhere here: that would end the link
    key = f"{user_pk_to_url_str(forgetful)}-{default_token_generator.make_token(forgetful)}"
    return {
        "person": nurse.pk,
        "invited": invited.invitation.pk,
        "offer": offered.invitation.pk,
        "answered": answered.invitation.pk,
        "token": invited.token,
        "reset": key,
        "membership": Membership.objects.get(user=nurse).pk,
        "agency": agency.pk,
    }


def troubles(at: datetime) -> dict[str, object]:
    """A mail and a document that were given up."""
    dead, _ = Notification.objects.get_or_create(
        recipient=user("lead.school"),
        key="stage",
        defaults={
            "subject": "You have been given a role",
            "lines": ["Your profile says what this role does."],
            "url": "/accounts/profile/",
            "created_at": at,
            "state": "dead",
            "attempts": 7,
            "error": "SMTPServerDisconnected",
        },
    )
    failed = Document.objects.filter(status="failed").first() or Document.objects.create(
        template="incidents/pdf/notification.html",
        content={},
        title="Serious incident notification SIN-2026-9999",
        reference="SIN-2026-9999",
        requested_at=at,
        status="failed",
        attempts=5,
        error="MemoryError",
    )
    mail = DemoMail.objects.latest("pk")
    return {"dead": dead.pk, "failed": failed.pk, "mail": mail.pk}


main()
