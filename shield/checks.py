"""System checks: what the portal refuses to start with."""

from typing import Any

from django.conf import settings
from django.core.checks import Error, Tags, register

from shield.core.roles_apart import too_much


@register(Tags.security, deploy=True)
def demo_is_off(app_configs: Any, **kwargs: Any) -> list[Error]:
    """Production never runs with invented people, caught mail and printed sign-ins."""
    if settings.DEMO:
        return [Error("SHIELD_DEMO is on; production refuses demo mode", id="shield.E001")]
    return []


@register(Tags.database)
def roles_are_apart(app_configs: Any, databases: Any = None, **kwargs: Any) -> list[Error]:
    """Web and workers never run as a role that could alter what only grows."""
    if settings.DEMO or settings.AS_OWNER or not databases:
        return []
    return [
        Error(f"the database role in use may {right}", id="shield.E002") for right in too_much()
    ]
