"""The GOV.UK macros give the HTML that govuk-frontend's own fixtures ask for.

What they do otherwise is listed by name with its reason; a listed fixture that passes fails the
test, so that the list stays true.
"""

import json
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.template import engines

from shield.core import forms
from shield.core.forms.drawing import draw as draw_field
from tests.core.html import elements, normal


def names(listed: str) -> set[str]:
    return {
        name.strip() for line in listed.splitlines() for name in line.split("|") if name.strip()
    }


COMPONENTS = names("""
back-link|button|character-count|checkboxes|date-input|details|error-message|error-summary|fieldset
file-upload|hint|input|inset-text|label|notification-banner|pagination|panel|password-input
phase-banner|radios|select|service-navigation|skip-link|summary-list|table|tag|task-list|textarea
warning-text
""")

# Our pack gives the macro each part's value, width and error class itself: see the tests below.
PARTS = """
with translations|with values|with values and name prefix|with values, name prefix and custom names
day and month|month and year|with errors only|with errors only (using classes)
with errors only (using items)|with error message and hint|with error message and hint (using items)
with error on day input|with error on day input (using items)|with error on month input
with error on month input (using items)|with error on year input
with error on year input (using items)|custom pattern|custom inputmode|with nested name
with id on items|suffixed id|with item value|with field value|with field value and items
with field value and item value|with field value, item value and values
with field value overriding values|with error message and described by|with error on single field
with error on single field by omission|with error on single field using classes
with error on single item|with error on single item by omission|items with classes
items without classes
"""
COUNT_TYPE = """
with maxwords|with count type 'length'|with count type 'characters'
with count type 'characters' and value|with count type 'characters' and error message
with count type 'characters' and threshold|with count type 'words'
with count type 'words' and value|with count type 'words' and error message
with count type 'words' and threshold
"""
INTERRUPTION = """
interruption|interruption-with-content-with-long-line-length
interruption-with-headings-content-and-lists|interruption with custom classes
interruption, with actions classes and attributes|interruption, submit action
interruption, button link|interruption, no actions|interruption, no actions items
"""
DEVIATIONS = {
    # The macros know the date input of govuk-frontend 5: no values, widths and errors for parts.
    "date-input": PARTS,
    # data-count-type is new in govuk-frontend 6.6; without it characters are counted, as we want.
    "character-count": COUNT_TYPE,
    # The macro leaves out the span around a start button's own HTML; we have no start buttons.
    "button": "start link with html",
    # New in 6.6: slots in line with the menu; we use no slots.
    "service-navigation": "with right-aligned language navigation|with `inline` end slot",
    # New in 6.6: the interruption panel; we use the confirmation panel.
    "panel": INTERRUPTION,
}


def fixtures(component: str) -> list[dict[str, Any]]:
    folder = Path(settings.BASE_DIR) / "node_modules/govuk-frontend/dist/govuk/components"
    found: list[dict[str, Any]] = json.loads((folder / component / "fixtures.json").read_text())[
        "fixtures"
    ]
    return found


def draw(component: str, options: dict[str, Any]) -> str:
    macro = "govuk" + "".join(word.capitalize() for word in component.split("-"))
    source = f"govuk_frontend_jinja/components/{component}/macro.html"
    environment = engines["jinja2"].env  # type: ignore[attr-defined]
    template = environment.from_string(
        f'{{% from "{source}" import {macro} %}}{{{{ {macro}(options) }}}}'
    )
    return template.render(options=options)


@pytest.mark.parametrize("component", sorted(COMPONENTS))
def test_macro_gives_what_the_fixtures_ask_for(component: str) -> None:
    differ = {
        fixture["name"]
        for fixture in fixtures(component)
        if normal(draw(component, fixture["options"])) != normal(fixture["html"])
    }

    assert differ == names(DEVIATIONS.get(component, ""))


class DatePage(forms.Form):
    dob = forms.DayField(
        label="What is your date of birth?",
        help_text="For example, 27 3 2007",
        called="Date of birth",
    )


@pytest.mark.parametrize(
    ("part", "given"), [("day", ["", "3", "2007"]), ("month", ["5", "", "2007"])]
)
def test_pack_marks_the_wrong_part_of_a_date_as_the_fixture_does(
    part: str, given: list[str]
) -> None:
    name = f"with error on {part} input"
    fixture = next(one for one in fixtures("date-input") if one["name"] == name)
    wanted = {
        attributes["id"].rsplit("-", 1)[1]: attributes["class"]
        for attributes in elements(fixture["html"], "input")
    }
    form = DatePage({f"dob_{place}": text for place, text in enumerate(given)})

    drawn = {
        ("day", "month", "year")[int(attributes["id"][-1])]: attributes["class"]
        for attributes in elements(str(draw_field(form["dob"])), "input")
    }

    assert drawn == wanted


OURS = {"govuk-label--s", "govuk-fieldset__legend--s"}


def plain(html: str) -> list[object]:
    """Without the sizes that our forms choose, and without empty values."""
    found: list[object] = []
    for one in normal(html):
        if isinstance(one, tuple):
            kept = {**dict(one[1])}
            kept["class"] = " ".join(c for c in kept.get("class", "").split() if c not in OURS)
            one = (one[0], {key: value for key, value in kept.items() if value})
        found.append(one)
    return found


def as_form(component: str, options: dict[str, Any]) -> str:
    """The same question asked by a form of ours."""
    choices = [(item["value"], item["text"]) for item in options.get("items", [])]
    hints = {
        item["value"]: item["hint"]["text"] for item in options.get("items", []) if "hint" in item
    }
    words: Any = {"help_text": options.get("hint", {}).get("text", "")}
    legend = options.get("fieldset", {}).get("legend", options.get("label", {}))
    words["label"] = legend["text"]
    field = {
        "input": lambda: forms.CharField(**words),
        "textarea": lambda: forms.TextField(**words),
        "select": lambda: forms.ChoiceField(choices=choices, widget=forms.Select, **words),
        "radios": lambda: forms.ChoiceField(
            choices=choices, widget=forms.Radios(hints=hints), **words
        ),
    }[component]()
    name = options["name"]
    kind = type("Question", (forms.Form,), {name: field})
    return str(draw_field(kind(auto_id="%s")[name]))


@pytest.mark.parametrize(
    ("component", "name"),
    [
        ("input", "with hint text"),
        ("textarea", "with hint"),
        ("radios", "with hint"),
    ],
)
def test_pack_draws_a_question_as_the_fixture_does(component: str, name: str) -> None:
    fixture = next(one for one in fixtures(component) if one["name"] == name)

    options = fixture["options"]
    wanted = fixture["html"].replace(options.get("id", options["name"]), options["name"])

    assert plain(as_form(component, options)) == plain(wanted)
