"""The one path over an in-memory store: what is allowed, refused, asked, spent."""

import threading
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from tests.gate.conftest import git
from tests.support.gate_world import Person, World

from mayact.core.approval import Answer, approval_statement
from mayact.core.canonical import digest_bytes
from mayact.core.errors import (
    CallerLeft,
    DigestMismatch,
    Expired,
    IllegalTransition,
    InvalidInput,
    MayactError,
    NoPolicy,
    StoreUnavailable,
    Unauthenticated,
)
from mayact.core.limits import MAX_PERMIT_LIFE_MS, MAX_RUN_MS
from mayact.core.log.entry import Draft, Kind
from mayact.core.log.state import PermitRow, RequestRow, Table
from mayact.core.log.statements import binding_of
from mayact.core.model import Hop, HopKind, Source, Strength, Verb, chain_json
from mayact.gate.gate import ThePath
from mayact.ports import Outcome, Pending, Permitted, Receipt, Refused

PUSH = "git push origin main"
HELD = Strength.ADVISORY


def kinds(world: World) -> list[Kind]:
    return [entry.kind for entry in world.store.entries(start=0, count=10_000)]


def approved(world: World, command: str = PUSH) -> RequestRow:
    asked = world.ask(command)
    assert isinstance(asked, Pending)
    row = world.gate.request(asked.request)
    return world.gate.answer(asked.request, world.person.answer(row))


@pytest.mark.requirement("AUTHZ-1", "AUTHZ-5", "AUDIT-3")
def test_a_harmless_command_is_permitted_redeemed_once_and_its_outcome_kept(world: World) -> None:
    answer = world.ask("ls")
    assert isinstance(answer, Permitted)
    permit = world.gate.redeem(answer.token, world.call("ls"), strength=HELD)
    world.gate.outcome(permit, Outcome(status="succeeded", exit_code=0))
    assert kinds(world)[-4:] == [
        Kind.DECISION_MADE,
        Kind.PERMIT_ISSUED,
        Kind.PERMIT_REDEEMED,
        Kind.OUTCOME_REPORTED,
    ]
    with pytest.raises(IllegalTransition):
        world.gate.redeem(answer.token, world.call("ls"), strength=HELD)


@pytest.mark.requirement("AUTHZ-3", "AUTHZ-8")
def test_a_force_push_to_the_protected_branch_is_refused_and_says_by_which_rule(world: World) -> None:
    answer = world.ask("git push --force origin main")
    assert isinstance(answer, Refused)
    assert answer.reasons[0].rule
    assert answer.reasons[0].text
    assert not world.gate.requests()


@pytest.mark.requirement("AUTHZ-3", "APPR-1", "APPR-7")
def test_a_validly_signed_approval_for_a_refused_action_changes_nothing(world: World) -> None:
    command = "git push --force origin main"
    refused = world.ask(command)
    assert isinstance(refused, Refused)
    assert refused.decision is not None
    text = "whatever"
    body = {
        "id": "req-forced",
        "action": refused.action,
        "effects": refused.decision.effects,
        "policy": refused.decision.policy,
        "needs": ({"tier": "operator", "quorum": 1, "rules": ()},),
        "chain": chain_json(world.call(command).chain),
        "task": None,
        "rendering": digest_bytes(text.encode()),
        "text": text,
        "nonce": "0" * 32,
        "expires_at": world.clock.ms + 600_000,
        "subject": {},
    }
    world.store.append([Draft(Kind.REQUEST_OPENED, body, world.clock.ms)])
    row = world.gate.answer("req-forced", world.person.answer(world.gate.request("req-forced")))
    assert row.status == "approved"
    assert isinstance(world.ask(command), Refused)
    assert world.gate.request("req-forced").status == "approved"


@pytest.mark.requirement("APPR-1", "AUTHZ-5")
def test_an_approval_is_spent_by_one_run_and_the_next_asks_again(world: World) -> None:
    row = approved(world)
    first = world.ask(PUSH)
    assert isinstance(first, Permitted)
    assert world.gate.request(row.id).status == "spent"
    world.gate.redeem(first.token, world.call(PUSH), strength=HELD)
    second = world.ask(PUSH)
    assert isinstance(second, Pending)
    assert second.request != row.id


