"""The action digest binds everything that execution depends on, and nothing that a retry changes."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from mayact.core.errors import LimitExceeded
from mayact.core.model import Hop, HopKind, Source, ToolCall, action_digest

ROWS = [
    json.loads(line)
    for line in (Path(__file__).parent.parent / "vectors" / "action_digest.jsonl").read_text().splitlines()
]

CALL = ToolCall(
    tool="shell",
    arguments={"command": "git push origin main"},
    cwd="/home/dev/project",
    home="/home/dev",
    user="dev",
    chain=(Hop(HopKind.PERSON, "dev", Source.OBSERVED),),
    environment=(("PATH", "/usr/bin"),),
)


def call_of(row: dict[str, Any]) -> ToolCall:
    return ToolCall(
        tool=row["tool"],
        arguments=row["arguments"],
        target=row["target"],
        cwd=row["cwd"],
        home="/home/dev",
        user="dev",
        environment=tuple((item["name"], item["value"]) for item in row["environment"]),
        stdin=row["stdin"],
        chain=tuple(Hop(HopKind(hop["kind"]), hop["id"], Source(hop["source"])) for hop in row["chain"]),
        task=row["task"],
    )


@pytest.mark.requirement("APPR-1")
@pytest.mark.parametrize("row", ROWS, ids=[row["id"] for row in ROWS])
def test_the_digest_of_an_action_never_changes_its_form(row: dict[str, Any]) -> None:
    assert action_digest(call_of(row["action"]), row["action"]["pins"]) == row["digest"]


@pytest.mark.requirement("APPR-1")
@pytest.mark.parametrize(
    "changed",
    [
        {"tool": "exec"},
        {"arguments": {"command": "git push origin main "}},
        {"arguments": {"command": "git push origin main", "more": 1}},
        {"target": "elsewhere"},
        {"cwd": "/home/dev"},
        {"environment": ()},
        {"environment": (("PATH", "/usr/bin:/bin"),)},
        {"stdin": "sha256:" + "0" * 64},
        {"task": "t"},
        {"chain": (Hop(HopKind.PERSON, "other", Source.OBSERVED),)},
        {"chain": (Hop(HopKind.PERSON, "dev", Source.ASSERTED),)},
        {"chain": (Hop(HopKind.PERSON, "dev", Source.OBSERVED), Hop(HopKind.AGENT, "a", Source.CLAIMED))},
    ],
)
def test_every_part_of_the_action_is_bound(changed: dict[str, Any]) -> None:
    assert action_digest(replace(CALL, **changed), {}) != action_digest(CALL, {})


@pytest.mark.requirement("APPR-1")
def test_a_pin_is_bound() -> None:
    assert len({action_digest(CALL, pins) for pins in ({}, {"a": "1"}, {"a": "2"}, {"b": "1"})}) == 4


@pytest.mark.requirement("APPR-6")
@pytest.mark.parametrize(
    "changed",
    [{"session": "s"}, {"call_id": "c"}, {"boundary": "hook:claude-code"}, {"claims": {"intent": "tidy up"}}],
)
def test_what_a_retry_changes_is_not_bound(changed: dict[str, Any]) -> None:
    assert action_digest(replace(CALL, **changed), {}) == action_digest(CALL, {})


@pytest.mark.parametrize("hops", [0, 9])
def test_a_chain_of_nobody_or_of_too_many_has_no_digest(hops: int) -> None:
    with pytest.raises(LimitExceeded):
        action_digest(replace(CALL, chain=CALL.chain * hops), {})
