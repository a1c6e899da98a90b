"""The yardstick: raw ASGI that answers with the body it was sent. What any decision must at least cost."""

from collections.abc import Awaitable, Callable
from typing import Any

_START = {"type": "http.response.start", "status": 200, "headers": [(b"content-type", b"application/json")]}


async def app(
    scope: dict[str, Any], receive: Callable[[], Awaitable[dict[str, Any]]], send: Callable[[Any], Awaitable[None]]
) -> None:
    if scope["type"] != "http":
        return
    body = b""
    more = True
    while more:
        message = await receive()
        body += message.get("body", b"")
        more = message.get("more_body", False)
    await send(_START)
    await send({"type": "http.response.body", "body": body})
