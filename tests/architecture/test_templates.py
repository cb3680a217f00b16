"""Templates escape everything, carry no script or style of their own, and mail carries no case."""

import ast
import re
from collections.abc import Iterable
from pathlib import Path

import pytest
from django.apps import apps
from jinja2 import Environment, meta

from shield.core.jinja import escapes
from tests.architecture.tree import ROOT, code, files, plant, text_of, tree_of

# What stands in the way of a strict Content-Security-Policy, or of escaping: what is wrong -> how
# it looks.
WRONG = {
    "an inline script": r"<script(?![^>]*\bsrc=)",
    "a script of others": r"<script[^>]*\bsrc=[\"'](?:https?:)?//",
    "a style sheet of others": r"<link[^>]*\bhref=[\"'](?:https?:)?//",
    "an inline style": r"<style\b|\sstyle\s*=",
    "an inline handler": r"\son[a-z]+\s*=\s*[\"']",
    "an address that is a script": r"javascript:",
    "a filter that trusts": r"\|\s*safe\b|\bMarkup\b",
    "a part that is not escaped": r"autoescape\s+false",
}


def templates(*suffixes: str) -> list[Path]:
    return [path for path in files() if path.parts[0] == "templates" and path.suffix in suffixes]


def is_mail(path: Path) -> bool:
    return "email" in path.parts or path.parts[-2:-1] == ("messages",)


def wrong_in(root: Path, paths: Iterable[Path]) -> list[str]:
    return [
        f"{path.as_posix()}: {what}"
        for path in paths
        for what, pattern in WRONG.items()
        if re.search(pattern, text_of(root, path), re.IGNORECASE)
    ]


def test_every_page_escapes_and_carries_no_script_or_style() -> None:
    assert wrong_in(ROOT, templates(".html")) == []


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("<script>a()</script>", "an inline script"),
        ('<script type="module">a()</script>', "an inline script"),
        ('<script src="//cdn.example/a.js"></script>', "a script of others"),
        ('<link rel="stylesheet" href="https://a.example/a.css">', "a style sheet of others"),
        ("<style>p {}</style>", "an inline style"),
        ('<p style="color: red">', "an inline style"),
        ('<p onclick="a()">', "an inline handler"),
        ('<a href="javascript:a()">', "an address that is a script"),
        ("{{ text|safe }}", "a filter that trusts"),
        ("{% autoescape false %}{% endautoescape %}", "a part that is not escaped"),
    ],
)
def test_a_planted_wrong_is_caught(tmp_path: Path, text: str, what: str) -> None:
    path = plant(tmp_path, "templates/planted.html", text)
    assert wrong_in(tmp_path, [path]) == [f"templates/planted.html: {what}"]


def test_only_text_that_is_no_page_is_not_escaped() -> None:
    assert [path for path in templates(".txt") if not is_mail(path)] == []
    assert (escapes("a/b.html"), escapes("a/email/b.txt")) == (True, False)


def trusting(root: Path, paths: Iterable[Path]) -> list[str]:
    """The Python files that make markup of text."""
    return [
        path.as_posix()
        for path in paths
        if re.search(r"\b(mark_safe|SafeString)\b", text_of(root, path))
    ]


def test_no_code_trusts_a_text() -> None:
    assert trusting(ROOT, code()) == []


def test_planted_trust_is_caught(tmp_path: Path) -> None:
    path = plant(tmp_path, "incidents/planted.py", "mark_safe(name)")
    assert trusting(tmp_path, [path]) == ["incidents/planted.py"]


# --- Mail -----------------------------------------------------------------------------------------

# All that a mail's template may show: about the reader's own account, never about a case.
MAY_SHOW = {
    *("portal_name", "name", "inviter", "role", "agency", "link", "expires"),
    "password_reset_url",
}
# What a mail may read of a case: how it is called, and where it is.
# Days, moments, bodies and agencies are said in mails; what happened to whom is not.
MAY_READ = {
    *("reference", "id", "panel_clock", "duty_agency", "opened_at"),
    *("body", "on", "notified_at", "due_on"),
    # Of a conference: when it is, and how an agency's answer stands.
    *("conference", "agency", "status", "is_late", "starts_at"),
}


def shows_more(root: Path, paths: Iterable[Path]) -> list[str]:
    environment = Environment(autoescape=True)
    return [
        f"{path.as_posix()}: {name}"
        for path in paths
        for name in sorted(
            meta.find_undeclared_variables(environment.parse(text_of(root, path))) - MAY_SHOW
        )
    ]


def case_fields() -> set[str]:
    """The names of all fields of the apps that hold cases."""
    return {
        field.name
        for app in apps.get_app_configs()
        if (ROOT / app.name / "workflow.py").is_file()
        for model in app.get_models()
        for field in model._meta.get_fields()
    }


def reads_more(root: Path, paths: Iterable[Path], fields: set[str]) -> list[str]:
    return [
        f"{path.as_posix()}: {node.attr}"
        for path in paths
        for node in ast.walk(tree_of(root, path))
        if isinstance(node, ast.Attribute) and node.attr in fields - MAY_READ
    ]


def app_mails() -> list[Path]:
    return [path for path in code() if path.name == "emails.py" and path.parts[0] != "shield"]


def test_no_template_of_a_mail_shows_a_case() -> None:
    found = [path for path in templates(".txt", ".html") if is_mail(path)]
    assert found
    assert shows_more(ROOT, found) == []


def test_no_mail_reads_the_content_of_a_case() -> None:
    assert app_mails()
    assert {"facts", "first_names", "text"} <= case_fields()
    assert reads_more(ROOT, app_mails(), case_fields()) == []


def test_planted_content_in_a_mail_is_caught(tmp_path: Path) -> None:
    template = plant(tmp_path, "templates/incidents/email/a.txt", "{{ name }} {{ child }}")
    mail = plant(tmp_path, "incidents/emails.py", "a = incident.reference, child.first_names")

    assert shows_more(tmp_path, [template]) == ["templates/incidents/email/a.txt: child"]
    assert reads_more(tmp_path, [mail], case_fields()) == ["incidents/emails.py: first_names"]
