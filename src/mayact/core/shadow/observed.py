"""A call that was only observed, read back from its entry.

Law: pure and total over what a log may hold: a member that is missing or of another type is an empty one, never an
error, so that entries of another release can be counted. Nothing here is trusted with more than counting.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from mayact.core.canonical import thaw
from mayact.core.log.entry import Entry
from mayact.core.shadow.record import text_of


class Fate(StrEnum):
    """What would have become of a call."""

    ALLOWED = "allowed"
    ASKED = "asked"
    STOPPED = "stopped"


class Own(StrEnum):
    """What the client does with a call by its own rules, without any of ours."""

    ASKS = "asks"
    RUNS = "runs"
    REFUSES = "refuses"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Stop:
    """Which rule stops or asks, and the effect that it is about; "" where that is the whole call."""

    rule: str
    verb: str = ""
    kind: str = ""
    resource: str = ""
    risk: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Observed:
    """`what`: the call in one line, of an agent's words. `name`: the client's own name of the tool."""

    at: int
    client: str
    mode: str
    key: str
    session: str
    call_id: str
    fate: Fate
    risk: str
    rules: tuple[str, ...]
    why: str
    hint: str
    what: str
    tool: str
    name: str
    arguments: Mapping[str, Any]
    cwd: str
    stops: tuple[Stop, ...]


UNREADABLE: Final = "mayact.unreadable"

_FATES: Final = {"allow": Fate.ALLOWED, "step-up": Fate.ASKED}


def observed(entry: Entry) -> Observed:
    """Of a `call.observed`."""
    body: Any = thaw(entry.body)
    decision = _table(body, "decision")
    call, verdict = _table(decision, "call"), _table(decision, "verdict")
    reasons = [reason for reason in _list(verdict, "reasons") if isinstance(reason, dict)]
    error = text_of(body, "error")
    return Observed(
        at=entry.at,
        client=text_of(body, "client"),
        mode=text_of(body, "mode"),
        key=text_of(body, "key"),
        session=text_of(body, "session"),
        call_id=text_of(body, "call_id"),
        # An obligation, an unknown word and a call that was not understood all stop: enforcing, nothing would run.
        fate=_FATES.get(text_of(verdict, "outcome"), Fate.STOPPED),
        risk=text_of(decision, "analysis", "risk"),
        rules=tuple(dict.fromkeys(text_of(reason, "rule") for reason in reasons)) or ((UNREADABLE,) if error else ()),
        why=text_of(reasons[0], "text") if reasons else error,
        hint=text_of(reasons[0], "hint") if reasons else "",
        what=what_of(text_of(call, "tool"), _table(call, "arguments")),
        tool=text_of(call, "tool"),
        name=text_of(call, "claims", "client_tool"),
        arguments=_table(call, "arguments"),
        cwd=text_of(call, "cwd"),
        stops=tuple(dict.fromkeys(_stop(reason, _list(_table(decision, "analysis"), "effects")) for reason in reasons)),
    )


def _stop(reason: dict[str, Any], effects: list[Any]) -> Stop:
    index = reason.get("effect")
    effect = effects[index] if isinstance(index, int) and 0 <= index < len(effects) else {}
    told = effect if isinstance(effect, dict) else {}
    return Stop(text_of(reason, "rule"), *(text_of(told, name) for name in ("verb", "kind", "resource", "risk")))


def what_of(tool: str, arguments: Mapping[str, Any]) -> str:
    """One line of the agent's words for a call; to be escaped where it is shown."""
    match tool:
        case "shell":
            return text_of(arguments, "command")
        case "exec":
            return " ".join(str(word) for word in _list(arguments, "argv"))
        case "http":
            return f"{text_of(arguments, 'method')} {text_of(arguments, 'url')}"
        case "mcp":
            return f"mcp {text_of(arguments, 'server')}/{text_of(arguments, 'tool')}"
        case "other":
            return text_of(arguments, "name")
        case "file.patch":
            files = [text_of(change, "path") for change in _list(arguments, "files") if isinstance(change, dict)]
            return f"file.patch {' '.join(files)}"
        case _:
            return f"{tool} {text_of(arguments, 'path')}".strip()


def _table(value: Mapping[str, Any], name: str) -> dict[str, Any]:
    found = value.get(name)
    return found if isinstance(found, dict) else {}


def _list(value: Mapping[str, Any], name: str) -> list[Any]:
    found = value.get(name)
    return found if isinstance(found, list) else []
