"""Where sessions are kept: in rows that say whose they are (`SESSION_ENGINE`)."""

from datetime import UTC, datetime
from typing import Any

from django.contrib.auth import SESSION_KEY

from shield.core import sessions

# What a session knows besides what libraries put there: when it began, when something was last
# done, in which roles it began, and on what device.
SINCE, SEEN, HELD, DEVICE = "since", "seen", "held", "device"
# The address that somebody asked for who had to set up a second factor first.
HELD_BACK = "held-back"


def moment(seconds: float | None) -> datetime | None:
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC)


class SessionStore(sessions.SessionStore):
    """The portal's sessions."""

    @classmethod
    def get_model_class(cls) -> Any:
        from shield.people.models import Session

        return Session

    def create_model_instance(self, data: dict[str, Any]) -> Any:
        row: Any = super().create_model_instance(data)
        row.user_id = data.get(SESSION_KEY)
        row.started_at, row.seen_at = moment(data.get(SINCE)), moment(data.get(SEEN))
        row.device = data.get(DEVICE, "")
        return row
