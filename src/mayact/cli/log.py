"""What `mayact log` does, given a store and a stream: show, verify, prove. It needs no running gate.

Law: everything shown comes from the log and may have been chosen by an agent, so it is escaped; verification believes
the pinned key and the heads that were kept outside, nothing else.
"""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TextIO

from mayact.cli.output import safe
from mayact.core.canonical import Json, JsonObject, parse_json, thaw
from mayact.core.errors import InvalidInput, MayactError, NotFound
from mayact.core.limits import MAX_PROOF_BYTES
from mayact.core.log.checkpoint import VerifierKey
from mayact.core.log.entry import Entry, parse_leaf
from mayact.core.log.proof import verify_proof
from mayact.core.log.stored import StoredEntry
from mayact.core.log.verify import Finding, Flaw, Outside, Report
from mayact.core.log.verify import verify as verify_recorded
from mayact.store.reader import Where, newest_checkpoint, prove_entry, read_entries, read_outside, snapshot

_SHOWN_PER_FLAW = 20
"""One altered entry can make hundreds of rows differ; the rest is counted."""


def show(
    database: Where, *, out: TextIO, start: int = 0, count: int = 50, action: str = "", as_json: bool = False
) -> None:
    """Print entries from `start` on, a line each, or as JSON lines; only those about `action` when it is given.

    Raises `NotFound`, `StoreUnavailable`.
    """
    for stored in read_entries(database, start=start, count=count, action=action or None):
        out.write((_json_line(stored) if as_json else _line(stored)) + "\n")


def _json_line(stored: StoredEntry) -> str:
    """The entry's exact bytes, as text, with its leaf hash."""
    return _ascii({"leaf": stored.leaf.decode("utf-8", "replace"), "leaf_hash": stored.leaf_hash.hex()})


def _ascii(value: Json) -> str:
    """One line of JSON in which nothing can move a cursor."""
    return json.dumps(thaw(value), ensure_ascii=True, sort_keys=True)


def _line(stored: StoredEntry) -> str:
    try:
        entry = parse_leaf(stored.leaf)
    except MayactError as error:
        return f"{stored.seq:>7}  unreadable: {safe(error.message)}"
    return f"{entry.seq:>7}  {_time(entry.at)}  {entry.kind.value:<18} {safe(_about(entry))}".rstrip()


def _time(at: int) -> str:
    try:
        moment = datetime.fromtimestamp(at / 1000, tz=UTC)
    except (OverflowError, ValueError, OSError):
        return f"at {at} ms"
    return f"{moment:%Y-%m-%d %H:%M:%S}.{at % 1000:03d}Z"


def _about(entry: Entry) -> str:
    """What the entry is about, from the members that name it."""
    body = entry.body
    words: list[str] = []
    decision = _inner(body, "decision")
    words.append(str(_inner(decision, "verdict").get("outcome", "")))
    words.extend(str(body[name]) for name in ("id", "request", "permit", "approver", "name") if name in body)
    answer, outcome = _inner(body, "answer"), _inner(body, "outcome")
    words.extend(str(answer[name]) for name in ("answer", "approver") if name in answer)
    words.extend(str(outcome[name]) for name in ("status", "exit_code") if outcome.get(name) is not None)
    action = body.get("action") or decision.get("action")
    words.extend([f"action {str(action)[:19]}..."] if action else [])
    words.extend(_about_agent(body) if entry.kind.value.startswith("agent.") else ())
    return " ".join(word for word in words if word)


def _about_agent(body: Mapping[str, Json]) -> list[str]:
    """Of a launched agent: which, how strongly it is held, where it wanted to go, how it ended."""
    words = [str(body[name]) for name in ("agent", "launch", "lane", "strength", "host", "what") if body.get(name)]
    if "allowed" in body:
        words.append("let through" if body["allowed"] is True else f"refused: {body.get('why', '')}")
    reasons = body.get("reasons")
    words.extend(str(reason) for reason in (reasons[:3] if isinstance(reasons, tuple) else ()))
    if body.get("exit_code") is not None:
        words.append(f"exit code {body['exit_code']}")
    return words


def _inner(body: Mapping[str, Json], name: str) -> Mapping[str, Json]:
    value = body.get(name)
    return value if isinstance(value, Mapping) else {}


