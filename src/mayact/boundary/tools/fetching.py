"""One HTTP request, as it was decided: this method, this URL, this body, and no other place.

Law: the URL is asked about in the spelling in which it is then requested, redirects are told and never followed, and
no credential of this machine goes with it: no netrc, no cookies, no password in a URL. Through the proxy that
`HTTPS_PROXY` names, where one is named: inside `mayact run` that is the way out. Text only, within bounds.
"""

import ssl
import time
from collections.abc import Mapping
from typing import Final

import httpx

import mayact
from mayact.boundary.tools.files import as_text
from mayact.boundary.tools.result import Result, cut
from mayact.core.errors import InvalidInput, shown
from mayact.core.wire.tools import Fetch, media_type
from mayact.core.wire.words import plain

MAX_BYTES: Final = 1_048_576
"""Of a response. What is larger is not text for a model."""

MAX_SECONDS: Final = 60.0
_STEP_S: Final = 20.0

_TEXT: Final = ("text/", "application/json", "application/xml", "application/javascript", "application/x-ndjson")


def spelled(url: str) -> str:
    """`url` in its one spelling. Raises `InvalidInput`."""
    if not url.isascii() or not url.isprintable() or "\\" in url or " " in url:
        raise InvalidInput(f"{shown(url)} is not plainly a URL", hint="write it as RFC 3986 has it", field="url")
    try:
        found = httpx.URL(url).copy_with(fragment=None)
        if found.port is not None and not 0 < found.port < 65_536:
            raise ValueError("no such port")
    except (httpx.InvalidURL, ValueError):
        raise InvalidInput(f"{shown(url)} is no URL", hint="write it as RFC 3986 has it", field="url") from None
    if found.scheme not in ("http", "https") or not found.host:
        raise InvalidInput(f"{shown(url)} is not of http or https", hint="name a host", field="url")
    if found.userinfo:
        raise InvalidInput("a URL with a user or a password", hint="leave it out: secrets are not the agent's")
    return str(found)


def fetched(use: Fetch, url: str, *, environ: Mapping[str, str]) -> Result:
    """Raises `InvalidInput`."""
    proxy = environ.get("HTTPS_PROXY") or environ.get("https_proxy") or None
    headers = {"User-Agent": f"mayact/{mayact.__version__}", "Accept": "*/*", "Accept-Encoding": "identity"}
    if use.body:
        headers["Content-Type"] = media_type(use.body)
    try:
        with (
            httpx.Client(
                trust_env=False,
                proxy=None if _is_here(url) else proxy,
                verify=ssl.create_default_context(),
                timeout=_STEP_S,
                follow_redirects=False,
                headers=headers,
            ) as client,
            client.stream(use.method, url, content=use.body.encode() if use.body else None) as response,
        ):
            return _told(response, time.monotonic() + MAX_SECONDS)
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise InvalidInput(
            f"{shown(url)} did not answer: {plain(error)[:200] or type(error).__name__}",
            hint="it may have been reached",
        ) from None


def _is_here(url: str) -> bool:
    return httpx.URL(url).host in ("localhost", "127.0.0.1", "::1")


def _told(response: httpx.Response, end: float) -> Result:
    status = f"mayact: HTTP status {response.status_code}"
    if response.has_redirect_location:
        to = plain(response.headers.get("location", ""))[:2000]
        return Result(notes=(status, f"mayact: redirected to {to}; fetch that, and it is decided"))
    kind = response.headers.get("content-type", "").partition(";")[0].strip().lower()
    if response.headers.get("content-encoding", "identity").lower() not in ("", "identity"):
        return Result(notes=(status, "mayact: the answer is compressed though that was not asked for; not shown"))
    raw, why = _body(response, end)
    is_text = kind == "" or kind.startswith(_TEXT) or kind.endswith(("+json", "+xml"))
    text = as_text(raw) if is_text else None
    if text is None and is_text:
        text = raw.decode(errors="replace") if b"\0" not in raw else None
    if text is None:
        return Result(notes=(status, f"mayact: the answer is {plain(kind)[:80]}, {len(raw)} bytes; not shown"))
    whole, notes = cut(text)
    return Result(text=whole, notes=(status, *notes, *why), failed=response.status_code >= 400)


def _body(response: httpx.Response, end: float) -> tuple[bytes, tuple[str, ...]]:
    raw = bytearray()
    for chunk in response.iter_raw():
        raw += chunk
        if len(raw) > MAX_BYTES:
            return bytes(raw[:MAX_BYTES]), (f"mayact: cut, more than {MAX_BYTES} bytes",)
        if time.monotonic() > end:
            return bytes(raw), (f"mayact: cut, it took longer than {MAX_SECONDS:.0f} seconds",)
    return bytes(raw), ()
