"""How strongly each agent is guarded when somebody starts it now.

Law: pure. A hook counts only when it is whole, asked at every moment at which a call can be stopped, not switched off,
and let nothing through in its trial. What an agent is held by is the strongest thing that counts, with what undoes it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from mayact.core.doctor.gaps import Record
from mayact.core.doctor.model import Agent, Drill, Hook, Level, Result, Script, Seen, Switch
from mayact.core.doctor.settings import BEFORE, TOOLS_ONLY
from mayact.core.wire.hooks.forms import Place, form_of


class Guarding(StrEnum):
    """Weakest first."""

    UNGUARDED = "unguarded"
    ADVISORY = "advisory"
    MANAGED = "managed hooks"
    TOOLS_ONLY = "tools only"
    SANDBOXED = "sandboxed now"


@dataclass(frozen=True, slots=True, kw_only=True)
class Guarded:
    """`because`: what the strength rests on, or what undoes it."""

    agent: Agent
    guarding: Guarding
    because: str


SCRIPTS: Final[Mapping[Script, str]] = {
    Script.DIFFERS: "starts another script than the one that mayact installs",
    Script.MISSING: "starts a script or an interpreter that is not there",
    Script.UNTRUSTED: "starts a script or an interpreter that somebody else could exchange",
}


def guarding_of(agent: Agent, seen: Seen, drills: Sequence[Drill], record: Record) -> Guarded:
    """How strongly this agent is held when somebody starts it now, as it is installed."""

    def said(guarding: Guarding, because: str) -> Guarded:
        return Guarded(agent=agent, guarding=guarding, because=because)

    if agent.name in record.launched:
        return said(Guarding.SANDBOXED, "one runs in a proven sandbox; another that is started without is not")
    if not agent.client:
        return said(Guarding.UNGUARDED, "it has no hook of mayact: `mayact run` or nothing")
    if any(switch.name == TOOLS_ONLY for switch in _of(agent.client, seen.switches)):
        return said(
            Guarding.TOOLS_ONLY, "its settings leave it no tools but the gate's; an agent that edits them undoes it"
        )
    ours = before(agent.client, seen)
    if not ours and any(hook.watches and hook.client == agent.client for hook in seen.hooks):
        return said(Guarding.UNGUARDED, "its hook only watches, and stops nothing")
    if not ours:
        return said(Guarding.UNGUARDED, "no hook of mayact is in its settings")
    off = {level: switch.name for switch in _of(agent.client, seen.switches) for level in switch.off}
    failed = {(one.path, one.client) for one in drills if one.result is Result.LET_THROUGH}
    good = [hook for hook in ours if hook.level not in off and (hook.path, hook.client) not in failed and _whole(hook)]
    if good and not any(seen.trusts(hook) for hook in good):
        return said(Guarding.UNGUARDED, "its hook is not trusted yet, and is passed over without a word")
    if not good:
        return said(Guarding.UNGUARDED, _fault(ours, off))
    missing = set(BEFORE[agent.client]) - {hook.event for hook in good}
    if missing:
        return said(Guarding.UNGUARDED, f"its hook is not asked at {', '.join(sorted(missing))}")
    if any(hook.level is Level.MANAGED for hook in good):
        return said(Guarding.MANAGED, _left(agent.client, Place.MANAGED))
    return said(Guarding.ADVISORY, _left(agent.client, Place.USER))


def _fault(ours: Sequence[Hook], off: Mapping[Level, str]) -> str:
    """Why none of these counts."""
    for hook in ours:
        if hook.level in off:
            return f"{off[hook.level]} switches its hook off"
        if hook.weak:
            return f"its hook does not hold: {hook.weak[0]}"
        if hook.script is not None and hook.script in SCRIPTS:
            return f"its hook {SCRIPTS[hook.script]}"
    return "its hook does not hold"


def _left(client: str, place: Place) -> str:
    form = form_of(client, place)
    return form.left if form is not None else ""


def _whole(hook: Hook) -> bool:
    return hook.line is not None and hook.line.moment == "before" and hook.script is Script.PACKAGED and not hook.weak


def before(client: str, seen: Seen) -> list[Hook]:
    return [hook for hook in seen.hooks if hook.client == client and guards(hook)]


def guards(hook: Hook) -> bool:
    """Whether it is one of ours that is there to stop a call."""
    return hook.ours and not hook.watches and hook.event in BEFORE.get(hook.client, ())


def _of(client: str, switches: Sequence[Switch]) -> list[Switch]:
    return [switch for switch in switches if switch.client == client]
