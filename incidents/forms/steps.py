"""What was said on one page of the notification?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms as django_forms

from incidents import completeness, sections
from incidents.models import Child, FamilyMember, Incident, InvolvedAgency, Option
from shield.accounts.models import Agency
from shield.core.forms import (
    Checkboxes,
    ChoiceField,
    DayField,
    ModelForm,
    MultipleChoiceField,
    NHSNumberField,
    PhoneField,
    Radios,
    Select,
)
from shield.core.london import london_day
from shield.core.sections import Section

# Shown under the question; worded for somebody who does this once a year.
HINTS: Mapping[str, str] = {
    "lead_consulted": "You do not need anybody's permission to notify, but ask for advice first "
    "if you can.",
    "agency_aware_at": "The moment anybody in your agency first knew, for example 27 3 2026 at "
    "4:30pm. The deadline counts from this day.",
    "authority_aware_at": "The local authority's deadline to tell the national Panel counts from "
    "this day. For example, 27 3 2026 at 4:30pm.",
    "happened_roughly": "For example, “between 3 and 5 March” or “over several months”",
    "facts": "Say what is known, who told you, and what is not yet known. Keep opinion apart "
    "from fact.",
    "harms": "Select all that apply",
    "criteria": "Select all that apply",
    "processes": "Select all that apply",
    "plans_now": "Select all that apply",
    "plans_before": "Select all that apply",
    "nhs_number": "10 digits, like 943 476 5919. Leave empty if you do not have it.",
    "upn": "13 letters and numbers. Leave empty if you do not have it.",
    "address_confidential": "For example, because somebody must not find out where the child lives",
    "interpreter": "Include sign language",
    "threshold_view": "The local authority, police and NHS decide together afterwards. Your "
    "view helps them.",
    "suspect_relationship": "For example “mother's partner”. Give no names here.",
    "copies_to": "Agencies or people outside this portal who have had this information",
    "involvement": "Since when, and what they do for the child or family",
}
# What a day is called within a message: a question would not make a sentence.
CALLED: Mapping[str, str] = {
    "lead_consulted_at": "When you consulted them",
    "happened_at": "When it happened",
    "agency_aware_at": "When your agency became aware",
    "authority_aware_at": "When the local authority became aware",
    "discussion_at": "When the strategy discussion was held",
    "discussion_planned_at": "When the strategy discussion is planned",
    "family_informed_at": "When the family was told",
    "birth_date": "Date of birth",
    "died_on": "Date of death",
    "expected_on": "Expected date of delivery",
}
# Where whoever fills in the form is asked in other words than those in which it is read back.
ASKED: Mapping[str, str] = {
    "notifier_name": "Your name",
    "notifier_role": "Your role",
    "notifier_phone": "Your telephone number",
    "notifier_email": "Your email address",
    "threshold_view": "What is your agency's view?",
}
FEW = 12


@dataclass(frozen=True)
class Offered:
    """The answers to choose from, read once for a page: {list: options}, and the agencies."""

    options: Mapping[str, Sequence[Option]]
    agencies: Any = None

    @classmethod
    def on(cls, at: datetime) -> "Offered":
        found: dict[str, list[Option]] = {}
        for option in Option.objects.offered():
            found.setdefault(option.list, []).append(option)
        return cls(found, Agency.objects.on(london_day(at)).by_name())


class StepForm(ModelForm):
    """One page: every answer may wait while it is a draft, but none may be nonsense.

    With `whole` the questions that must be answered before submission are asked for as well.
    """

    section: Section

    def __init__(
        self, *args: Any, offered: Offered, at: datetime, whole: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.at, self.whole = at, whole
        self.conditional = self.section.conditions  # type: ignore[misc]
        for name, list_name in self.section.options.items():
            self.fields[name] = self._choice(name, offered.options.get(list_name, []))
        if "agency" in self.fields:
            self.fields["agency"].queryset = offered.agencies  # type: ignore[attr-defined]
        needed = completeness.NEEDED.get(self.section.slug, {})
        for name, field in self.fields.items():
            field.required = False
            field.help_text = HINTS.get(name, field.help_text)
            field.label = ASKED.get(name, field.label)
            if name not in needed and not isinstance(field, django_forms.BooleanField):
                field.label = f"{field.label} (optional)"
            if isinstance(field, DayField):
                field.called = CALLED.get(name, field.called)

    def _choice(self, name: str, options: Sequence[Option]) -> django_forms.Field:
        """Checkboxes for several, radios for one of few, a select for one of many."""
        several = isinstance(getattr(self.instance, name), list)
        hints = {option.code: option.hint for option in options if option.hint}
        choices: list[tuple[str, str]] = [(option.code, option.label) for option in options]
        label = self.fields[name].label
        if several:
            return MultipleChoiceField(
                choices=choices, label=label, widget=Checkboxes(hints=hints), required=False
            )
        if len(options) <= FEW:
            return ChoiceField(
                choices=choices, label=label, widget=Radios(hints=hints), required=False
            )
        choices.insert(0, ("", "Select one"))
        return ChoiceField(choices=choices, label=label, widget=Select(), required=False)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        found = completeness.contradictions(self.section, values, at=self.at)
        if self.whole:
            found = completeness.missing(self.section, values) | found
        for name, message in found.items():
            if name not in self.errors:
                self.add_error(name, message)
        return values

    def good_answers(self) -> dict[str, Any]:
        """What can be saved now: every answer of the page that is not in error."""
        return {
            name: self.cleaned_data[name]
            for name in self.section.fields
            if name in self.cleaned_data and name not in self.errors
        }


class NotifierForm(StepForm):
    section = sections.NOTIFIER

    class Meta:
        model = Incident
        fields = sections.NOTIFIER.fields
        field_classes = {"notifier_phone": PhoneField}


class CriteriaForm(StepForm):
    section = sections.CRITERIA

    class Meta:
        model = Incident
        fields = sections.CRITERIA.fields


class DatesForm(StepForm):
    section = sections.DATES

    class Meta:
        model = Incident
        fields = sections.DATES.fields


class IncidentForm(StepForm):
    section = sections.INCIDENT

    class Meta:
        model = Incident
        fields = sections.INCIDENT.fields


class ChildForm(StepForm):
    section = sections.CHILDREN
    nhs_number = NHSNumberField(label="NHS number", required=False)

    class Meta:
        model = Child
        fields = sections.CHILDREN.fields


class FamilyMemberForm(StepForm):
    section = sections.FAMILY

    class Meta:
        model = FamilyMember
        fields = sections.FAMILY.fields


class InvolvedAgencyForm(StepForm):
    section = sections.AGENCIES

    class Meta:
        model = InvolvedAgency
        fields = sections.AGENCIES.fields


class ChildrenSummaryForm(StepForm):
    section = sections.CHILDREN_SUMMARY

    class Meta:
        model = Incident
        fields = sections.CHILDREN_SUMMARY.fields


class FamilySummaryForm(StepForm):
    section = sections.FAMILY_SUMMARY

    class Meta:
        model = Incident
        fields = sections.FAMILY_SUMMARY.fields


class AgenciesSummaryForm(StepForm):
    section = sections.AGENCIES_SUMMARY

    class Meta:
        model = Incident
        fields = sections.AGENCIES_SUMMARY.fields


class SafeguardingForm(StepForm):
    section = sections.SAFEGUARDING

    class Meta:
        model = Incident
        fields = sections.SAFEGUARDING.fields


class ProcessesForm(StepForm):
    section = sections.PROCESSES

    class Meta:
        model = Incident
        fields = sections.PROCESSES.fields


class CommunicationForm(StepForm):
    section = sections.COMMUNICATION

    class Meta:
        model = Incident
        fields = sections.COMMUNICATION.fields


class ViewForm(StepForm):
    section = sections.VIEW

    class Meta:
        model = Incident
        fields = sections.VIEW.fields


FORMS: Mapping[str, type[StepForm]] = {
    form.section.slug: form
    for form in (
        NotifierForm,
        CriteriaForm,
        DatesForm,
        IncidentForm,
        ChildForm,
        FamilyMemberForm,
        InvolvedAgencyForm,
        ChildrenSummaryForm,
        FamilySummaryForm,
        AgenciesSummaryForm,
        SafeguardingForm,
        ProcessesForm,
        CommunicationForm,
        ViewForm,
    )
}
