"""Forms as they are drawn and as they answer: conditional questions, errors, escaping."""

from typing import Any

import pytest
from django import forms as django_forms
from django.core.exceptions import ValidationError
from django.forms import formset_factory
from django.http import HttpRequest
from django.template import engines
from django.test import RequestFactory

from shield.accounts.models import Agency
from shield.core import forms
from shield.core.forms.drawing import draw, errors_of
from tests.core.html import elements, normal, text

NASTY = '<script>alert("x")</script>'


class HurtForm(forms.Form):
    conditional = {
        "how": ("hurt", {"yes"}),
        "seen_by": ("how_known", {"doctor"}),
        "why_not": ("hurt", {"no", "not_known"}),
        "which": ("kinds", {"other"}),
        "deeper": ("which", {"x"}),
    }
    hurt = forms.YesNoField(label="Was the child hurt?")
    how = forms.TextField(label="How was the child hurt?")
    why_not = forms.CharField(label="Why do you think so?")
    kinds = forms.MultipleChoiceField(
        label="Kinds of harm", choices=[("a", "Physical"), ("other", "Other")], required=False
    )
    which = forms.CharField(label="Which other kind?")
    deeper = forms.CharField(label="Deeper")
    how_known = forms.ChoiceField(
        label="How is it known?",
        choices=[("", ""), ("doctor", "A doctor"), ("other", "Otherwise")],
        widget=forms.Select,
        required=False,
    )
    seen_by = forms.CharField(label="Seen by")


def crispy(form: object, request: HttpRequest | None = None, **options: object) -> str:
    template = engines["jinja2"].from_string("{{ crispy(form, **options) }}")
    return template.render({"form": form, "options": options}, request)


def test_a_question_whose_condition_is_met_must_be_answered() -> None:
    form = HurtForm({"hurt": "yes", "kinds": ["other"]})

    assert dict(form.errors) == {
        "how": ["Enter an answer to “How was the child hurt?”"],
        "which": ["Enter an answer to “Which other kind?”"],
    }


def test_what_was_not_asked_is_dropped_and_never_wrong() -> None:
    form = HurtForm(
        {"hurt": "no", "how": "x" * 20_000, "why_not": "she said", "which": "x", "deeper": "y"}
    )

    assert form.errors == {}
    assert form.cleaned_data == {
        "hurt": "no",
        "how": "",
        "why_not": "she said",
        "kinds": [],
        "which": "",
        "deeper": "",
        "how_known": "",
        "seen_by": "",
    }


def test_a_condition_may_have_more_than_one_answer() -> None:
    form = HurtForm({"hurt": "not_known", "why_not": ""})

    assert list(form.errors) == ["why_not"]


def test_a_revealed_question_is_drawn_once_inside_its_choice() -> None:
    html = crispy(HurtForm())
    names = [one["name"] for tag in ("input", "textarea", "select") for one in elements(html, tag)]

    assert {name: names.count(name) for name in ("how", "which", "why_not", "seen_by")} == {
        "how": 1,
        "which": 1,
        "why_not": 1,
        "seen_by": 1,
    }
    assert html.index("conditional-id_hurt") < html.index('name="how"') < html.index('value="no"')


def test_a_question_of_several_answers_says_when_it_is_shown() -> None:
    shown = [
        one["data-shown-when"]
        for one in elements(crispy(HurtForm()), "div")
        if "data-shown-when" in one
    ]

    assert shown == ["hurt=no|not_known", "which=x", "how_known=doctor"]


def test_paragraphs_inside_a_revealed_question_come_back_as_typed() -> None:
    typed = "\none\n  two\n\nthree"
    form = HurtForm({"hurt": "yes", "how": typed})

    # What a browser posts: the first line end inside a textarea is dropped by the parser.
    inside = crispy(form).split('name="how"')[1].split("</textarea>")[0].split(">", 1)[1]
    assert inside.replace("&#10;", "\n").removeprefix("\n") == typed


