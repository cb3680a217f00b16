"""The letter of outcome: what it says, to whom, and what it never held."""

import json
import uuid
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from conferences import services
from conferences.models import Conference, OutcomeLetter
from shield.documents import making
from shield.documents.making import Outcome
from shield.documents.models import Document
from tests.conferences.arranging import a_child, asked
from tests.conferences.holding import came, decided, held, today
from tests.documents import ua
from tests.documents.made_papers import holds
from tests.documents.read_back import texts
from tests.personas import People

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("rules")]

# What stands somewhere of the conference and in no letter.
NEVER = {
    "address": "Thimblewick",
    "school": "Marrowbone Primary",
    "gp": "Foxglove Surgery",
    "nhs_number": "4857773457",
    "external_reference": "Mosaic7731",
    "needs": "Panicattacks",
    "note": "Restrictedword",
    "place": "Gooseberry Hall",
}


def full(people: People, at: datetime) -> Conference:
    """A held conference of two children with everything that can be said."""
    conference = today(people, at, children=0, place=NEVER["place"])
    by, before = conference.chair, at - timedelta(days=20)
    private = ("address", "school", "gp", "nhs_number", "external_reference")
    one = a_child(
        conference, at, first_names="Zebulonia", last_name="Ó Dálaigh", address_confidential=True,
        **{name: NEVER[name] for name in private},
    )  # fmt: skip
    two = a_child(conference, at, first_names="Sibling", last_name="Brambleton")
    services.add_guest(
        conference=conference, token=uuid.uuid4(),
        facts={"name": "Mother Ó Dálaigh", "relationship": "Mother", "invited": "yes",
               "needs": NEVER["needs"]}, by=by, at=at,
    )  # fmt: skip
    services.ask(
        conference=conference, agency=people.agencies.health, practitioner=None,
        note=NEVER["note"], by=by, at=before,
    )  # fmt: skip
    declined = asked(conference, people, before, "police", people.police_practitioner)
    services.decline(
        request=declined, reason="not-known", details=NEVER["note"],
        by=people.police_practitioner, at=before,
    )  # fmt: skip
    came(conference, people, at)
    decision = decided(one, at, "plan", reason="Hungry for weeks")
    decided(two, at, "no_plan", reason="Canaryword of the sibling")
    services.add_dissent(
        decision=decision, agency=people.agencies.police, reason="Too much", token=uuid.uuid4(),
        by=by, at=at,
    )  # fmt: skip
    services.write_outline(
        conference=conference, seen=0, by=by, at=at,
        facts={"summary": "All agreed", "must_change": "Meals", "if_not": "Court"},
    )  # fmt: skip
    for child, what in ((None, "Weigh weekly"), (two, "Canaryword step")):
        services.add_step(
            conference=conference, token=uuid.uuid4(), by=by, at=at,
            facts={"what": what, "who": "Health visitor", "due": date(2026, 12, 24),
                   "child": child},
        )  # fmt: skip
    services.add_member(
        conference=conference, token=uuid.uuid4(), by=by, at=at,
        facts={"name": "Nurse Okonkwo", "agency": people.agencies.health, "role": "Nurse"},
    )  # fmt: skip
    services.hold(conference=conference, by=by, at=at)
    return conference


def letter(conference: Conference, at: datetime, **facts: Any) -> OutcomeLetter:
    return services.request_letter(
        **{
            "conference": conference,
            "guest": conference.guests.first(),
            "agency": None,
            "name": "",
            "children": list(conference.children.all()),
            "token": uuid.uuid4(),
            "by": conference.chair,
            "at": at,
            **facts,
        }
    )


def made(found: OutcomeLetter, at: datetime) -> bytes:
    assert making.make(document_id=found.document_id, at=at) is Outcome.DONE
    with Document.objects.get(pk=found.document_id).file.open() as file:
        data: bytes = file.read()
        return data


