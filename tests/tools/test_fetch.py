"""Fetching: the request that was decided, to no other place, and what of the answer is shown."""

import threading
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from tests.support.server import FakeGate, serving
from tests.support.tools import Uses, uses

from mayact.boundary.tools import fetching
from mayact.core.errors import InvalidInput

pytestmark = pytest.mark.e2e


class Site(BaseHTTPRequestHandler):
    """Answers by the path that is asked for, and keeps what it was asked."""

    heard: list[tuple[str, str, str, dict[str, str]]]

    def log_message(self, format: str, *args: object) -> None:
        pass

    def _answer(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", "0"))).decode()
        self.heard.append((self.command, self.path, body, dict(self.headers)))
        code, kind, raw = 200, "text/plain", b"plain text\n"
        match self.path.partition("?")[0].rpartition("/")[2]:
            case "elsewhere":
                code = 302
            case "binary":
                kind, raw = "image/png", b"\0\1\2"
            case "lies":
                raw = b"\0\1\2"
            case "large":
                raw = b"x" * (fetching.MAX_BYTES + 5)
            case "missing":
                code = 404
        self.send_response(code)
        if code == 302:
            self.send_header("Location", f"http://elsewhere.test/{self.path.partition('?')[2] and chr(27)}")
        self.send_header("Content-Type", kind)
        self.send_header("Set-Cookie", "track=1")
        self.send_header("Content-Length", str(len(raw)))
        self.end_headers()
        self.wfile.write(raw)

    def do_GET(self) -> None:
        self._answer()

    def do_POST(self) -> None:
        self._answer()


@pytest.fixture
def site() -> Iterator[ThreadingHTTPServer]:
    Site.heard = []
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def gate() -> FakeGate:
    return FakeGate()


@pytest.fixture
def fetch(tmp_path: Path, gate: FakeGate) -> Iterator[Uses]:
    with serving(tmp_path / "run", gate) as served:
        yield uses(tmp_path, served.agent)


def at(site: ThreadingHTTPServer, name: str) -> str:
    return f"http://127.0.0.1:{site.server_address[1]}/{name}"


@pytest.mark.requirement("AUTHZ-1", "BOUND-1")
def test_the_request_is_the_one_that_was_decided(site: ThreadingHTTPServer, fetch: Uses, gate: FakeGate) -> None:
    assert fetch.use("fetch", url=at(site, "a b").replace(" ", "%20")).text == "plain text\n\nmayact: HTTP status 200"
    assert not fetch.use("fetch", url=at(site, "x"), method="POST", body='{"a":1}').failed
    (_, first), (_, second) = gate.redeemed
    assert first.arguments == {"method": "GET", "url": at(site, "a%20b")}
    assert second.arguments["body"] == '{"a":1}'
    assert [(method, path, body) for method, path, body, _ in Site.heard] == [
        ("GET", "/a%20b", ""),
        ("POST", "/x", '{"a":1}'),
    ]
    assert Site.heard[1][3]["Content-Type"] == "application/json"
    assert "Cookie" not in Site.heard[1][3]
    assert "Authorization" not in Site.heard[1][3]


@pytest.mark.requirement("AUTHZ-1")
def test_a_redirect_is_told_and_not_followed(site: ThreadingHTTPServer, fetch: Uses, gate: FakeGate) -> None:
    said = fetch.use("fetch", url=at(site, "elsewhere"))
    assert "redirected to http://elsewhere.test/;" in said.text
    assert not said.failed
    hostile = fetch.use("fetch", url=at(site, "elsewhere?hostile"))
    assert hostile.failed
    assert "\x1b" not in hostile.text
    assert len(Site.heard) == len(gate.redeemed) == 2


@pytest.mark.parametrize(
    ("name", "told", "failed"),
    [
        ("binary", "the answer is image/png, 3 bytes; not shown", False),
        ("lies", "the answer is text/plain, 3 bytes; not shown", False),
        ("large", f"cut, more than {fetching.MAX_BYTES} bytes", False),
        ("missing", "HTTP status 404", True),
    ],
)
def test_what_is_shown_of_an_answer(site: ThreadingHTTPServer, fetch: Uses, name: str, told: str, failed: bool) -> None:
    said = fetch.use("fetch", url=at(site, name))
    assert told in said.text
    assert len(said.text) < 70_000
    assert said.failed is failed


@pytest.mark.requirement("BOUND-2")
def test_with_a_way_out_everything_but_loopback_goes_through_it(site: ThreadingHTTPServer, fetch: Uses) -> None:
    environ = {**fetch.workshop.environ, "HTTPS_PROXY": at(site, "")}
    Uses(replace(fetch.workshop, environ=environ)).use("fetch", url="http://unlisted.test/x")
    assert [(method, path) for method, path, _, _ in Site.heard] == [("GET", "http://unlisted.test/x")]


@pytest.mark.parametrize(
    ("url", "same"),
    [
        ("http://Host.Test", "http://host.test"),
        ("https://host.test:443/a?b#c", "https://host.test/a?b"),
        ("http://host.test/%41", "http://host.test/%41"),
    ],
)
def test_a_url_has_one_spelling(url: str, same: str) -> None:
    assert fetching.spelled(url) == same
    assert fetching.spelled(same) == same


@pytest.mark.requirement("AUTHZ-6")
@pytest.mark.parametrize(
    "url",
    ["", "host.test", "ftp://host.test/", "http://", "http:///x", "http://u@h/", "http://u:p@h/", "http://a\\@b/",
     "http://a b/", "http://a/\n", "http://ä.test/", "javascript:1", "http://[::1", "http://a:99999999/"],
)  # fmt: skip
def test_what_could_be_read_in_two_ways_is_no_url(url: str) -> None:
    with pytest.raises(InvalidInput):
        fetching.spelled(url)
