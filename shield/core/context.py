"""What every template is given besides what its page says."""

from typing import Any

from django.contrib.messages import get_messages
from django.http import HttpRequest
from django.middleware.csrf import get_token
from markupsafe import Markup

from shield.core import errors
from shield.core.frame import Portal

FIELD = Markup('<input type="hidden" name="{}" value="{}">')


class FormFields:
    """`{{ csrf_input }}`: what every form carries; asks for nothing before it is drawn."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    def __html__(self) -> str:
        fields = FIELD.format(errors.TOKEN, get_token(self.request))
        reader = errors.drawn_for(getattr(self.request, "user", None))
        return fields + FIELD.format(errors.DRAWN_FOR, reader) if reader else fields


def page(request: HttpRequest) -> dict[str, Any]:
    """The frame, what the last page left to say, and what every form carries."""
    return {
        "portal": Portal(request),
        "messages": get_messages(request),
        "csrf_input": FormFields(request),
    }
