"""Forms in the GOV.UK Design System: import what a form needs from here."""

from shield.core.forms.base import Form, ModelForm
from shield.core.forms.dates import DayField, MomentField, PartError
from shield.core.forms.fields import (
    NO,
    NOT_KNOWN,
    YES,
    CharField,
    ChoiceField,
    EmailField,
    MultipleChoiceField,
    NHSNumberField,
    OnlineLinkField,
    PhoneField,
    TextField,
    YesNoField,
)
from shield.core.forms.once import OnceForm
from shield.core.forms.steps import Offered, StepForm, step_forms
from shield.core.widgets import Checkboxes, Day, Moment, Radios, Select, Text, TextArea

__all__ = [
    "NO",
    "NOT_KNOWN",
    "YES",
    "CharField",
    "Checkboxes",
    "ChoiceField",
    "Day",
    "DayField",
    "EmailField",
    "Form",
    "ModelForm",
    "Moment",
    "MomentField",
    "MultipleChoiceField",
    "NHSNumberField",
    "Offered",
    "OnceForm",
    "OnlineLinkField",
    "PartError",
    "PhoneField",
    "Radios",
    "Select",
    "StepForm",
    "Text",
    "TextArea",
    "TextField",
    "YesNoField",
    "step_forms",
]
