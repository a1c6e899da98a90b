"""The same rules and the same requests for everybody: as Cedar with AuthZEN for mayact, as Cerbos policies with its own
API for Cerbos, as plain tables for libraries.

Documents of one or more types, four actions, rules with conditions on role, department, clearance, owner and channel.
Every request names another document; people, roles, departments and levels vary. A request carries a text of about a
kilobyte, as a tool call does, so that bodies are about 1.4 kB. Where facts are `fresh`, each request also names an
owner that never came before, so that no answer can be remembered.
"""

import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.load import MARK

ACTIONS = ("view", "edit", "comment", "share")
ROLES = ("viewer", "editor", "lead", "auditor", "owner")
DEPARTMENTS = tuple(f"department-{number:02}" for number in range(20))
CHANNELS = ("office", "vpn", "public")
PEOPLE = 512
DISTINCT = 4_096
"""Requests that differ in more than the document's number."""
TEXT = "Please collect the figures of the last quarter, compare them with the plan and write down what differs. "


@dataclass(frozen=True, slots=True)
class Rule:
    """`kind` is `permit` or `forbid`; `cedar` and `cel` say the same condition."""

    name: str
    kind: str
    type: str
    action: str
    cedar: str
    cel: str


def type_name(number: int) -> str:
    return "Document" if number == 0 else f"Document{number}"


def rules(count: int, *, types: int = 1) -> tuple[Rule, ...]:
    """`count` rules, spread evenly over `types` document types and the four actions."""
    return tuple(_rule(number, types) for number in range(count))


def _rule(number: int, types: int) -> Rule:
    action = ACTIONS[number // types % len(ACTIONS)]
    turn = number // (types * len(ACTIONS))
    role, department, level = ROLES[turn % len(ROLES)], DEPARTMENTS[turn % len(DEPARTMENTS)], turn % 5
    kind, cedar, cel = (
        (
            "permit",
            f'principal.role == "{role}" && resource.department == principal.department',
            f'P.attr.role == "{role}" && R.attr.department == P.attr.department',
        ),
        ("permit", "resource.owner == principal.name", "R.attr.owner == P.attr.name"),
        (
            "forbid",
            f"resource.classification > principal.clearance + {level}",
            f"int(R.attr.classification) > int(P.attr.clearance) + {level}",
        ),
        (
            "permit",
            f'principal.department == "{department}" && principal.clearance >= {level}',
            f'P.attr.department == "{department}" && int(P.attr.clearance) >= {level}',
        ),
        (
            "forbid",
            f'context.channel == "public" && resource.classification >= {level + 3}',
            f'R.attr.channel == "public" && int(R.attr.classification) >= {level + 3}',
        ),
    )[turn % 5]
    return Rule(f"rule.{number}", kind, type_name(number % types), action, cedar, cel)


# ── mayact ────────────────────────────────────────────────────────────────────────────────────────────────


def application(count: int, *, types: int = 1) -> dict[str, Any]:
    """The application part of a policy: schema, no entities, `count` rules."""
    documents = ", ".join(type_name(number) for number in range(types))
    schema = [
        "entity User = { name: String, role: String, department: String, clearance: Long };",
        f"entity {documents} = {{ owner: String, department: String, classification: Long }};",
        f"action {', '.join(ACTIONS)} appliesTo "
        f"{{ principal: [User], resource: [{documents}], context: {{ channel: String }} }};",
    ]
    texts = [
        f'@id("{rule.name}")\n{rule.kind} (principal, action == Action::"{rule.action}", resource is {rule.type}) '
        f"when {{ {rule.cedar} }};"
        for rule in rules(count, types=types)
    ]
    return {"schema": "\n".join(schema), "entities": [], "policies": {"bench.cedar": "\n".join(texts)}}


def authzen(number: int, *, types: int = 1, fresh: bool = False) -> dict[str, Any]:
    person, document = _person(number), _document(number, fresh)
    return {
        "subject": {"type": "User", "id": person["name"], "properties": person},
        "action": {"name": ACTIONS[number % len(ACTIONS)]},
        "resource": {"type": type_name(number % types), "id": _name(number, fresh), "properties": document},
        "context": {"channel": CHANNELS[number % len(CHANNELS)], "arguments": {"text": TEXT * 10}},
    }


# ── Cerbos ────────────────────────────────────────────────────────────────────────────────────────────────


def cerbos_policies(folder: Path, count: int, *, types: int = 1) -> None:
    """One resource policy per type, in JSON, which Cerbos reads as well as YAML."""
    for number in range(types):
        kind = type_name(number)
        named = [
            {
                "name": rule.name,
                "actions": [rule.action],
                "effect": "EFFECT_ALLOW" if rule.kind == "permit" else "EFFECT_DENY",
                "roles": ["*"],
                "condition": {"match": {"expr": rule.cel}},
            }
            for rule in rules(count, types=types)
            if rule.type == kind
        ]
        policy = {
            "apiVersion": "api.cerbos.dev/v1",
            "resourcePolicy": {"version": "default", "resource": kind, "rules": named},
        }
        (folder / f"{kind}.json").write_text(json.dumps(policy), encoding="utf-8")


def cerbos(number: int, *, types: int = 1, fresh: bool = False) -> dict[str, Any]:
    person, document = _person(number), _document(number, fresh)
    attributes = {**document, "channel": CHANNELS[number % len(CHANNELS)], "arguments": {"text": TEXT * 10}}
    return {
        "requestId": f"{number}",
        "principal": {"id": person["name"], "roles": ["user"], "attr": person},
        "resources": [
            {
                "actions": [ACTIONS[number % len(ACTIONS)]],
                "resource": {"kind": type_name(number % types), "id": _name(number, fresh), "attr": attributes},
            }
        ],
    }


# ── requests ──────────────────────────────────────────────────────────────────────────────────────────────


def _person(number: int) -> dict[str, Any]:
    who = random.Random(number % PEOPLE)  # the same person is always the same
    return {
        "name": f"person-{number % PEOPLE:04}",
        "role": who.choice(ROLES),
        "department": who.choice(DEPARTMENTS),
        "clearance": who.randrange(1, 5),
    }


def _name(number: int, fresh: bool) -> str:
    # `load.lua` writes into one place of a request.
    return f"doc-{number}" if fresh else f"doc-{MARK}"


def _document(number: int, fresh: bool) -> dict[str, Any]:
    what = random.Random(1_000_003 * number + 17)
    owner = number % PEOPLE if what.random() < 0.5 else what.randrange(PEOPLE)
    department = _person(number)["department"] if what.random() < 0.5 else what.choice(DEPARTMENTS)
    name = f"person-{MARK}" if fresh else f"person-{owner:04}"
    return {"owner": name, "department": department, "classification": what.randrange(1, 6)}


def bodies(file: Path, made: Iterator[dict[str, Any]]) -> Path:
    """One request a line, for `load.lua`."""
    file.write_text("".join(json.dumps(body) + "\n" for body in made), encoding="utf-8")
    return file
