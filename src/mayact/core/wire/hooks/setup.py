"""What every client's configuration says about our hook: the line that starts the script, and how long it may take.

Law: the gate's wait is shorter than the script's deadline, and that is shorter than any client's patience. Most clients
run the tool when a hook takes too long (docs/clients), so the answer past our own deadline is a deny.
"""

import shlex
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal, TypeAlias

from mayact.core.errors import InvalidInput

Moment: TypeAlias = Literal["before", "after"]

HOOK_TIMEOUT_S: Final = 120
"""When a client gives up on the hook; written into its configuration, because the defaults are from 30 to 600 s."""

DEFAULT_WAIT_S: Final = 50
"""How long the gate lets a hook wait for a person."""

SCRIPT_MARGIN_S: Final = 15
"""How much longer than the gate the script holds out; `DEFAULT_WAIT_S` and this together stay below the time-out."""

SCRIPT_NAME: Final = "agent_hook.py"

SCRIPT_NAMES: Final = (SCRIPT_NAME, "claude_code_hook.py")
"""By which our hooks are told from others; the second is what the script was called before it knew other clients."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HookSetup:
    """Absolute paths of the interpreter, the script and the agent socket; `owner`: the uid that the gate runs as;
    `keep`: variables kept beside the script's own list; `wait_s`: how long the gate lets a hook wait."""

    python: str
    script: str
    socket: str
    owner: int
    keep: Sequence[str] = ()
    wait_s: int = DEFAULT_WAIT_S


def deadline_s(setup: HookSetup) -> int:
    """When the script gives up. Raises `InvalidInput` when a client would give up first."""
    deadline = setup.wait_s + SCRIPT_MARGIN_S
    if not 0 < deadline < HOOK_TIMEOUT_S:
        raise InvalidInput(
            f"a hook cannot wait {setup.wait_s} seconds", hint=f"at most {HOOK_TIMEOUT_S - SCRIPT_MARGIN_S - 1}"
        )
    return deadline


def hook_command(setup: HookSetup, codec: str, moment: Moment) -> str:
    """The shell line that starts the script for the client named by `codec`. Raises `InvalidInput`."""
    words = [setup.python, "-I", "-S", setup.script, codec, moment, setup.socket, str(setup.owner)]
    return shlex.join([*words, str(deadline_s(setup)), *setup.keep])


def closing_command(setup: HookSetup, codec: str, moment: Moment) -> str:
    """The same for clients that run the tool when a hook is killed or crashes: a shell around it turns every end but an
    answer into the one that denies. Raises `InvalidInput`."""
    line = hook_command(setup, codec, moment)
    if moment == "before":
        line += f" || {{ [ $? -eq 2 ] || echo {shlex.quote(_ENDED)} >&2; exit 2; }}"
    return shlex.join(["/bin/sh", "-c", line])


_ENDED: Final = "mayact: the hook ended without an answer, so nothing runs"


def is_ours(hook: Any) -> bool:
    """Whether a hook's entry in a client's configuration starts our script."""
    lines = (str(hook.get(key, "")) for key in ("command", "bash")) if isinstance(hook, dict) else ()
    return any(name in line for line in lines for name in SCRIPT_NAMES)
