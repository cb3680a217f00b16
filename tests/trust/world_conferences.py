"""Conferences and what agencies were asked, in every state and under every limit."""

import uuid
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from conferences import services
from conferences.models import (
    Conference,
    ConferenceExclusion,
    ConferenceGrant,
    ConferenceKind,
    ConferenceOpening,
    ConferenceRestriction,
    RelativeFlag,
    ReportRequest,
    TimelinessPaper,
)
from conferences.permissions import Perm
from conferences.services.access import open_by_glass
from conferences.services.figures import frozen as frozen_figures
from conferences.services.lists import load_lists
from shield.documents import services as documents
from tests.conferences.writing import written
from tests.personas import WHO, People
from tests.trust.things import SECRETS, Thing
from tests.trust.world_incidents import a_file, make_ready

FIRST, LAST, STREET = SECRETS
FAMILY = "FAM-7731"


def make_conferences(people: People, at: datetime) -> Mapping[str, tuple[Thing, ...]]:
    """The things of each kind; of a request the owner writes the report."""
    load_lists()
    conferences, requests = list[Thing](), list[Thing]()
    for state, owner in (
        ("scheduled", "conference_chair"),
        ("scheduled", "other_chair"),
        ("postponed", "conference_chair"),
        ("cancelled", "conference_chair"),
        ("restricted", "conference_chair"),
        ("shut", "conference_chair"),
    ):
        # What is kept from somebody is so for the family: each state has its own, with one before.
        family = f"FAM-{state}" if state in ("restricted", "shut") else FAMILY
        if family != FAMILY:
            conference(people, owner, at, family)
        made = conference(people, owner, at, family)
        asked = [
            (request(made, people, persona, at), persona)
            for persona in ("health_practitioner", "police_practitioner")
        ]
        limits = settle(made, state, people, at)
        thing = Thing(state, {"pk": made.pk}, owner=owner, agency="authority", record=made,
                      **limits)  # fmt: skip
        conferences.append(thing)
        requests += [
            replace(
                thing,
                state=state if state in ("cancelled", "restricted", "shut") else "asked",
                path={"pk": one.pk},
                owner=persona,
                agency=WHO[persona][1],
                record=one,
            )
            for one, persona in asked
        ]
    requests += answered(people, at)
    quarter, paper = figures(people, at)
    reports = make_reports(people, at)
    return {
        "conferences": tuple(conferences),
        "conf_openings": openings(people, at),
        "conf_holds": holds(people, at),
        **erased(people, at),
        "requests": tuple(requests),
        "reports": tuple(reports),
        "quarters": (Thing("quarter", {"quarter": quarter}),),
        "papers": (Thing("paper", {"pk": paper.pk}),),
        "sent_reports": tuple(
            replace(
                one,
                path={"pk": one.record.conference_id, "row": one.record.pk},
                owner="conference_chair",
                agency="authority",
                checker="",
            )
            for one in reports
        ),
    }


def figures(people: People, at: datetime) -> tuple[str, TimelinessPaper]:
    """A quarter that is over, in which a report was due, and a paper of its figures."""
    # Due in a quarter that is counted by now, whatever day it is.
    then = at - timedelta(days=200)
    request(conference(people, "conference_chair", then), people, "health_practitioner", then)
    services.count_quarters(at=at)
    quarter = services.quarters()[-1]
    content = frozen_figures(services.timeliness(quarter))
    document = documents.request(
        template="conferences/pdf/timeliness.html", content=content, title="Timeliness",
        reference="TIM-1", marking="OFFICIAL", at=at,
    )  # fmt: skip
    make_ready(document, at)
    paper = TimelinessPaper.objects.create(
        quarter=str(quarter), content=content, document=document, made_at=at,
        made_by=people.operations, form_token=uuid.uuid4(),
    )  # fmt: skip
    return str(quarter), paper


def conference(people: People, owner: str, at: datetime, family: str = FAMILY) -> Conference:
    by = getattr(people, owner)
    made = services.schedule(
        kind=ConferenceKind.objects.get(code="initial"),
        family_reference=family,
        chair=by,
        administrator=by,
        starts_at=at + timedelta(days=30),
        triggered_at=at - timedelta(days=1),
        place=STREET,
        token=uuid.uuid4(),
        by=by,
        at=at,
    )
    services.add_child(
        conference=made,
        token=uuid.uuid4(),
        facts={"first_names": FIRST, "last_name": LAST, "born": "born",
               "birth_date": date(2019, 3, 4), "address": STREET},
        by=by,
        at=at,
    )  # fmt: skip
    services.add_guest(
        conference=made,
        token=uuid.uuid4(),
        facts={"name": f"Mother {LAST}", "relationship": "Mother", "invited": "yes"},
        by=by,
        at=at,
    )
    RelativeFlag.objects.create(
        conference=made,
        guest=made.guests.get(),
        user=people.school_practitioner,
        by=RelativeFlag.By.NAME,
        raised_at=at,
    )
    return made


def request(made: Conference, people: People, persona: str, at: datetime) -> ReportRequest:
    return services.ask(
        conference=made,
        agency=getattr(people.agencies, WHO[persona][1]),
        practitioner=getattr(people, persona),
        note=f"What is known of {FIRST}",
        by=made.chair,
        at=at,
    )


