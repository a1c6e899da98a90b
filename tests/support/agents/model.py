"""A model that plays a script of tool calls: it asks for one a turn, and in the end says what it was given for each.

The script travels in the prompt (`prompt_of`), so one server serves a session and its sub-agents. A turn is told by
how many tool results stand behind the newest prompt with a script, so the server keeps nothing.
"""

import base64
import json
import re
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

DONE = "SCRIPT-DONE "
_SCRIPT = re.compile(r"SCRIPT\[([A-Za-z0-9+/=]+)\]")

Step = Mapping[str, Any]
"""`{"tool": name, "input": arguments}`; an input that is text is for tools that take no JSON."""


@dataclass(frozen=True)
class Heard:
    """One request to a model, whatever its protocol. `said`: texts of the person and results of tools, in order."""

    said: tuple[tuple[str, str], ...]
    streams: bool = True
    groups: Mapping[str, str] = field(default_factory=dict)
    """Tools that are offered in a group, and the group's name."""


@dataclass(frozen=True)
class Turn:
    """What the model does next: one call, or its last words."""

    step: Step | None
    text: str
    number: int


@dataclass(frozen=True)
class Protocol:
    """`hear` reads a request's body; `reply` is the whole body of the answer and its media type."""

    path: re.Pattern[str]
    hear: Callable[[str, Mapping[str, Any]], Heard]
    reply: Callable[[Heard, Turn], tuple[bytes, str]]


def prompt_of(script: list[Step]) -> str:
    """The prompt that has `script` played."""
    return f"SCRIPT[{base64.b64encode(json.dumps(script).encode()).decode()}]"


def results_in(text: str) -> tuple[str, ...] | None:
    """What the model was given for each call, from its last words; None: it did not come to its end."""
    results = None
    for part in text.split(DONE)[1:]:
        try:
            found, _ = json.JSONDecoder().raw_decode(part)
        except ValueError:
            continue  # a sub-agent's last words, inside those of the agent
        results = tuple(str(item) for item in found)
    return results


def turn_of(heard: Heard) -> Turn:
    """What comes next. A conversation without a script (a title, a summary) is answered with a word."""
    script: list[Step] | None = None
    results: list[str] = []
    for who, text in heard.said:
        found = _SCRIPT.search(text) if who == "person" else None
        if found is not None:
            script, results = json.loads(base64.b64decode(found[1])), []
        elif who == "tool":
            results.append(text)
    if script is None:
        return Turn(None, "fine", 0)
    if len(results) < len(script):
        return Turn(script[len(results)], "", len(results))
    return Turn(None, DONE + json.dumps(results), len(results))


def events(rows: Iterator[Mapping[str, Any]], *, named: bool = False, last: str = "") -> bytes:
    """Server-sent events (WHATWG HTML, 9.2)."""
    lines = [(f"event: {row['type']}\n" if named else "") + f"data: {json.dumps(row)}\n\n" for row in rows]
    return ("".join(lines) + (f"data: {last}\n\n" if last else "")).encode()


@contextmanager
def serving(protocols: list[Protocol], *, port: int = 0, heads: list[str] | None = None) -> Iterator[int]:
    """The model on loopback while the context lasts; gives its port. `heads`: where requests' heads are kept."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, format: str, *args: object) -> None:
            pass

        def do_GET(self) -> None:
            self._send(200, b'{"object":"list","data":[],"models":[]}', "application/json")

        def do_POST(self) -> None:
            body = self._body()
            if heads is not None:
                heads.append(f"{self.requestline}\n{self.headers}")
            protocol = next((one for one in protocols if one.path.search(self.path)), None)
            if protocol is None:
                self._send(404, b"{}", "application/json")
                return
            heard = protocol.hear(self.path, json.loads(body))
            self._send(200, *protocol.reply(heard, turn_of(heard)))

        def _body(self) -> bytes:
            if self.headers.get("Transfer-Encoding", "").lower() != "chunked":
                return self.rfile.read(int(self.headers.get("Content-Length", "0")))
            found = b""
            while size := int(self.rfile.readline(), 16):
                found += self.rfile.read(size)
                self.rfile.readline()
            self.rfile.readline()
            return found

        def _send(self, code: int, body: bytes, kind: str) -> None:
            self.send_response(code)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()
        server.server_close()
