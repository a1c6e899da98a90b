"""Python on the command line: what depends on the machine, and bounds."""

import pytest
from tests.support.programs import WORKSPACE, World, effects, rows

from mayact.core.analysis.plan import FileDigest, Found, Missing
from mayact.core.model import Verb

_CALL = "import helpers; helpers.go('x')"


def _verbs(code: str, world: World | None = None, cwd: str = WORKSPACE) -> set[Verb]:
    return {effect.verb for effect in effects(["python3", "-c", code], world=world, cwd=cwd)}


@pytest.mark.requirement("AUTHZ-6")
def test_calling_into_a_module_that_nobody_saw_is_opaque() -> None:
    world = World({FileDigest(f"{WORKSPACE}/helpers.py"): Missing()})
    assert Verb.OPAQUE in _verbs(_CALL)
    assert Verb.OPAQUE in _verbs(_CALL, world)


def test_calling_into_a_module_of_the_repository_is_the_repositorys_code() -> None:
    world = World({FileDigest(f"{WORKSPACE}/helpers.py"): Found("0" * 64)})
    assert _verbs(_CALL, world) == {Verb.EXEC_RUN}


@pytest.mark.requirement("AUTHZ-6")
def test_a_module_outside_the_repository_is_never_its_own() -> None:
    world = World({FileDigest("/tmp/helpers.py"): Found("0" * 64)})
    assert Verb.OPAQUE in _verbs(_CALL, world, cwd="/tmp")


@pytest.mark.requirement("AUTHZ-6")
@pytest.mark.parametrize(
    "code",
    ["x = 1\n" * 20_000, "(" * 5_000, "a = [" * 400, "x = 'a'\n" + "x = x + x\n" * 200, "é\x00", "print(1", "\ud800"],
)
def test_a_text_that_is_too_much_is_an_answer_and_not_an_error(code: str) -> None:
    found = rows(effects(["python3", "-c", code]))
    assert found in ([], [["opaque", "code", "high"]])
