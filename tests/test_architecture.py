"""The rules of the house, read from the source itself, so that nobody must remember them."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SITE = {"planner.settings", "planner.urls", "planner.wsgi"}
ENGINES = """
beside cycle invitees needs placing plan prices problem proposals rows solver solving ties windows
"""
ENGINE = {f"planner.{name}" for name in ENGINES.split()}
ARRAYS = {  # what the solver is given is arrays
    f"planner.{name}"
    for name in ("draft_rows", "narrowing", "place_rows", "rows", "solver", "solving")
}
BY_KIND = ("models", "views")
VAGUE = {"utils", "util", "common", "helpers", "helper", "misc"}
FUNCTION_LINES, MODULE_LINES = 30, 300

Function = ast.FunctionDef | ast.AsyncFunctionDef


def _sources() -> dict[str, Path]:
    """Module name to file, for both packages outside the migrations."""
    files = [
        path
        for package in ("planner", "consultations")
        for path in sorted((ROOT / package).rglob("*.py"))
        if "migrations" not in path.parts
    ]
    return {
        ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path
        for path in files
    }


SOURCES = _sources()
TREES = {name: ast.parse(path.read_text()) for name, path in SOURCES.items()}
CORE = {name for name in SOURCES if name.startswith("planner") and name not in SITE}
APP = {name for name in SOURCES if name.startswith("consultations")}


def _imports(name: str) -> set[str]:
    """Every module that one imports; `from a import b` counts as a.b where that is a module."""
    package = name if SOURCES[name].name == "__init__.py" else name.rpartition(".")[0]
    found: set[str] = set()
    for node in ast.walk(TREES[name]):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            above = package.split(".")[: len(package.split(".")) - node.level + 1]
            base = ".".join([*(above if node.level else []), *filter(None, [node.module])])
            inner = {f"{base}.{alias.name}" for alias in node.names}
            modules = {one for one in inner if one in SOURCES}
            found |= modules | (set() if len(modules) == len(inner) else {base})
    return found


def _functions(tree: ast.AST) -> Iterator[Function]:
    return (node for node in ast.walk(tree) if isinstance(node, Function))


def _lines(function: Function) -> int:
    """From `def` to the last line, less the docstring."""
    assert function.end_lineno is not None
    total = function.end_lineno - function.lineno + 1
    first = function.body[0]
    if ast.get_docstring(function) is not None and first.end_lineno is not None:
        total -= first.end_lineno - first.lineno + 1
    return total


def _within(name: str, package: str) -> bool:
    return name == package or name.startswith(f"{package}.")


@pytest.mark.parametrize("name", sorted(CORE))
def test_the_core_knows_no_framework(name: str) -> None:
    allowed = {"planner", "dateutil"} | ({"numpy"} if name in ARRAYS else set())
    roots = {module.partition(".")[0] for module in _imports(name)}
    assert roots - allowed - sys.stdlib_module_names == set()
    assert _imports(name) & SITE == set()


def test_the_solver_stands_behind_one_module() -> None:
    naming = {name for name, path in SOURCES.items() if "highspy" in path.read_text()}
    assert naming - {"planner.plan"} == {"planner.solver"}  # the plan says what to install
    assert {name for name in CORE if "ortools" in SOURCES[name].read_text()} == set()


def test_the_core_has_no_clock() -> None:
    wrong = {
        (name, node.attr)
        for name in CORE
        for node in ast.walk(TREES[name])
        if isinstance(node, ast.Attribute) and node.attr in {"today", "now", "utcnow"}
        if isinstance(node.value, ast.Name) and node.value.id in {"date", "datetime"}
    }
    assert wrong == set()


@pytest.mark.parametrize("kind", BY_KIND)
def test_models_and_views_stand_alone(kind: str) -> None:
    """A model imports models only (a subject may name another); a view imports no other view."""
    package = f"consultations.{kind}"
    members = {name for name in APP if _within(name, package) and name != package}
    for name in members:
        own = {one for one in _imports(name) if _within(one, "consultations")}
        wrong = {one for one in own if _within(one, package) is (kind == "views")}
        assert (name, wrong) == (name, set())


def test_only_planning_speaks_to_the_engine() -> None:
    wrong = {
        (name, module)
        for name in APP
        if not name.startswith("consultations.planning")
        for module in _imports(name)
        if module in ENGINE
    }
    assert wrong == set()


def test_drafts_stand_on_booking_and_planning_and_know_no_page() -> None:
    below = ("models", "people", "planning", "booking", "drafts", "templatetags.verdicts")
    wrong = {
        (name, module)
        for name in APP
        if _within(name, "consultations.drafts")
        for module in _imports(name)
        if _within(module, "consultations")
        if not any(_within(module, f"consultations.{one}") for one in below)
    } - {(name, "consultations") for name in APP}
    assert wrong == set()


STANDS_ON = {  # what each room of the app may ask; pages, forms and views stand above them all
    "planning": "models",
    "sayings": "models",
    "contacts": "models",
    "busy": "models",
    "calendars": "models people sayings",
    "invitations": "models planning calendars contacts",
    "booking": "models planning sayings invitations",
    "answers": "models contacts invitations booking sayings",
    "contact_lists": "models facts contacts",
    "arrivals": "models facts booking sayings",
    "records": "models people disclosure planning sayings booking",
    "tasks": "models planning sayings",
    "reviewing": "models disclosure planning records",
    "papers": "models people disclosure planning sayings calendars records tasks reviewing",
}


@pytest.mark.parametrize("room", STANDS_ON)
def test_each_room_asks_those_below_it(room: str) -> None:
    package = f"consultations.{room}"
    asked = {
        module.split(".")[1]
        for name in APP
        if _within(name, package)
        for module in _imports(name)
        if module.startswith("consultations.") and not _within(module, package)
    }
    assert asked - set(STANDS_ON[room].split()) == set()


def test_models_ask_nothing_of_the_core() -> None:
    wrong = {
        (name, module)
        for name in APP
        if _within(name, "consultations.models")
        for module in _imports(name)
        if _within(module, "planner")
    }
    assert wrong == set()


def test_nothing_is_imported_inside_a_function() -> None:
    wrong = {
        (name, function.name)
        for name, tree in TREES.items()
        for function in _functions(tree)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    }
    assert wrong == set()


def test_no_import_runs_in_a_circle() -> None:
    graph = {name: _imports(name) & set(SOURCES) - {name} for name in SOURCES}
    done: set[str] = set()
    while free := {name for name in graph if name not in done and graph[name] <= done}:
        done |= free
    assert set(graph) - done == set()


def test_no_signals_between_our_own_modules() -> None:
    wrong = {
        (name, module)
        for name in SOURCES
        for module in _imports(name)
        if module.startswith(("django.dispatch", "django.db.models.signals"))
    }
    assert wrong == set()


def test_functions_stay_short() -> None:
    long = {
        (name, function.name, _lines(function))
        for name, tree in TREES.items()
        for function in _functions(tree)
        if _lines(function) >= FUNCTION_LINES
    }
    assert long == set()


def test_modules_stay_short() -> None:
    lengths = {name: len(path.read_text().splitlines()) for name, path in SOURCES.items()}
    assert {name: n for name, n in lengths.items() if n >= MODULE_LINES} == {}


def test_modules_open_with_what_they_are_for() -> None:
    assert {name for name, tree in TREES.items() if not ast.get_docstring(tree)} == set()


def test_modules_are_named_for_a_subject_or_a_deed() -> None:
    assert {name for name in SOURCES if name.rpartition(".")[2] in VAGUE} == set()


def test_every_public_function_has_its_types() -> None:
    bare = {
        (name, function.name)
        for name, tree in TREES.items()
        for function in _functions(tree)
        if not function.name.startswith("_") and function.returns is None
    }
    assert bare == set()


# What the project's files may not carry.

ELSEWHERE = re.compile(
    r"(?<![\w.])/(?:work|home|root|opt|Users)/[\w.]"  # a place on somebody's machine
    r"|\bpypi\.org\b|\bpythonhosted\b|\bnpmjs\b|--(?:extra-)?index-url\b(?!`)|--trusted-host\b",
)
TEXT = {".py", ".md", ".toml", ".txt", ".in", ".html", ".css", ".js", ".csv", ".po", ".svg", ""}
SKIPPED = {".git", ".venv", "build", "staticfiles", "node_modules"}
INLINE = {
    "script without a source": re.compile(r"<script(?![^>]*\bsrc=)", re.I),
    "style element": re.compile(r"<style\b", re.I),
    "style attribute": re.compile(r"<[^>]*\sstyle\s*=", re.I),
    "event attribute": re.compile(r"<[^>{]*\son[a-z]+\s*=", re.I),
}


def _files() -> list[Path]:
    return [
        path
        for path in ROOT.rglob("*")
        if path.is_file()
        and path.suffix in TEXT
        and not (SKIPPED | {".mypy_cache", ".ruff_cache", ".pytest_cache", ".hypothesis"})
        & set(path.relative_to(ROOT).parts)
        and path.name not in {".secret-key", Path(__file__).name}
    ]


def test_no_file_names_a_place_on_a_machine_or_a_package_host() -> None:
    wrong = {
        (str(path.relative_to(ROOT)), found.group())
        for path in _files()
        if (found := ELSEWHERE.search(path.read_text(errors="replace")))
    }
    assert wrong == set()


@pytest.mark.parametrize("what", sorted(INLINE))
def test_templates_carry_nothing_inline(what: str) -> None:
    templates = [*(ROOT / "templates").rglob("*.html"), *(ROOT / "consultations").rglob("*.html")]
    wrong = {str(p.relative_to(ROOT)) for p in templates if INLINE[what].search(p.read_text())}
    assert wrong == set()
