"""What every template is given besides what its page says."""

from typing import Any

from django.contrib.messages import get_messages
from django.http import HttpRequest

from shield.core.frame import Portal


def page(request: HttpRequest) -> dict[str, Any]:
    """The frame, and what the last page left to say."""
    return {"portal": Portal(request), "messages": get_messages(request)}
