"""One record of each kind, in each relation to the personas, made by the portal's own services."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from incidents.services.options import load_options
from shield.accounts.models import Agency, Invitation, Membership, User
from shield.clocks.models import HolidayOverride, Rule, RuleVersion
from shield.clocks.services import amend_rule
from shield.documents.models import Document
from shield.notifications.models import DemoMail, Notification
from shield.people import services
from tests.personas import PASSWORD, WHO, People, make_people
from tests.register import load_register
from tests.trust.things import Thing
from tests.trust.world_conferences import make_conferences
from tests.trust.world_incidents import (
    clocks_of,
    failed_mails,
    failed_pdfs,
    make_incidents,
    openings_of,
    stuck_uploads,
)
from tests.trust.world_outcomes import make_outcomes
from tests.trust.world_packs import make_packs
from tests.trust.world_partnership import make_partnership


@dataclass(frozen=True)
class World:
    people: People
    at: datetime
    incidents: tuple[Thing, ...]
    persons: tuple[Thing, ...]
    invitations: tuple[Thing, ...]
    offers: tuple[Thing, ...]
    memberships: tuple[Thing, ...]
    messages: tuple[Thing, ...]
    failed: tuple[Thing, ...]
    failed_documents: tuple[Thing, ...]
    clocks: tuple[Thing, ...]
    rules: tuple[Thing, ...]
    days: tuple[Thing, ...]
    versions: tuple[Thing, ...]
    agencies: tuple[Thing, ...]
    openings: tuple[Thing, ...]
    mails: tuple[Thing, ...]
    partnership: Mapping[str, tuple[Thing, ...]]
    conferences: Mapping[str, tuple[Thing, ...]]

    def user(self, persona: str) -> User:
        found: User = getattr(self.people, persona)
        return found

    def agency(self, key: str) -> Agency:
        found: Agency = getattr(self.people.agencies, key)
        return found


def make_world() -> World:
    """Everything, in the database of the test that asks."""
    load_options()
    load_register()
    people, at = make_people(), timezone.now()
    incidents = make_incidents(people, at)
    persons = make_persons(people, at)
    Notification.objects.all().delete()
    stuck_uploads(incidents, people, at)
    return World(
        people=people,
        at=at,
        incidents=incidents,
        persons=persons,
        invitations=make_invitations(),
        offers=make_offers(people, at),
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
            *failed_mails(incidents, people, at),
        ),
        failed_documents=(
            Thing("failed", {"pk": failed_document(at).pk}),
            *failed_pdfs(incidents, at),
        ),
        clocks=tuple(clocks_of(incidents)),
        rules=tuple(
            Thing(state, {"pk": Rule.objects.get(slug=slug).pk})
            for state, slug in (("counted", "incident.notify_panel"), ("fixed", "policy.review"))
        ),
        days=(Thing("stands", {"pk": one_off_day(people, at).pk}),),
        versions=(Thing("to-come", {"pk": version_to_come(people, at).pk}),),
        agencies=tuple(
            Thing("agency", {"pk": getattr(people.agencies, key).pk}, agency=key)
            for key in ("health", "police", "authority")
        ),
        openings=openings_of(),
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
        partnership=make_partnership(people, at),
        conferences={
            **make_conferences(people, at),
            **make_outcomes(people, at),
            **make_packs(people, at),
        },
    )


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
            agency=getattr(people.agencies, WHO[persona][1]),
            role="practitioner",
            full_name=invited.full_name,
            token_hash=f"{invited.pk:064}",
            invited_at=at,
            expires_at=at + timedelta(days=14),
        )
    invitees = User.objects.filter(email__startswith="new.").order_by("pk")
    shared = make_shared(people, at)
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
        Thing("shared", {"pk": shared.pk}, agency="health", record=shared),
        Thing("invited", {"pk": invitees[0].pk}, agency="health", record=invitees[0]),
        Thing("invited", {"pk": invitees[1].pk}, agency="police", record=invitees[1]),
    )


SHARED = "works.in.two@example.test"


def make_shared(people: People, at: datetime) -> User:
    """Somebody who works in two agencies: in no single administrator's charge."""
    shared = User.objects.create_user(SHARED, full_name="Works In Two", password=PASSWORD)
    for agency in (people.agencies.health, people.agencies.police):
        Membership.objects.create(
            user=shared, agency=agency, role="practitioner", starts_on=timezone.localdate(at)
        )
    return shared


def make_invitations() -> tuple[Thing, ...]:
    """Those of whoever is new to an agency."""
    agencies = {"New Person": ("health", "police")}
    rows = Invitation.objects.filter(full_name__in=agencies).order_by("pk")
    return tuple(
        Thing("waits", {"pk": row.pk}, agency=agency)
        for row, agency in zip(rows, agencies["New Person"], strict=True)
    )


def make_offers(people: People, at: datetime) -> tuple[Thing, ...]:
    """A role in another agency, offered to somebody who has an account."""
    invited = services.invite(
        by=people.agency_administrator,
        email=people.police_lead.email,
        full_name="Name As Typed",
        post="",
        agency=people.agencies.health,
        role="practitioner",
        starts_on=timezone.localdate(at),
        at=at,
    )
    assert invited.invitation is not None
    return (Thing("offer", {"pk": invited.invitation.pk}, owner="police_lead"),)


def make_memberships(people: People) -> tuple[Thing, ...]:
    beyond = Membership.objects.create(
        user=User.objects.get(email=SHARED),
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
        Thing("partnership-role", {"pk": beyond.pk}, agency="health"),
    )


# --- The calendar ---------------------------------------------------------------------------------


def one_off_day(people: People, at: datetime) -> HolidayOverride:
    day: HolidayOverride = HolidayOverride.objects.create(
        day=timezone.localdate(at) + timedelta(days=400),
        is_working=False,
        name="State funeral",
        source="A proclamation",
        added_at=at,
        added_by=people.operations,
    )
    return day


def version_to_come(people: People, at: datetime) -> RuleVersion:
    return amend_rule(
        rule=Rule.objects.get(slug="conference.core_group"),
        amount=5,
        unit="weeks",
        source="A minute",
        valid_from=timezone.localdate(at) + timedelta(days=2),
        by=people.operations,
        at=at,
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