def verify(
    database: Where,
    *,
    key: VerifierKey,
    out: TextIO,
    anchor: str | Path | None = None,
    pins: Sequence[str | Path] = (),
    as_json: bool = False,
) -> int:
    """Verify the store at `database` under the pinned `key`, its anchor and heads kept in the files `pins`.

    Prints every finding and how far the verification reaches. Returns 0 when nothing was found, 1 otherwise. Raises
    `NotFound` (no database, no such pin), `StoreUnavailable`.
    """
    outside = [_pin(path) for path in pins]
    missing = False
    if anchor is not None:
        try:
            head = read_outside(anchor, name="anchored head")
            outside.append(head)
            missing = head is None  # an anchor that says the log is empty vouches for nothing
        except NotFound:
            missing = True
    with snapshot(database) as recorded:
        report = verify_recorded(recorded, key=key, outside=[head for head in outside if head is not None])
    if missing and report.size:
        lost = Finding(Flaw.ANCHOR_MISSING, "anchored head", "the log has entries and its anchor is gone")
        report = replace(report, findings=(lost, *report.findings))
    if as_json:
        out.write(_ascii({**report_json(report), "anchor_compared": anchor is not None and not missing}) + "\n")
    else:
        _print(report, key, out)
        if anchor is None:
            out.write("no anchor was compared: that the newest entries were not cut off is shown only by a kept head\n")
    return 1 if report.findings else 0


def _pin(path: str | Path) -> Outside | None:
    return read_outside(path, name=f"pinned head {Path(path).name}")


def _print(report: Report, key: VerifierKey, out: TextIO) -> None:
    shown: Counter[Flaw] = Counter()
    for finding in report.findings:
        shown[finding.flaw] += 1
        if shown[finding.flaw] <= _SHOWN_PER_FLAW:
            out.write(f"{finding.flaw.value}: {safe(finding.where)}: {safe(finding.text)}\n")
    for flaw, count in shown.items():
        if count > _SHOWN_PER_FLAW:
            out.write(f"{flaw.value}: {count - _SHOWN_PER_FLAW} more\n")
    out.write(
        f"checked {report.size} entries, {report.checkpoints} checkpoints, {report.statements} signed statements and "
        f"{report.rows} rows under {safe(key.text())}\n"
    )
    for name, size in report.heads:
        out.write(f"the log continues the {safe(name)} of {size} entries\n")
    for first in report.first_keys:
        out.write(f"approver {safe(first)} enrolled itself: compare it with the key you know\n")
    out.write(report.covers() + "\n")


def report_json(report: Report) -> JsonObject:
    """The report as JSON. Members are only ever added."""
    return {
        "type": "mayact/verification/v1",
        "consistent": not report.findings,
        "covers": report.covers(),
        "findings": tuple(
            {"flaw": finding.flaw.value, "where": finding.where, "text": finding.text} for finding in report.findings
        ),
        "size": report.size,
        "root": report.root.hex(),
        "checkpoints": report.checkpoints,
        "statements": report.statements,
        "rows": report.rows,
        "heads": tuple({"name": name, "size": size} for name, size in report.heads),
        "last_at": report.last_at,
        "first_keys": report.first_keys,
    }


def head(database: Where, *, out: TextIO) -> None:
    """Print the newest signed checkpoint, to be kept somewhere else. Raises `NotFound` for an empty log."""
    out.write(newest_checkpoint(database))


def prove(database: Where, seq: int, *, out: TextIO) -> None:
    """Print a self-contained inclusion proof of entry `seq`. Raises `ProofInvalid`, `NotFound`, `StoreUnavailable`."""
    out.write(_ascii(prove_entry(database, seq)) + "\n")


def check(proof: bytes, *, key: VerifierKey, out: TextIO) -> None:
    """Verify a proof that `prove` printed and show the entry it proves. Raises `ProofInvalid`."""
    value = parse_json(proof, what="proof", limit=MAX_PROOF_BYTES)
    if not isinstance(value, Mapping):
        raise InvalidInput("a proof is a json object", hint="give what `mayact log prove` printed")
    entry = verify_proof(value, key=key)
    out.write(f"proven: entry {entry.seq}, {_time(entry.at)}, {entry.kind.value} {safe(_about(entry))}\n")
