"""Lanes: what a permitted command may reach, as a sandbox of its own that is narrower than its agent's.

Law: a lane adds nothing to what the agent has but the files that the permit itself names. `lane_of` is decided by the
effects that were approved and tightened by what the policy obliges, never by the command's own words. What could
start programs outside, and every secret that is not named, stays as closed as it is for the agent.
Effects say what matters, not every byte that is written (`git add`, a build's caches), so a command is taken for one
that only looks when its programs are known to, too.

| lane | work tree | temporary places and home | network |
| read | read-only | the agent's, read-only; `/var/tmp` its own, empty | none |
| write | as the agent's | the agent's | the agent's way out |
| deploy | read-only, unless the permit also changes something | its own, empty | the agent's way out |
No lane reaches the gate, nor whoever runs lanes: a command is not its agent.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final, assert_never

from mayact.core.errors import Forbidden, shown
from mayact.core.model import Effect, Verb
from mayact.core.policy.schema import ACTIONS
from mayact.core.sandbox.model import (
    DOOR_DIRECTORY,
    GATE_HOME,
    Blind,
    Devices,
    Link,
    Mount,
    Plan,
    Processes,
    ReadOnly,
    Scratch,
    Sealed,
    Shared,
    Shut,
    Text,
    Writable,
    access,
    within,
)
from mayact.core.sandbox.shells import of_a_command
from mayact.core.sandbox.within import ENFORCED, LANES_DIRECTORY


class Lane(StrEnum):
    """From the least to the strictest."""

    READ = "read"
    WRITE = "write"
    DEPLOY = "deploy"


_CONTACTS: Final = frozenset({"network", "outbound", "database"})
"""Groups of verbs that reach another machine, or may."""

_OWN_SCRATCH: Final = "/var/tmp"  # noqa: S108  the sandbox's own
"""Where programs put what they need for a moment when `/tmp` cannot be written."""


_LOOKING: Final = frozenset(
    {
        "[", "awk", "b2sum", "base64", "basename", "cat", "cksum", "cmp", "column", "comm", "cut", "date", "df",
        "diff", "dirname", "du", "echo", "egrep", "env", "expand", "expr", "false", "fd", "fgrep", "file", "find",
        "fmt", "fold", "grep", "head", "hexdump", "hostname", "id", "join", "jq", "less", "ls", "md5sum", "more",
        "nl", "nproc", "od", "paste", "pr", "printenv", "printf", "ps", "pwd", "readlink", "realpath", "rev", "rg",
        "sed", "seq", "sha1sum", "sha256sum", "sha512sum", "sleep", "sort", "stat", "strings", "tac", "tail", "test",
        "tr", "tree", "true", "type", "uname", "uniq", "wc", "which", "whoami", "xargs", "xxd", "yes",
    }
)  # fmt: skip
"""Programs that need no place to write when their effects are reads. Those that start others are here: the others are
pinned by name as well. git is not: it writes indexes, references and logs that no effect tells of."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """How one permitted command runs. `network`: whether it gets the agent's way out, if there is one; `changes`:
    whether it may write what the agent may write of the work tree."""

    lane: Lane
    network: bool
    changes: bool


def lane_of(effects: Sequence[Effect], obligations: Collection[str] = (), *, pins: Collection[str] = ()) -> Chosen:
    """The lane of what was permitted. `pins`: their keys (`core.model.Pins`), which name its programs. Raises
    `Forbidden` where the obligations contradict one another, or name what no lane enforces."""
    unknown = sorted(set(obligations) - ENFORCED)
    if unknown:
        raise Forbidden(f"no lane enforces {shown(', '.join(unknown))}", hint="nothing ran; see the policy")
    lanes = {_lane(effect) for effect in effects}
    programs = {key.split(":")[1] for key in pins if key.startswith("program:")}
    # No name at all: what runs is not known, so it is not known to look.
    least = Lane.READ if programs and programs <= _LOOKING else Lane.WRITE
    own = max((least, *lanes), key=list(Lane).index)
    named = [lane for lane in Lane if f"lane:{lane.value}" in obligations]
    if len(named) > 1:
        raise Forbidden("the policy names two lanes for one command", hint="nothing ran; one rule has to give way")
    lane = named[0] if named else own
    if own is Lane.READ and lane is Lane.WRITE:
        lane = own  # it holds what the word asks for, no publishing credential, and reaches less
    return Chosen(
        lane=lane,
        network=lane is not Lane.READ and "network:none" not in obligations,
        # `git commit … && git push`: one permit for both. Whoever wants them apart says `lane:deploy`.
        changes=lane is Lane.WRITE
        or (lane is Lane.DEPLOY and not named and (Lane.WRITE in lanes or "git" in programs)),
    )


def _lane(effect: Effect) -> Lane:
    groups = ACTIONS[effect.verb].groups
    lane = Lane(groups[0])
    contacts = effect.kind in ("host", "system") or not _CONTACTS.isdisjoint(groups)
    return Lane.WRITE if lane is Lane.READ and contacts else lane


_WAY_OUT: Final = frozenset({"HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "http_proxy", "https_proxy", "no_proxy"})


def surrounded(agent: Plan, chosen: Chosen, environment: Mapping[str, str]) -> dict[str, str]:
    """The variables of one command: those that were decided, and where its lane's way out is. That is a fact of the
    place, as its mounts are, and no word of the caller's."""
    out = {name: value for name, value in agent.environment if chosen.network and name in _WAY_OUT}
    return {**out, **environment}


