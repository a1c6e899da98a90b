"""The committer: what waits is taken in order and in groups, answered once, bounded, and never half withdrawn."""

import itertools
import threading
from collections.abc import Callable, Iterator, Sequence

import pytest

from mayact.core.errors import IllegalTransition, MayactError, Overloaded, StoreUnavailable
from mayact.core.log.entry import Kind
from mayact.ports import Receipt
from mayact.store import writer
from mayact.store.group import Ready
from mayact.store.writer import GROUP_BOUNDS, RESERVED, Committer, Lane, Limits, Outcome

pytestmark = pytest.mark.requirement("OPS-2")


def draft(name: str, size: int = 2) -> Ready:
    return Ready(Kind.GATE_STARTED, {"name": name}, 1, b"x" * size)


class Gated:
    """A commit that waits to be let through; remembers what it was given."""

    def __init__(self) -> None:
        self.groups: list[list[str]] = []
        self.entered = threading.Semaphore(0)
        self.let = threading.Semaphore(0)
        self.outcome: Callable[[str], Outcome] = lambda name: Receipt((), name)

    def commit(self, appends: Sequence[Sequence[Ready]]) -> Sequence[Outcome]:
        names = [str(drafts[0].body["name"]) for drafts in appends]
        self.groups.append(names)
        self.entered.release()
        assert self.let.acquire(timeout=20)
        return [self.outcome(name) for name in names]


class Answers:
    def __init__(self) -> None:
        self.given: dict[str, Outcome] = {}
        self._one = threading.Semaphore(0)

    def taker(self, name: str) -> Callable[[Outcome], None]:
        def take(outcome: Outcome) -> None:
            assert name not in self.given, "answered twice"
            self.given[name] = outcome
            self._one.release()

        return take

    def wait(self, count: int) -> None:
        for _ in range(count):
            assert self._one.acquire(timeout=20)


@pytest.fixture
def gated() -> Gated:
    return Gated()


@pytest.fixture
def answers() -> Answers:
    return Answers()


@pytest.fixture
def committer(gated: Gated) -> Iterator[Committer]:
    made = Committer(gated.commit, limits=Limits(queue=4, group=3, wait_s=1))
    yield made
    gated.let.release(100)
    made.close()


def send(committer: Committer, answers: Answers, *names: str, entries: int = 1, lane: Lane = Lane.PASSING) -> None:
    for name in names:
        committer.submit([draft(name)] * entries, answers.taker(name), lane=lane)


def test_what_waits_goes_together_in_order_and_no_group_is_larger_than_it_may_be(
    committer: Committer, gated: Gated, answers: Answers
) -> None:
    send(committer, answers, "a")
    assert gated.entered.acquire(timeout=20)
    send(committer, answers, "b", "c", "d", "e")
    gated.let.release(3)
    answers.wait(5)
    assert gated.groups == [["a"], ["b", "c", "d"], ["e"]]
    assert all(isinstance(outcome, Receipt) for outcome in answers.given.values())


def test_those_who_were_answered_together_are_gathered_and_who_is_alone_never_waits(
    committer: Committer, gated: Gated, answers: Answers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writer, "GATHER_S", 1_000)
    for alone in ("a", "b"):
        send(committer, answers, alone)
        gated.let.release()
        answers.wait(1)
        assert gated.entered.acquire(timeout=20)
    send(committer, answers, "c")
    assert gated.entered.acquire(timeout=20)
    send(committer, answers, "d", "e")
    gated.let.release()  # "c" is answered while two more wait: three are expected
    answers.wait(1)
    assert gated.groups == [["a"], ["b"], ["c"]]
    send(committer, answers, "f")
    gated.let.release()
    answers.wait(3)
    assert gated.groups[3:] == [["d", "e", "f"]]


def test_nobody_is_waited_for_longer_than_the_bound(committer: Committer, gated: Gated, answers: Answers) -> None:
    send(committer, answers, "a")
    assert gated.entered.acquire(timeout=20)
    send(committer, answers, "b", "c")
    gated.let.release(2)
    answers.wait(3)
    gated.let.release(1)
    send(committer, answers, "d")  # one, where two were answered together
    answers.wait(1)
    assert [name for group in gated.groups for name in group] == ["a", "b", "c", "d"]


def test_an_append_is_never_split_over_groups(committer: Committer, gated: Gated, answers: Answers) -> None:
    send(committer, answers, "a")
    assert gated.entered.acquire(timeout=20)
    send(committer, answers, "b", "c", entries=2)
    send(committer, answers, "whole", entries=9)
    gated.let.release(4)
    answers.wait(4)
    assert gated.groups == [["a"], ["b"], ["c"], ["whole"]]


