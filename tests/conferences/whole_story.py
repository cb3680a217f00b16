"""One conference of which something is said in every table, as the tests of erasing need it."""

import uuid
from datetime import datetime, timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from conferences import services
from conferences.models import (
    Conference,
    ConferenceOpening,
    Pack,
    Plan,
    RelativeFlag,
    Report,
)
from shield.accounts.models import User
from shield.cases import services as cases
from shield.documents import checking, making
from tests.conferences.arranging import asked
from tests.conferences.holding import came, core_group, decided, today
from tests.conferences.packing import added
from tests.conferences.writing import written
from tests.personas import People

# Of these nothing may be left.
CANARIES = (
    "canary", "Zebulonia", "Quillfeathery", "Thimblewick", "FAM-7731", "datetime.date(2019, 3, 4)",
    "A broken arm", "Six weeks in plaster", "Grandmother helps", "grandfather", "I like my nan",
    "What was seen at home", "every week", "Somebody of police", "Nobody else is here",
)  # fmt: skip


def whole_story(people: People, at: datetime) -> Conference:
    """From its scheduling to the end of its plan, on the day of `at` and some weeks around it."""
    early = at - timedelta(days=20)
    conference = today(
        people, at, children=2, place="House canary", link="https://meet.example/canary",
        interpreter="canary", access_needs="canary", external_reference="canary",
    )  # fmt: skip
    chair = conference.chair
    _family(conference, early)
    services.move(
        conference=conference, starts_at=at + timedelta(hours=1), why="canary", by=chair, at=early
    )
    _access(conference, people, early)
    report = _report(conference, people, early)
    pack = _pack(conference, at)
    shares = services.share_pack(
        pack=pack, requests=[report.request], with_annex=True, by=chair, at=at
    )
    services.end_share(share=shares[0], because="canary", by=chair, at=at)
    _held(conference, people, at)
    _afterwards(conference, people, at)
    conference.refresh_from_db()
    return conference


def _family(conference: Conference, at: datetime) -> None:
    guest = {
        "name": "Guest canary", "relationship": "Aunt canary", "supports": "canary",
        "invited": "no", "why_not": "canary", "needs": "canary",
    }  # fmt: skip
    services.add_guest(
        conference=conference, token=uuid.uuid4(), facts=guest, by=conference.chair, at=at
    )


def _access(conference: Conference, people: People, at: datetime) -> None:
    chair, named = conference.chair, [people.health_practitioner, people.police_practitioner]
    cases.name_person(
        record=conference, person=named[1], reason="canary", ends_at=None, by=chair, at=at
    )
    cases.exclude(
        record=conference, person=people.school_practitioner, reason="canary", by=chair, at=at
    )
    cases.restrict(record=conference, people=named, reason="canary", by=chair, at=at)
    cases.lift_restriction(record=conference, reason="canary", by=chair, at=at)
    ConferenceOpening.objects.create(
        record=conference, user=people.police_lead, reason="canary", note="canary", opened_at=at,
        ends_at=at + timedelta(hours=4), judgement="justified", reviewed_at=at,
        reviewed_by=people.data_protection,
    )  # fmt: skip
    flag = RelativeFlag.objects.create(
        conference=conference, child=conference.children.first(), user=people.police_lead,
        by="name", raised_at=at,
    )  # fmt: skip
    services.dismiss_relative(flag=flag, reason="canary", by=chair, at=at)


def _report(conference: Conference, people: People, at: datetime) -> Report:
    by = people.health_practitioner
    request = asked(conference, people, at, "health", by)
    day = at.date()
    report = written(
        request, by, at, involvement={"last_seen_on": day}, shared={"shared_on": day},
        chronology={"on": day},
    )  # fmt: skip
    file = SimpleUploadedFile("canary.txt", b"canary")
    brought = services.add_file(
        report=report, file=file, is_restricted=False, token=uuid.uuid4(), by=by, at=at
    )
    checking.check(upload_id=brought.upload_id, at=at)
    report = services.send(report=report, unchecked_because="Nobody else is here", by=by, at=at)
    added(report, "canary", at)
    for document in (report.document_id, report.family_document_id):
        assert document is not None
        making.make(document_id=document, at=at)
    services.disclose(
        report=report, copy="family", to="Mother canary", relationship="canary", how="canary",
        given_on=at.date(), token=uuid.uuid4(), by=by, at=at,
    )  # fmt: skip
    return report


def _pack(conference: Conference, at: datetime) -> Pack:
    pack = services.make_pack(conference=conference, token=uuid.uuid4(), by=conference.chair, at=at)
    for document in (pack.document_id, pack.annex_id):
        if document is not None:
            making.make(document_id=document, at=at)
    found: Pack = Pack.objects.select_related("conference", "document", "annex").get(pk=pack.pk)
    return found


def _held(conference: Conference, people: People, at: datetime) -> None:
    chair: User = conference.chair
    came(conference, people, at)
    first, second = conference.children.present()
    decision = decided(first, at)
    decided(second, at, "no_plan")
    services.add_dissent(
        decision=decision, agency=people.agencies.police, reason="canary", token=uuid.uuid4(),
        by=chair, at=at,
    )  # fmt: skip
    said: dict[str, Any] = dict.fromkeys(("summary", "must_change", "if_not"), "canary")
    services.write_outline(conference=conference, facts=said, seen=0, by=chair, at=at)
    services.add_step(
        conference=conference, facts={"what": "canary", "who": "canary", "due": at.date()},
        token=uuid.uuid4(), by=chair, at=at,
    )  # fmt: skip
    services.hold(conference=conference, by=chair, at=at)


def _afterwards(conference: Conference, people: People, at: datetime) -> None:
    chair, later = conference.chair, at + timedelta(days=8)
    services.correct(
        conference=conference, child=None, text="canary", token=uuid.uuid4(), by=chair, at=at
    )
    letter = services.request_letter(
        conference=conference, guest=None, agency=None, name="Mother canary",
        children=list(conference.children.present()), token=uuid.uuid4(), by=chair, at=at,
    )  # fmt: skip
    making.make(document_id=letter.document_id, at=at)
    plan = Plan.objects.get(child__conference=conference)
    services.name_lead(
        plan=plan, name="Worker canary", agency=people.agencies.authority, user=None, by=chair,
        at=at,
    )  # fmt: skip
    services.add_member(
        conference=conference, token=uuid.uuid4(), by=chair, at=at,
        facts={"name": "Member canary", "role": "canary", "agency": people.agencies.health},
    )  # fmt: skip
    conference.refresh_from_db()
    core_group(conference, later - timedelta(hours=1), later, others_came="canary")
    plan = Plan.objects.get(child__conference=conference)
    services.end_plan(plan=plan, ended_at=later, reason="canary", by=chair, at=later)
