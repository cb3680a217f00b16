"""The chair's pack: what all agencies say, by when it was and child by child, and nothing kept."""

import io
import json
import re
from datetime import date, datetime, timedelta
from typing import Any

import pikepdf
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from conferences import services
from conferences.models import Conference
from conferences.pdf import pack
from conferences.pdf.scale import Placed, letter_of, spread
from tests.conferences.arranging import a_child, a_conference, asked
from tests.conferences.packing import (
    AGENCIES,
    FORECAST,
    added,
    annexed,
    packed,
    pdf_of,
    reports,
    standing,
)
from tests.conferences.writing import RESTRICTED, an_event, sent, written
from tests.documents import ua
from tests.documents.read_back import bookmarks, texts
from tests.documents.searching import found_in
from tests.personas import People

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("rules")]

OTHER = "Otherfamilycanary"
KEPT = (RESTRICTED, "Named nurse", "Keptaddition", "Information not to be shared", "Thimblewick")


@pytest.fixture
def conference(people: People, at: datetime) -> Conference:
    return a_conference(people, at, children=2, place="Gooseberry Hall")


@pytest.fixture
def whole(conference: Conference, people: People, at: datetime) -> Conference:
    """Three reports, additions, and a report of another family that says a word of its own."""
    first, *_ = reports(
        conference, people, at,
        health={"children": {"scale": 3}}, police={"children": {"scale": 3}},
        school={"children": {"scale": 8}, "views": {"parents_views": "علي and Шевченко"}},
    )  # fmt: skip
    added(first, "Openaddition", at)
    added(first, "Keptaddition", at, is_restricted=True)
    other = a_conference(people, at, family_reference=OTHER, children=0)
    a_child(other, at, first_names=OTHER)
    by = people.health_practitioner
    sent(asked(other, people, at, "health", by), by, at, signs={"working_well": OTHER})
    return conference


def test_it_says_of_the_conference_and_who_has_reported(whole: Conference, at: datetime) -> None:
    content = packed(whole, at)
    assert content["facts"] == [
        ["Conference", f"Initial, {whole.reference}"],
        ["When", "15 December 2026 at 2:30pm"],
        ["Where", "Gooseberry Hall"],
        ["Chair", "Connie Chair"],
        ["As it stood", "24 November 2026 at 2:30pm"],
        ["Reports in it", "3"],
    ]
    assert content["children"][0] == ["Zebulonia 1 Quillfeathery", "Born 4 March 2019"]
    assert content["answers_given"][0] == [
        "Reported in time", "Hillside School\nNorthshire Police\nRiverside Health Trust",
    ]  # fmt: skip
    assert content["forecast"] == {
        **FORECAST,
        "agencies": [["Riverside Health Trust", "Reported", "Yes"]],
    }
    health = content["reports"][2]
    assert health["additions"] == [["Added on 24 November 2026 at 2:30pm", "Openaddition"]]


def test_who_is_late_who_has_nothing_and_who_is_missing(
    conference: Conference, people: People, at: datetime
) -> None:
    late = at + timedelta(days=20)
    by = people.health_practitioner
    waiting = asked(conference, people, at, "health", by)
    asked(conference, people, at, "police")
    nil = asked(conference, people, at, "school", people.school_practitioner)
    services.decline(
        request=nil, reason="not-known", details="", by=people.school_practitioner, at=at
    )
    assert dict(packed(conference, at)["answers_given"])["Still to come"].count("due on") == 2
    sent(waiting, by, late)
    said = dict(packed(conference, late)["answers_given"])
    assert said["Reported late"] == "Riverside Health Trust"
    assert said["No report (nil return)"].startswith("Hillside School: The children and their")
    assert said["Missing"].startswith("Northshire Police, due on ")
    assert said["Reported in time"] == said["Still to come"] == "None"


def test_drafts_are_not_in_it(conference: Conference, people: People, at: datetime) -> None:
    by = people.health_practitioner
    written(asked(conference, people, at, "health", by), by, at, signs={"working_well": "Draft"})
    content = packed(conference, at)
    assert (content["reports"], content["chronology"], "Draft" in repr(content)) == ([], [], False)
    assert annexed(conference, at) is None
    assert ua.check(pdf_of(content, at)) == []