def test_a_full_queue_refuses_at_once_and_takes_again_when_there_is_room(
    committer: Committer, gated: Gated, answers: Answers
) -> None:
    send(committer, answers, "a")
    assert gated.entered.acquire(timeout=20)
    send(committer, answers, "b", "c", "d", "e")
    with pytest.raises(Overloaded):
        send(committer, answers, "f")
    assert committer.depth() == 4
    gated.let.release(3)
    answers.wait(5)
    send(committer, answers, "g")
    gated.let.release(1)
    answers.wait(1)
    assert "f" not in answers.given
    assert [name for group in gated.groups for name in group] == ["a", "b", "c", "d", "e", "g"]


def test_the_queue_is_bounded_in_bytes_too(
    committer: Committer, gated: Gated, answers: Answers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writer, "MAX_QUEUED_BYTES", 100)
    send(committer, answers, "a")
    assert gated.entered.acquire(timeout=20)
    committer.submit([draft("large", 90)], answers.taker("large"), lane=Lane.PASSING)
    with pytest.raises(Overloaded):
        committer.submit([draft("more", 20)], answers.taker("more"), lane=Lane.PASSING)
    committer.submit([draft("fits", 10)], answers.taker("fits"), lane=Lane.PASSING)
    gated.let.release(3)
    answers.wait(3)
    assert set(answers.given) == {"a", "large", "fits"}


def test_what_was_not_begun_can_be_withdrawn_and_is_never_written(
    committer: Committer, gated: Gated, answers: Answers
) -> None:
    flying = committer.submit([draft("a")], answers.taker("a"), lane=Lane.PASSING)
    assert gated.entered.acquire(timeout=20)
    waiting = committer.submit([draft("b")], answers.taker("b"), lane=Lane.PASSING)
    send(committer, answers, "c")
    assert not committer.withdraw(flying)
    assert committer.withdraw(waiting)
    assert not committer.withdraw(waiting)
    gated.let.release(2)
    answers.wait(2)
    assert gated.groups == [["a"], ["c"]]
    assert "b" not in answers.given


def test_closing_answers_what_waits_and_takes_no_more(committer: Committer, gated: Gated, answers: Answers) -> None:
    send(committer, answers, "a", "b", "c", "d")
    closing = threading.Thread(target=committer.close)
    closing.start()
    for number in itertools.count():  # some may still be taken before it closes, each of them once
        try:
            send(committer, answers, f"late-{number}")
        except StoreUnavailable as error:
            if not isinstance(error, Overloaded):
                break
    gated.let.release(10)
    closing.join(20)
    assert not closing.is_alive()
    assert {"a", "b", "c", "d"} <= set(answers.given)


def test_each_append_gets_its_own_outcome(committer: Committer, gated: Gated, answers: Answers) -> None:
    gated.outcome = lambda name: IllegalTransition(name) if name == "c" else Receipt((), name)
    send(committer, answers, "a")
    assert gated.entered.acquire(timeout=20)
    send(committer, answers, "b", "c", "d")
    gated.let.release(2)
    answers.wait(4)
    assert {name: type(outcome) for name, outcome in answers.given.items()} == {
        "a": Receipt,
        "b": Receipt,
        "c": IllegalTransition,
        "d": Receipt,
    }


