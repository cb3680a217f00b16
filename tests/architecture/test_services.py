"""What a person does first asks whether that person may; nothing below the edge reads a clock."""

import ast
from collections.abc import Iterable, Mapping
from pathlib import Path

import pytest

from tests.architecture.exempt import ASKS_OTHERWISE, WRITES_UNASKED
from tests.architecture.tree import ROOT, code, plant, tree_of

WRITING = {
    "advance", "bulk_create", "bulk_update", "create", "delete", "get_or_create", "save",
    "select_for_update", "set_password", "update", "update_or_create",
    # Of `shield/core`, on behalf of services.
    "load_options", "save_answers", "save_row", "set_row_removed",
}  # fmt: skip


def services() -> list[Path]:
    """The files of every room and app that hold services."""
    return [path for path in code() if "services" in path.parts or path.name == "services.py"]


def name_of(call: ast.AST) -> str:
    """`f` for `f(…)` and `a.f(…)`."""
    if not isinstance(call, ast.Call):
        return ""
    return getattr(call.func, "attr", getattr(call.func, "id", ""))


def asks(statement: ast.stmt, guards: set[str]) -> bool:
    """Whether a statement, whichever way it goes, calls one of the guards."""
    value = getattr(statement, "value", None)
    if isinstance(value, ast.IfExp):
        return all(name_of(way) in guards for way in (value.body, value.orelse))
    return name_of(value) in guards if value is not None else False


def prepares(statement: ast.stmt) -> bool:
    """Whether a statement only makes an unsaved record to ask about."""
    return (
        isinstance(statement, ast.Assign)
        and isinstance(statement.value, ast.Call)
        and isinstance(statement.value.func, ast.Name)
        and statement.value.func.id[:1].isupper()
    )


def body_of(function: ast.FunctionDef) -> list[ast.stmt]:
    """The statements after the docstring."""
    first = function.body[0]
    has_words = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
    return function.body[1:] if has_words else function.body


def functions(root: Path, paths: Iterable[Path]) -> dict[tuple[str, str], ast.FunctionDef]:
    return {
        (path.as_posix(), node.name): node
        for path in paths
        for node in tree_of(root, path).body
        if isinstance(node, ast.FunctionDef)
    }


def guards_of(found: Mapping[tuple[str, str], ast.FunctionDef]) -> set[str]:
    """`require`, and the helpers that call it themselves whatever happens."""
    helpers = {
        name
        for (_, name), function in found.items()
        if (name.startswith("require_") or name == "_lock")
        and any(asks(statement, {"require"}) for statement in body_of(function))
    }
    return {"require", *helpers}


def takes_by(function: ast.FunctionDef) -> bool:
    given = (*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs)
    return any(argument.arg == "by" for argument in given)


def unasked(root: Path, paths: Iterable[Path]) -> set[tuple[str, str]]:
    """Public functions that take `by` and do anything before they ask."""
    found = functions(root, paths)
    guards = guards_of(found)
    wrong = set()
    for (path, name), function in found.items():
        if name.startswith("_") or name in guards or not takes_by(function):
            continue
        following = [statement for statement in body_of(function) if not prepares(statement)]
        if not asks(following[0], guards):
            wrong.add((path, name))
    return wrong


def writers(root: Path, paths: Iterable[Path]) -> set[tuple[str, str]]:
    """Public functions without `by` that write, themselves or by a helper of the same file."""
    found = functions(root, paths)

    def writes(path: str, name: str, seen: frozenset[str]) -> bool:
        called = {name_of(node) for node in ast.walk(found[path, name])}
        here = {one for one in called if (path, one) in found and one not in seen}
        return bool(called & WRITING) or any(writes(path, one, seen | {one}) for one in here)

    return {
        (path, name)
        for (path, name), function in found.items()
        if not name.startswith("_")
        and not takes_by(function)
        and writes(path, name, frozenset({name}))
    }


def listed(exempt: Mapping[str, Mapping[str, str]]) -> set[tuple[str, str]]:
    return {(path, name) for path, names in exempt.items() for name in names}


def test_every_service_asks_before_it_does_anything() -> None:
    assert unasked(ROOT, services()) == listed(ASKS_OTHERWISE)


def test_a_service_that_writes_says_by_whom() -> None:
    assert writers(ROOT, services()) == listed(WRITES_UNASKED)


