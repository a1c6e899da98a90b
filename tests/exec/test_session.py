"""What runs is what was hashed: no reply of any gate makes it otherwise."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from mayact.boundary.exec import session
from mayact.boundary.exec.session import Stated
from mayact.core.errors import DigestMismatch, MayactError
from mayact.core.model import Hop, HopKind, Source, ToolCall, action_digest
from mayact.core.wire.environment import completed

STATED = Stated(tool="exec", arguments={"argv": ("git", "push")}, cwd="/w", environment={"PATH": "/bin"})


def reply(**changed: Any) -> dict[str, Any]:
    """What the gate answers for STATED."""
    call = ToolCall(
        tool="exec",
        arguments={"argv": ("git", "push")},
        cwd="/w",
        home="/home/dev",
        user="dev",
        chain=(Hop(HopKind.PERSON, "dev", Source.OBSERVED), Hop(HopKind.AGENT, "a", Source.CLAIMED)),
        environment=completed({"PATH": "/bin"}, home="/home/dev", user="dev", cwd="/w"),
    )
    pins = {"program:git": "/usr/bin/git"}
    return {
        "outcome": "allow",
        "token": "t",
        "action": action_digest(call, pins),
        "pins": pins,
        "obligations": [],
        "call": {
            "tool": "exec",
            "arguments": {"argv": ["git", "push"]},
            "cwd": "/w",
            "home": "/home/dev",
            "user": "dev",
            "chain": [
                {"kind": "person", "id": "dev", "source": "observed"},
                {"kind": "agent", "id": "a", "source": "claimed"},
            ],
            "target": "local",
            "environment": dict(call.environment),
            "stdin": None,
            "task": None,
        },
        **changed,
    }


def test_the_same_thing_is_ready_to_run() -> None:
    ready = session.permitted(STATED, reply(), keep=())
    assert session.command_line(ready.call) == ("git", "push")
    assert dict(ready.call.environment)["HOME"] == "/home/dev"
    sent = json.loads(session.redeem_message(ready))
    assert sent["call"]["environment"] == {"PATH": "/bin"}


def test_a_claimed_permit_is_restated_with_its_chain() -> None:
    ready = session.claimed("t", reply())
    sent = json.loads(session.redeem_message(ready))
    assert (sent["token"], sent["call"]["agent"], sent["call"]["cwd"]) == ("t", "a", "/w")
    assert session.command_line(ready.call) == ("git", "push")


CHANGES: dict[str, Callable[[dict[str, Any]], object]] = {
    "digest": lambda r: r.update(action="sha256:" + "0" * 64),
    "pins": lambda r: r["pins"].update({"program:git": "/tmp/git"}),
    "fewer pins": lambda r: r["pins"].clear(),
    "home": lambda r: r["call"].update(home="/root"),
    "user": lambda r: r["call"].update(user="root"),
    "chain": lambda r: r["call"]["chain"].pop(),
    "source": lambda r: r["call"]["chain"][1].update(source="observed"),
    "target": lambda r: r["call"].update(target="prod"),
    "stdin": lambda r: r["call"].update(stdin="sha256:" + "0" * 64),
}


@pytest.mark.requirement("BOUND-3")
@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_one_difference_and_it_does_not_run(change: Callable[[dict[str, Any]], object]) -> None:
    given_reply = reply()
    change(given_reply)
    with pytest.raises(DigestMismatch):
        session.permitted(STATED, given_reply, keep=())
    with pytest.raises(DigestMismatch):
        session.claimed("t", given_reply)


@pytest.mark.requirement("BOUND-3")
@pytest.mark.parametrize(
    "change",
    [
        lambda r: r["call"]["arguments"].update(argv=["git", "push", "--force"]),
        lambda r: r["call"].update(cwd="/elsewhere"),
        lambda r: r["call"]["environment"].update(PATH="/tmp/bin"),
        lambda r: r["call"].update(tool="shell", arguments={"command": "git push"}),
        lambda r: r["call"].update(task="another"),
    ],
)
def test_a_claim_that_names_another_call_than_its_digest_does_not_run(change: Any) -> None:
    given_reply = reply()
    change(given_reply)
    with pytest.raises(DigestMismatch):
        session.claimed("t", given_reply)


@pytest.mark.requirement("AUTHZ-5")
def test_an_obligation_that_is_not_enforced_here_does_not_run() -> None:
    with pytest.raises(MayactError, match="cannot enforce"):
        session.permitted(STATED, reply(obligations=["redact:pii"]), keep=())


@pytest.mark.requirement("AUTHZ-6")
@given(
    st.sampled_from(["call", "pins", "action", "token", "obligations"]),
    st.none() | st.integers() | st.text() | st.lists(st.integers(), min_size=1) | st.dictionaries(st.text(), st.text()),
)
def test_a_malformed_reply_never_makes_anything_ready(name: str, value: Any) -> None:
    assume(not (name == "token" and isinstance(value, str)))  # opaque here: the gate judges it
    with pytest.raises(MayactError):
        session.permitted(STATED, reply(**{name: value}), keep=())


@pytest.mark.parametrize("tool", ["file.write", "http", "mcp", "other"])
def test_only_commands_run_here(tool: str) -> None:
    call = ToolCall(tool=tool, arguments={"argv": ("ls",)}, cwd="/", home="/h", user="u", chain=())
    with pytest.raises(MayactError):
        session.command_line(call)


def test_a_shell_text_runs_without_start_up_files() -> None:
    call = ToolCall(tool="shell", arguments={"command": "a; b"}, cwd="/", home="/h", user="u", chain=())
    assert session.command_line(call) == ("/bin/bash", "--noprofile", "--norc", "-c", "a; b")