class Nasty(forms.Form):
    line = forms.CharField(label=NASTY, help_text=NASTY)
    many = forms.TextField(label=NASTY, widget=forms.TextArea(count=True), help_text=NASTY)
    one = forms.ChoiceField(
        label=NASTY,
        help_text=NASTY,
        choices=[(NASTY, NASTY)],
        widget=forms.Radios(hints={NASTY: NASTY}),
    )
    some = forms.MultipleChoiceField(
        label=NASTY, choices=[(NASTY, NASTY)], widget=forms.Checkboxes(hints={NASTY: NASTY})
    )
    pick = forms.ChoiceField(label=NASTY, choices=[(NASTY, NASTY)], widget=forms.Select)
    day = forms.DayField(label=NASTY, help_text=NASTY)
    moment = forms.MomentField(label=NASTY)
    yes = django_forms.BooleanField(label=NASTY, help_text=NASTY)
    hidden = django_forms.CharField(widget=django_forms.HiddenInput)

    def clean(self) -> None:
        raise ValidationError(NASTY)


@pytest.fixture(params=["empty", "errors", "given"])
def nasty(request: pytest.FixtureRequest) -> Nasty:
    data = dict.fromkeys(Nasty.base_fields, NASTY)
    data |= {f"{name}_{n}": NASTY for name in ("day", "moment") for n in range(4)}
    return {"empty": Nasty(), "errors": Nasty({}), "given": Nasty(data)}[request.param]


def test_nothing_a_person_writes_becomes_markup(nasty: Nasty) -> None:
    html = crispy(nasty)

    assert elements(html, "script") == []
    assert "<script" not in html


class Page(forms.Form):
    name = forms.CharField(label="Name")
    born = forms.DayField(label="Date of birth")
    seen = forms.MomentField(label="When")
    hurt = forms.YesNoField(label="Was the child hurt?")
    kinds = forms.MultipleChoiceField(label="Kinds", choices=[("a", "A"), ("b", "B")])
    pick = forms.ChoiceField(label="Pick", choices=[("a", "A")], widget=forms.Select)
    facts = forms.TextField(label="Facts")
    agree = django_forms.BooleanField(label="I agree")

    def clean(self) -> None:
        raise ValidationError("Two answers do not fit together")


def test_every_error_leads_to_its_question() -> None:
    html = crispy(Page({"born_0": "1", "born_2": "2020"}))
    ids = [
        one["id"]
        for tag in ("input", "textarea", "select")
        for one in elements(html, tag)
        if "id" in one
    ]
    summary = html.split("govuk-error-summary__body")[1].split("</ul>")[0]
    targets = [one["href"].removeprefix("#") for one in elements(summary, "a")]

    assert targets == [
        "id_name",
        "id_born_1",
        "id_seen_0",
        "id_hurt",
        "id_kinds",
        "id_pick",
        "id_facts",
        "id_agree",
    ]
    assert [target for target in targets if target not in ids] == []
    assert "Two answers do not fit together" in text(summary)


def test_only_the_missing_part_of_a_date_is_red() -> None:
    html = str(draw(Page({"born_0": "1", "born_2": "2020"})["born"]))

    assert ["govuk-input--error" in one["class"] for one in elements(html, "input")] == [
        False,
        True,
        False,
    ]


def test_wrong_answers_are_shown_as_typed() -> None:
    html = crispy(Page({"born_0": "31", "born_1": "Feb", "born_2": "2020", "seen_3": "teatime"}))
    values = {one["name"]: one.get("value") for one in elements(html, "input")}

    assert [values[name] for name in ("born_0", "born_1", "born_2", "seen_3")] == [
        "31",
        "Feb",
        "2020",
        "teatime",
    ]


def test_the_summary_is_drawn_once_on_a_page(rf: RequestFactory) -> None:
    template = engines["jinja2"].from_string(
        '{% extends "layouts/page.html" %}{% block title %}Ask{% endblock %}'
        "{% block content %}{{ crispy(form) }}{% endblock %}"
    )
    html = template.render({"form": Page({})}, rf.get("/"))

    assert html.count('class="govuk-error-summary"') == 1
    assert "<title>Error: Ask" in html


