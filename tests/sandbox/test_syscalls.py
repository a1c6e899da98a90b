"""The filters' bytes, read as the kernel reads them."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from tests.support.bpf import TOLD, answered, both

from mayact.core.errors import NotFound
from mayact.core.sandbox.syscalls import (
    FAMILIES,
    LOOKED_AT,
    MACHINES,
    TERMINAL_REQUESTS,
    Machine,
    base_of,
    filter_of,
    refusal,
    watching,
)

EPERM, ENOSYS, EAFNOSUPPORT = 1, 38, 97
NAMES = sorted(MACHINES)
WORDS = st.integers(0, 2**32 - 1) | st.sampled_from((0, 1, 2, 3, 10, 16, 17, 0x5412, 0o4755, 0o100644, 0x1000_0011))


def expected(machine: Machine, number: int, arguments: tuple[int, ...]) -> int:
    """The table read by other means than the program that is made of it."""
    if number in machine.hidden.values():
        return ENOSYS
    if number in machine.refused.values():
        return EPERM
    for name, cases in LOOKED_AT.items():
        if machine.looked_at.get(name) != number:
            continue
        for case in cases:
            if all(((arguments[t.argument] & t.mask) in t.values) is t.among for t in case):
                return EAFNOSUPPORT if name == "socket" and arguments[0] not in FAMILIES else EPERM
    return 0


@pytest.mark.requirement("BOUND-2")
@pytest.mark.parametrize("name", NAMES)
@given(data=st.data(), arguments=st.tuples(WORDS, WORDS, WORDS, WORDS))
def test_a_call_is_refused_exactly_when_the_table_says_so(
    name: str, data: st.DataObject, arguments: tuple[int, ...]
) -> None:
    machine = MACHINES[name]
    known = sorted({*machine.hidden.values(), *machine.refused.values(), *machine.looked_at.values()})
    number = data.draw(st.sampled_from(known) | st.integers(0, 0x3FFF_FFFF))
    said = answered(filter_of(name), audit=machine.audit, number=number, arguments=arguments)
    assert said == expected(machine, number, arguments)


@pytest.mark.requirement("BOUND-2")
@pytest.mark.parametrize("name", NAMES)
@given(data=st.data(), arguments=st.tuples(WORDS, WORDS, WORDS, WORDS))
def test_watched_refuses_what_unwatched_refuses_and_answers_the_same(
    name: str, data: st.DataObject, arguments: tuple[int, ...]
) -> None:
    machine = MACHINES[name]
    known = sorted({*machine.hidden.values(), *machine.refused.values(), *machine.looked_at.values()})
    number = data.draw(st.sampled_from(known) | st.integers(0, 0x3FFF_FFFF))
    plain = answered(filter_of(name), audit=machine.audit, number=number, arguments=arguments)
    said = both(
        answered(base_of(name), audit=machine.audit, number=number, arguments=arguments),
        answered(watching(name), audit=machine.audit, number=number, arguments=arguments),
    )
    assert (refusal(name, number, arguments).errno if said == TOLD else said) == plain


@pytest.mark.requirement("BOUND-2")
@pytest.mark.parametrize("name", NAMES)
def test_every_refused_call_and_family_is_refused(name: str) -> None:
    machine, program = MACHINES[name], filter_of(name)
    for number in machine.refused.values():
        assert answered(program, audit=machine.audit, number=number) == EPERM
    for family in range(64):
        said = answered(program, audit=machine.audit, number=machine.looked_at["socket"], arguments=(family, 1))
        assert said == (0 if family in FAMILIES else EAFNOSUPPORT)
    for request in TERMINAL_REQUESTS:
        assert answered(program, audit=machine.audit, number=machine.looked_at["ioctl"], arguments=(0, request)) == 1


CALLS = (
    ("socket", (2, 3, 1), EPERM),
    ("socket", (10, 0x80003, 1), EPERM),  # SOCK_CLOEXEC
    ("socket", (16, 3, 0), 0),  # netlink is raw by nature
    ("socket", (2, 2, 0), 0),
    ("clone", (17,), 0),
    ("clone", (0x1000_0011,), EPERM),
    ("unshare", (0x400,), 0),
    ("unshare", (0x80,), EPERM),
    ("openat", (0, 0, 0o101, 0o4755), EPERM),
    ("openat", (0, 0, 0o2, 0o4755), 0),  # nothing is created: what stands there is no mode
    ("openat", (0, 0, 0o101, 0o755), 0),
    ("fchmodat", (0, 0, 0o4755), EPERM),
    ("fchmodat", (0, 0, 0o2755), 0),
    ("mknodat", (0, 0, 0o060600), EPERM),
    ("mknodat", (0, 0, 0o020600), EPERM),
    ("mknodat", (0, 0, 0o010600), 0),  # a pipe
)


@pytest.mark.requirement("BOUND-2")
@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(("call", "arguments", "wanted"), CALLS)
def test_what_is_looked_at(name: str, call: str, arguments: tuple[int, ...], wanted: int) -> None:
    machine = MACHINES[name]
    number = machine.looked_at[call]
    assert answered(filter_of(name), audit=machine.audit, number=number, arguments=arguments) == wanted


@pytest.mark.requirement("BOUND-2")
@pytest.mark.parametrize("name", NAMES)
@given(audit=st.integers(0, 2**32 - 1), number=st.integers(0, 2**32 - 1))
@example(audit=0, number=0)
def test_another_architecture_is_refused_whole(name: str, audit: int, number: int) -> None:
    machine = MACHINES[name]
    if audit != machine.audit:
        assert answered(filter_of(name), audit=audit, number=number) == ENOSYS
        assert answered(base_of(name), audit=audit, number=number) == ENOSYS


def test_the_second_numbering_of_x86_is_refused() -> None:
    machine = MACHINES["x86_64"]
    for number in (0x4000_0000, 0x4000_0001, 0x4000_0000 + machine.looked_at["socket"], 0xFFFF_FFFF):
        assert answered(filter_of("x86_64"), audit=machine.audit, number=number) == ENOSYS
        assert answered(base_of("x86_64"), audit=machine.audit, number=number) == ENOSYS


@pytest.mark.requirement("BOUND-2")
@pytest.mark.parametrize("name", NAMES)
def test_what_is_told_of_is_from_a_closed_list_and_never_a_yes(name: str) -> None:
    for number in range(1024):
        assert refusal(name, number, (99, 3)).errno > 0
    words = {refusal(name, number, (family, 3)).what for number in range(512) for family in range(80)}
    assert len(words) < 200


def test_a_machine_without_numbers_has_no_filter() -> None:
    for made in (filter_of, base_of, watching):
        with pytest.raises(NotFound):
            made("pdp11")
