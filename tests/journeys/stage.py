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
from django.utils import timezone  # noqa: E402

from incidents import services  # noqa: E402
from incidents.models import Incident, Status  # noqa: E402
from shield.accounts.models import Membership, User  # noqa: E402
from shield.documents.models import Document  # noqa: E402
from shield.notifications.models import DemoMail, Notification  # noqa: E402
from shield.people import services as people  # noqa: E402
from tests.incidents.filling import add_row, answer, child  # noqa: E402
from tests.journeys.drafts import finished, started  # noqa: E402


def user(account: str) -> User:
    return User.objects.get(email=f"{account}@demo.example")


def main() -> None:
    at = timezone.now()
    print(json.dumps(notifications(at) | persons(at) | troubles(at)))


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
    forgetful = user("group")  # signs in nowhere here: that would end the link
    key = f"{user_pk_to_url_str(forgetful)}-{default_token_generator.make_token(forgetful)}"
    return {
        "person": nurse.pk,
        "invited": invited.person.pk,
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
