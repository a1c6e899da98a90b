"""What the bench says it counts exists: a renamed function would make its stage read zero, silently."""

import importlib
from functools import reduce

import pytest
from bench.servers.staged import COUNTED, STAGES


@pytest.mark.parametrize("where", [*STAGES, COUNTED])
def test_every_stage_is_a_function_of_the_program(where: str) -> None:
    module, _, name = where.partition(":")
    assert callable(reduce(getattr, name.split("."), importlib.import_module(module)))
