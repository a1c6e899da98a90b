"""Cheating from inside: put a validly signed approval for any action into the log, as its most powerful enemy could."""

from typing import Any

from demo.stage import Stage
from mayact.app import open_gate
from mayact.config import load_settings, paths_in
from mayact.core.approval import Answer, approval_statement
from mayact.core.canonical import digest_bytes
from mayact.core.log.entry import Draft, Kind
from mayact.core.log.statements import binding_of
from mayact.identity import keys
from mayact.identity.instruments import SystemClock
from mayact.ports import SignedAnswer


def insert_approval(stage: Stage, decision: dict[str, Any]) -> str:
    """Open a request for the refused action and answer it with the person's own key; its status afterwards."""
    paths = paths_in(str(stage.mayact_home))
    now = SystemClock().now_ms()
    text = "inserted by the demo\n"
    body = {
        "id": "req-inserted",
        "action": decision["action"],
        "effects": decision["effects"],
        "policy": decision["policy"],
        "needs": [{"tier": "operator", "quorum": 1, "rules": []}],
        "chain": decision["call"]["chain"],
        "task": None,
        "rendering": digest_bytes(text.encode()),
        "text": text,
        "nonce": "0" * 32,
        "expires_at": now + 600_000,
        "subject": decision,
    }
    file = next(stage.mayact_home.rglob("*.key.json"), None) or next((stage.mayact_home / "keys").iterdir())
    key = keys.unlock(keys.read(str(file)), stage.passphrase)
    with open_gate(paths, load_settings(paths.settings_file)) as opened:
        opened.store.append([Draft(Kind.REQUEST_OPENED, body, now)])
        statement = approval_statement(
            binding_of(opened.gate.request("req-inserted")), answer=Answer.APPROVE, approver=key.id, reason=""
        )
        signed = SignedAnswer(answer=Answer.APPROVE, approver=key.id, reason="", signature=key.sign(statement))
        return opened.gate.answer("req-inserted", signed).status.value
