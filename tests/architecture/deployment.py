"""What Dockerfile, docker-compose.yml and .env.example say, for the checks of their shape."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

# What developers set, or what our own programs set for each other: no server's business.
DEVELOPERS = frozenset({"SHIELD_DEMO", "SHIELD_DEBUG", "SHIELD_SECURE", "SHIELD_AS_OWNER"})
# What belongs to the machine or to a library.
MACHINES = frozenset({"DJANGO_SETTINGS_MODULE", "PATH", "PROMETHEUS_MULTIPROC_DIR"})
# Read by docker-compose.yml and by the library for S3, not by our settings.
OTHERS = frozenset(
    {
        *("POSTGRES_PASSWORD", "POSTGRES_PORTAL_PASSWORD"),
        *("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"),
    }
)
# Told to the database itself and to what acts as its owner, to nobody else.
OWNERS = frozenset({"POSTGRES_PASSWORD", "SHIELD_OWNER_DATABASE_URL"})
KNOW_THE_OWNER = frozenset({"postgres", "migrate"})
NAME = re.compile(r"[A-Z][A-Z0-9_]+")
SECRET = re.compile(r"PASSWORD|SECRET|KEY|TOKEN|_URL")
PINNED = re.compile(r"[\w./-]+:v?\d+\.\d+(\.\d+)?[\w.-]*(@sha256:\w+)?")
ENVIRONMENTS = {"env", "Env()", "os.environ"}


def read_by(source: str) -> set[str]:
    """The variables of the environment that Python code asks for by name."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        where: ast.expr | None = None
        named: ast.expr | None = None
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args:
            where, named = node.func.value, node.args[0]
        elif isinstance(node, ast.Subscript):
            where, named = node.value, node.slice
        elif isinstance(node, ast.Compare):
            where, named = node.comparators[0], node.left
        if (
            where is not None
            and ast.unparse(where) in ENVIRONMENTS
            and isinstance(named, ast.Constant)
            and isinstance(named.value, str)
        ):
            found.add(named.value)
    return found


def explained(example: str) -> dict[str, tuple[str, bool]]:
    """`{name: (value, whether a comment stands above it in its block)}` of an env file."""
    found: dict[str, tuple[str, bool]] = {}
    has_comment = False
    for line in example.splitlines():
        if not line or line.startswith("# ---"):
            has_comment = False
        elif line.startswith("#"):
            has_comment = True
        else:
            name, _, value = line.partition("=")
            found[name] = (value, has_comment)
    return found


def compose(text: str) -> dict[str, dict[str, Any]]:
    """The services of a compose file."""
    services: dict[str, dict[str, Any]] = yaml.safe_load(text)["services"]
    return services


def asked_for(text: str, services: dict[str, dict[str, Any]]) -> set[str]:
    """What a compose file takes from `.env`: by `${…}`, or by a name without a value."""
    lines = "\n".join(line for line in text.splitlines() if not line.lstrip().startswith("#"))
    found = set(re.findall(r"(?<!\$)\$\{?([A-Z][A-Z0-9_]*)", lines))
    for service in services.values():
        found |= {name for name, value in environment(service).items() if value is None}
    return found


def environment(service: dict[str, Any]) -> dict[str, Any]:
    known: dict[str, Any] = service.get("environment", {})
    return known


def images(dockerfile: str, services: dict[str, dict[str, Any]]) -> list[str]:
    """Every image that is pulled or named."""
    bases = re.findall(r"^FROM (\S+)", dockerfile, re.MULTILINE)
    return bases + [service.get("image", "none") for service in services.values()]


def unpinned(names: list[str]) -> list[str]:
    return sorted({name for name in names if not PINNED.fullmatch(name)})


def faults(services: dict[str, dict[str, Any]]) -> list[str]:
    """What is open in a service that should be shut, as `service: what`."""
    return [f"{name}: {what}" for name, one in services.items() for what in _faults(name, one)]


def _faults(name: str, service: dict[str, Any]) -> Iterator[str]:
    if service.get("read_only") is not True:
        yield "its file system can be written to"
    if service.get("cap_drop") != ["ALL"] or "cap_add" in service or service.get("privileged"):
        yield "it keeps capabilities"
    if "no-new-privileges:true" not in service.get("security_opt", []):
        yield "it may gain privileges"
    if str(service.get("user", "root")).split(":")[0] in ("root", "0"):
        yield "it runs as root"
    if "build" in service and not re.fullmatch(r"[1-9]\d*:[1-9]\d*", str(service.get("user"))):
        yield "it runs as no number"
    if not any(str(one).startswith("/tmp") for one in service.get("tmpfs", [])):  # noqa: S108
        yield "it has no place for passing files"
    once = service.get("restart") == "no"
    if not once and "test" not in service.get("healthcheck", {}):
        yield "nobody asks whether it is well"
    if "env_file" in service:
        yield "it is told all of .env"
    if name not in KNOW_THE_OWNER and _knows_the_owner(service):
        yield "it knows the owner of the database"
    for port in service.get("ports", []):
        if not str(port).startswith("127.0.0.1:"):
            yield f"port {port} is open to everybody"
    for key, value in environment(service).items():
        if SECRET.search(key) and value is not None and holds_secret(str(value)):
            yield f"{key} is written in"


def _knows_the_owner(service: dict[str, Any]) -> bool:
    told = environment(service)
    return bool(OWNERS & set(told)) or any("${POSTGRES_PASSWORD" in str(v) for v in told.values())


def holds_secret(value: str) -> bool:
    """Whether a value says more than where something is."""
    fixed = re.sub(r"\$\{[^}]*\}", "", value)
    if "://" in fixed:
        return bool(re.search(r"://[^/@]*:[^@/]+@", fixed))
    return bool(fixed)


def files_of(root: Path) -> tuple[str, str, str]:
    """Dockerfile, docker-compose.yml, .env.example."""
    names = ("Dockerfile", "docker-compose.yml", ".env.example")
    dockerfile, services, example = ((root / name).read_text() for name in names)
    return dockerfile, services, example