@pytest.mark.requirement("APPR-1", "APPR-6")
def test_an_approval_is_not_spent_for_somebody_who_left(world: World) -> None:
    row = approved(world)
    with pytest.raises(CallerLeft):
        world.gate.authorize(world.call(PUSH), strength=HELD, wanted=lambda: False)
    assert world.gate.request(row.id).status == "approved"
    assert isinstance(world.ask(PUSH), Permitted)


@pytest.mark.requirement("APPR-1")
@pytest.mark.parametrize(
    "changed",
    [
        {"arguments": {"command": "git push origin main "}},
        {"arguments": {"command": "git push -u origin main"}},
        {"environment": (("HOME", "/elsewhere"), ("PATH", "/usr/bin:/bin"))},
        {"task": "another"},
        {"stdin": "sha256:" + "0" * 64},
        {
            "chain": (
                Hop(HopKind.PERSON, "dev", Source.OBSERVED),
                Hop(HopKind.AGENT, "claude-code", Source.CLAIMED),
            )
        },
    ],
    ids=["a blank", "an option", "the environment", "the task", "standard input", "the chain"],
)
def test_one_changed_part_of_the_action_asks_again(world: World, changed: dict[str, object]) -> None:
    approved(world)
    answer = world.gate.authorize(replace(world.call(PUSH), **changed), strength=HELD)  # type: ignore[arg-type]
    assert isinstance(answer, Pending)


@pytest.mark.requirement("APPR-1")
def test_the_commit_that_would_be_pushed_is_part_of_what_was_approved(world: World) -> None:
    approved(world)
    (world.project / "README").write_text("changed after the approval\n")
    git("commit", "-qam", "second", cwd=world.project)
    assert isinstance(world.ask(PUSH), Pending)


@pytest.mark.requirement("APPR-1")
def test_the_url_a_push_really_goes_to_is_part_of_what_was_approved(world: World) -> None:
    approved(world)
    git("config", "remote.origin.pushurl", str(world.home / "elsewhere.git"), cwd=world.project)
    assert isinstance(world.ask(PUSH), Pending)


@pytest.mark.requirement("APPR-6")
def test_asking_again_with_other_session_and_call_ids_finds_the_same_request(world: World) -> None:
    first = world.ask(PUSH, session="one", call_id="toolu_1")
    again = world.ask(PUSH, session="two", call_id="toolu_2", boundary="hook:claude-code")
    assert isinstance(first, Pending)
    assert isinstance(again, Pending)
    assert first.request == again.request


@pytest.mark.requirement("APPR-10")
def test_an_approval_signed_by_a_key_that_is_not_enrolled_is_none(world: World) -> None:
    asked = world.ask(PUSH)
    assert isinstance(asked, Pending)
    stranger = Person("stranger")
    with pytest.raises(Unauthenticated):
        world.gate.answer(asked.request, stranger.answer(world.gate.request(asked.request)))
    assert isinstance(world.ask(PUSH), Pending)


@pytest.mark.requirement("APPR-10")
def test_an_approval_with_a_signature_over_another_request_is_none(world: World) -> None:
    asked = world.ask(PUSH)
    other = world.ask("git push -u origin main")
    assert isinstance(asked, Pending)
    assert isinstance(other, Pending)
    with pytest.raises(Unauthenticated):
        world.gate.answer(asked.request, world.person.answer(world.gate.request(other.request)))


