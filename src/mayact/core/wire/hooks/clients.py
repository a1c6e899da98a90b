"""Every coding agent whose hooks are understood: its name in the envelope, its reader, its way to say yes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from mayact.core.errors import InvalidInput, shown
from mayact.core.wire.hooks import claude_code, codex, copilot, gemini, opencode
from mayact.core.wire.hooks.envelope import HookReply
from mayact.core.wire.hooks.events import BeforeTool, HookEvent, deny_on_error


@dataclass(frozen=True, slots=True)
class Codec:
    """`client` is the name in the chain and the route; one client may have several codecs."""

    client: str
    parse_event: Callable[[bytes, Mapping[str, str]], HookEvent]
    """The event in a payload, with what a command would keep of the environment. Raises `MayactError`."""
    allow: Callable[[BeforeTool, Mapping[str, Any] | None], HookReply]
    """It may run; with the second, this input instead of the one it asked with."""
    deny: Callable[[str], HookReply] = deny_on_error
    again: Callable[[BeforeTool, Mapping[str, Any] | None], tuple[str, ...]] | None = None
    """What a second hook will be asked, each once, about the same call, where the client has one (`AskedAgain.key`)."""
    names_paths: bool = True
    """Whether a command may name places outside the work tree without the client's own asking about it. Where not,
    `mayact` is found on the search path of the client's shell."""
    shell_lives_on: bool = False
    """Whether a `cd` in one command holds for the next. Seen of one client; the others start a shell for each."""


CODECS: Final[Mapping[str, Codec]] = {
    claude_code.CLIENT: Codec(claude_code.CLIENT, claude_code.parse_event, claude_code.allow, shell_lives_on=True),
    codex.CLIENT: Codec(codex.CLIENT, codex.parse_event, codex.allow),
    codex.UNCONFINED: Codec(codex.CLIENT, codex.parse_unconfined, codex.allow),
    gemini.CLIENT: Codec(gemini.CLIENT, gemini.parse_event, gemini.allow),
    copilot.CLIENT: Codec(
        copilot.CLIENT, copilot.parse_event, copilot.allow, copilot.deny, copilot.again, names_paths=False
    ),
    opencode.CLIENT: Codec(opencode.CLIENT, opencode.parse_event, opencode.allow),
}


def codec_of(name: str) -> Codec:
    """Raises `InvalidInput` for a name that is not in the table."""
    if name not in CODECS:
        raise InvalidInput(f"no hooks of {shown(name)} are known", hint=f"one of {', '.join(CODECS)}")
    return CODECS[name]
