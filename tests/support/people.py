"""What a person's terminal does at the control socket of a gate in this process."""

import json
from typing import Any

from tests.support.http_api import until
from tests.support.server import Running

from mayact import client

SESSION_S = 120.0


def approve_first(running: Running, answer: str = "approve", reason: str = "") -> Any:
    """Answer the first request, as soon as one waits."""
    until(lambda: bool(running.gate.requests_), seconds=SESSION_S)
    message = {
        "op": "answer",
        "request": next(iter(running.gate.requests_)),
        "answer": answer,
        "approver": "key-1",
        "reason": reason,
        "signature": "c2lnbmVk",
    }
    return json.loads(client.call(running.control, json.dumps(message).encode(), timeout=60))
