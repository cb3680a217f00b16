"""What was said?"""

from incidents.forms.actions import (
    CorrectionForm,
    DeclarationForm,
    FindForm,
    PanelForm,
    StartForm,
)
from incidents.forms.steps import FORMS, offered

__all__ = [
    "FORMS",
    "CorrectionForm",
    "DeclarationForm",
    "FindForm",
    "PanelForm",
    "StartForm",
    "offered",
]
