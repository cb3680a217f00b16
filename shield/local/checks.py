"""What `./test` does once the packages are there: every check, then every test."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from shield.local import assets, environment, template

BIN = Path(sys.executable).parent
CODE = ("shield", "conferences", "incidents", "partnership", "bench", "tests")
MANAGE = (sys.executable, "manage.py")
# A portal as it would stand on a server; only `check --deploy` runs with these.
PRODUCTION = {
    "SHIELD_DEMO": "0",
    "SHIELD_DEV_TOOLS": "0",
    **environment.new_secrets(),
    "ALLOWED_HOSTS": "shield.example",
    "SHIELD_BASE_URL": "https://shield.example",
    "REDIS_URL": "redis://localhost/0",
    "SHIELD_CLAMAV": "localhost:3310",
}
# In parallel: tests of two functions must not lean on each other. One worker more than two cores
# can feed, since journeys and faults wait most of their time (`tests/together.py`).
ALL_TESTS = ("-n", "3")
CHECKS: dict[str, Sequence[str | Path]] = {
    "Format": (BIN / "ruff", "format", "--check", "."),
    "Lint": (BIN / "ruff", "check", "."),
    "Types": (BIN / "mypy", "--explicit-package-bases", *CODE),
    "Import contracts": (BIN / "lint-imports",),
    "Templates": (BIN / "djlint", "--lint", "--quiet", "templates"),
    "Migrations": (*MANAGE, "makemigrations", "--check", "--dry-run"),
    "Production": (*MANAGE, "check", "--deploy", "--fail-level", "WARNING"),
    "Generated documents": (*MANAGE, "write_docs", "--check"),
    "Cost of pages": (sys.executable, "bench/gates.py"),
}


def main() -> None:
    """All, or with arguments pytest alone; pytest speaks last."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    started = environment.prepare_tests()
    # Open to pass through, for the database's own user.
    seed = Path(tempfile.mkdtemp(prefix="shield-seed-"))
    seed.chmod(0o711)
    os.environ[template.SEED] = str(seed)
    try:
        assets.build()
        template.ensure()
        paths = sys.argv[1:]
        failed = [] if paths else [title for title in CHECKS if not passes(title)]
        if failed:
            print(f"\nFailed before the tests: {', '.join(failed)}")
        print("\nTests", flush=True)
        tests = subprocess.run([sys.executable, "-m", "pytest", *(paths or ALL_TESTS)])  # noqa: S603  ours
    except KeyboardInterrupt:
        sys.exit(130)
    finally:
        if started:
            started.stop()
        shutil.rmtree(seed, ignore_errors=True)
    sys.exit(tests.returncode or bool(failed))


def passes(title: str) -> bool:
    """Run one check, show its name and time, and what it said if it failed."""
    print(f"{title} …", end=" ", flush=True)
    began = time.monotonic()
    done = subprocess.run(  # noqa: S603  our own programs and arguments
        CHECKS[title],
        env={**os.environ, **(PRODUCTION if title == "Production" else {})},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    print(f"{'ok' if not done.returncode else 'FAILED'}, {time.monotonic() - began:.1f} s")
    if done.returncode:
        print(done.stdout, flush=True)
    return not done.returncode


if __name__ == "__main__":
    main()
