"""System checks: what the portal refuses to start with."""

from typing import Any

from django.conf import settings
from django.core.checks import Error, Tags, register


@register(Tags.security, deploy=True)
def demo_is_off(app_configs: Any, **kwargs: Any) -> list[Error]:
    """Production never runs with invented people, caught mail and printed sign-ins."""
    if settings.DEMO:
        return [Error("SHIELD_DEMO is on; production refuses demo mode", id="shield.E001")]
    return []
