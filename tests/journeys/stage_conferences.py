"""Sets the stage for looking at pages of conferences; imported once Django is set up."""

import uuid
from datetime import datetime, timedelta
from typing import Any

from conferences import services
from conferences.models import Child, Conference, ConferenceGrant, FamilyGuest
from conferences.services.access import CONFERENCE
from shield.accounts.models import User
from shield.cases import services as cases

PREFIX = "conf_"


def conferences(chair: User, keeper: User, at: datetime) -> dict[str, object]:
    """The demo's, one of them with somebody taken off; a cancelled, a restricted, a following one.

    What the pages change is not among them, so that each can be looked at again.
    """
    demo = Conference.objects.select_related("kind").order_by("pk")[:4]
    of_kind = {one.kind.code: one for one in demo}
    initial, review = of_kind["initial"], of_kind["review"]
    child = initial.children.order_by("pk")[0]
    guest = initial.guests.order_by("pk")[0]
    scratch = another(initial, chair, keeper, at)
    for name in ("Wilhelmina", "Thelonious"):
        add(scratch, name, chair, at)
    gone = Child.objects.filter(conference=scratch).order_by("pk")[1]
    services.set_removed(person=gone, removed=True, by=chair, at=at)
    cancelled = another(initial, chair, keeper, at, family_reference="DEMO-F-9002")
    services.cancel(conference=cancelled, why="The enquiry found no harm.", by=chair, at=at)
    kept = another(initial, chair, chair, at, family_reference="DEMO-F-9003")
    ConferenceGrant.objects.create(
        record=kept, user=chair, perm="conferences.read", reason="Chairs it",
        granted_by=chair, granted_at=at,
    )  # fmt: skip
    Conference.objects.filter(pk=kept.pk).update(is_restricted=True)
    found: dict[str, Any] = {
        **over(another(initial, chair, keeper, at, family_reference="DEMO-F-9004"), chair, at),
        **limits(another(initial, chair, keeper, at), chair, keeper, at),
        "initial": initial.pk,
        "review": review.pk,
        "postponed": of_kind["pre-birth"].pk,
        "late": of_kind["transfer-in"].pk,
        "following": another(initial, chair, keeper, at).pk,
        "scratch": scratch.pk,
        "gone": gone.pk,
        "cancelled": cancelled.pk,
        "restricted": kept.pk,
        "child": child.pk,
        "unborn": of_kind["pre-birth"].children.get().pk,
        "guest": guest.pk,
        "not_invited": FamilyGuest.objects.filter(conference=initial, invited="no")[0].pk,
        "request": initial.requests.open().order_by("pk")[0].pk,
    }
    return {f"{PREFIX}{name}": value for name, value in found.items()}


def limits(made: Conference, chair: User, keeper: User, at: datetime) -> dict[str, object]:
    """One that somebody is named in and shut out of, that was opened, and that a flag is about."""
    police, nurse, other = (
        User.objects.get(email=f"{account}@demo.example")
        for account in ("lead.police", "lead.health", "chair")
    )
    grant = cases.name_person(
        record=made, person=police, reason="Leads the enquiry", ends_at=None, by=chair, at=at
    )
    exclusion = cases.exclude(record=made, person=nurse, reason="A friend", by=chair, at=at)
    cases.open_by_glass(
        kind=CONFERENCE, reference=made.reference, reason="A child is in danger", by=other, at=at
    )
    # A member of staff of the demo bears this name.
    first, _, last = police.full_name.partition(" ")
    services.add_child(
        conference=made, token=uuid.uuid4(), by=chair, at=at,
        facts={"first_names": first, "last_name": last, "born": "born"},
    )  # fmt: skip
    return {
        "limited": made.pk,
        "grant": grant.pk,
        "exclusion": exclusion.pk,
        "opening": made.openings.get().pk,
        "relative": made.relatives.get().pk,
    }


def over(made: Conference, chair: User, at: datetime) -> dict[str, object]:
    """One whose time is over, of which an agency was asked; holds that stand and that ended."""
    nurse = User.objects.get(email="practitioner.health@demo.example")
    keeper = User.objects.get(email="protection@demo.example")
    agency = nurse.memberships.get().agency
    asked = services.ask(
        conference=made, agency=agency, practitioner=nurse, note="", by=chair, at=at
    )
    services.cancel(conference=made, why="The enquiry found no harm.", by=chair, at=at)
    holds = {}
    for name in ("lifted", "standing"):
        holds[name] = services.place_hold(
            reference=made.reference, reason="The inquiry into care homes asks for it.",
            token=uuid.uuid4(), by=keeper, at=at,
        )  # fmt: skip
        if name == "lifted":
            services.lift_hold(hold=holds[name], reason="It is over.", by=keeper, at=at)
    Conference.objects.filter(pk=made.pk).update(erased_at=at + timedelta(seconds=1))
    return {
        "erased": made.pk,
        "erased_request": asked.pk,
        **{f"hold_{name}": one.pk for name, one in holds.items()},
    }


def another(like: Conference, chair: User, keeper: User, at: datetime, **facts: Any) -> Conference:
    """One more, of the same family unless it says otherwise."""
    return services.schedule(
        **{
            "kind": like.kind,
            "family_reference": like.family_reference,
            "chair": chair,
            "administrator": keeper,
            "starts_at": at + timedelta(days=30),
            "token": uuid.uuid4(),
            "by": chair,
            "at": at,
            **facts,
        }
    )


def add(conference: Conference, name: str, by: User, at: datetime) -> Child:
    return services.add_child(
        conference=conference,
        token=uuid.uuid4(),
        facts={"first_names": name, "last_name": "Long-Hyphenated-Surname", "born": "born"},
        by=by,
        at=at,
    )
