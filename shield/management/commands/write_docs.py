"""`manage.py write_docs`: the documents that the code knows best; `--check` names stale ones."""

import json
from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from shield.accounts.access import Role
from shield.core.workflow import Workflow
from shield.roles import ROLES

DOCS = Path(settings.BASE_DIR) / "docs"
RULES = Path(settings.BASE_DIR) / "shield" / "clocks" / "data" / "rules.json"
WRITTEN = "Written by `manage.py write_docs`; do not edit."


class Command(BaseCommand):
    help = "Writes docs/access.md, docs/rules.md and docs/workflows/; --check only compares."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="name stale files, change nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        wanted = dict(documents())
        present = {*(DOCS / "workflows").glob("*.md"), *wanted}
        stale = sorted(
            path
            for path in present
            if path not in wanted or not path.exists() or path.read_text() != wanted[path]
        )
        names = [str(path.relative_to(settings.BASE_DIR)) for path in stale]
        if options["check"]:
            if stale:
                raise CommandError(f"stale, run manage.py write_docs: {', '.join(names)}")
            return
        for path, name in zip(stale, names, strict=True):
            if path in wanted:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(wanted[path])
            else:
                path.unlink()
            self.stdout.write(name)


def documents() -> Iterator[tuple[Path, str]]:
    """Each generated file with what it should hold."""
    yield DOCS / "access.md", access(ROLES)
    yield DOCS / "rules.md", rules(json.loads(RULES.read_text()))
    for name, workflow in workflows():
        yield DOCS / "workflows" / f"{name}.md", workflow.diagram()


def workflows() -> Iterator[tuple[str, Workflow]]:
    """Every workflow table of every app, by the name of its file."""
    for app in apps.get_app_configs():
        name = f"{app.name}.workflow"
        if app.name == "shield.core" or not find_spec(name):
            continue
        for key, found in sorted(vars(import_module(name)).items()):
            if isinstance(found, Workflow):
                yield f"{app.label}-{key.lower().replace('_', '-')}", found


def table(headings: list[str], rows: list[list[str]]) -> list[str]:
    """A Markdown table; what would end a cell is written as an entity."""
    lines = [headings, ["---"] * len(headings), *rows]
    return [
        "| " + " | ".join(cell.replace("|", "&#124;").replace("\n", " ") for cell in line) + " |"
        for line in lines
    ]


def access(roles: tuple[Role, ...]) -> str:
    """The roles in prose, then which role carries which permission."""
    lines = ["# Who may do what", "", f"{WRITTEN} The source is `shield/roles.py`.", ""]
    lines += [
        "A role is held through a membership, from one day to another. A role of scope *agency* "
        "reaches the records of the agency in which it is held; one of scope *partnership* reaches "
        "across all agencies, only as far as its permissions go. A person may besides be granted "
        "one thing with one record, by name. When the last membership ends, all of it ends.",
        "",
    ]
    for role in roles:
        proves = ", with a second factor" if role.needs_second_factor else ""
        scope = f"`{role.id}`, scope {role.scope}{proves}."
        lines += [f"## {role.name}", "", scope, "", role.prose, ""]
    perms = sorted({str(perm) for role in roles for perm in role.perms})
    lines += ["## Permissions", ""]
    holders = [role for role in roles if role.perms]
    lines += table(
        ["permission", *(role.name for role in holders)],
        [[f"`{perm}`", *("yes" if perm in one.perms else "" for one in holders)] for perm in perms],
    )
    none = ", ".join(role.name for role in roles if not role.perms)
    if none:
        lines += ["", f"Without any permission yet: {none}."]
    return "\n".join([*lines, ""])


def rules(register: dict[str, Any]) -> str:
    """The rule register as every portal begins with it, one line a version."""
    lines = ["# What is due, from when", ""]
    lines += [
        f"{WRITTEN} The source is `shield/clocks/data/rules.json`. A partnership may put local "
        "amounts into its own register; the portal then shows those as local.",
        "",
    ]
    rows = []
    for rule in register["rules"]:
        for version in rule["versions"]:
            link, source = version.get("source_url"), version["source"]
            rows.append(
                [
                    f"`{rule['id']}`",
                    rule["name"],
                    amount(version),
                    version["trigger"],
                    f"[{source}]({link})" if link else source,
                    version["status"].replace("_", " "),
                    " to ".join(filter(None, (version.get("valid_from"), version.get("valid_to")))),
                ]
            )
    headings = ["rule", "duty", "amount", "from", "source", "status", "holds from"]
    return "\n".join([*lines, *table(headings, rows), ""])


def amount(version: dict[str, Any]) -> str:
    """`5 working days`, `2 calendar days before`, `on the day itself`."""
    unit = version["unit"].replace("_", " ")
    number = version.get("amount")
    if not number:
        return unit
    words = f"{number} {unit.removesuffix('s') if number == 1 else unit}"
    return f"{words} before" if version.get("direction") in ("before", "backward") else words
