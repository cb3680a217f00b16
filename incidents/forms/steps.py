"""What was said on one page of the notification?"""

from collections.abc import Mapping
from datetime import datetime

from incidents.completeness import QUESTIONS
from incidents.models import Option
from incidents.sections import CHILDREN, NOTIFIER
from shield.accounts.models import Agency
from shield.core.forms import NHSNumberField, Offered, PhoneField, StepForm, step_forms
from shield.core.london import london_day

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


def offered(at: datetime) -> Offered:
    """The answers to choose from, and the agencies of the day."""
    agencies = Agency.objects.on(london_day(at)).by_name()
    return Offered(Option.objects.by_list(), {"agency": agencies})


class NotificationStepForm(StepForm):
    questions = QUESTIONS
    hints, called, asked = HINTS, CALLED, ASKED


class NotifierForm(NotificationStepForm):
    section = NOTIFIER

    class Meta:
        field_classes = {"notifier_phone": PhoneField}


class ChildForm(NotificationStepForm):
    section = CHILDREN
    nhs_number = NHSNumberField(label="NHS number", required=False)


FORMS = step_forms(NotificationStepForm, NotifierForm, ChildForm)
