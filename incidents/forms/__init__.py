"""What was said?"""

from incidents.forms.actions import (
    CorrectionForm,
    DeclarationForm,
    PanelForm,
    StartForm,
    TokenForm,
)
from incidents.forms.steps import FORMS, Offered, StepForm

__all__ = [
    "FORMS",
    "CorrectionForm",
    "DeclarationForm",
    "Offered",
    "PanelForm",
    "StartForm",
    "StepForm",
    "TokenForm",
]
