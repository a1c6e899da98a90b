"""What a refused or waiting agent reads: the same words on every route, from the same reply.

Law: a reply is translated, never judged here. Every text in it may have been chosen by an agent (a path, a branch
name), so whatever does not print is escaped and nothing can forge a line of ours.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any


def plain(text: object) -> str:
    """`text` on one line, with everything that does not print escaped."""
    return "".join(ch if ch.isprintable() else ch.encode("unicode_escape").decode("ascii") for ch in str(text))


def refusal(reply: Mapping[str, Any]) -> str:
    """Why it was denied, one reason a line, each with the deciding rule and what to do."""
    lines = list(_reasons(reply.get("reasons")))
    return "\n".join(lines or ["mayact: denied (no reason was given)"])


def waiting(reply: Mapping[str, Any]) -> str:
    """What is missing, under which handle, and what to do meanwhile."""
    request = plain(reply.get("request", ""))
    needs = ", ".join(_need(need) for need in _rows(reply.get("missing")))
    return "\n".join(
        [
            f"mayact: pending, request {request} waits for a person ({needs or 'an approval'}); nothing has run",
            *_reasons(reply.get("reasons"), verb="because"),
            f"  hint: a person answers with `mayact approve {request}`; then run exactly the same again",
        ]
    )


def failure(error: Mapping[str, Any]) -> str:
    """An `error` member as one line and its hint."""
    hint = plain(error.get("hint", ""))
    line = f"mayact: {plain(error.get('message', 'refused'))}"
    return f"{line}\n  hint: {hint}" if hint else line


def _reasons(value: object, verb: str = "denied") -> Iterator[str]:
    lead = "mayact: denied" if verb == "denied" else f"  {verb}"
    for reason in _rows(value):
        rule = plain(reason.get("rule", ""))
        yield f"{lead}: {plain(reason.get('text', ''))} [{rule}]"
        if reason.get("hint"):
            yield f"  hint: {plain(reason['hint'])}"


def _need(need: Mapping[str, Any]) -> str:
    return f"{plain(need.get('quorum', 1))} x {plain(need.get('tier', '?'))}"


def _rows(value: object) -> Sequence[Mapping[str, Any]]:
    return [row for row in value if isinstance(row, Mapping)] if isinstance(value, list | tuple) else []
