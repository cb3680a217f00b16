"""What any long form does beyond what a notification asks of it: questions above rows, wording."""

from datetime import date, datetime
from types import SimpleNamespace
from typing import Any

import pytest

from shield.accounts.models import Agency, Invitation, Membership, User
from shield.core.answers import NOT_ANSWERED, answered, frozen, text_of
from shield.core.forms import Offered, StepForm, step_forms
from shield.core.questionnaires import Questionnaire, grouped, in_future, none_alone
from shield.core.sections import Section, fingerprint, only_if, values_of

ABOUT = Section(
    "about",
    "The agency",
    Agency,
    ("is_statutory_partner", "name", "valid_to"),
    conditions={"valid_to": only_if("name", "Ended")},
    worded={"name": lambda record, name: f"“{name}”"},
    group="First",
)
ABOVE = Section("staff-summary", "Staff", Agency, ("valid_from", "is_statutory_partner", "name"))
STAFF = Section(
    "staff",
    "Staff",
    Membership,
    ("role",),
    rows="staff",
    row_noun="employee",
    nothing_known="is_statutory_partner",
    summary=ABOVE,
    group="Second",
)


def no_ended(values: Any, at: datetime) -> dict[str, str]:
    return {"name": "Not yet"} if values.get("name") == "Ended" and at.year < 2026 else {}


QUESTIONS = Questionnaire(
    (ABOUT, STAFF),
    needed={
        "about": {"name": "Enter the name", "valid_to": "Enter the last day"},
        "staff": {"role": "Enter the role"},
        "staff-summary": {"valid_from": "Enter the first day"},
    },
    checks={"about": no_ended},
    together={"about": lambda values: {} if values["is_statutory_partner"] else {"name": "Both"}},
)


def agency(**answers: Any) -> Agency:
    return Agency(**{"name": "", "valid_from": None, **answers})


def test_what_is_missing_hangs_on_what_is_asked() -> None:
    def missing(**values: Any) -> dict[str, str]:
        return QUESTIONS.missing(ABOUT, {"is_statutory_partner": True, "valid_to": None, **values})

    assert missing(name="") == {"name": "Enter the name"}
    assert missing(name="Ended") == {"valid_to": "Enter the last day"}
    assert missing(name="Open") == {}
    assert missing(name="Open", is_statutory_partner=False) == {"name": "Both"}


def test_a_check_is_given_what_is_asked_and_the_moment(at: datetime) -> None:
    def wrong(at: datetime) -> dict[str, str]:
        return QUESTIONS.contradictions(ABOUT, {"name": "Ended"}, at=at)

    assert wrong(at.replace(year=2025)) == {"name": "Not yet"}
    assert wrong(at) == {}


@pytest.mark.parametrize(
    ("above", "rows", "state"),
    [
        ({}, [], "not started"),
        ({"is_statutory_partner": True}, [], "incomplete"),
        ({"is_statutory_partner": True, "valid_from": date(2026, 1, 1)}, [], "complete"),
        ({"valid_from": date(2026, 1, 1)}, [], "not started"),
        ({"valid_from": date(2026, 1, 1)}, [Membership(role="lead")], "complete"),
        ({"valid_from": date(2026, 1, 1)}, [Membership(role="")], "incomplete"),
        ({}, [Membership(role="lead")], "incomplete"),
    ],
)
def test_what_is_asked_above_rows_counts(
    above: dict[str, Any], rows: list[Any], state: str, at: datetime
) -> None:
    record = agency(**above)
    assert QUESTIONS.state_of(record, STAFF, rows, at=at) == state
    unfinished = QUESTIONS.unfinished(record, {"staff": rows}, at=at)
    assert (STAFF in unfinished) == (state != "complete")


def test_tasks_stand_under_their_headings_in_order(at: datetime) -> None:
    tasks = QUESTIONS.tasks(agency(), {"staff": []}, at=at)
    assert [
        (heading, [task.section.slug for task in members]) for heading, members in grouped(tasks)
    ] == [("First", ["about"]), ("Second", ["staff"])]


def test_each_page_leads_to_the_next_and_the_last_to_none() -> None:
    assert [QUESTIONS.after(section) for section in QUESTIONS.sections] == [STAFF, None]
    assert [QUESTIONS.find(slug) for slug in ("staff", "staff-summary")] == [STAFF, None]
    assert QUESTIONS.pages() == [ABOUT, STAFF, ABOVE]


