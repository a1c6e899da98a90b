"""Before a person's key signs: what was shown is what is bound, or nothing is signed."""

import copy
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.cli_rows import REQUEST, a_call, a_decision, a_request, as_json, with_text

from mayact.core.approval import Answer, approval_statement
from mayact.core.canonical import thaw
from mayact.core.errors import MayactError, StoreCorrupt
from mayact.core.log.state import RequestRow
from mayact.core.record import decision_from_json, decision_json
from mayact.core.review import request_row, reviewed


@pytest.mark.requirement("APPR-1")
def test_an_honest_request_binds_exactly_what_was_shown() -> None:
    row = a_request()
    statement = approval_statement(reviewed(row, asked_for=REQUEST), answer=Answer.APPROVE, approver="k", reason="r")
    assert statement["action"] == row.action
    assert statement["rendering"] == row.rendering
    assert statement["request"] == REQUEST
    assert statement["policy"] == row.policy


def other_action(row: RequestRow) -> RequestRow:
    """The text and its digest of a harmless action, the binding of another."""
    harmless = a_request(a_decision(a_call("git status")))
    return replace(row, text=harmless.text, rendering=harmless.rendering)


def other_subject(row: RequestRow) -> RequestRow:
    harmless = a_request(a_decision(a_call("git status")))
    return replace(harmless, action=row.action)


def changed_subject(path: tuple[Any, ...], value: object) -> Callable[[RequestRow], RequestRow]:
    def change(row: RequestRow) -> RequestRow:
        subject = copy.deepcopy(row.subject)
        place: Any = subject
        for step in path[:-1]:
            place = place[step]
        place[path[-1]] = value
        return replace(row, subject=subject)

    return change


LIES: dict[str, Callable[[RequestRow], RequestRow]] = {
    "another text, the old digest": lambda row: replace(row, text=row.text.replace("main", "maim")),
    "another text and its digest": lambda row: with_text(row, row.text.replace("origin main", "origin feature")),
    "a line less": lambda row: with_text(row, row.text.replace("risk       high\n", "")),
    "a line more": lambda row: with_text(row, row.text + "all is well\n"),
    "the text of another action": other_action,
    "the subject of another action": other_subject,
    "another action": lambda row: replace(row, action="sha256:" + "0" * 64),
    "other effects": lambda row: replace(row, effects="sha256:" + "0" * 64),
    "another policy": lambda row: replace(row, policy="sha256:" + "0" * 64),
    "another chain": lambda row: replace(row, chain=row.chain[:1]),
    "another task": lambda row: replace(row, task="t"),
    "a longer life": lambda row: replace(row, expires_at=row.expires_at + 1_000),
    "another request": lambda row: replace(row, id="req-other"),
    "other arguments in the subject": changed_subject(("call", "arguments", "command"), "git push --force origin main"),
    "another directory in the subject": changed_subject(("call", "cwd"), "/elsewhere"),
    "another environment in the subject": changed_subject(("call", "environment"), []),
    "another pin in the subject": changed_subject(
        ("pins", "git.push_url:/home/u/project:origin"), "https://evil.example"
    ),
    "a tamer effect in the subject": changed_subject(("analysis", "effects", 0, "verb"), "fs.read"),
    "a tamer fact in the subject": changed_subject(("analysis", "effects", 0, "facts", "protected"), False),
    "a tamer risk in the subject": changed_subject(("analysis", "effects", 0, "risk"), "low"),
    "another strength in the subject": changed_subject(("strength",), "separate"),
    "no effects in the subject": changed_subject(("analysis", "effects"), []),
    "a verdict that asks nothing": changed_subject(
        ("verdict",), {"outcome": "allow", "obligations": [], "matched": []}
    ),
    "an unknown verdict": changed_subject(("verdict", "outcome"), "sure"),
    "half a subject": changed_subject(("call",), {}),
}


@pytest.mark.requirement("APPR-1", "APPR-10")
@pytest.mark.parametrize("lie", LIES.values(), ids=LIES.keys())
def test_a_request_that_lies_is_never_signed(lie: Callable[[RequestRow], RequestRow]) -> None:
    with pytest.raises(MayactError):
        reviewed(lie(a_request()), asked_for=REQUEST)


@given(command=st.text(max_size=60))
def test_whatever_the_agent_wrote_is_redrawn_to_the_last_character(command: str) -> None:
    try:
        decision = a_decision(a_call(command))
    except MayactError:
        return  # it has no canonical form, so it never becomes a request
    row = a_request(decision)
    assert reviewed(row, asked_for=REQUEST).action == decision.action
    assert all(ch == "\n" or ch.isprintable() for ch in row.text)


@given(command=st.text(max_size=60))
def test_a_decision_comes_back_from_its_json(command: str) -> None:
    try:
        decision = a_decision(a_call(command))
    except MayactError:
        return
    whole: Any = thaw(decision_json(decision))
    assert decision_from_json(whole) == decision


def test_a_reply_that_is_no_request_is_refused() -> None:
    whole = as_json(a_request())
    assert request_row(whole) == a_request()
    for name in whole:
        missing = {key: value for key, value in whole.items() if key != name}
        if name in ("answers", "permit"):
            continue  # they have defaults: nobody answered, nothing spent it
        with pytest.raises(StoreCorrupt):
            request_row(missing)
    with pytest.raises(StoreCorrupt):
        request_row({**whole, "text": 7})
