"""`mayact analyse`: what shell commands would do, one JSON line in, one JSON line out.

Law: it reads nothing but its input (no file, no repository; the environment only for a command that is given as words,
and then only where the caller stands), so every fact that only looking could tell is the worst case. Every input line
gets exactly one answer line, in order, flushed; a line that cannot be read is answered as opaque. The exit code says
only whether the input could be read to its end.

In:  `{"id": any, "command": text, "cwd": path, "home": path, "user": name}`; all but `command` may be missing.
     Missing `cwd` is `/`, where nothing counts as a project; missing `home` is the one that `cwd` lies in
     (`/home/NAME`, `/Users/NAME`, `/root`), else a directory that does not exist; missing `user` is the name of `home`.
Out: `{"id", "opaque": bool, "opaque_because": [text], "effects": [{"verb", "kind", "resource", "facts", "risk",
     "reversibility", "because", "why", "span"}], "risk"}`. These names never change. `span` is `[start, end]`, the part
     of `command` that causes the effect, in code points, the end exclusive; null where there is no command.
"""

import json
import os
import re
import shlex
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import BinaryIO, Final

from mayact.core.analysis.catalogue import DEFAULT_CATALOGUE
from mayact.core.analysis.command import opaque
from mayact.core.analysis.risk import judge
from mayact.core.analysis.study import study
from mayact.core.analysis.tools import text_of
from mayact.core.canonical import Json, JsonObject, parse_json, thaw
from mayact.core.errors import InvalidInput, ShellUnreadable
from mayact.core.limits import MAX_FRAME_BYTES
from mayact.core.model import Analysis, Hop, HopKind, Source, ToolCall
from mayact.observe.second_opinion import AgreedParser
from mayact.observe.shfmt import ShfmtParser
from mayact.ports import ShellParser

_SPARES: Final = 2
_NO_HOME: Final = "/nonexistent/home"
_HOME: Final = re.compile(r"(/home/[^/]+|/Users/[^/]+|/root)(?:/|\Z)")


@dataclass(frozen=True, slots=True)
class Analysed:
    """One answer before it is written. `command` None: the line held none that could be read."""

    id: Json
    command: str | None
    analysis: Analysis


def run(stdin: BinaryIO, stdout: BinaryIO, *, write: Callable[[Analysed], bytes] | None = None) -> int:
    """Answer every line of `stdin` on `stdout`, by `write` where it is given, else as JSON; 0, or 1 when the reader of
    the answers went away."""
    parser = _parser()
    try:
        while line := stdin.readline(MAX_FRAME_BYTES + 1):
            if len(line) > MAX_FRAME_BYTES:
                while not line.endswith(b"\n") and (line := stdin.readline(MAX_FRAME_BYTES)):
                    continue
                line = b""
            stdout.write((write or _line)(analysed(line, parser)))
            stdout.flush()
    except BrokenPipeError:
        return 1
    finally:
        if isinstance(parser, AgreedParser):
            parser.close()
    return 0


def line_of(words: Sequence[str]) -> bytes:
    """The input line for a command of this terminal: one word is shell text, several are a program line, drawn as a
    shell would need it. Directory, home and user are the caller's own word, as on every line."""
    text = words[0] if len(words) == 1 else shlex.join(words)
    home = os.path.expanduser("~")
    user = os.environ.get("USER") or home.rsplit("/", 1)[-1]
    return json.dumps({"command": text, "cwd": os.getcwd(), "home": home, "user": user}).encode("ascii")


def answer(line: bytes, parser: ShellParser) -> bytes:
    """The answer line for one input line. Never raises."""
    return _line(analysed(line, parser))


def analysed(line: bytes, parser: ShellParser) -> Analysed:
    """What one input line asks about and what it would do. Never raises."""
    found: Json = None
    try:
        request = parse_json(line, what="line") if line else None
        if not isinstance(request, Mapping):
            return Analysed(None, None, _refused("the line is not a json object"))
        found = request.get("id")
        call = _call(request)
        analysis = study(call, parser=parser, seen={}, catalogue=DEFAULT_CATALOGUE).analysis
    except InvalidInput as error:
        return Analysed(found, None, _refused(error.message))
    except Exception as error:  # noqa: BLE001 — a fault of ours must answer as opaque, never as silence
        return Analysed(found, None, _refused(f"analysis failed ({type(error).__name__})"))
    return Analysed(found, text_of(call), analysis)


def _call(request: JsonObject) -> ToolCall:
    command = _text(request, "command", "")
    if request.get("command") is None:
        raise InvalidInput("the line has no command", hint="send {command: text}", field="/command")
    cwd = _text(request, "cwd", "/")
    if not cwd.startswith("/"):
        raise InvalidInput("cwd is not absolute", hint="send the full path", field="/cwd")
    inside = _HOME.match(cwd)
    home = _text(request, "home", inside[1] if inside else _NO_HOME)
    user = _text(request, "user", home.rstrip("/").rsplit("/", 1)[-1])
    return ToolCall(
        tool="shell",
        arguments={"command": command},
        cwd=cwd,
        home=home if home.startswith("/") and home.strip("/") else _NO_HOME,
        user=user,
        chain=(Hop(HopKind.PERSON, user or "unknown", Source.CLAIMED),),
    )


def _text(request: JsonObject, key: str, default: str) -> str:
    value = request.get(key)
    if value is None:
        return default
    if not isinstance(value, str):
        raise InvalidInput(f"{key} is not text", hint="send a json string", field=f"/{key}")
    return value


def _refused(because: str) -> Analysis:
    return Analysis(effects=judge((opaque(because),), catalogue=DEFAULT_CATALOGUE), opaque_because=(because,))


def _line(answered: Analysed) -> bytes:
    analysis = answered.analysis
    body = {
        "id": thaw(answered.id),
        "opaque": bool(analysis.opaque_because),
        "opaque_because": list(analysis.opaque_because),
        "effects": [
            {
                "verb": effect.verb.value,
                "kind": effect.kind,
                "resource": effect.resource,
                "facts": thaw(effect.facts),
                "risk": effect.risk.value,
                "reversibility": effect.reversibility.value,
                "because": effect.because,
                "why": effect.why,
                "span": effect.span,
            }
            for effect in analysis.effects
        ],
        "risk": analysis.risk.value,
    }
    return json.dumps(body, ensure_ascii=True).encode("ascii") + b"\n"


class _NoParser:
    """Stands in for a parser that is not installed: everything is opaque."""

    def parse(self, text: str) -> JsonObject:
        raise ShellUnreadable("the shell parser is not installed")

    def sees(self, text: str) -> None:
        return


def _parser() -> ShellParser:
    try:
        return AgreedParser(ShfmtParser(spares=_SPARES))
    except ShellUnreadable:
        return _NoParser()