def opened(effects: Sequence[Effect]) -> tuple[str, ...]:
    """The secret files that these effects name, one by one, as read. A set of files opens nothing."""
    found = (effect.resource for effect in effects if _names_a_secret(effect))
    return tuple(sorted(dict.fromkeys(found)))


def _names_a_secret(effect: Effect) -> bool:
    facts = effect.facts
    return (
        effect.kind == "file"
        and (effect.verb is Verb.SECRET_READ or (effect.verb is Verb.FS_READ and facts.get("kind") == "secret"))
        and facts.get("recursive") is False
        and facts.get("many") is False
        and not set(effect.resource) & set("*?[")
        and _is_whole(effect.resource)
    )


def _is_whole(path: str) -> bool:
    return path.startswith("/") and "\0" not in path and not {"", ".", ".."} & set(path[1:].split("/"))


# ── the view ─────────────────────────────────────────────────────────────────────────────────────────────


def lane_plan(
    agent: Plan, chosen: Chosen, *, opens: Collection[str] = (), pinned: Mapping[str, str] | None = None
) -> Plan:
    """The sandbox of one command. `opens`: secret files that its permit names. `pinned`: files of the work tree whose
    content was decided on → that content, which lies over them (`surrogateescape` for what is no text). Raises
    `Forbidden` for a pinned file that the agent itself could not see."""
    mounts: list[Mount] = []
    for mount in of_a_command(agent.mounts):
        mounts += _seen(mount, chosen, agent, frozenset(opens))
    for path, text in sorted((pinned or {}).items()):
        if access(agent, path).source != path:
            raise Forbidden(f"{shown(path)} was pinned and is not inside", hint="nothing ran; keep it in the tree")
        mounts.append(Text(text, path, executable=True))
    return replace(
        agent,
        mounts=tuple(mounts),
        environment=tuple((name, value) for name, value in agent.environment if name != "MAYACT_HOME"),
        hosts=agent.hosts if chosen.network else (),
        models=(),
        made=(),
        watched=(),
        said=(),
    )


def _seen(mount: Mount, chosen: Chosen, agent: Plan, opens: frozenset[str]) -> Iterator[Mount]:
    """What becomes of one of the agent's mounts."""
    match mount:
        case ReadOnly(at=at) if at in (GATE_HOME, LANES_DIRECTORY):
            return
        case ReadOnly(at=at) if at == DOOR_DIRECTORY:
            if chosen.network:
                yield mount
        case Writable(source=source, at=at):
            yield mount if chosen.changes else ReadOnly(source, at)
        case Shared():
            yield from _shared(mount, chosen.lane, agent)
        case Blind(at=at):
            yield ReadOnly(at, at) if at in opens else mount
        case ReadOnly() | Scratch() | Sealed() | Shut() | Link() | Text() | Processes() | Devices():
            yield mount
        case _:
            assert_never(mount)


def _shared(mount: Shared, lane: Lane, agent: Plan) -> Iterator[Mount]:
    match lane:
        case Lane.WRITE:
            yield mount
        case Lane.READ if within(mount.at, _OWN_SCRATCH):
            if mount.at == _OWN_SCRATCH:
                yield Scratch(mount.at, agent.limits.scratch)
        case Lane.READ:
            yield ReadOnly(mount.source, mount.at)
        case Lane.DEPLOY:
            if not mount.holds:
                yield Scratch(mount.at, agent.limits.scratch)
        case _:
            assert_never(lane)
