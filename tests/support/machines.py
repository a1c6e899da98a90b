"""Fixtures: gates driven by the installed command, one initialised once and copies of it.

A folder's `conftest.py` imports what its tests use.
"""

from collections.abc import Iterator

import pytest
from tests.support.cli_gate import Machine


@pytest.fixture(scope="session")
def initialised() -> Iterator[Machine]:
    """Never started, never changed: tests use copies."""
    machine = Machine()
    machine.init()
    yield machine
    machine.remove()


@pytest.fixture
def machine(initialised: Machine) -> Iterator[Machine]:
    """An initialised gate of this test's own, not running."""
    twin = initialised.copy()
    yield twin
    twin.remove()


@pytest.fixture
def blank() -> Iterator[Machine]:
    """A machine without a gate."""
    made = Machine()
    yield made
    made.remove()


@pytest.fixture(scope="module")
def running(initialised: Machine) -> Iterator[Machine]:
    """A gate that runs for the whole module."""
    twin = initialised.copy()
    with twin.up():
        yield twin
    twin.remove()
