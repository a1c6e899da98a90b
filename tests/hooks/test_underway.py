"""What hooks have begun and not ended: found by whose it is, in order, bounded, and never more than once."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mayact.core.model import Strength
from mayact.core.wire.hooks.events import AfterTool, AskedAgain
from mayact.core.wire.messages import CallFields
from mayact.server import underway
from mayact.server.peer import Peer
from mayact.server.underway import AGAIN_S, Foreseen, Running

SAM = Peer(uid=1001, user="sam", home="/home/sam", strength=Strength.ADVISORY)
KIM = Peer(uid=1002, user="kim", home="/home/kim", strength=Strength.ADVISORY)


def fields(call_id: str, session: str = "s") -> CallFields:
    return CallFields(tool="file.read", arguments={"path": "a"}, cwd="/", session=session, call_id=call_id)


def ended(call_id: str, session: str = "s") -> AfterTool:
    return AfterTool(session=session, call_id=call_id, status="succeeded")


@pytest.mark.requirement("AUDIT-3")
def test_calls_that_are_the_same_are_closed_in_the_order_in_which_they_began() -> None:
    running = Running()
    for permit in ("p1", "p2", "p3"):
        running.began(SAM, fields("same"), permit)
    assert [running.ended(SAM, ended("same")) for _ in range(4)] == ["p1", "p2", "p3", None]


def test_a_call_of_somebody_else_is_not_closed() -> None:
    running = Running()
    running.began(SAM, fields("c"), "p")
    assert running.ended(KIM, ended("c")) is None
    assert running.ended(SAM, ended("c", session="other")) is None
    assert running.ended(SAM, ended("c")) == "p"


def test_the_oldest_is_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(underway, "MAX_RUNNING", 2)
    running, foreseen = Running(), Foreseen()
    for name in ("a", "b", "c"):
        running.began(SAM, fields(name), name)
        foreseen.foresee(SAM, "s", name)
    assert [running.ended(SAM, ended(name)) for name in ("a", "b", "c")] == [None, "b", "c"]
    assert [foreseen.take(SAM, AskedAgain(session="s", key=name)) for name in ("a", "b", "c")] == [False, True, True]


@pytest.mark.requirement("AUTHZ-6")
@given(st.lists(st.tuples(st.sampled_from([SAM, KIM]), st.sampled_from("st"), st.sampled_from("xy"), st.booleans())))
def test_a_second_question_is_answered_yes_once_for_each_yes(steps: list[tuple[Peer, str, str, bool]]) -> None:
    foreseen = Foreseen(now=lambda: 0.0)
    owed: dict[tuple[int, str, str], int] = {}
    for peer, session, key, asks in steps:
        at = (peer.uid, session, key)
        if not asks:
            foreseen.foresee(peer, session, key)
            owed[at] = owed.get(at, 0) + 1
            continue
        assert foreseen.take(peer, AskedAgain(session=session, key=key)) == (owed.get(at, 0) > 0)
        owed[at] = max(owed.get(at, 0) - 1, 0)


@pytest.mark.requirement("AUTHZ-6")
def test_a_yes_is_soon_over() -> None:
    at = [0.0]
    foreseen = Foreseen(now=lambda: at[0])
    foreseen.foresee(SAM, "s", "x")
    at[0] = AGAIN_S
    assert not foreseen.take(SAM, AskedAgain(session="s", key="x"))