def test_events_of_all_stand_by_when_they_were(
    conference: Conference, people: People, at: datetime
) -> None:
    said: dict[str, list[Any]] = {
        "health": [("day", date(2026, 10, 2), None, None), ("year", None, None, 2026)],
        "police": [("month", None, 10, 2026), ("day", date(2024, 2, 29), None, None)],
        "school": [("year", None, None, 2024), ("month", None, 1, 2026)],
    }
    for agency, events in said.items():
        by = getattr(people, f"{agency}_practitioner")
        report = written(asked(conference, people, at, agency, by), by, at)
        for known, on, month, year in events:
            an_event(report, by, at, known=known, on=on, month=month, year=year, mark="strength")
        services.send(report=report, unchecked_because="-", by=by, at=at)
    assert [row[:3] for row in packed(conference, at)["chronology"]] == [
        ["2024 (month not known)", "Hillside School", "Strength"],
        ["29 February 2024", "Northshire Police", "Strength"],
        ["2026 (month not known)", "Riverside Health Trust", "Strength"],
        ["January 2026 (day not known)", "Hillside School", "Strength"],
        ["October 2026 (day not known)", "Northshire Police", "Strength"],
        ["2 October 2026", "Riverside Health Trust", "Strength"],
        ["3 October 2026", "Hillside School", "Harm"],
        ["3 October 2026", "Northshire Police", "Harm"],
        ["3 October 2026", "Riverside Health Trust", "Harm"],
    ]


# --- The scale ------------------------------------------------------------------------------------


def drawn(one: dict[str, Any]) -> dict[str, str]:
    """The number under which each letter is drawn."""
    under = {tick["x"]: tick["number"] for tick in one["picture"]["ticks"]}
    return {mark["letter"]: under[mark["x"]] for mark in one["picture"]["marks"]}


def test_the_picture_says_what_the_table_says(whole: Conference, at: datetime) -> None:
    scales = packed(whole, at)["scales"]
    assert [one["child"] for one in scales] == [
        "Zebulonia 1 Quillfeathery", "Zebulonia 2 Quillfeathery",
    ]  # fmt: skip
    for one in scales:
        assert (
            {row[0]: row[2] for row in one["rows"]} == drawn(one) == {"A": "8", "B": "3", "C": "3"}
        )
        assert one["words"] == "From 3 to 8: 5 apart."
        assert "A, Hillside School: 8; B, Northshire Police: 3" in one["picture"]["alt"]


def test_no_mark_hides_another_however_many_agencies_agree() -> None:
    placed = [Placed(letter_of(place), f"Agency {place}", place % 2, "-") for place in range(30)]
    picture = spread("A child", placed)["picture"]
    places = [(mark["x"], mark["y"]) for mark in picture["marks"]]
    assert len(picture["marks"]) == 30
    assert min(
        (x - u) ** 2 + (y - v) ** 2
        for at, (x, y) in enumerate(places)
        for u, v in places[at + 1 :]
    ) > 22**2  # fmt: skip
    assert all(12 <= y < picture["height"] and 12 <= x <= picture["width"] - 12 for x, y in places)
    assert [letter_of(place) for place in (0, 25, 26, 51, 52)] == ["A", "Z", "AA", "AZ", "BA"]


def test_who_chose_no_number_is_in_the_table_alone() -> None:
    one = spread("A child", [Placed("A", "One", None, ""), Placed("B", "Two", 0, "Fear")])
    assert one["rows"] == [["A", "One", "Not said", ""], ["B", "Two", "0", "Fear"]]
    assert drawn(one) == {"B": "0"}
    assert spread("A child", [])["picture"] is None


# --- What is never in it --------------------------------------------------------------------------


def test_nothing_kept_and_nothing_of_another_family_is_anywhere_in_it(
    whole: Conference, at: datetime
) -> None:
    content = packed(whole, at)
    data = pdf_of(content, at)
    never = (*KEPT, OTHER)
    assert [word for word in never if word in json.dumps(content, ensure_ascii=False)] == []
    assert [word for word in never if found_in(data, word)] == []
    assert found_in(data, "Openaddition")
    assert found_in(data, "Grandmother helps")


def test_the_annex_holds_what_is_kept_and_nothing_else(whole: Conference, at: datetime) -> None:
    content = annexed(whole, at)
    assert content is not None
    data = pdf_of(content, at, template=pack.ANNEX_TEMPLATE)
    assert [one["agency"] for one in content["parts"]] == [
        "Hillside School", "Northshire Police", "Riverside Health Trust",
    ]  # fmt: skip
    for word in (RESTRICTED, "Named nurse", "Keptaddition", "hinder the investigation"):
        assert found_in(data, word)
    for word in (OTHER, "Openaddition", "Grandmother helps", "Broken arm", "Zebulonia"):
        assert not found_in(data, word)
    assert ua.check(data) == []