@pytest.mark.requirement("APPR-10")
def test_an_unsigned_approval_written_into_the_store_counts_as_nothing(world: World) -> None:
    asked = world.ask(PUSH)
    assert isinstance(asked, Pending)
    row = world.gate.request(asked.request)
    statement = approval_statement(
        binding_of(row),
        answer=Answer.APPROVE,
        approver=world.person.id,
        reason="",
    )
    forged = {"answer": "approve", "approver": world.person.id, "statement": statement, "signature": "AAAA"}
    world.store.append([Draft(Kind.REQUEST_ANSWERED, {"request": row.id, "answer": forged}, world.clock.ms)])
    assert world.gate.request(row.id).status == "approved"
    assert isinstance(world.ask(PUSH), Pending)


@pytest.mark.requirement("APPR-5")
def test_a_persons_no_reaches_the_agent_with_its_reason_and_stands_until_it_expires(world: World) -> None:
    asked = world.ask(PUSH)
    assert isinstance(asked, Pending)
    row = world.gate.request(asked.request)
    world.gate.answer(asked.request, world.person.answer(row, Answer.DENY, "not on a friday"))
    answer = world.ask(PUSH)
    assert isinstance(answer, Refused)
    assert "not on a friday" in answer.reasons[0].text
    world.clock.ms = row.expires_at
    assert isinstance(world.ask(PUSH), Pending)


@pytest.mark.requirement("APPR-1", "APPR-6")
def test_requests_and_approvals_expire(world: World) -> None:
    row = approved(world)
    world.clock.ms = row.expires_at
    again = world.ask(PUSH)
    assert isinstance(again, Pending)
    assert again.request != row.id
    with pytest.raises(MayactError):
        world.gate.answer(row.id, world.person.answer(row))


@pytest.mark.requirement("APPR-1")
def test_nobody_answers_twice_or_after_the_end(world: World) -> None:
    asked = world.ask(PUSH)
    assert isinstance(asked, Pending)
    row = world.gate.request(asked.request)
    world.clock.ms = row.expires_at
    with pytest.raises(Expired):
        world.gate.answer(row.id, world.person.answer(row))


@pytest.mark.requirement("APPR-1", "AUTHZ-2")
def test_a_new_policy_voids_what_was_approved_under_the_old_one(world: World) -> None:
    row = approved(world)
    held = world.ask("ls")
    assert isinstance(held, Permitted)
    active = world.store.active_policy()
    assert active is not None
    changed = {**world.pack, "policies": {**world.pack["policies"], "more.cedar": EXTRA}}  # type: ignore[dict-item]
    world.person.activate(world.gate, changed, active.id)  # type: ignore[arg-type]
    assert world.gate.request(row.id).status == "void"
    assert isinstance(world.ask(PUSH), Pending)
    with pytest.raises(IllegalTransition):
        world.gate.redeem(held.token, world.call("ls"), strength=HELD)


EXTRA = """
@id("test.no-readme")
forbid (principal, action == Action::"fs.delete", resource);
"""


@pytest.mark.requirement("BOUND-3")
def test_a_permit_runs_nothing_but_what_it_was_issued_for_and_is_void_after_the_attempt(world: World) -> None:
    held = world.ask("ls")
    assert isinstance(held, Permitted)
    with pytest.raises(DigestMismatch):
        world.gate.redeem(held.token, world.call("ls -l"), strength=HELD)
    with pytest.raises(IllegalTransition):
        world.gate.redeem(held.token, world.call("ls"), strength=HELD)


@pytest.mark.requirement("BOUND-3", "APPR-1")
def test_what_a_run_depends_on_is_looked_at_again_when_the_permit_is_spent(world: World) -> None:
    approved(world)
    held = world.ask(PUSH)
    assert isinstance(held, Permitted)
    (world.project / "README").write_text("changed after the permit\n")
    git("commit", "-qam", "second", cwd=world.project)
    with pytest.raises(DigestMismatch):
        world.gate.redeem(held.token, world.call(PUSH), strength=HELD)


@pytest.mark.requirement("BOUND-3")
def test_a_permit_expires(world: World) -> None:
    held = world.ask("ls")
    assert isinstance(held, Permitted)
    world.clock.ms += MAX_PERMIT_LIFE_MS
    with pytest.raises(Expired):
        world.gate.redeem(held.token, world.call("ls"), strength=HELD)


