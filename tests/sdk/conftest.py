"""Both clients, one suite."""

from collections.abc import Callable, Iterator

import pytest
from tests.support.sdk import Driven, Scripted, Slept, driven


@pytest.fixture(params=["sync", "async"])
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def slept() -> Slept:
    return Slept()


@pytest.fixture
def client_of(kind: str, slept: Slept) -> Iterator[Callable[..., Driven]]:
    made: list[Driven] = []

    def make(gate: Scripted, **options: object) -> Driven:
        made.append(driven(kind, gate, slept, **options))
        return made[-1]

    yield make
    for one in made:
        one.close()
