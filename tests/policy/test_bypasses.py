"""Ways around the starter pack that were found once, and ordinary commands that must not pay for closing them."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.support.policy import CHAIN, ToolCall, decision, starter
from tests.support.shell import PARSE_SECONDS

from mayact.core.analysis.study import study
from mayact.core.model import Allow
from mayact.observe.shfmt import ShfmtParser

VECTORS = Path(__file__).parents[1] / "vectors" / "policy"
STARTER = starter()


def _rows(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (VECTORS / name).read_text(encoding="utf-8").splitlines()]


@pytest.fixture(scope="module")
def parser() -> Iterator[ShfmtParser]:
    with ShfmtParser(timeout_s=PARSE_SECONDS) as found:
        yield found


def _allowed(row: dict[str, Any], parser: ShfmtParser) -> bool:
    argv = row.get("argv")
    call = ToolCall(
        tool="exec" if argv else "shell",
        arguments={"argv": argv} if argv else {"command": row["command"]},
        cwd="/home/ada/app",
        home="/home/ada",
        user="ada",
        chain=CHAIN,
    )
    found = study(call, parser=parser, seen={}, catalogue=STARTER.catalogue)
    return isinstance(decision(STARTER, found.analysis.effects, call=call).verdict, Allow)


@pytest.mark.requirement("AUTHZ-4", "AUTHZ-6", "POLICY-1")
@pytest.mark.parametrize("row", _rows("bypasses.jsonl"), ids=lambda row: str(row.get("command") or row["argv"]))
def test_a_bypass_is_never_allowed_without_a_person(row: dict[str, Any], parser: ShfmtParser) -> None:
    assert not _allowed(row, parser), row["technique"]


@pytest.mark.requirement("POLICY-1")
@pytest.mark.parametrize("row", _rows("everyday.jsonl"), ids=lambda row: row["command"])
def test_an_everyday_command_stays_quiet(row: dict[str, Any], parser: ShfmtParser) -> None:
    assert _allowed(row, parser)
