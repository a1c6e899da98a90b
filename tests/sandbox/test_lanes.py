"""Laws of lanes, whatever was permitted and whatever the agent has."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.support.sandbox import GATE, LAUNCHED, WORK, situations, surroundings, wanted

from mayact.core.errors import Forbidden, MayactError
from mayact.core.model import Effect, Reversibility, Risk, Verb
from mayact.core.policy.obligations import OBLIGATIONS
from mayact.core.policy.schema import ACTIONS
from mayact.core.sandbox.lanes import Chosen, Lane, lane_of, lane_plan, opened, surrounded
from mayact.core.sandbox.model import (
    DOOR_DIRECTORY,
    GATE_HOME,
    Access,
    Found,
    Plan,
    ReadOnly,
    Scratch,
    Shared,
    Text,
    Writable,
    access,
    within,
)
from mayact.core.sandbox.plan import plan
from mayact.core.sandbox.within import ENFORCED, LANES_DIRECTORY

pytestmark = pytest.mark.requirement("CRED-4")
MANY = settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
SCRATCH = "/run/user/1000/mayact-scratch-x"
DOOR = "/run/user/1000/mayact-door"
LOOKS = ("program:cat:/usr/bin:/bin", "content:/w/a.txt")
"""Pins of a command whose programs only look."""
CHOICES = [
    Chosen(lane=lane, network=network, changes=changes)
    for lane in Lane
    for network in (False, True)
    for changes in (False, True)
    if (lane is not Lane.READ or not (network or changes)) and (lane is not Lane.WRITE or changes)
]


def effect(verb: Verb, resource: str = "/x", **facts: Any) -> Effect:
    kind = ACTIONS[verb].kinds[0]
    return Effect(
        verb=verb, kind=kind, resource=resource, facts=facts, risk=Risk.LOW, reversibility=Reversibility.REVERSIBLE
    )


effects = st.lists(
    st.builds(
        effect,
        st.sampled_from(list(Verb)),
        st.sampled_from([f"{WORK}/.env", f"{WORK}/*", "/", f"{WORK}/../x", "host:443", "", f"{WORK}/a\0b"]),
        recursive=st.booleans(),
        many=st.booleans(),
        kind=st.sampled_from(["secret", "source"]),
    ),
    max_size=4,
)
obligations = st.sets(st.sampled_from(sorted(OBLIGATIONS)), max_size=2)


@st.composite
def agents(draw: st.DrawFn) -> Plan | None:
    """The plan of an agent that has everything that a launch can have; None: it is refused."""
    wish, seen = draw(situations())
    changed = {name: getattr(seen, name) for name in seen.__slots__}
    changed |= {"scratch": SCRATCH, "lanes": "/run/user/1000/mayact-lanes", "door": DOOR}
    try:
        return plan(wish, surroundings(**changed))
    except MayactError:
        return None


def an_agent(**changed: Any) -> Plan:
    tree = {
        f"{WORK}/.git": Found.DIRECTORY,
        f"{WORK}/.git/config": Found.FILE,
        f"{WORK}/.env": Found.FILE,
        f"{WORK}/deep/er/.env": Found.FILE,
    }
    given = {"scratch": SCRATCH, "lanes": "/run/user/1000/mayact-lanes", "door": DOOR, "tree": tree, **changed}
    return plan(wanted(), surroundings(**given))


def outsides(made: Plan) -> Iterator[ReadOnly | Writable | Shared]:
    return (mount for mount in made.mounts if isinstance(mount, ReadOnly | Writable | Shared))


# ── which lane ───────────────────────────────────────────────────────────────────────────────────────────


@MANY
@given(effects, obligations)
def test_the_strictest_effect_decides_and_obligations_never_give_more(found: list[Effect], named: set[str]) -> None:
    own = lane_of(found, pins=LOOKS)
    assert own.lane is max(
        (Lane(ACTIONS[e.verb].groups[0]) for e in found), key=list(Lane).index, default=Lane.READ
    ) or (own.lane is Lane.WRITE)
    for one in found:
        if one.kind in ("host", "system") or {"network", "outbound", "database"} & set(ACTIONS[one.verb].groups):
            assert own.lane is not Lane.READ
        if one.verb is Verb.OPAQUE:
            assert own.lane is not Lane.READ
    lanes = {word for word in named if word.startswith("lane:")}
    if not named <= ENFORCED or len(lanes) > 1:
        with pytest.raises(Forbidden):
            lane_of(found, named, pins=LOOKS)
        return
    chosen = lane_of(found, named, pins=LOOKS)
    assert not chosen.network or "network:none" not in named
    assert not chosen.network or chosen.lane is not Lane.READ
    for word in lanes:
        assert chosen.lane.value == word.removeprefix("lane:") or (word, chosen.lane) == ("lane:write", Lane.READ)


@pytest.mark.parametrize(
    ("found", "lane"),
    [
        ([], Lane.READ),
        ([effect(Verb.FS_READ)], Lane.READ),
        ([effect(Verb.SECRET_READ)], Lane.READ),
        ([effect(Verb.FS_READ), effect(Verb.FS_WRITE)], Lane.WRITE),
        ([effect(Verb.OPAQUE)], Lane.WRITE),
        ([effect(Verb.NET_CONNECT)], Lane.WRITE),
        ([effect(Verb.DB_QUERY)], Lane.WRITE),
        ([effect(Verb.FS_WRITE), effect(Verb.GIT_PUSH)], Lane.DEPLOY),
    ],
)
def test_the_lane_of(found: list[Effect], lane: Lane) -> None:
    assert lane_of(found, pins=LOOKS).lane is lane


@pytest.mark.parametrize("pins", [(), ("program:git",), ("program:cat:/bin", "program:cargo:/bin"), ("file:/w/cat",)])
def test_what_is_not_known_to_look_only_runs_where_it_can_write(pins: tuple[str, ...]) -> None:
    """`git add` has no effect that matters, and writes an index."""
    for found in ([], [effect(Verb.FS_READ)]):
        assert lane_of(found, pins=pins) == Chosen(lane=Lane.WRITE, network=True, changes=True)


@pytest.mark.requirement("CRED-4")
def test_a_permit_that_changes_and_publishes_may_change_unless_a_rule_parts_them() -> None:
    both = [effect(Verb.GIT_COMMIT), effect(Verb.GIT_PUSH)]
    assert lane_of(both) == Chosen(lane=Lane.DEPLOY, network=True, changes=True)
    assert lane_of(both, {"lane:deploy"}) == Chosen(lane=Lane.DEPLOY, network=True, changes=False)
    assert lane_of([effect(Verb.DEPLOY_RUN)], pins=("program:kubectl",)).changes is False
    assert lane_of([effect(Verb.GIT_PUSH)], pins=("program:git:/bin",)).changes is True


@pytest.mark.parametrize("chosen", CHOICES)
def test_a_command_knows_its_lanes_way_out_and_nothing_else_of_the_agents_variables(chosen: Chosen) -> None:
    agent = replace(
        an_agent(), environment=(("HTTPS_PROXY", "http://127.0.0.1:3128"), ("OPENAI_BASE_URL", "http://127.0.0.1:3130"))
    )
    found = surrounded(agent, chosen, {"PATH": "/bin"})
    assert found == {"PATH": "/bin"} | ({"HTTPS_PROXY": "http://127.0.0.1:3128"} if chosen.network else {})


def test_a_rule_may_hold_code_to_the_read_lane() -> None:
    assert lane_of([effect(Verb.EXEC_RUN)], {"lane:read"}) == Chosen(lane=Lane.READ, network=False, changes=False)
    assert lane_of([effect(Verb.EXEC_RUN)], {"network:none"}) == Chosen(lane=Lane.WRITE, network=False, changes=True)


@MANY
@given(effects)
def test_only_single_files_that_an_effect_names_are_opened(found: list[Effect]) -> None:
    for path in opened(found):
        assert path == f"{WORK}/.env"
        assert any(
            e.resource == path and e.verb in (Verb.SECRET_READ, Verb.FS_READ) and not e.facts["many"] for e in found
        )


# ── what is in it ────────────────────────────────────────────────────────────────────────────────────────


@MANY
@given(agents(), st.sampled_from(CHOICES), st.booleans())
def test_a_lane_never_has_more_than_its_agent(agent: Plan | None, chosen: Chosen, named: bool) -> None:
    if agent is None:
        return
    opens = {f"{WORK}/.env"} if named else set()
    made = lane_plan(agent, chosen, opens=opens)
    ours = {(type(mount), mount.source, mount.at) for mount in outsides(agent)}
    for mount in outsides(made):
        if mount.at in opens:
            assert isinstance(mount, ReadOnly)
            continue
        assert {
            (ReadOnly, mount.source, mount.at),
            (Writable, mount.source, mount.at),
            (Shared, mount.source, mount.at),
        } & ours
        assert isinstance(mount, ReadOnly) or (type(mount), mount.source, mount.at) in ours
    for mount in agent.mounts:
        before = access(agent, mount.at)
        after = access(made, mount.at)
        if before.access in (Access.SEALED, Access.NOTHING) and mount.at not in opens and not isinstance(mount, Text):
            assert after.access in (Access.SEALED, Access.NOTHING, Access.SCRATCH)
        if before.access is Access.READS:
            assert after.access is not Access.WRITES


@MANY
@given(agents(), st.sampled_from(CHOICES))
def test_no_lane_reaches_the_gate_or_who_runs_lanes(agent: Plan | None, chosen: Chosen) -> None:
    if agent is None:
        return
    made = lane_plan(agent, chosen)
    for place in (GATE_HOME, LANES_DIRECTORY):
        assert access(made, place).access is Access.NOTHING
    assert "MAYACT_HOME" not in dict(made.environment)
    for mount in outsides(made):
        assert not any(within(mount.source, place) for place in (*GATE, LAUNCHED))


@MANY
@given(agents())
def test_the_read_lane_changes_nothing_of_outside_and_has_no_way_out(agent: Plan | None) -> None:
    if agent is None:
        return
    made = lane_plan(agent, Chosen(lane=Lane.READ, network=False, changes=False))
    assert all(isinstance(mount, ReadOnly) for mount in outsides(made))
    assert access(made, DOOR_DIRECTORY).access is Access.NOTHING


@MANY
@given(agents(), st.booleans())
def test_the_deploy_lane_never_sees_what_the_agent_keeps_for_a_moment(agent: Plan | None, network: bool) -> None:
    if agent is None:
        return
    made = lane_plan(agent, Chosen(lane=Lane.DEPLOY, network=network, changes=False))
    for mount in outsides(made):
        assert isinstance(mount, ReadOnly)
        assert not within(mount.source, SCRATCH)
    assert (access(made, DOOR_DIRECTORY).access is Access.READS) == network


@MANY
@given(agents())
def test_a_mount_never_stands_on_what_the_agent_could_move(agent: Plan | None) -> None:
    """Sandboxes that are made while the agent runs find their places where they were."""
    if agent is None:
        return
    for number, mount in enumerate(agent.mounts):
        cover = next(
            (one for one in reversed(agent.mounts[:number]) if within(mount.at, one.at) and one.at != mount.at), None
        )
        if isinstance(cover, Writable | Shared):
            assert "/" not in mount.at[len(cover.at.rstrip("/")) + 1 :]


def test_a_secret_is_opened_by_name_and_no_other() -> None:
    agent = an_agent()
    for chosen in CHOICES:
        assert access(lane_plan(agent, chosen), f"{WORK}/.env").access is Access.SEALED
        made = lane_plan(agent, chosen, opens=[f"{WORK}/.env"])
        assert access(made, f"{WORK}/.env").access is Access.READS
        assert access(made, f"{WORK}/deep/er/.env").access is Access.SEALED


def test_the_write_lane_is_as_guarded_as_the_agent_is() -> None:
    made = lane_plan(an_agent(), Chosen(lane=Lane.WRITE, network=True, changes=True))
    assert access(made, f"{WORK}/main.py").access is Access.WRITES
    assert access(made, f"{WORK}/.git/config").access is Access.READS
    assert access(made, f"{WORK}/.git/hooks").access is Access.SEALED
    assert access(made, "/tmp/x") == access(an_agent(), "/tmp/x")


def test_the_read_lane_sees_temporary_files_and_has_a_place_of_its_own() -> None:
    made = lane_plan(an_agent(), Chosen(lane=Lane.READ, network=False, changes=False))
    assert access(made, "/tmp/x").source == f"{SCRATCH}/tmp/x"
    assert access(made, "/tmp/x").access is Access.READS
    assert any(isinstance(mount, Scratch) and mount.at == "/var/tmp" for mount in made.mounts)


def test_what_was_pinned_lies_over_its_own_path() -> None:
    made = lane_plan(
        an_agent(), Chosen(lane=Lane.WRITE, network=False, changes=True), pinned={f"{WORK}/run.sh": "echo"}
    )
    assert made.mounts[-1] == Text("echo", f"{WORK}/run.sh", executable=True)
    for path in ("/home/dev/.ssh/id", "/etc/shadow", f"{WORK}/.env"):
        with pytest.raises(Forbidden):
            lane_plan(an_agent(), Chosen(lane=Lane.WRITE, network=False, changes=True), pinned={path: "x"})
