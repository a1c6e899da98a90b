"""The manifest of requirements and the marks in tests.

Law: `tests/requirements.toml` is the one list of ids; a test names an id with `@pytest.mark.requirement("AUTHZ-3")`.
Marks are found in the source, so that what is enforced does not depend on which tests a run selects.
"""

import ast
import tomllib
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[2]
MANIFEST: Final = ROOT / "tests" / "requirements.toml"
STATUSES: Final = ("proven", "partial", "planned")


@dataclass(frozen=True, slots=True, kw_only=True)
class Requirement:
    """One promise. `missing` is empty unless `status` is `partial`."""

    id: str
    family: str
    title: str
    status: str
    missing: str


@dataclass(frozen=True, slots=True)
class Family:
    name: str
    title: str
    requirements: tuple[Requirement, ...]


def read_manifest(path: Path = MANIFEST) -> tuple[Family, ...]:
    """Every family in the order of the file. Raises `ValueError` for an unknown member or status."""
    families: list[Family] = []
    for name, table in tomllib.loads(path.read_text(encoding="utf-8")).items():
        rows = tuple(_requirement(name, key, row) for key, row in table.items() if key != "title")
        families.append(Family(name, table["title"], rows))
    return tuple(families)


def _requirement(family: str, key: str, row: Mapping[str, str]) -> Requirement:
    name = f"{family}-{key}"
    if extra := set(row) - {"title", "status", "missing"}:
        raise ValueError(f"{name} has unknown members {sorted(extra)}")
    if row["status"] not in STATUSES:
        raise ValueError(f"{name} has the unknown status {row['status']!r}")
    if (row["status"] == "partial") != bool(row.get("missing")):
        raise ValueError(f"{name} says what is missing exactly when it is partial")
    return Requirement(id=name, family=family, title=row["title"], status=row["status"], missing=row.get("missing", ""))


def requirements() -> Mapping[str, Requirement]:
    return {row.id: row for family in read_manifest() for row in family.requirements}


def marks_in(folder: Path = ROOT / "tests") -> Mapping[str, tuple[str, ...]]:
    """Every marked id with the tests (`path::name`) that carry it."""
    found: dict[str, list[str]] = defaultdict(list)
    for path in sorted(folder.rglob("*.py")):
        for identifier, test in marks_of(ast.parse(path.read_text(encoding="utf-8"))):
            found[identifier].append(f"{path.relative_to(folder.parent)}::{test}")
    return {key: tuple(tests) for key, tests in sorted(found.items())}


def marks_of(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """(id, test) for each `requirement(...)` call and each test it stands on; a call that stands on nothing that
    pytest collects yields nothing."""
    for node in tree.body:
        if isinstance(node, ast.Assign) and any(getattr(name, "id", "") == "pytestmark" for name in node.targets):
            for test in _tests_in(tree):
                yield from ((identifier, test) for identifier in _ids(node.value))
        elif isinstance(node, ast.ClassDef):
            for test in _tests_in(node):
                for decorator in node.decorator_list:
                    yield from ((identifier, f"{node.name}::{test}") for identifier in _ids(decorator))
            yield from ((identifier, f"{node.name}::{test}") for identifier, test in _decorated(node))
    yield from _decorated(tree)


def _decorated(scope: ast.Module | ast.ClassDef) -> Iterator[tuple[str, str]]:
    for node in scope.body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name.startswith("test"):
            for decorator in node.decorator_list:
                yield from ((identifier, node.name) for identifier in _ids(decorator))


def _tests_in(scope: ast.Module | ast.ClassDef) -> Iterator[str]:
    for node in scope.body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name.startswith("test"):
            yield node.name


def _ids(expression: ast.expr) -> Iterator[str]:
    for node in ast.walk(expression):
        if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "requirement":
            for argument in node.args:
                if not (isinstance(argument, ast.Constant) and isinstance(argument.value, str)):
                    raise ValueError(f"line {node.lineno}: a requirement mark takes literal ids")
                yield argument.value