@pytest.mark.requirement("OPS-2", "AUTHZ-8")
def test_a_clock_behind_the_log_is_named(world: World) -> None:
    """Its own clock jumped and was put back, or another gate on the same log has one that runs ahead."""
    world.clock.ms += 86_400_000
    world.ask("ls")
    world.clock.ms -= 86_400_000
    for command in ("ls", PUSH):
        with pytest.raises(IllegalTransition, match="clock is 86400 s behind"):
            world.ask(command)
    world.clock.ms += 86_400_000
    assert isinstance(world.ask("ls"), Permitted)


@pytest.mark.requirement("BOUND-3")
def test_a_permit_that_the_gate_did_not_sign_is_none(world: World) -> None:
    held = world.ask("ls")
    assert isinstance(held, Permitted)
    for token in ("", "x", held.token[:-1], held.token[:-1] + "0", held.token + "."):
        if token == held.token:
            continue
        with pytest.raises(Unauthenticated):
            world.gate.redeem(token, world.call("ls"), strength=HELD)


@pytest.mark.requirement("AUTHZ-6")
def test_without_a_policy_nothing_is_decided(world: World) -> None:
    from tests.support.store_memory import MemoryStore

    empty = ThePath(replace(world.tools, store=MemoryStore()), utc=str)
    with pytest.raises(NoPolicy):
        empty.authorize(world.call("ls"), strength=HELD)


class Failing:
    """A store that cannot write."""

    def __init__(self, inner: object) -> None:
        self._inner = inner

    def __getattr__(self, name: str) -> object:
        return getattr(self._inner, name)

    def append(self, drafts: Sequence[Draft]) -> Receipt:
        raise StoreUnavailable("the disk is full", hint="free some space")


@pytest.mark.requirement("AUTHZ-6", "AUDIT-1")
@pytest.mark.parametrize("command", ["ls", PUSH, "git push --force origin main"])
def test_what_cannot_be_recorded_is_not_answered(world: World, command: str) -> None:
    broken = ThePath(replace(world.tools, store=Failing(world.store)), utc=str)  # type: ignore[arg-type]
    before = world.store.size()
    with pytest.raises(StoreUnavailable):
        broken.authorize(world.call(command), strength=HELD)
    assert world.store.size() == before


@pytest.mark.requirement("AUTHZ-6")
@pytest.mark.parametrize(
    "changed",
    [
        {"arguments": {"command": "ls", "Command": "rm -rf /"}},
        {"cwd": "relative"},
        {"chain": ()},
        {"chain": (Hop(HopKind.AGENT, "claude-code", Source.CLAIMED),)},
        {"chain": (Hop(HopKind.PERSON, "root", Source.CLAIMED),)},
        {"chain": tuple(Hop(HopKind.PERSON, "dev", Source.OBSERVED) for _ in range(9))},
        {"session": "x" * 257},
        {"environment": (("B", "1"), ("A", "2"))},
        {"environment": (("A", "1"), ("A", "2"))},
    ],
)
def test_a_call_that_can_be_read_two_ways_or_that_nobody_stands_behind_is_refused(
    world: World, changed: dict[str, object]
) -> None:
    before = world.store.size()
    with pytest.raises(InvalidInput):
        world.gate.authorize(replace(world.call("ls"), **changed), strength=HELD)  # type: ignore[arg-type]
    assert world.store.size() == before


@pytest.mark.requirement("AUTHZ-10")
def test_the_strength_stands_in_every_decision_and_request(world: World) -> None:
    asked = world.gate.authorize(world.call(PUSH), strength=Strength.SEPARATE)
    assert isinstance(asked, Pending)
    assert asked.decision.strength is Strength.SEPARATE
    assert "separate" in world.gate.request(asked.request).text
    entry = next(e for e in world.store.entries(start=0, count=99) if e.kind is Kind.DECISION_MADE)
    assert entry.body["decision"]["strength"] == "separate"  # type: ignore[index,call-overload]


