"""What the pages of conferences, and of an agency's reports, are sent."""

from collections.abc import Callable
from typing import Any

from tests.trust.posts_outcomes import SENT as SENT_TO_OUTCOMES
from tests.trust.things import Thing

SENT: dict[str, Callable[[Any, str, Thing], dict[str, Any]]] = {**SENT_TO_OUTCOMES}
