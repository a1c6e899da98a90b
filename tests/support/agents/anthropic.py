"""The scripted model in Anthropic's Messages API, as Claude Code speaks it."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from tests.support.agents.model import Heard, Protocol, Turn, events


def hear(_path: str, body: Mapping[str, Any]) -> Heard:
    said: list[tuple[str, str]] = []
    for message in body["messages"]:
        content = message["content"]
        if isinstance(content, str):
            said += [("person", content)] if message["role"] == "user" else []
            continue
        for block in content if message["role"] == "user" else ():
            if block["type"] == "tool_result":
                said.append(("tool", _text(block.get("content"))))
            elif block["type"] == "text":
                said.append(("person", block["text"]))
    return Heard(tuple(said), streams=bool(body.get("stream")))


def _text(content: Any) -> str:
    if isinstance(content, list):
        return "".join(str(part.get("text", "")) for part in content)
    return str(content or "")


def reply(heard: Heard, turn: Turn) -> tuple[bytes, str]:
    if heard.streams:
        return events(_rows(turn), named=True), "text/event-stream"
    return json.dumps({**_head(turn), "content": [_block(turn)]}).encode(), "application/json"


def _head(turn: Turn) -> dict[str, Any]:
    return {
        "id": f"msg_{turn.number}",
        "type": "message",
        "role": "assistant",
        "model": "scripted-model",
        "content": [],
        "stop_reason": "tool_use" if turn.step is not None else "end_turn",
        "stop_sequence": None,
        "usage": {"input_tokens": 1, "output_tokens": 1},
    }


def _block(turn: Turn) -> dict[str, Any]:
    if turn.step is None:
        return {"type": "text", "text": turn.text}
    call = {"id": f"toolu_{turn.number:04}", "name": turn.step["tool"], "input": turn.step["input"]}
    return {"type": "tool_use", **call}


def _rows(turn: Turn) -> Iterator[dict[str, Any]]:
    head, block = _head(turn), _block(turn)
    yield {"type": "message_start", "message": {**head, "stop_reason": None}}
    if turn.step is None:
        first, delta = {**block, "text": ""}, {"type": "text_delta", "text": turn.text}
    else:
        first = {**block, "input": {}}
        delta = {"type": "input_json_delta", "partial_json": json.dumps(turn.step["input"])}
    yield {"type": "content_block_start", "index": 0, "content_block": first}
    yield {"type": "content_block_delta", "index": 0, "delta": delta}
    yield {"type": "content_block_stop", "index": 0}
    ended = {"stop_reason": head["stop_reason"], "stop_sequence": None}
    yield {"type": "message_delta", "delta": ended, "usage": {"output_tokens": 1}}
    yield {"type": "message_stop"}


PROTOCOL = Protocol(re.compile(r"/v1/messages(\?|$)"), hear, reply)
