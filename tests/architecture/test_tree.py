"""What must not be in the tree: secrets, addresses of registries, other people's files, long files.

Patterns are put together from parts, so that this file does not find itself.
"""

import re
from collections.abc import Iterable
from pathlib import Path

import pytest

from tests.architecture.tree import ROOT, files, plant, text_of

LONGEST = 400
GENERATED = {"migrations"}


def is_lock(path: Path) -> bool:
    """Whether a file holds the digests of packages."""
    return path.name == "package-lock.json" or (path.parts[0], path.suffix) == (
        "requirements",
        ".txt",
    )


def found_in(root: Path, paths: Iterable[Path], *patterns: str) -> list[str]:
    """`file:line` of every line that a pattern matches."""
    known = re.compile("|".join(patterns))
    return [
        f"{path.as_posix()}:{number}"
        for path in paths
        for number, line in enumerate(text_of(root, path).splitlines(), start=1)
        if known.search(line)
    ]


def caught(folder: Path, name: str, text: str) -> tuple[Path, list[str]]:
    """A planted file, and the one place that has to be found in it."""
    return plant(folder, name, f"first line\n{text}\n"), [f"{name}:2"]


# --- Registries -----------------------------------------------------------------------------------

REGISTRIES = tuple(
    re.escape(".".join(parts))
    for parts in (
        ("pypi", "org"),
        ("pythonhosted", "org"),
        ("npmjs", "org"),
        ("npmjs", "com"),
        ("yarnpkg", "com"),
        ("debian", "org"),
        ("ubuntu", "com"),
    )
)


def test_no_address_of_a_registry() -> None:
    assert found_in(ROOT, files(), *REGISTRIES) == []


@pytest.mark.parametrize(
    "host", ["registry.npm" + "js.org", "py" + "pi.org", "deb.deb" + "ian.org"]
)
def test_a_planted_address_of_a_registry_is_caught(tmp_path: Path, host: str) -> None:
    path, place = caught(tmp_path, "package-lock.json", f'"resolved": "https://{host}/x.tgz"')
    assert found_in(tmp_path, [path], *REGISTRIES) == place


# --- A developer's machine ------------------------------------------------------------------------

MACHINES = (r"(?<![\w.}])/(?:home|Users|work|root)/[A-Za-z][\w.-]*", r"[A-Z]:\\+Users\b")


def test_no_path_of_a_machine() -> None:
    assert found_in(ROOT, files(), *MACHINES) == []


@pytest.mark.parametrize("path", ["/ho" + "me/ada/shield", "/wo" + "rk/main", "C:" + r"\Users\ada"])
def test_a_planted_path_of_a_machine_is_caught(tmp_path: Path, path: str) -> None:
    file, place = caught(tmp_path, "docs/notes.md", f"see {path} for more")
    assert found_in(tmp_path, [file], *MACHINES) == place


# --- Secrets --------------------------------------------------------------------------------------

SECRETS = (
    "-----BEGIN [A-Z ]*" + "PRIVATE KEY",
    r"\b(?:AKIA|ghp_|gho_|glpat-|xox[bp]-|sk-)[A-Za-z0-9_-]{16,}",
    # An address with a password in it, unless the password is a stand-in.
    r"\w://[^\s/:@'\"{}]+:(?!password@|PASSWORD@)[^\s/:@'\"{}$]+@",
)
# `password = "…"` and its like: outside tests and the demo, whose people are invented.
LITERALS = (
    r"(?i)\b\w*(?:password|passwd|secret|secret_key|api_?key|auth_token)\b['\"]?"
    r"\s*[:=]\s*['\"](?!tests-only|shield\.|account/)[^'\"{}$<>\s]{6,}['\"]",
)
# A long run of letters and digits that no word is made of.
TOKEN = re.compile(r"(?<![\w/.-])(?=[\w-]*\d)(?=[\w-]*[a-z])(?=[\w-]*[A-Z])[A-Za-z0-9_-]{32,}")
HEX = re.compile(r"(?<![\w-])[0-9a-f]{32,}(?![\w-])")


def hold_literals(paths: Iterable[Path]) -> list[Path]:
    return [
        path
        for path in paths
        if path.parts[0] != "tests" and path.parts[:2] != ("shield", "demo") and not is_lock(path)
    ]


def test_no_secret() -> None:
    assert found_in(ROOT, files(), *SECRETS) == []


def test_no_password_written_into_code() -> None:
    assert found_in(ROOT, hold_literals(files()), *LITERALS) == []


def test_no_token_or_digest_outside_the_locks() -> None:
    # Migrations name triggers with a digest of their own text.
    paths = [path for path in files() if not is_lock(path) and not GENERATED & set(path.parts)]
    assert found_in(ROOT, paths, TOKEN.pattern, HEX.pattern) == []


