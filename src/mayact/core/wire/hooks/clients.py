"""Every coding agent whose hooks are understood: its name in the envelope, its reader, its way to say yes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from mayact.core.errors import InvalidInput, shown
from mayact.core.wire.hooks import claude_code, codex, gemini
from mayact.core.wire.hooks.envelope import HookReply
from mayact.core.wire.hooks.events import BeforeTool, HookEvent


@dataclass(frozen=True, slots=True)
class Codec:
    """`client` is the name in the chain and the route; one client may have several codecs."""

    client: str
    parse_event: Callable[[bytes, Mapping[str, str]], HookEvent]
    """The event in a payload, with what a command would keep of the environment. Raises `MayactError`."""
    allow: Callable[[BeforeTool, Mapping[str, Any] | None], HookReply]
    """It may run; with the second, this input instead of the one it asked with."""


CODECS: Final[Mapping[str, Codec]] = {
    claude_code.CLIENT: Codec(claude_code.CLIENT, claude_code.parse_event, claude_code.allow),
    codex.CLIENT: Codec(codex.CLIENT, codex.parse_event, codex.allow),
    codex.UNCONFINED: Codec(codex.CLIENT, codex.parse_unconfined, codex.allow),
    gemini.CLIENT: Codec(gemini.CLIENT, gemini.parse_event, gemini.allow),
}


def codec_of(name: str) -> Codec:
    """Raises `InvalidInput` for a name that is not in the table."""
    if name not in CODECS:
        raise InvalidInput(f"no hooks of {shown(name)} are known", hint=f"one of {', '.join(CODECS)}")
    return CODECS[name]