@pytest.mark.requirement("AUTHZ-2")
def test_a_decision_is_made_from_the_world_as_it_is_now(world: World) -> None:
    git("checkout", "-qb", "feature", cwd=world.project)
    before = world.ask("git push")
    git("checkout", "-q", "main", cwd=world.project)
    after = world.ask("git push")
    assert before.action != after.action
    assert isinstance(after, Pending)


@pytest.mark.requirement("APPR-1", "OPS-2")
def test_of_many_callers_of_one_approved_action_exactly_one_gets_a_permit(world: World) -> None:
    approved(world)
    answers: list[object] = []
    start = threading.Barrier(6)

    def call() -> None:
        start.wait()
        answers.append(world.ask(PUSH))

    threads = [threading.Thread(target=call) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(isinstance(answer, Permitted) for answer in answers) == 1
    assert len({answer.request for answer in answers if isinstance(answer, Pending)}) == 1


@pytest.mark.requirement("AUDIT-3")
def test_the_sweep_closes_what_nobody_reported_as_unknown_and_expires_the_rest(world: World) -> None:
    row = approved(world)
    held, run = world.ask("ls"), world.ask("pwd")
    assert isinstance(held, Permitted)
    assert isinstance(run, Permitted)
    world.gate.redeem(run.token, world.call("pwd"), strength=HELD)
    world.clock.ms = max(row.expires_at, world.clock.ms + MAX_RUN_MS)
    assert world.gate.sweep() == 3
    assert world.gate.sweep() == 0
    statuses = {p.id: p.status for p in world.store.rows(Table.PERMITS) if isinstance(p, PermitRow)}
    assert statuses == {held.permit: "expired", run.permit: "unknown"}
    assert world.gate.request(row.id).status == "expired"


@pytest.mark.requirement("AUTHZ-8")
def test_explaining_writes_nothing_and_says_what_is_missing(world: World) -> None:
    before = world.store.size()
    decision = world.gate.explain(world.call(PUSH), strength=HELD)
    assert world.store.size() == before
    assert decision.verdict.missing[0].quorum >= 1  # type: ignore[union-attr]


@pytest.mark.requirement("APPR-2")
def test_an_approver_sees_the_whole_action_and_no_character_of_it_can_hide_another(world: World) -> None:
    sneaky = "git push origin main # \u202e\x1b[2Kls \u00a0x"
    asked = world.ask(sneaky)
    if isinstance(asked, Pending):
        text = world.gate.request(asked.request).text
        assert "\u202e" not in text
        assert "\x1b" not in text
        assert "⟦U+202E⟧" in text
    else:
        assert isinstance(asked, Refused)
    long = "git push origin main && echo " + "x" * 5000
    asked = world.ask(long)
    assert isinstance(asked, Pending)
    assert "x" * 5000 in world.gate.request(asked.request).text.replace("\n  + ", "")


def test_the_project_of_these_tests_is_real(world: World, tmp_path: Path) -> None:
    assert git("rev-parse", "HEAD", cwd=world.project) != ""


@pytest.mark.requirement("APPR-1", "BOUND-3")
def test_the_program_that_a_name_finds_is_part_of_what_was_decided(world: World) -> None:
    tools = world.home / "tools"
    tools.mkdir()
    environment = (("HOME", str(world.home)), ("PATH", f"{tools}:/usr/bin:/bin"))
    held = world.ask("ls", environment=environment)
    assert isinstance(held, Permitted)
    (tools / "ls").write_text("#!/bin/sh\nid\n")
    (tools / "ls").chmod(0o755)
    with pytest.raises(DigestMismatch):
        world.gate.redeem(held.token, world.call("ls", environment=environment), strength=HELD)


@pytest.mark.requirement("AUTHZ-6")
def test_a_program_in_the_work_tree_is_not_the_one_it_is_named_after(world: World) -> None:
    tools = world.project / "bin"
    tools.mkdir()
    (tools / "ls").write_text("#!/bin/sh\nid\n")
    (tools / "ls").chmod(0o755)
    environment = (("HOME", str(world.home)), ("PATH", f"{tools}:/usr/bin:/bin"))
    decision = world.gate.explain(world.call("ls", environment=environment), strength=HELD)
    assert {effect.verb for effect in decision.analysis.effects} == {Verb.EXEC_RUN}
    assert decision.pins[f"file:{tools}/ls"].startswith("sha256:")


@pytest.mark.requirement("APPR-1")
def test_the_branch_that_head_means_is_part_of_what_was_approved(world: World) -> None:
    git("checkout", "-qb", "release/x", cwd=world.project)
    approved(world, "git push -q origin HEAD")
    git("checkout", "-q", "main", cwd=world.project)
    assert isinstance(world.ask("git push -q origin HEAD"), Pending)


@pytest.mark.requirement("APPR-1")
def test_where_a_link_leads_is_part_of_what_was_approved(world: World) -> None:
    for name in ("one", "two"):
        (world.home / name).mkdir()
    link = world.project / "link"
    link.symlink_to(world.home / "one")
    command = "cp README link/t && git push origin main"
    approved(world, command)
    link.unlink()
    link.symlink_to(world.home / "two")
    assert isinstance(world.ask(command), Pending)


@pytest.mark.requirement("CRED-5")
@pytest.mark.parametrize("url", ["https://me:TOKENSECRET@example.net/x.git", "https://TOKENSECRET@example.net/x.git"])
def test_a_password_in_a_remote_is_neither_shown_nor_stored(world: World, url: str) -> None:
    git("remote", "set-url", "origin", url, cwd=world.project)
    asked = world.ask(PUSH)
    assert isinstance(asked, Pending)
    row = world.gate.request(asked.request)
    assert "example.net/x.git" in row.text
    assert "TOKENSECRET" not in row.text + repr(row.subject) + repr(asked)


@pytest.mark.requirement("APPR-1", "AUTHZ-7")
@pytest.mark.parametrize("tool", ["exec", "shell"])
def test_an_interpreter_that_reads_its_input_runs_what_nobody_can_know(world: World, tool: str) -> None:
    arguments = {"argv": ("bash",)} if tool == "exec" else {"command": "bash"}
    decision = world.gate.explain(
        world.call("", tool=tool, arguments=arguments, stdin="sha256:" + "0" * 64), strength=HELD
    )
    assert Verb.OPAQUE in {effect.verb for effect in decision.analysis.effects}


@pytest.mark.requirement("APPR-6", "AUTHZ-6")
def test_an_agent_cannot_bury_the_reviewers_in_requests(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mayact.gate.authorize.MAX_OPEN_REQUESTS", 3)
    asked = [world.ask(f"{PUSH} #{number}") for number in range(4)]
    assert [type(answer) for answer in asked] == [Pending, Pending, Pending, Refused]
    assert asked[3].reasons[0].rule == "mayact.too-many-open"
    assert isinstance(world.ask(f"{PUSH} #0"), Pending), "one that waits is joined all the same"
    somebody = (Hop(kind=HopKind.PERSON, id="somebody else", source=Source.OBSERVED), *world.call("ls").chain[1:])
    assert isinstance(world.ask(PUSH, chain=somebody), Pending), "another person has places of their own"
    assert world.gate.answer(asked[0].request, world.person.answer(world.gate.request(asked[0].request), Answer.DENY))
    assert isinstance(world.ask(PUSH), Pending), "one that was answered gives its place back"


@pytest.mark.requirement("APPR-6", "AUTHZ-6")
def test_inventing_persons_makes_no_room(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mayact.gate.authorize.MAX_ALL_OPEN_REQUESTS", 2)

    def asked_by(name: str) -> object:
        chain = (Hop(kind=HopKind.PERSON, id=name, source=Source.OBSERVED), *world.call("ls").chain[1:])
        return world.ask(f"{PUSH} #{name}", chain=chain)

    assert [type(asked_by(name)) for name in ("a", "b", "c")] == [Pending, Pending, Refused]