def test_it_says_what_was_decided_and_what_is_due(people: People, at: datetime) -> None:
    conference = full(people, at)
    content = letter(conference, at).document.content
    assert content["facts"] == [
        ["To", "Mother Ó Dálaigh"],
        ["", "Mother"],
        ["Date of this letter", "24 November 2026"],
        ["Conference", f"Initial child protection conference {conference.reference}"],
        ["Held on", "Tuesday 24 November 2026"],
        ["Chair", "Connie Chair, Northshire Council"],
    ]
    assert content["children"] == [
        {
            "name": "Zebulonia Ó Dálaigh",
            "rows": [
                ["Decision", "A child protection plan is made"],
                ["Category", "Neglect"],
                ["Why", "Hungry for weeks"],
                ["Hold the first core group", "By Tuesday 8 December 2026"],
                ["Hold the first review conference", "By Wednesday 24 February 2027"],
                ["Northshire Police did not agree", "Too much"],
            ],
        },
        {
            "name": "Sibling Brambleton",
            "rows": [
                ["Decision", "No child protection plan is needed"],
                ["Why", "Canaryword of the sibling"],
            ],
        },
    ]
    assert content["steps"] == [
        ["Weigh weekly", "Health visitor", "24 December 2026", "All the children"],
        ["Canaryword step", "Health visitor", "24 December 2026", "Sibling Brambleton"],
    ]
    assert content["members"] == [["Nurse Okonkwo", "Nurse", "Riverside Health Trust"]]


def test_no_byte_of_it_holds_an_address_or_anything_of_a_report(
    people: People, at: datetime
) -> None:
    found = letter(full(people, at), at)
    data, written = made(found, at), json.dumps(found.document.content, ensure_ascii=False)
    assert [word for word in NEVER.values() if word in written or holds(data, word)] == []
    # The search finds what is there.
    assert holds(data, "Hungry for weeks")
    assert ua.check(data) == []
    assert found.document.title == f"Outcome of conference {found.conference.reference}"


def test_of_a_sibling_it_says_nothing_to_who_is_not_to_learn_of_it(
    people: People, at: datetime
) -> None:
    conference = full(people, at)
    one, two = conference.children.present()
    services.correct(
        conference=conference, child=two, text="Canaryword correction", token=uuid.uuid4(),
        by=conference.chair, at=at,
    )  # fmt: skip
    data = made(letter(conference, at, children=[one]), at)
    assert [word for word in ("Canaryword", "Brambleton") if holds(data, word)] == []
    assert holds(made(letter(conference, at, children=[two]), at), "Canaryword correction")


def test_it_goes_to_an_agency_or_to_somebody_else_too(people: People, at: datetime) -> None:
    conference = full(people, at)
    to = {"guest": None, "name": "Dr Şahin", "agency": people.agencies.health}
    found = letter(conference, at, **to)
    assert found.to_words == "Dr Şahin, Riverside Health Trust"
    assert "Dr Şahin" in " ".join(texts(made(found, at)))


def test_sent_twice_one_is_made(people: People, at: datetime) -> None:
    conference, token = held(people, at), uuid.uuid4()
    to = {"guest": None, "name": "A", "token": token}
    assert letter(conference, at, **to) == letter(conference, at, **to)
    assert Document.objects.count() == 1


def test_there_is_none_before_it_is_held_nor_about_nobody(people: People, at: datetime) -> None:
    to = {"guest": None, "name": "A"}
    with pytest.raises(services.NotHeld):
        letter(today(people, at), at, **to)
    conference = held(people, at)
    stranger = today(people, at).children.get()
    for children in ([], [stranger]):
        with pytest.raises(services.AboutNobody):
            letter(conference, at, children=children, **to)


def test_who_does_not_run_the_conference_makes_none(people: People, at: datetime) -> None:
    conference = held(people, at)
    for person in (people.other_chair, people.authority_lead, people.health_practitioner):
        with pytest.raises(PermissionDenied):
            letter(conference, at, guest=None, name="A", by=person)


def test_names_in_any_script_are_read_back(people: People, at: datetime) -> None:
    conference = today(people, at, children=0)
    a_child(conference, at, first_names="Наталія", last_name="Шевченко")
    held(people, at, "plan", conference=conference)
    data = made(letter(conference, at, guest=None, name="Łukasz Żółć"), at)
    read = " ".join(texts(data))
    assert "Наталія Шевченко" in read
    assert "Łukasz Żółć" in read