def settle(made: Conference, state: str, people: People, at: datetime) -> dict[str, Any]:
    """Bring it into its state; what that keeps from whom."""
    by = made.chair
    if state == "postponed":
        services.move(conference=made, starts_at=None, why="No room", by=by, at=at)
    elif state == "cancelled":
        services.cancel(conference=made, why="No harm was found", by=by, at=at)
    elif state == "restricted":
        named = ("conference_chair", "health_practitioner")
        for persona in named:
            ConferenceGrant.objects.create(
                record=made, user=getattr(people, persona), perm=Perm.READ, reason="Named",
                granted_by=by, granted_at=at,
            )  # fmt: skip
        ConferenceRestriction.objects.create(
            record=made, reason="A relative", restricted_by=by, restricted_at=at
        )
        Conference.objects.filter(pk=made.pk).update(is_restricted=True)
        made.refresh_from_db()
        return {"restricted_to": frozenset(named), "granted": frozenset({"health_practitioner"})}
    elif state == "shut":
        for persona in ("health_lead", "other_chair"):
            ConferenceExclusion.objects.create(
                record=made, user=getattr(people, persona), reason="A relative",
                excluded_by=by, excluded_at=at,
            )  # fmt: skip
        return {"excluded": frozenset({"health_lead", "other_chair"})}
    made.refresh_from_db()
    return {}


def openings(people: People, at: datetime) -> tuple[Thing, ...]:
    """The glass of a conference was broken by the lead of an agency that is not asked."""
    made = conference(people, "conference_chair", at)
    found = open_by_glass(reference=made.reference, reason="In danger", by=people.icb_lead, at=at)
    one = ConferenceOpening.objects.select_related("record").get(record=found)
    return (Thing("opening", {"pk": one.pk}, record=one, owner="icb_lead"),)


def holds(people: People, at: datetime) -> tuple[Thing, ...]:
    """What stands, what was lifted, and what is about a conference that is kept from a keeper."""
    found: list[Thing] = []
    for state, excluded in (("hold", ""), ("lifted", ""), ("hold", "operations")):
        made = conference(people, "conference_chair", at, f"FAM-held-{len(found)}")
        hold = services.place_hold(
            reference=made.reference, reason=f"About {LAST}", token=uuid.uuid4(),
            by=people.data_protection, at=at,
        )  # fmt: skip
        if state == "lifted":
            services.lift_hold(hold=hold, reason="Over", by=people.data_protection, at=at)
        if excluded:
            ConferenceExclusion.objects.create(
                record=made, user=getattr(people, excluded), reason="A relative",
                excluded_by=made.chair, excluded_at=at,
            )  # fmt: skip
        found.append(
            Thing(state, {"pk": hold.pk}, record=hold, excluded=frozenset({excluded} - {""}))
        )
    return tuple(found)


def erased(people: People, at: datetime) -> Mapping[str, tuple[Thing, ...]]:
    """One whose time is over. All is there still: a page that showed any of it would be noticed."""
    made = conference(people, "conference_chair", at)
    asked = request(made, people, "health_practitioner", at)
    services.cancel(conference=made, why="No harm was found", by=made.chair, at=at)
    Conference.objects.filter(pk=made.pk).update(erased_at=at + timedelta(seconds=1))
    made.refresh_from_db()
    return {
        "erased": (
            Thing("erased", {"pk": made.pk}, owner="conference_chair", agency="authority",
                  record=made),
        ),
        "erased_requests": (
            Thing("erased", {"pk": asked.pk}, owner="health_practitioner", agency="health",
                  record=asked),
        ),
    }  # fmt: skip


def answered(people: People, at: datetime) -> list[Thing]:
    """What was declined, and what is no longer asked."""
    made = conference(people, "conference_chair", at)
    declined = request(made, people, "health_practitioner", at)
    services.decline(
        request=declined, reason="not-known", details=STREET, by=people.health_practitioner, at=at
    )
    withdrawn = request(made, people, "police_practitioner", at)
    services.withdraw(request=withdrawn, by=made.chair, at=at)
    return [
        Thing(state, {"pk": one.pk}, owner=persona, agency=WHO[persona][1], record=one)
        for state, one, persona in (
            ("declined", declined, "health_practitioner"),
            ("withdrawn", withdrawn, "police_practitioner"),
        )
    ]


# The states of a report, and what brings it there.
WRITTEN = ("writing", "checking", "agreed", "reported")


def make_reports(people: People, at: datetime) -> list[Thing]:
    """Reports in every state: of health, which a colleague checks; one of the police."""
    made = conference(people, "conference_chair", at)
    found = [report(made, people, "police_practitioner", "writing", at)]
    for state in WRITTEN:
        found.append(
            report(conference(people, "conference_chair", at), people, "health_practitioner",
                   state, at)
        )  # fmt: skip
    return found


def report(made: Conference, people: People, persona: str, state: str, at: datetime) -> Thing:
    by, agency = getattr(people, persona), WHO[persona][1]
    checker = "health_colleague" if agency == "health" else ""
    asked = request(made, people, persona, at)
    said = {"signs": {"working_well": f"{FIRST} has a friend"}}
    wrote = written(asked, by, at, **said)
    wrote.files.create(upload=a_file(asked.label, by, at), form_token=uuid.uuid4())
    if checker:
        services.join(request=asked, person=getattr(people, checker), duty="checker", by=by, at=at)
    if state != "writing":
        services.hand_over(report=wrote, by=by, at=at)
    if state in ("agreed", "reported"):
        services.check(report=wrote, agreed=True, comments="", by=people.health_lead, at=at)
    if state == "reported":
        wrote = services.send(report=wrote, unchecked_because="", by=by, at=at)
        for document in (wrote.document, wrote.family_document):
            assert document is not None
            make_ready(document, at)
    asked.refresh_from_db()
    return Thing(state, {"pk": asked.pk}, owner=persona, agency=agency, checker=checker,
                 record=asked)  # fmt: skip
