"""Messages carry a reference and a link, never what a case holds: the search for leaks.

`leaks(texts, secrets)` names each text that holds a secret. `templates()` are all sources that a
mail or a message could be made of, `mails()` everything that was told in this test.
"""

import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from django.conf import settings
from django.core import mail

from shield.notifications.models import DemoMail, Notification


def plain(text: str) -> str:
    """Text as a search sees it: no case, and white space, hyphens and commas all alike."""
    return re.sub(r"[\s\-,/]+", " ", text).casefold()


def leaks(texts: Mapping[str, str], secrets: Iterable[str]) -> list[str]:
    """`where: secret` for each secret found as words of a text; under 3 letters is no secret."""
    wanted = sorted({plain(secret).strip() for secret in secrets if len(secret.strip()) > 2})
    found: list[str] = []
    for where, text in texts.items():
        page = plain(text)
        found += (
            f"{where}: {secret}"
            for secret in wanted
            if re.search(rf"(?<!\w){re.escape(secret)}(?!\w)", page)
        )
    return found


def templates() -> dict[str, str]:
    """Every template, and every module that writes messages."""
    base: Path = settings.BASE_DIR
    files = [*base.glob("templates/**/*.*"), *base.glob("*/emails.py"), *base.glob("*/*/emails.py")]
    wanted = (
        path for path in files if "node_modules" not in path.parts and ".venv" not in path.parts
    )
    return {str(path.relative_to(base)): path.read_text() for path in sorted(wanted)}


def mails() -> dict[str, str]:
    """Every mail that left, to an outbox or to the demo's table, and every message shown."""
    found = {
        f"mail {number} to {one.to}": one.message().as_string() + str(one.body)
        for number, one in enumerate(mail.outbox)
    }
    for caught in DemoMail.objects.all():
        found[f"demo mail {caught.pk}"] = f"{caught.subject}\n{caught.body}"
    for note in Notification.objects.all():
        parts = [note.subject, *note.lines, note.url, note.reference, note.key]
        found[f"message {note.pk}"] = "\n".join(parts)
    return found
