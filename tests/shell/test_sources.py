"""Source that a call writes and runs, and texts in other languages: what only computes is quiet, all else is asked."""

import json
from pathlib import Path
from typing import Any

import pytest
from tests.support.shell import HOME, WORKSPACE, parser

from mayact.cli.analyse import answer
from mayact.core.analysis.shell.written import source as written
from mayact.core.analysis.shell.written.sources import makefile

VECTORS = Path(__file__).parent.parent / "vectors" / "written"


def rows(name: str) -> list[dict[str, Any]]:
    text = (VECTORS / name).read_text(encoding="utf-8").replace("WORKSPACE", WORKSPACE)
    return [json.loads(line) for line in text.splitlines()]


SOURCES = rows("sources.jsonl")
CALLS = rows("calls.jsonl")
RANK = ["low", "medium", "high", "critical"]


def label(row: dict[str, Any]) -> str:
    name = row["id"] if "id" in row else f"{row['path']} {row['text'][:40]!r}"
    return str(name).encode("ascii", "backslashreplace").decode()


@pytest.mark.requirement("AUTHZ-6")
@pytest.mark.parametrize("row", SOURCES, ids=label)
def test_a_source_only_computes_where_everything_that_it_names_is_closed(row: dict[str, Any]) -> None:
    path = row["path"] if row["path"].startswith("/") else f"{WORKSPACE}/{row['path']}"
    assert written.computes(path, row["text"], WORKSPACE) is row["computes"]


@pytest.mark.requirement("AUTHZ-6")
@pytest.mark.parametrize("row", CALLS, ids=label)
def test_a_call_that_writes_and_runs_code_is_rated_by_what_the_code_can_do(row: dict[str, Any]) -> None:
    request = {"id": row["id"], "command": row["command"], "cwd": WORKSPACE, "home": HOME, "user": "dev"}
    found = json.loads(answer(json.dumps(request).encode(), parser()))
    rank = RANK.index(found["risk"] or "low")
    if "at_least" in row:
        assert found["opaque"] or rank >= RANK.index(row["at_least"]), found["effects"]
    else:
        assert not found["opaque"], found["opaque_because"]
        assert rank <= RANK.index(row["at_most"]), found["effects"]


@pytest.mark.requirement("AUTHZ-6")
@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("t:\n\tpytest -q\n", ("pytest -q",)),
        ("S := $(wildcard src/*.c)\nt: $(S:.c=.o)\n\tcc -o $@ $^\n", ("cc -o t src/*.o",)),
        ("t:\n\t@-rm -f $$x\n", ("rm -f $x",)),
        ("X := $(shell id)\nt:\n\tls\n", None),
        ("t:\n\tls $(UNSET)\n", None),
        ("\tls\n", None),
    ],
)
def test_the_commands_of_a_makefile_are_those_that_make_would_start(text: str, told: tuple[str, ...] | None) -> None:
    assert makefile.commands(text) == told


@pytest.mark.requirement("AUTHZ-6")
@pytest.mark.parametrize("command", [b"null", b"1", b"[]"])
def test_a_line_whose_command_is_no_text_is_opaque(command: bytes) -> None:
    told = json.loads(answer(b'{"command":' + command + b"}", parser()))
    assert told["opaque"] is True
    assert any("command" in because for because in told["opaque_because"])
