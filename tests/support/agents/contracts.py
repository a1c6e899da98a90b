"""What each client does with what a hook prints and how it exits: the observed contracts, as a model.

Source: runs of the clients of `tests/clients/package-lock.json` with every kind of answer; docs/clients has the table.
Only what was seen is here. `ASKS` stands for whatever a client does by itself when a hook has no opinion.
"""

import json
from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from mayact.core.wire.hooks.envelope import HookReply


class Does(StrEnum):
    BLOCKS = "blocks"
    ASKS = "goes on as without a hook"
    REWRITES = "goes on with another input"
    OVERRIDES = "runs it over its own rules"
    RUNS = "runs it, although something is wrong"


def claude_code(reply: HookReply) -> Does:
    if reply.exit_code == 2:
        return Does.BLOCKS
    said = _object(reply.stdout)
    if reply.exit_code != 0 or said is None:
        return Does.RUNS
    output = said.get("hookSpecificOutput", {})
    if output.get("permissionDecision") == "deny" or said.get("decision") == "block":
        return Does.BLOCKS
    return Does.REWRITES if "updatedInput" in output else Does.ASKS


def codex(reply: HookReply) -> Does:
    if reply.exit_code == 2:
        return Does.BLOCKS if reply.stderr else Does.RUNS
    said = _object(reply.stdout)
    if reply.exit_code != 0 or said is None:
        return Does.RUNS
    output = said.get("hookSpecificOutput", {})
    if output.get("permissionDecision") == "deny" or said.get("decision") == "block":
        return Does.BLOCKS
    if "updatedInput" in output:
        return Does.REWRITES if output.get("permissionDecision") == "allow" else Does.RUNS
    return Does.ASKS


def gemini(reply: HookReply) -> Does:
    text = reply.stdout.strip() or reply.stderr.strip()  # standard error too is read as an answer
    said = _object(text)
    if said is None:
        return Does.BLOCKS if reply.exit_code >= 2 else Does.RUNS
    if said.get("decision") in ("deny", "block") or said.get("continue") is False:
        return Does.BLOCKS
    if reply.exit_code != 0 or said.get("decision") == "ask":
        return Does.RUNS
    return Does.REWRITES if "tool_input" in said.get("hookSpecificOutput", {}) else Does.ASKS


def copilot(reply: HookReply) -> Does:
    said = _object(reply.stdout)
    if reply.exit_code != 0:
        return Does.BLOCKS
    if said is None:
        return Does.RUNS  # the second hook then blocks commands, edits and MCP tools
    match said.get("permissionDecision"):
        case "deny" | "ask":
            return Does.BLOCKS
        case "allow":
            return Does.OVERRIDES
        case None:
            return Does.REWRITES if "modifiedArgs" in said else Does.ASKS
        case _:
            return Does.RUNS


def opencode(reply: HookReply) -> Does:
    """Through our own plugin, which throws on everything that is not a whole yes."""
    said = _object(reply.stdout) if reply.stdout else None
    if reply.exit_code != 0 or said is None:
        return Does.BLOCKS
    return Does.REWRITES if "args" in said else Does.ASKS


CONTRACTS = {"claude-code": claude_code, "codex": codex, "gemini": gemini, "copilot": copilot, "opencode": opencode}


def _object(raw: bytes) -> Mapping[str, Any] | None:
    """None: not one JSON object and nothing else, which every client takes for a broken hook."""
    if not raw:
        return {}
    try:
        found = json.loads(raw)
    except ValueError:
        return None
    return found if isinstance(found, dict) else None
