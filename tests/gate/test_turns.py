"""One action is decided by one caller at a time; nobody waits for another action."""

import threading

import pytest

from mayact.core.canonical import digest_of
from mayact.gate.turns import Turns

ONE, OTHER = digest_of({"action": 1}), digest_of({"action": 2})


@pytest.mark.requirement("OPS-2")
def test_another_action_is_decided_while_one_waits_for_the_disk() -> None:
    turns, order = Turns(), list[str]()
    waiting = threading.Event()

    def again() -> None:
        waiting.set()
        with turns.taking(ONE):
            order.append("again")

    second = threading.Thread(target=again)
    with turns.taking(ONE):
        second.start()
        assert waiting.wait(20)
        with turns.taking(OTHER):
            order.append("other")
        order.append("first")
    second.join(20)
    assert order == ["other", "first", "again"]


def test_a_turn_that_fails_is_given_on_and_nothing_is_remembered() -> None:
    turns = Turns()
    with pytest.raises(ZeroDivisionError), turns.taking(ONE):
        raise ZeroDivisionError
    with turns.taking(ONE):
        assert len(turns._turns) == 1
    assert turns._turns == {}
