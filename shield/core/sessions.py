"""Sessions in the database, asked only for keys that could be one of ours."""

from django.contrib.sessions.backends import db


class SessionStore(db.SessionStore):
    """A cookie is whatever somebody sends; the database refuses to search for NUL."""

    def _validate_session_key(self, key: str) -> bool:
        valid: bool = super()._validate_session_key(key)  # type: ignore[misc]
        return valid and key.isascii() and key.isalnum()
