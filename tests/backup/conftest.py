"""A gate that was initialised once; tests use copies."""

from collections.abc import Iterator

import pytest
from tests.support.cli_gate import Machine


@pytest.fixture(scope="session")
def initialised() -> Iterator[Machine]:
    machine = Machine()
    machine.init()
    yield machine
    machine.remove()


@pytest.fixture
def machine(initialised: Machine) -> Iterator[Machine]:
    twin = initialised.copy()
    yield twin
    twin.remove()
