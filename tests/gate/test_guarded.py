"""Wherever this installation lives: whoever writes or deletes there tampers with the guard."""

import pytest
from tests.support.gate_world import World

from mayact.core.model import Verb
from mayact.ports import Permitted, Refused


@pytest.mark.requirement("AUTHZ-3")
@pytest.mark.parametrize(
    "command",
    [
        "echo x >> {0}/.mayact/state/mayact.db",
        "rm -f {0}/.mayact/run/agent/agent.sock",
        "rm -rf {0}/.mayact",
        "rm -rf {0}/.m*",
        "mv {0}/.mayact {0}/elsewhere",
        "cd {0} && rm -r .mayact/anchor",
        "ln -s {0}/.mayact m && echo x > m/config/mayact.toml",
        "cp x {0}/.mayact/keys/operator.key",
    ],
)
def test_the_gates_own_places_are_never_written(world: World, command: str) -> None:
    (world.home / ".mayact").mkdir()
    answer = world.ask(command.format(world.home))
    assert isinstance(answer, Refused)
    assert answer.decision is not None
    assert Verb.GUARD_TAMPER in {effect.verb for effect in answer.decision.analysis.effects}


def test_a_neighbour_with_a_longer_name_is_not_the_gates(world: World) -> None:
    assert isinstance(world.ask("touch .mayact-notes"), Permitted)
