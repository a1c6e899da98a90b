"""`mayact analyse`: what shell commands would do, one JSON line in, one JSON line out.

Law: it reads nothing but its input (no file, no environment, no repository), so every fact that only looking could
tell is the worst case. Every input line gets exactly one answer line, in order, flushed; a line that cannot be read
is answered as opaque. The exit code says only whether the input could be read to its end.

In:  `{"id": any, "command": text, "cwd": path, "home": path, "user": name}`; all but `command` may be missing.
     Missing `cwd` is `/`, where nothing counts as a project; missing `home` is the one that `cwd` lies in
     (`/home/NAME`, `/Users/NAME`, `/root`), else a directory that does not exist; missing `user` is the name of `home`.
Out: `{"id", "opaque": bool, "opaque_because": [text], "effects": [{"verb", "kind", "resource", "facts", "risk",
     "reversibility", "because", "span"}], "risk"}`. These names never change. `span` is `[start, end]`, the part of
     `command` that causes the effect, in code points, the end exclusive; null where there is no command.
"""

import json
import re
from collections.abc import Mapping
from typing import BinaryIO, Final

from mayact.core.analysis.catalogue import DEFAULT_CATALOGUE
from mayact.core.analysis.command import opaque
from mayact.core.analysis.risk import judge
from mayact.core.analysis.study import study
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


def run(stdin: BinaryIO, stdout: BinaryIO) -> int:
    """Answer every line of `stdin` on `stdout`; 0, or 1 when the reader of the answers went away."""
    parser = _parser()
    try:
        while line := stdin.readline(MAX_FRAME_BYTES + 1):
            if len(line) > MAX_FRAME_BYTES:
                while not line.endswith(b"\n") and (line := stdin.readline(MAX_FRAME_BYTES)):
                    continue
                line = b""
            stdout.write(answer(line, parser))
            stdout.flush()
    except BrokenPipeError:
        return 1
    finally:
        if isinstance(parser, AgreedParser):
            parser.close()
    return 0


def answer(line: bytes, parser: ShellParser) -> bytes:
    """The answer line for one input line. Never raises."""
    found: Json = None
    try:
        request = parse_json(line, what="line") if line else None
        if not isinstance(request, Mapping):
            return _line(None, _refused("the line is not a json object"))
        found = request.get("id")
        analysis = study(_call(request), parser=parser, seen={}, catalogue=DEFAULT_CATALOGUE).analysis
    except InvalidInput as error:
        return _line(found, _refused(error.message))
    except Exception as error:  # noqa: BLE001 — a fault of ours must answer as opaque, never as silence
        return _line(found, _refused(f"analysis failed ({type(error).__name__})"))
    return _line(found, analysis)


def _call(request: JsonObject) -> ToolCall:
    command = _text(request, "command", "")
    if "command" not in request:
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


def _line(found: Json, analysis: Analysis) -> bytes:
    body = {
        "id": thaw(found),
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


def _parser() -> ShellParser:
    try:
        return AgreedParser(ShfmtParser(spares=_SPARES))
    except ShellUnreadable:
        return _NoParser()