@pytest.mark.parametrize("failure", [StoreUnavailable("the disk is gone"), ZeroDivisionError("a bug")])
def test_a_group_that_fails_answers_all_of_it_and_the_writer_goes_on(
    failure: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[type[BaseException] | None] = []
    monkeypatch.setattr(threading, "excepthook", lambda args: seen.append(args.exc_type))
    answers, failing = Answers(), [False, True]

    def commit(appends: Sequence[Sequence[Ready]]) -> Sequence[Outcome]:
        if failing.pop():
            raise failure
        return [Receipt((), "") for _ in appends]

    committer = Committer(commit, limits=Limits())
    send(committer, answers, "a")
    answers.wait(1)
    send(committer, answers, "b")
    answers.wait(1)
    committer.close()
    assert isinstance(answers.given["a"], StoreUnavailable)
    assert isinstance(answers.given["b"], Receipt)
    assert seen == ([] if isinstance(failure, MayactError) else [ZeroDivisionError]), "a bug is reported, not hidden"


def test_one_caller_s_fault_leaves_no_other_unanswered(
    committer: Committer, gated: Gated, answers: Answers, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[type[BaseException] | None] = []
    monkeypatch.setattr(threading, "excepthook", lambda args: seen.append(args.exc_type))

    def faulty(outcome: Outcome) -> None:
        raise ZeroDivisionError

    send(committer, answers, "a")
    assert gated.entered.acquire(timeout=20)
    committer.submit([draft("b")], faulty, lane=Lane.PASSING)
    send(committer, answers, "c")
    gated.let.release(2)
    answers.wait(2)
    assert set(answers.given) == {"a", "c"}
    assert seen == [ZeroDivisionError]


def test_a_commit_that_loses_an_answer_acknowledges_nothing() -> None:
    answers = Answers()
    committer = Committer(lambda appends: [], limits=Limits())
    send(committer, answers, "a")
    answers.wait(1)
    committer.close()
    assert isinstance(answers.given["a"], StoreUnavailable)


def test_what_many_callers_send_never_fills_what_is_kept_for_the_gate_s_threads(
    committer: Committer, gated: Gated, answers: Answers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writer, "RESERVED", 2)
    send(committer, answers, "a")
    assert gated.entered.acquire(timeout=20)
    send(committer, answers, "b", "c", "d", "e")
    with pytest.raises(Overloaded):
        send(committer, answers, "f")
    send(committer, answers, "hook", "person", lane=Lane.HOLDING)
    with pytest.raises(Overloaded):
        send(committer, answers, "too many", lane=Lane.HOLDING)
    with pytest.raises(Overloaded):
        send(committer, answers, "g")
    gated.let.release(3)
    answers.wait(7)
    # Their turn comes in the very next group, whoever came first.
    assert gated.groups == [["a"], ["hook", "b", "person"], ["c", "d", "e"]]


def test_neither_lane_keeps_the_other_from_its_turn(gated: Gated, answers: Answers) -> None:
    committer = Committer(gated.commit, limits=Limits(queue=8, group=1))
    send(committer, answers, "first")
    assert gated.entered.acquire(timeout=20)
    send(committer, answers, "h1", "h2", "h3", lane=Lane.HOLDING)
    send(committer, answers, "p1", "p2", "p3")
    gated.let.release(7)
    answers.wait(7)
    committer.close()
    assert gated.groups == [["first"], ["h1"], ["p1"], ["h2"], ["p2"], ["h3"], ["p3"]]


def test_large_entries_leave_room_for_the_gate_s_threads(
    committer: Committer, gated: Gated, answers: Answers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writer, "MAX_QUEUED_BYTES", 100)
    monkeypatch.setattr(writer, "RESERVED_BYTES", 20)
    send(committer, answers, "a")
    assert gated.entered.acquire(timeout=20)
    committer.submit([draft("large", 100)], answers.taker("large"), lane=Lane.PASSING)
    with pytest.raises(Overloaded):
        committer.submit([draft("more", 20)], answers.taker("more"), lane=Lane.PASSING)
    committer.submit([draft("hook", 20)], answers.taker("hook"), lane=Lane.HOLDING)
    with pytest.raises(Overloaded):
        committer.submit([draft("hook 2", 20)], answers.taker("hook 2"), lane=Lane.HOLDING)
    gated.let.release(3)
    answers.wait(3)
    assert set(answers.given) == {"a", "large", "hook"}


def test_the_figures_say_what_waits_and_how_large_the_groups_were(
    committer: Committer, gated: Gated, answers: Answers
) -> None:
    assert (committer.figures().waiting, sum(committer.figures().groups)) == (0, 0)
    send(committer, answers, "a")
    assert gated.entered.acquire(timeout=20)
    send(committer, answers, "b", "c", "d")
    send(committer, answers, "whole", entries=5_000, lane=Lane.HOLDING)
    assert committer.figures().waiting == 4
    gated.let.release(3)
    answers.wait(5)
    found = committer.figures()
    assert found.group_bounds == GROUP_BOUNDS
    counted = dict(zip((*GROUP_BOUNDS, "more"), found.groups, strict=True))
    assert {bound: count for bound, count in counted.items() if count} == {1: 1, 4: 1, "more": 1}
    assert (found.waiting, found.entries) == (0, 5_004)


def test_the_reserve_is_larger_than_all_threads_that_may_wait() -> None:
    from mayact.server.http.serve import THREADS
    from mayact.server.serve import AGENT_THREADS, CONTROL_THREADS

    assert RESERVED > THREADS + AGENT_THREADS + CONTROL_THREADS
