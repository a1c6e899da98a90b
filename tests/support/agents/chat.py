"""The scripted model in OpenAI's Chat Completions API, as Copilot CLI and OpenCode speak it."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from tests.support.agents.model import Heard, Protocol, Turn, events


def hear(_path: str, body: Mapping[str, Any]) -> Heard:
    said: list[tuple[str, str]] = []
    for message in body["messages"]:
        if message["role"] == "user":
            said.append(("person", _text(message.get("content"))))
        elif message["role"] == "tool":
            said.append(("tool", _text(message.get("content"))))
    return Heard(tuple(said), streams=bool(body.get("stream")))


def _text(content: Any) -> str:
    if isinstance(content, list):
        return "".join(str(part.get("text", "")) for part in content)
    return str(content or "")


def reply(heard: Heard, turn: Turn) -> tuple[bytes, str]:
    if heard.streams:
        return events(_chunks(turn), last="[DONE]"), "text/event-stream"
    finish = "tool_calls" if turn.step is not None else "stop"
    choice = {"index": 0, "message": {"role": "assistant", **_said(turn)}, "finish_reason": finish}
    return json.dumps({**_head("chat.completion"), "choices": [choice], "usage": _USAGE}).encode(), "application/json"


_USAGE = {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2}


def _head(kind: str) -> dict[str, Any]:
    return {"id": "chat_1", "object": kind, "created": 1, "model": "scripted"}


def _chunks(turn: Turn) -> Iterator[dict[str, Any]]:
    finish = "tool_calls" if turn.step is not None else "stop"
    first = {"index": 0, "delta": {"role": "assistant", **_said(turn)}, "finish_reason": None}
    head = _head("chat.completion.chunk")
    yield {**head, "choices": [first]}
    yield {**head, "choices": [{"index": 0, "delta": {}, "finish_reason": finish}], "usage": _USAGE}


def _said(turn: Turn) -> dict[str, Any]:
    if turn.step is None:
        return {"content": turn.text}
    called = {"name": turn.step["tool"], "arguments": json.dumps(turn.step["input"])}
    return {
        "content": None,
        "tool_calls": [{"index": 0, "id": f"call_{turn.number}", "type": "function", "function": called}],
    }


PROTOCOL = Protocol(re.compile(r"/chat/completions$"), hear, reply)