@pytest.mark.parametrize(
    "body",
    [
        "record.delete()",
        "record.delete()\n    require(by, 'x', record)",
        "if record:\n        require(by, 'x', record)",
        "require(by, 'x', record) if record else None",
        "with atomic():\n        require(by, 'x', record)",
        "found = Record.objects.get()\n    require(by, 'x', found)",
        "_helper(by)",
    ],
)
def test_a_planted_service_that_does_not_ask_first_is_caught(tmp_path: Path, body: str) -> None:
    path = plant(
        tmp_path,
        "incidents/services.py",
        f'def planted(*, record, by, at):\n    """Docstring."""\n    {body}\n\n\n'
        "def _helper(by):\n    return by\n",
    )
    assert unasked(tmp_path, [path]) == {("incidents/services.py", "planted")}


@pytest.mark.parametrize(
    "body",
    [
        "require(by, 'x', record)",
        "access.require(by, 'x', record)",
        "locked = _lock(record, by)",
        "record = Record(agency=1)\n    require_role(by, record)",
        "require(by, 'x', record) if record else require(by, 'y')",
    ],
)
def test_a_service_that_asks_first_is_let_through(tmp_path: Path, body: str) -> None:
    path = plant(
        tmp_path,
        "incidents/services.py",
        f"def planted(*, record, by, at):\n    {body}\n\n\n"
        "def _lock(record, by):\n    require(by, 'x', record)\n\n\n"
        "def require_role(by, record):\n    require(by, 'x', record)\n",
    )
    assert unasked(tmp_path, [path]) == set()


def test_a_planted_service_that_writes_for_nobody_is_caught(tmp_path: Path) -> None:
    path = plant(
        tmp_path,
        "incidents/services.py",
        "def planted(*, record):\n    _deeply(record)\n\n\n"
        "def _deeply(record):\n    record.save()\n\n\n"
        "def reads(*, record):\n    return record.name\n",
    )
    assert writers(tmp_path, [path]) == {("incidents/services.py", "planted")}


# --- The clock is read at the edge ----------------------------------------------------------------

EDGES = ("views", "tasks", "management", "demo_views")
# What is no edge and reads the clock all the same, with its reason.
READS_CLOCK = {
    "shield/accounts/access.py": "what a person may do is asked of today, at the edge of a request",
    "shield/people/adapter.py": "what the library calls in place of a view",
    "shield/people/forms.py": "forms of the library, which save in place of a view",
    "shield/people/identities.py": "what the library calls in place of a view",
    "shield/reporting/beats.py": "what Celery calls when a task has ended",
    "shield/core/asking/base.py": "what the views of long forms stand on",
    "shield/clocks/forms.py": "the filters of a list, which are a part of its page",
}


def now_readers(root: Path, paths: Iterable[Path]) -> set[str]:
    """The files that read the clock; `localdate(moment)` reads none."""
    found = set()
    for path in paths:
        for node in ast.walk(tree_of(root, path)):
            name = name_of(node)
            assert isinstance(node, ast.AST)
            if name in {"now", "utcnow", "today"} and isinstance(node, ast.Call):
                owner = ast.unparse(node.func).rpartition(".")[0].rpartition(".")[2]
                if owner in {"timezone", "datetime", "date"}:
                    found.add(path.as_posix())
            if name in {"localdate", "localtime"} and isinstance(node, ast.Call) and not node.args:
                found.add(path.as_posix())
    return found


def below_the_edge(paths: Iterable[Path]) -> list[Path]:
    return [
        path
        for path in paths
        if not set(EDGES) & {part.removesuffix(".py") for part in path.parts}
        and path.parts[:2] != ("shield", "local")
    ]


def test_only_the_edge_reads_the_clock() -> None:
    assert now_readers(ROOT, below_the_edge(code())) == set(READS_CLOCK)


@pytest.mark.parametrize(
    "line",
    ["timezone.now()", "datetime.now(UTC)", "datetime.datetime.utcnow()", "date.today()",
     "timezone.localdate()"],
)  # fmt: skip
def test_a_planted_look_at_the_clock_is_caught(tmp_path: Path, line: str) -> None:
    paths = [plant(tmp_path, f"incidents/{name}.py", line) for name in ("services", "views")]
    assert now_readers(tmp_path, below_the_edge(paths)) == {"incidents/services.py"}


def test_the_day_of_a_moment_is_no_look_at_the_clock(tmp_path: Path) -> None:
    path = plant(tmp_path, "incidents/services.py", "timezone.localdate(at)")
    assert now_readers(tmp_path, [path]) == set()
