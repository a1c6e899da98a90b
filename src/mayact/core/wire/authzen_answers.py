"""Responses of the AuthZEN Authorization API 1.0, and the log entry of each, as bytes.

Law: the bytes are composed from parts that were encoded once, and an entry's are its canonical form (RFC 8785). A
response says what the log says. `decision` is false unless an answer allows.

Wire format of an entry, `mayact/evaluation/v1`, may never change: {"type","id","api","pep","request_id","policy",
"request","answer"}; `policy` is the digest it was decided under or null, `request` as it was parsed.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import msgspec

from mayact.core.canonical import JsonObject, canonical_bytes
from mayact.core.model import Reason
from mayact.core.policy.application.answer import Answer
from mayact.core.wire.authzen import Body

ENTRY_TYPE: Final = "mayact/evaluation/v1"


class Drawn(msgspec.Struct, frozen=True):
    """An answer, encoded once: `opening` and `closing` stand around the evaluation's id in a response; `record` is what
    the entry says of it, `canonical` the same as bytes."""

    allowed: bool
    opening: bytes
    closing: bytes
    record: JsonObject
    canonical: bytes


def draw(answer: Answer, policy: str | None) -> Drawn:
    """`policy`: the digest of the policy that gave the answer."""
    context: dict[str, Any] = {"policy": policy}
    if answer.reasons:
        context["reasons"] = [{"rule": why.rule, "text": why.text, "hint": why.hint} for why in answer.reasons]
    if answer.missing:
        context["missing"] = [
            {"tier": need.tier, "quorum": need.quorum, "rules": list(need.rules)} for need in answer.missing
        ]
    return _drawn(answer.allowed, context, _record(answer.allowed, answer.matched, answer.reasons))


def draw_error(message: str, policy: str | None) -> Drawn:
    """An item of a batch that could not be decided (section 7.2.1)."""
    context: dict[str, Any] = {"policy": policy, "error": {"status": 400, "message": message}}
    why = Reason(rule="mayact.malformed", text=message)
    return _drawn(False, context, _record(False, (), (why,)))


def _drawn(allowed: bool, context: Mapping[str, Any], record: JsonObject) -> Drawn:
    opening = b'{"decision":' + (b"true" if allowed else b"false") + b',"context":{"id":"'
    closing = b'",' + msgspec.json.encode(context)[1:] + b"}"
    return Drawn(allowed, opening, closing, record, canonical_bytes(record))


def _record(allowed: bool, matched: Sequence[str], reasons: Sequence[Reason]) -> JsonObject:
    record: dict[str, Any] = {"decision": allowed, "matched": list(matched)}
    if reasons:
        record["reasons"] = [{"rule": why.rule, "text": why.text} for why in reasons]
    return record


def evaluation_body(drawn: Drawn, evaluation: str) -> bytes:
    return drawn.opening + evaluation.encode("ascii") + drawn.closing


def evaluations_body(drawn: Sequence[Drawn], evaluation: str) -> bytes:
    return b'{"evaluations":[' + b",".join(evaluation_body(one, evaluation) for one in drawn) + b"]}"


def evaluations_record(drawn: Sequence[Drawn]) -> tuple[JsonObject, bytes]:
    """What the entry says of a batch, and its canonical bytes."""
    canonical = b'{"evaluations":[' + b",".join(one.canonical for one in drawn) + b"]}"
    return {"evaluations": [one.record for one in drawn]}, canonical


def search_body(results: Sequence[JsonObject], *, evaluation: str, policy: str | None, next_token: str) -> bytes:
    """The page stands first, as section 8.3 recommends."""
    page = {"next_token": next_token, "count": len(results)}
    return msgspec.json.encode(
        {"page": page, "context": {"id": evaluation, "policy": policy}, "results": list(results)}
    )


_PLAIN: Final = msgspec.json.Encoder()


class Entry(msgspec.Struct, frozen=True):
    """The body of an entry, and its canonical bytes."""

    body: JsonObject
    canonical: bytes


def entry(
    *,
    api: str,
    evaluation: str,
    pep: str,
    request_id: str,
    policy: str | None,
    request: Body,
    answer: JsonObject,
    answer_bytes: bytes,
) -> Entry:
    """Raises `InvalidInput` when `pep` or `request_id` hold a lone surrogate."""
    body: dict[str, Any] = {
        "type": ENTRY_TYPE,
        "id": evaluation,
        "api": api,
        "pep": pep,
        "request_id": request_id,
        "policy": policy,
        "request": request.members,
        "answer": answer,
    }
    canonical = b"".join(
        (
            b'{"answer":',
            answer_bytes,
            b',"api":',
            _text(api),
            b',"id":',
            _text(evaluation),
            b',"pep":',
            _text(pep),
            b',"policy":',
            b"null" if policy is None else _text(policy),
            b',"request":',
            request.canonical,
            b',"request_id":',
            _text(request_id),
            b',"type":"' + ENTRY_TYPE.encode() + b'"}',
        )
    )
    return Entry(body, canonical)


def _text(text: str) -> bytes:
    """Canonical bytes of a string. Printable ASCII reads the same from every encoder of JSON."""
    return _PLAIN.encode(text) if text.isascii() and text.isprintable() else canonical_bytes(text)