@pytest.mark.parametrize(
    "text",
    [
        "-----BEGIN RSA PRIVATE" + " KEY-----",
        "-----BEGIN PRIVATE" + " KEY-----",
        "key: AKI" + "A" + "Q" * 16,
        "DATABASE_URL=postgres" + "://shield:hunter22@db/shield",
    ],
)
def test_a_planted_secret_is_caught(tmp_path: Path, text: str) -> None:
    path, place = caught(tmp_path, "deploy/notes.txt", text)
    assert found_in(tmp_path, [path], *SECRETS) == place


@pytest.mark.parametrize(
    "text", ["EMAIL_HOST_PASS" + 'WORD = "hunter22"', "api_" + "key: 'abcdef123'"]
)
def test_a_planted_password_is_caught(tmp_path: Path, text: str) -> None:
    path, place = caught(tmp_path, "shield/planted.py", text)
    assert found_in(tmp_path, hold_literals([path]), *LITERALS) == place


@pytest.mark.parametrize("token", ["aB3" * 12, "0123456789abcdef" * 2])
def test_a_planted_token_is_caught(tmp_path: Path, token: str) -> None:
    path, place = caught(tmp_path, "shield/planted.py", f"KEY = '{token}'")
    assert found_in(tmp_path, [path], TOKEN.pattern, HEX.pattern) == place


# --- Other people's files -------------------------------------------------------------------------

FOREIGN = re.compile(
    r"(?i)\.(woff2?|ttf|otf|eot|map|min\.js|min\.css|jar|whl|tgz|so|dll|exe|pdf|zip)$"
    r"|(^|/)(govuk|jquery|bootstrap|htmx|alpine|axe)[\w.-]*\.(js|css)$|(^|/)node_modules/"
)


def foreign(root: Path, paths: Iterable[Path]) -> list[str]:
    """Files of others, by their names, or because no person writes such lines."""
    return [
        path.as_posix()
        for path in paths
        if FOREIGN.search(path.as_posix())
        or (
            path.suffix in {".js", ".css"}
            and any(len(line) > 300 for line in text_of(root, path).splitlines())
        )
    ]


def test_no_asset_of_others() -> None:
    assert foreign(ROOT, files()) == []


@pytest.mark.parametrize(
    "name",
    ["static/light.woff2", "static/govuk-frontend.css", "static/a.min.js", "node_modules/a/a.js"],
)
def test_a_planted_asset_is_caught(tmp_path: Path, name: str) -> None:
    assert foreign(tmp_path, [plant(tmp_path, name, "x")]) == [name]


def test_a_planted_minified_file_is_caught(tmp_path: Path) -> None:
    path = plant(tmp_path, "static/own.js", "var a=1;" * 60)
    assert foreign(tmp_path, [path]) == ["static/own.js"]


# --- Length ---------------------------------------------------------------------------------------


def too_long(root: Path, paths: Iterable[Path]) -> list[str]:
    """Code files past the length at which one becomes several; migrations are generated."""
    return [
        path.as_posix()
        for path in paths
        if path.suffix in {".py", ".html", ".js", ".css"}
        and not GENERATED & set(path.parts)
        and len(text_of(root, path).splitlines()) >= LONGEST
    ]


def test_no_file_is_too_long() -> None:
    assert too_long(ROOT, files()) == []


def test_a_planted_long_file_is_caught(tmp_path: Path) -> None:
    paths = [
        plant(tmp_path, "incidents/long.py", "a = 1\n" * LONGEST),
        plant(tmp_path, "incidents/short.py", "a = 1\n" * (LONGEST - 1)),
    ]
    assert too_long(tmp_path, paths) == ["incidents/long.py"]


# --- What must be there ---------------------------------------------------------------------------


def unreasoned(root: Path, paths: Iterable[Path]) -> list[str]:
    """Requirements that do not say why they are there."""
    return [
        line.split()[0]
        for path in paths
        for line in text_of(root, path).splitlines()
        if line.strip()
        and not line.startswith(("#", "-r", "-c"))
        and len(line.partition(" #")[2].strip()) < 4
    ]


def test_every_dependency_has_its_reason() -> None:
    paths = [
        path for path in files() if path.parent.name == "requirements" and path.suffix == ".in"
    ]
    assert len(paths) >= 2
    assert unreasoned(ROOT, paths) == []


def test_a_planted_dependency_without_a_reason_is_caught(tmp_path: Path) -> None:
    path = plant(tmp_path, "run.in", "# Why.\n-r other.in\nbare>=1\nwhy>=2  #\nok>=3  # pages\n")
    assert unreasoned(tmp_path, [path]) == ["bare>=1", "why>=2"]


@pytest.mark.parametrize(
    "name", ["CHANGELOG.md", "README.md", "docs/map.md", "docs/architecture.md"]
)
def test_what_a_newcomer_reads_is_there(name: str) -> None:
    assert len(text_of(ROOT, Path(name))) > 100
