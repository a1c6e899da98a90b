"""The scripted model in OpenAI's Responses API, as Codex speaks it."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from tests.support.agents.model import Heard, Protocol, Turn, events


def hear(_path: str, body: Mapping[str, Any]) -> Heard:
    said: list[tuple[str, str]] = []
    for item in body["input"]:
        kind = str(item.get("type", "message"))
        if kind == "message" and item.get("role") == "user":
            said.append(("person", _text(item["content"])))
        elif kind.endswith("_call_output"):
            said.append(("tool", _text(item["output"])))
    groups = {
        str(tool["name"]): str(group["name"])
        for group in body.get("tools", [])
        if group.get("type") == "namespace"
        for tool in group["tools"]
    }
    return Heard(tuple(said), groups=groups)


def _text(content: Any) -> str:
    if isinstance(content, str):
        return content
    return "".join(str(part.get("text", "")) for part in content)


def reply(heard: Heard, turn: Turn) -> tuple[bytes, str]:
    return events(_rows(heard, turn), named=True), "text/event-stream"


def _rows(heard: Heard, turn: Turn) -> Iterator[dict[str, Any]]:
    usage = {"input_tokens": 1, "output_tokens": 1, "total_tokens": 2}
    yield {"type": "response.created", "response": {"id": "resp_1"}}
    yield {"type": "response.output_item.done", "output_index": 0, "item": _item(heard, turn)}
    yield {"type": "response.completed", "response": {"id": "resp_1", "usage": usage}}


def _item(heard: Heard, turn: Turn) -> dict[str, Any]:
    if turn.step is None:
        content = [{"type": "output_text", "text": turn.text, "annotations": []}]
        return {"type": "message", "id": "msg_1", "role": "assistant", "content": content}
    name, given = turn.step["tool"], turn.step["input"]
    call = {"id": f"item_{turn.number}", "call_id": f"call_{turn.number}", "name": name}
    if isinstance(given, str):
        return {"type": "custom_tool_call", **call, "input": given}
    # A tool that is offered only once it was searched for is in no group yet: the step names it.
    named = heard.groups.get(name, turn.step.get("namespace"))
    group = {"namespace": named} if named else {}
    return {"type": "function_call", **call, **group, "arguments": json.dumps(given)}


PROTOCOL = Protocol(re.compile(r"/v1/responses$"), hear, reply)
