"""What the rounds of questions leave open is the worst case, never what nobody asked."""

import pytest
from tests.support.shell import HOME, WORKSPACE, parser

from mayact.core.analysis.catalogue import DEFAULT_CATALOGUE
from mayact.core.analysis.plan import Answer, Found, Question, RealPath, RepoRoot, Unavailable
from mayact.core.model import Hop, HopKind, Risk, Source, ToolCall, Verb
from mayact.gate import examine


class _Places:
    """Knows where the repository is, and nothing else."""

    def for_user(self, user: str) -> "_Places":
        return self

    def answer(self, question: Question) -> Answer:
        known = Found(WORKSPACE) if isinstance(question, RepoRoot) else Unavailable("not looked at")
        return Found(question.path) if isinstance(question, RealPath) else known


@pytest.mark.requirement("AUTHZ-6")
@pytest.mark.parametrize("rounds", [0, 1, 2, 4])
@pytest.mark.parametrize("text", ["git push", "git push origin HEAD"])
def test_a_push_whose_branch_was_not_found_out_is_high(rounds: int, text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(examine, "MAX_OBSERVATION_ROUNDS", rounds)
    call = ToolCall(
        tool="shell",
        arguments={"command": text},
        cwd=WORKSPACE,
        home=HOME,
        user="dev",
        chain=(Hop(HopKind.PERSON, "dev", Source.OBSERVED),),
    )
    found = examine.examine(call, parser=parser(), observer=_Places(), catalogue=DEFAULT_CATALOGUE, guarded=())
    pushes = [effect for effect in found.analysis.effects if effect.verb is Verb.GIT_PUSH]
    assert [effect.risk for effect in pushes] == [Risk.HIGH]
