"""The filter's bytes, read as the kernel reads them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.bpf import answered

from mayact.core.errors import NotFound
from mayact.core.sandbox.syscalls import FAMILIES, MACHINES, TERMINAL_REQUESTS, filter_of

EPERM, ENOSYS, EAFNOSUPPORT = 1, 38, 97
NAMES = sorted(MACHINES)


@pytest.mark.requirement("BOUND-2")
@pytest.mark.parametrize("name", NAMES)
@given(number=st.integers(0, 0x3FFF_FFFF), first=st.integers(0, 2**32 - 1), second=st.integers(0, 2**32 - 1))
def test_a_call_is_refused_exactly_when_the_table_says_so(name: str, number: int, first: int, second: int) -> None:
    machine = MACHINES[name]
    said = answered(filter_of(name), audit=machine.audit, number=number, arguments=(first, second))
    if number in machine.refused.values():
        assert said == EPERM
    elif number == machine.socket:
        assert said == (0 if first in FAMILIES else EAFNOSUPPORT)
    elif number == machine.ioctl:
        assert said == (EPERM if second in TERMINAL_REQUESTS else 0)
    else:
        assert said == 0


@pytest.mark.requirement("BOUND-2")
@pytest.mark.parametrize("name", NAMES)
def test_every_refused_call_and_family_is_refused(name: str) -> None:
    machine, program = MACHINES[name], filter_of(name)
    for number in machine.refused.values():
        assert answered(program, audit=machine.audit, number=number) == EPERM
    for family in range(64):
        said = answered(program, audit=machine.audit, number=machine.socket, arguments=(family,))
        assert said == (0 if family in FAMILIES else EAFNOSUPPORT)
    for request in TERMINAL_REQUESTS:
        assert answered(program, audit=machine.audit, number=machine.ioctl, arguments=(0, request)) == EPERM


@pytest.mark.requirement("BOUND-2")
@pytest.mark.parametrize("name", NAMES)
@given(audit=st.integers(0, 2**32 - 1), number=st.integers(0, 2**32 - 1))
def test_another_architecture_is_refused_whole(name: str, audit: int, number: int) -> None:
    machine = MACHINES[name]
    if audit != machine.audit:
        assert answered(filter_of(name), audit=audit, number=number) == ENOSYS


def test_the_second_numbering_of_x86_is_refused() -> None:
    machine = MACHINES["x86_64"]
    for number in (0x4000_0000, 0x4000_0001, 0x4000_0000 + machine.socket, 0xFFFF_FFFF):
        assert answered(filter_of("x86_64"), audit=machine.audit, number=number) == ENOSYS


def test_a_machine_without_numbers_has_no_filter() -> None:
    with pytest.raises(NotFound):
        filter_of("pdp11")