def test_rows_are_read_with_what_their_names_need() -> None:
    found = SimpleNamespace(select_related=lambda *names: [f"with {' and '.join(names)}"])
    record = SimpleNamespace(staff=SimpleNamespace(present=lambda: found))
    section = Section("staff", "Staff", Membership, (), rows="staff", row_needs=("user", "agency"))
    assert Questionnaire((section,), {}).rows_of(record) == {"staff": ["with user and agency"]}


@pytest.mark.parametrize(("noun", "words"), [("child", "a child"), ("agency", "an agency")])
def test_a_row_has_its_article(noun: str, words: str) -> None:
    assert Section("a", "A", Agency, (), row_noun=noun).a_row == words


def test_moments_to_come_and_none_beside_others_are_refused(at: datetime) -> None:
    values = {"a": at.replace(year=2030), "b": at, "c": None, "d": ["none", "x"], "e": ["none"]}
    names = {"a": "When it began", "b": "When it ended", "c": "When"}
    assert in_future(values, names, at) == {"a": "When it began must be in the past"}
    found = [none_alone(values, name, "none", "“None”") for name in ("d", "e", "f")]
    assert found == [{"d": "Select “None” or the ones that apply, not both"}, {}, {}]


def test_answers_are_read_back_with_what_was_asked_above_the_rows() -> None:
    ann = Membership(role="lead", user=User(full_name="Ann"), agency=agency(name="Police"))
    rows = {"staff": [ann]}
    about, staff = answered(QUESTIONS, agency(name="Ended"), rows, {})
    assert [(one.field, one.text) for one in about.groups[0].answers] == [
        ("is_statutory_partner", "No"),
        ("name", "“Ended”"),
        ("valid_to", NOT_ANSWERED),
    ]
    assert staff.groups[0].heading == f"Employee 1: {ann}"
    # What needs an answer stands there without one, what needs none only where there is one.
    above = staff.groups[1].answers
    assert [(one.field, one.is_given) for one in above] == [("valid_from", False), ("name", True)]
    assert [part["title"] for part in frozen([about, staff])] == ["The agency", "Staff"]


def test_a_code_without_words_is_read_back_as_it_is() -> None:
    section = Section("a", "A", Agency, ("name",), options={"name": "names"})
    labels = {"names": {"x": "Ex"}}
    found = [text_of(agency(name=name), "name", section, labels) for name in ("x", "gone", "")]
    assert found == ["Ex", "gone", ""]


def test_the_mark_of_answers_changes_with_them() -> None:
    marks = [fingerprint(values_of(agency(name=name), ABOUT)) for name in ("a", "a", "b")]
    assert (marks[0] == marks[1], marks[0] == marks[2]) == (True, False)


class AgencyForm(StepForm):
    questions = QUESTIONS
    hints = {"name": "As it is registered"}
    asked = {"name": "Your agency"}
    called = {"valid_from": "The first day"}


class AboutForm(AgencyForm):
    section = ABOUT

    class Meta:
        labels = {"valid_to": "Last day of all"}


def test_each_page_has_a_form_of_its_fields_and_one_that_says_more_is_taken(at: datetime) -> None:
    forms = step_forms(AgencyForm, AboutForm)
    assert {slug: list(form.base_fields) for slug, form in forms.items()} == {
        "about": ["is_statutory_partner", "name", "valid_to"],
        "staff": ["role"],
        "staff-summary": ["valid_from", "is_statutory_partner", "name"],
    }
    assert issubclass(forms["about"], AboutForm)
    fields = forms["about"](offered=Offered({}), at=at, whole=False).fields
    labels = [fields[name].label for name in ("name", "valid_to")]
    assert labels == ["Your agency", "Last day of all"]
    assert fields["name"].help_text == "As it is registered"


def test_a_choice_of_rows_is_of_those_that_are_offered(db: None, at: datetime) -> None:
    section = Section("a", "A", Invitation, ("agency",))

    class Base(StepForm):
        questions = Questionnaire((section,), {})

    form = step_forms(Base)["a"]
    offered = Offered({}, {"agency": Agency.objects.none(), "other": Agency.objects.all()})
    field: Any = form(offered=offered, at=at, whole=True).fields["agency"]
    assert (list(field.queryset), field.label) == ([], "Agency (optional)")