def test_a_form_without_errors_has_no_summary() -> None:
    assert errors_of(Page()) == []
    assert "govuk-error-summary" not in crispy(Page())


def test_a_post_form_carries_its_token(rf: RequestFactory) -> None:
    names = [one["name"] for one in elements(crispy(Page(), rf.get("/")), "input")]

    assert names[0] == "csrfmiddlewaretoken"


def test_a_get_form_carries_no_token(rf: RequestFactory) -> None:
    assert "csrfmiddlewaretoken" not in crispy(Page(), rf.get("/"), method="get")


class Sections(forms.Form):
    sections = (("About the child", ("name",)), ("About you", ("post",)))
    heading = "note"
    marks_optional = True
    submit = "Send"
    name = forms.CharField(label="Name")
    post = forms.CharField(label="Job title", required=False)
    note = forms.CharField(label="What else?", required=False)


def test_sections_have_headings_and_the_rest_follows() -> None:
    assert text(crispy(Sections())) == (
        "About the child Name About you Job title (optional) What else? (optional) Send"
    )


def test_one_question_can_be_the_heading_of_the_page() -> None:
    found = normal(crispy(Sections()))

    assert (
        found[found.index(("h1", (("class", "govuk-label-wrapper"),))) + 2]
        == "“What else? (optional)”"
    )


@pytest.mark.parametrize(
    ("options", "buttons"), [({}, ["Send"]), ({"submit": "Go"}, ["Go"]), ({"submit": ""}, [])]
)
def test_the_button_is_as_the_form_or_the_page_says(
    options: dict[str, Any], buttons: list[str]
) -> None:
    html = crispy(Sections(), **options)

    assert [text(f"<button{part}") for part in html.split("<button")[1:]] == buttons


def test_attributes_reach_the_form_element() -> None:
    html = crispy(Sections(), attrs={"data-autosave": True}, action="/save/")

    assert elements(html, "form") == [
        {"method": "post", "action": "/save/", "data-autosave": "", "novalidate": ""}
    ]


class Row(forms.Form):
    name = forms.CharField(label="Name")


def test_a_formset_is_drawn_with_its_management_and_all_its_errors(rf: RequestFactory) -> None:
    data = {
        "form-TOTAL_FORMS": "2",
        "form-INITIAL_FORMS": "0",
        "form-0-name": "Ann",
        "form-1-name": "",
    }
    rows = formset_factory(Row, min_num=2, validate_min=True)(data)
    rows.is_valid()
    html = crispy(rows, rf.get("/"))
    names = [one["name"] for one in elements(html, "input")]

    assert names == [
        "csrfmiddlewaretoken",
        "form-TOTAL_FORMS",
        "form-INITIAL_FORMS",
        "form-MIN_NUM_FORMS",
        "form-MAX_NUM_FORMS",
        "form-0-name",
        "form-1-name",
    ]
    assert [one["href"] for one in elements(html, "a")] == ["#id_form-1-name"]


class AgencyForm(forms.ModelForm):
    class Meta:
        model = Agency
        fields = ("name", "kind", "valid_from", "is_statutory_partner")


@pytest.mark.django_db
def test_a_model_form_asks_with_our_kinds_of_field() -> None:
    kinds = {name: type(field).__name__ for name, field in AgencyForm().fields.items()}

    assert kinds == {
        "name": "CharField",
        "kind": "ModelChoiceField",
        "valid_from": "DayField",
        "is_statutory_partner": "BooleanField",
    }
    assert isinstance(AgencyForm().fields["name"], forms.CharField)


def test_other_libraries_fields_are_drawn_too() -> None:
    class Foreign(django_forms.Form):
        text = django_forms.CharField(required=False)
        password = django_forms.CharField(widget=django_forms.PasswordInput)
        file = django_forms.FileField()
        number = django_forms.IntegerField()

    html = crispy(Foreign())

    assert {one["name"]: one["type"] for one in elements(html, "input")} == {
        "text": "text",
        "password": "password",
        "file": "file",
        "number": "text",
    }
