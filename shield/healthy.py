"""Whether the web server of this container is well; Docker asks by `python -I shield/healthy.py`.

Stands on nothing of the portal: it runs every few seconds, and loading the portal costs more than
the answer.
"""

import os
import sys
import urllib.request


def main() -> int:
    """0 if the health page answers 200, else 1."""
    host = os.environ.get("ALLOWED_HOSTS", "localhost").split(",")[0].strip().lstrip(".")
    request = urllib.request.Request(
        "http://127.0.0.1:8000/healthz/",
        headers={"Host": host, "X-Forwarded-Proto": "https"},
    )
    try:
        with urllib.request.urlopen(request, timeout=5) as answer:  # noqa: S310  our own server
            return 0 if answer.status == 200 else 1
    except OSError:
        return 1


if __name__ == "__main__":
    sys.exit(main())
