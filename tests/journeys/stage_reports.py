"""Sets the stage for looking at reports to conferences; imported once Django is set up."""

import uuid
from datetime import date, datetime, timedelta

from django.core.files.uploadedfile import SimpleUploadedFile

from conferences import services
from conferences.models import Conference, ConferenceKind, ReportRequest
from partnership.models import Meeting, MeetingStatus
from shield.accounts.models import User
from shield.documents import checking
from tests.conferences.writing import an_event, begun, written

NAMES = ("Thistle", "Bramble")


def reports(chair: User, lead: User, nurse: User, at: datetime) -> dict[str, object]:
    """What the health agency was asked, and its report, in every state."""
    asked = {name: ask(chair, nurse, at) for name in ("asked", "empty", "writing", "checking")}
    asked |= {name: ask(chair, nurse, at) for name in ("agreed", "declined", "withdrawn")}
    asked["unheld"] = ask(chair, None, at)
    begun(asked["empty"], nurse, at)
    whole = written(asked["writing"], nurse, at)
    files = [
        services.add_file(
            report=whole, file=SimpleUploadedFile(f"{name}.txt", b"What was seen, and when."),
            is_restricted=is_restricted, token=uuid.uuid4(), by=nurse, at=at,
        )
        for name, is_restricted in (("Growth chart", False), ("W" * 90, True))
    ]  # fmt: skip
    checking.check(upload_id=files[0].upload_id, at=at)
    for name in ("checking", "agreed"):
        services.hand_over(report=written(asked[name], nurse, at), by=nurse, at=at)
    services.check(report=asked["agreed"].report, agreed=True, comments="", by=lead, at=at)
    services.decline(
        request=asked["declined"], reason="other", details="We report with the hospital.",
        by=nurse, at=at,
    )  # fmt: skip
    services.withdraw(request=asked["withdrawn"], by=chair, at=at)
    sent = ask(chair, nurse, at)
    whole_of_sent = written(sent, nurse, at)
    brought = services.add_file(
        report=whole_of_sent, file=SimpleUploadedFile("Letter.txt", b"What was seen, and when."),
        is_restricted=False, token=uuid.uuid4(), by=nurse, at=at,
    )  # fmt: skip
    checking.check(upload_id=brought.upload_id, at=at)
    report = services.send(
        report=whole_of_sent, unchecked_because="Nobody else was there", by=nurse, at=at
    )
    for is_restricted in (False, True):
        services.add(
            report=report, text="The plaster came off.", is_restricted=is_restricted,
            token=uuid.uuid4(), by=nurse, at=at,
        )  # fmt: skip
    services.disclose(
        report=report, copy="family", to="Thistle’s mother", relationship="Mother", how="By hand",
        given_on=at.date() - timedelta(days=1), token=uuid.uuid4(), by=nurse, at=at,
    )  # fmt: skip
    again = ask(chair, nurse, at, code="review")
    services.begin(request=again, from_last=True, by=nurse, at=at)
    returned = ask(chair, nurse, at)
    services.hand_over(report=written(returned, nurse, at), by=nurse, at=at)
    services.check(
        report=returned.report, agreed=False, comments="Say when you saw him last.", by=lead, at=at
    )
    checker = services.could_work_on(asked["asked"], at=at)
    services.join(
        request=asked["asked"], person=User.objects.get(pk=next(pk for pk in checker
                                                               if pk != nurse.pk)),
        duty="checker", by=nurse, at=at,
    )  # fmt: skip
    before = at - timedelta(days=150)
    for number in range(7):
        past = ask(chair, nurse, before)
        if number:
            services.decline(request=past, reason="not-known", details="", by=nurse, at=before)
    services.count_quarters(at=at)
    [quarter, *_] = services.quarters()
    keeper = User.objects.get(email="operations@demo.example")
    meetings = Meeting.objects.visible_to(keeper).filter(status=MeetingStatus.CONFIRMED)
    paper = services.put_forward(
        figures=services.published(quarter), meeting=meetings.filter(starts_at__gt=at)[0],
        token=uuid.uuid4(), by=keeper, at=at,
    )  # fmt: skip
    row = whole.children.present()[0]
    event = an_event(whole, nurse, at, known="year", on=None, year=2024)
    return {
        **{f"report_{name}": one.pk for name, one in asked.items()},
        "report_file": files[0].pk,
        "quarter": str(quarter),
        "timeliness_paper": paper.pk,
        "report_sent": sent.pk,
        "report_again": again.pk,
        "report_returned": returned.pk,
        "report_last": ask(chair, nurse, at, code="review").pk,
        "report_child": row.pk,
        "report_event": event.pk,
        "report_member": asked["asked"].members.get(duty="checker").pk,
        "conference_reported": sent.conference_id,
    }


def ask(chair: User, nurse: User | None, at: datetime, code: str = "initial") -> ReportRequest:
    made: Conference = services.schedule(
        kind=ConferenceKind.objects.get(code=code), family_reference="FAM-REPORTS",
        chair=chair, administrator=chair, starts_at=at + timedelta(days=20),
        place="Committee room 1", link="https://meet.example/one", token=uuid.uuid4(), by=chair,
        at=at,
    )  # fmt: skip
    for name in NAMES:
        services.add_child(
            conference=made, token=uuid.uuid4(), by=chair, at=at,
            facts={"first_names": name, "last_name": "Long-Hyphenated-Surname", "born": "born",
                   "birth_date": date(2019, 3, 4), "school": "Beech Academy"},
        )  # fmt: skip
    agency = User.objects.get(email="lead.health@demo.example").memberships.get().agency
    return services.ask(
        conference=made, agency=agency, practitioner=nurse,
        note="What the health visitor saw in spring.", by=chair, at=at,
    )  # fmt: skip
