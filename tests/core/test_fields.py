from typing import Any

import pytest
from django import forms as django_forms

from shield.core import forms
from shield.core.forms.fields import is_nhs_number


def said(field: django_forms.Field, value: Any) -> list[str]:
    """What a form with this one field says to a value."""
    kind = type("One", (forms.Form,), {"it": field})
    data = {"it": value} if not isinstance(value, dict) else value
    return kind(data).errors.get("it", [])


def given(field: django_forms.Field, value: Any) -> Any:
    kind = type("One", (forms.Form,), {"it": field})
    form = kind({"it": value})
    assert form.errors == {}
    return form.cleaned_data["it"]


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        (forms.CharField(label="Name"), "", "Enter the name"),
        (forms.CharField(label="NHS number"), "", "Enter the NHS number"),
        (forms.CharField(label="What happened?"), "", "Enter an answer to “What happened?”"),
        (forms.CharField(label="What happened?", called="Facts"), "", "Enter the facts"),
        (forms.CharField(error_messages={"required": "Say who"}), "", "Say who"),
        (forms.CharField(label="Name"), "x" * 201, "Name must be 200 characters or fewer"),
        (forms.TextField(label="Facts"), "x" * 10_001, "Facts must be 10,000 characters or fewer"),
        (
            forms.CharField(label="100% sure", max_length=2),
            "xxx",
            "100% sure must be 2 characters or fewer",
        ),
        (
            forms.TextField(label="Facts"),
            "a\x00b",
            "Facts contains a character that is not text, which can happen when you paste. "
            "Delete it and type that part again",
        ),
        (
            forms.EmailField(label="Email address"),
            "x@",
            "Enter an email address in the correct format, like name@example.com",
        ),
        (
            forms.PhoneField(label="Telephone number"),
            "ask Ann",
            "Enter a telephone number, like 01632 960 001 or 07700 900 982 extension 4",
        ),
        (
            forms.NHSNumberField(label="NHS number"),
            "943 476 5918",
            "NHS number must be a valid NHS number, like 943 476 5919",
        ),
        (
            forms.YesNoField(label="Was the child hurt?"),
            "",
            "Select an answer to “Was the child hurt?”",
        ),
        (
            forms.ChoiceField(label="Sex", choices=[("f", "Female")]),
            "x",
            "Select the sex from the list",
        ),
        (
            forms.ChoiceField(label="Sex", choices=[("f", "Female")]),
            "\x00",
            "Select the sex from the list",
        ),
        (django_forms.BooleanField(label="I agree"), "", "Select “I agree” to continue"),
        (
            django_forms.IntegerField(label="Number of children"),
            "two",
            "Number of children must be a whole number, like 14",
        ),
        (django_forms.IntegerField(label="Age", max_value=24), "25", "Age must be 24 or fewer"),
    ],
)
def test_messages_say_what_to_do(field: django_forms.Field, value: str, message: str) -> None:
    assert said(field, value) == [message]


@pytest.mark.parametrize(
    ("field", "value", "kept"),
    [
        (forms.CharField(), "  =cmd|' /C calc'!A0 ", "=cmd|' /C calc'!A0"),
        (forms.CharField(), "<b>Ann</b>", "<b>Ann</b>"),
        (forms.CharField(), "Zoë 👧 ليلى", "Zoë 👧 ليلى"),
        (forms.TextField(), "one\r\ntwo", "one\ntwo"),
        (forms.EmailField(), " Ann@Example.COM ", "ann@example.com"),
        (forms.PhoneField(), "+44 (0)1632 960001 ext. 4", "+44 (0)1632 960001 ext. 4"),
        (forms.NHSNumberField(), "943 476 5919", "9434765919"),
        (forms.NHSNumberField(required=False), "", ""),
        (forms.YesNoField(), "not_known", "not_known"),
    ],
)
def test_answers_are_kept_as_meant(field: django_forms.Field, value: str, kept: str) -> None:
    assert given(field, value) == kept


def test_none_of_these_stands_alone() -> None:
    field = forms.MultipleChoiceField(
        choices=[("a", "Police"), ("n", "None of these")], widget=forms.Checkboxes(alone="n")
    )

    assert said(field, {"it": ["a", "n"]}) == [
        "Select “None of these”, or the others that apply, but not both"
    ]


def test_a_check_digit_of_ten_is_no_number() -> None:
    assert not any(is_nhs_number(f"100000001{digit}") for digit in range(10))


def test_not_known_may_be_left_out() -> None:
    choices: Any = forms.YesNoField(not_known=False).choices

    assert [value for value, _ in choices] == ["yes", "no"]
