"""What clients kept of their own sessions: when they worked, and which tool calls they made.

Law: transcripts are written by agents and hold whatever was said; of them only times, call ids and whether a call ended
in an error are taken. Bounded in files and bytes; the newest first. A client whose format is not read is known by the
times of its files alone.
"""

import json
import os
from collections.abc import Iterator
from datetime import datetime
from typing import Any, Final

from mayact.boundary.doctor import files
from mayact.core.doctor.gaps import Call, Session

MAX_FILES: Final = 200
MAX_BYTES: Final = 32 * 1_048_576
"""Of one transcript. A longer one is known by its time alone."""

_PLACES: Final = (
    ("claude-code", "CLAUDE_CONFIG_DIR", "~/.claude", "projects", 4),
    ("codex", "CODEX_HOME", "~/.codex", "sessions", 4),
    ("gemini", "GEMINI_CLI_HOME", "~/.gemini", "tmp", 3),
    ("copilot", "COPILOT_HOME", "~/.copilot", "session-state", 2),
    ("opencode", "XDG_DATA_HOME", "~/.local/share", "opencode", 4),
)
"""Client, the variable that moves its directory, where that is otherwise, what below it, how deep."""


def sessions(environ: "os._Environ[str] | dict[str, str]", home: str, *, since: int) -> tuple[Session, ...]:
    """Those whose file changed after `since` (milliseconds since the epoch)."""
    found: list[Session] = []
    for client, variable, usual, name, depth in _PLACES:
        base = environ.get(variable) or f"{home}{usual[1:]}"
        found += _of(client, f"{base}/{name}", home, depth=depth, since=since)
    return tuple(found)


def _of(client: str, place: str, home: str, *, depth: int, since: int) -> Iterator[Session]:
    written = [
        (status.st_mtime_ns // 1_000_000, path)
        for path, status in files.below(place, depth=depth, limit=20_000)
        if path.endswith((".jsonl", ".json", ".db", ".db-wal"))
    ]
    for at, path in sorted(written, reverse=True)[:MAX_FILES]:
        if at < since:
            return
        name = os.path.basename(path).rpartition(".")[0]
        names: tuple[str, ...] = ()
        calls: tuple[Call, ...] = ()
        if client in _READERS and path.endswith(".jsonl"):
            content = files.read(path, within=place, limit=MAX_BYTES)
            if content is not None and content.raw is not None:
                rows = list(_rows(content.raw))
                calls = tuple(_READERS[client](rows))
                names = _names(rows, name) if client == "codex" else ()
        yield Session(client=client, name=name[:100], path=path, at=at, names=names, calls=calls)


def _rows(raw: bytes) -> Iterator[dict[str, Any]]:
    for line in raw.splitlines():
        try:
            value = json.loads(line)
        except (ValueError, RecursionError):
            continue  # cut, or no row: what it said is not known
        if isinstance(value, dict):
            yield value


def _claude(rows: list[dict[str, Any]]) -> Iterator[Call]:
    asked: dict[str, int] = {}
    ended: dict[str, bool] = {}
    for row in rows:
        message = row.get("message")
        content = message.get("content") if isinstance(message, dict) else None
        for part in content if isinstance(content, list) else ():
            match part:
                case {"type": "tool_use", "id": str(name)}:
                    asked.setdefault(name, _time(row.get("timestamp")))
                case {"type": "tool_result", "tool_use_id": str(name), **rest}:
                    # A hook that blocks makes an error of it, as a command that fails does.
                    ended[name] = rest.get("is_error") is not True
                case _:
                    pass
    for name, at in asked.items():
        yield Call(name, at, ended.get(name, False))


def _names(rows: list[dict[str, Any]], usual: str) -> tuple[str, ...]:
    """A sub-agent has an id of its own and its parent's session. Its model may count calls from nothing each time."""
    found = [usual]
    for row in rows:
        match row:
            case {"type": "session_meta", "payload": {**meta}}:
                found += [str(meta[key]) for key in ("id", "session_id") if key in meta]
            case _:
                pass
    return tuple(dict.fromkeys(found))


def _codex(rows: list[dict[str, Any]]) -> Iterator[Call]:
    for row in rows:
        payload = row.get("payload")
        match payload:
            case {"type": "function_call" | "custom_tool_call" | "local_shell_call", "call_id": str(name)}:
                yield Call(name, _time(row.get("timestamp")), None)
            case _:
                pass


def _time(text: object) -> int:
    try:
        return int(datetime.fromisoformat(str(text)).timestamp() * 1000)
    except (ValueError, OverflowError):
        return 0


_READERS: Final = {"claude-code": _claude, "codex": _codex}
