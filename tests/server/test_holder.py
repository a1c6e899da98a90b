"""The gate knows whose permit it is, whatever became of it: the sockets refuse everybody else."""

from pathlib import Path

import pytest
from tests.support.gate_world import World
from tests.support.store_memory import MemoryStore

from mayact.core.errors import NotFound
from mayact.core.model import Strength
from mayact.ports import Outcome, Permitted


@pytest.mark.requirement("BOUND-3", "AUDIT-3")
def test_a_permit_stays_its_users_when_it_is_spent_and_reported(tmp_path: Path) -> None:
    project = tmp_path / "project"
    project.mkdir()
    world = World(store=MemoryStore(), home=tmp_path, project=project)
    try:
        answer, call = world.ask("ls"), world.call("ls")
        assert isinstance(answer, Permitted)
        seen = [world.gate.user_of(answer.permit)]
        world.gate.redeem(answer.token, call, strength=Strength.ADVISORY)
        seen.append(world.gate.user_of(answer.permit))
        world.gate.outcome(answer.permit, Outcome(status="succeeded"))
        seen.append(world.gate.user_of(answer.permit))
        assert seen == [call.user] * 3
        with pytest.raises(NotFound):
            world.gate.user_of("prm-nobody")
    finally:
        world.close()
