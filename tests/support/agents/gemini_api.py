"""The scripted model in Google's Gemini API, as Gemini CLI speaks it."""

import json
import re
from collections.abc import Mapping
from typing import Any

from tests.support.agents.model import Heard, Protocol, Turn, events


def hear(path: str, body: Mapping[str, Any]) -> Heard:
    said: list[tuple[str, str]] = []
    for content in body.get("contents", []):
        for part in content.get("parts", []):
            if "functionResponse" in part:
                said.append(("tool", _result(part["functionResponse"].get("response"))))
            elif content.get("role") == "user" and "text" in part:
                said.append(("person", str(part["text"])))
    return Heard(tuple(said), streams="streamGenerateContent" in path)


def _result(response: Any) -> str:
    if isinstance(response, dict) and set(response) == {"output"}:
        return str(response["output"])
    return json.dumps(response)


def reply(heard: Heard, turn: Turn) -> tuple[bytes, str]:
    if turn.step is None:
        part: dict[str, Any] = {"text": turn.text}
    else:
        part = {"functionCall": {"name": turn.step["tool"], "args": turn.step["input"]}}
    content = {"role": "model", "parts": [part]}
    answer = {
        "candidates": [{"content": content, "finishReason": "STOP", "index": 0}],
        "usageMetadata": {"promptTokenCount": 1, "candidatesTokenCount": 1, "totalTokenCount": 2},
    }
    if heard.streams:
        return events(iter([answer])), "text/event-stream"
    return json.dumps(answer).encode(), "application/json"


PROTOCOL = Protocol(re.compile(r"enerateContent"), hear, reply)