def test_what_is_kept_is_not_even_fetched(whole: Conference, at: datetime) -> None:
    with CaptureQueriesContext(connection) as asked_for:
        packed(whole, at)
    assert [one["sql"] for one in asked_for if '"restricted' in one["sql"]] == []
    assert [one["sql"] for one in asked_for if '"address"' in one["sql"]] == []
    with CaptureQueriesContext(connection) as asked_for:
        annexed(whole, at)
    assert [one["sql"] for one in asked_for if '"restricted"' in one["sql"]] != []
    assert [one["sql"] for one in asked_for if '"working_well"' in one["sql"]] == []


def test_a_report_to_another_conference_is_refused(
    whole: Conference, people: People, at: datetime
) -> None:
    other = Conference.objects.exclude(pk=whole.pk).get()
    mixed = [*standing(whole), *standing(other)]
    with pytest.raises(pack.OfAnotherConference):
        pack.frozen(whole, requests=mixed, forecast=FORECAST, at=at)
    with pytest.raises(pack.OfAnotherConference):
        pack.frozen_annex(whole, requests=mixed, at=at)


def test_queries_are_as_many_for_three_reports_as_for_one(
    conference: Conference, people: People, at: datetime
) -> None:
    def queries() -> list[int]:
        found = []
        requests, fresh = standing(conference), Conference.objects.get(pk=conference.pk)
        for made in (
            lambda: pack.frozen(fresh, requests=requests, forecast=FORECAST, at=at),
            lambda: pack.frozen_annex(fresh, requests=requests, at=at),
        ):
            with CaptureQueriesContext(connection) as asked_for:
                made()
            found.append(len(asked_for))
        return found

    counted = []
    for agency in AGENCIES:
        by = getattr(people, f"{agency}_practitioner")
        sent(asked(conference, people, at, agency, by), by, at)
        counted.append(queries())
    assert counted == [counted[0]] * 3


# --- The file -------------------------------------------------------------------------------------


def test_it_is_sound_counted_marked_and_has_bookmarks(whole: Conference, at: datetime) -> None:
    data = pdf_of(packed(whole, at), at)
    assert ua.check(data) == []
    pages = texts(data)
    for number, page in enumerate(pages, start=1):
        assert f"Page {number} of {len(pages)}" in page
    assert len({re.findall(r"Mark \S+", page)[0] for page in pages}) == 1
    [(top, parts)] = bookmarks(data)
    assert top == "Pack for the chair"
    assert [title for title, _ in parts] == [
        "The children",
        "What is in this pack",
        "Who has reported, and who comes",
        "Chronology of all agencies",
        "How safe each child is",
        "Worries, what works well, what needs to happen",
        "Report: Hillside School",
        "Report: Northshire Police",
        "Report: Riverside Health Trust",
    ]
    assert [title for title, _ in dict(parts)["How safe each child is"]] == [
        "Zebulonia 1 Quillfeathery", "Zebulonia 2 Quillfeathery",
    ]  # fmt: skip
    assert [title for title, _ in dict(parts)["Who has reported, and who comes"]] == [
        "Reports", "Can the conference decide, as far as is known?",
    ]  # fmt: skip
    # Neither yes nor no, where it hangs on those that have not said.
    assert found_in(data, FORECAST["words"])
    with pikepdf.open(io.BytesIO(data)) as pdf:
        alts = [str(one.Alt) for one, _ in ua.elements(pdf) if one.S == "/Figure"]
    assert [alt.split(".")[0] for alt in alts] == [
        "The safety scale of Zebulonia 1 Quillfeathery from 0 to 10",
        "The safety scale of Zebulonia 2 Quillfeathery from 0 to 10",
    ]


def test_names_in_any_script_are_read_back(people: People, at: datetime) -> None:
    conference = a_conference(people, at, children=0)
    a_child(conference, at, first_names="Наталія", last_name="Żółć")
    by = people.health_practitioner
    sent(asked(conference, people, at, "health", by), by, at, author={"author_name": "علي"})
    data = pdf_of(packed(conference, at), at)
    assert found_in(data, "Наталія Żółć")
    assert found_in(data, "علي")
    assert ua.check(data) == []


def test_long_answers_and_200_events_are_all_there(
    conference: Conference, people: People, at: datetime
) -> None:
    by = people.health_practitioner
    long = "They open the door. " * 400
    report = written(
        asked(conference, people, at, "health", by),
        by,
        at,
        signs={"working_well": f"{long}End of it"},
    )
    for number in range(200):
        an_event(report, by, at, event=f"Event {number:03} happened")
    services.send(report=report, unchecked_because="-", by=by, at=at)
    read = " ".join(" ".join(texts(pdf_of(packed(conference, at), at))).split())
    assert [number for number in range(200) if f"Event {number:03}" not in read] == []
    assert read.count("End of it") == 2
