"""Appends to a store of its own, a number in flight: `FOLDER GROUP [URL [FOLDER]]`, then `[SECONDS, IN_FLIGHT]`
per line. With a URL the store is that database; with another gate's folder, a further gate on the same log.

The entries are evaluations of about 1.7 kB with their canonical bytes made, as the HTTP API submits them.
"""

import sys
import threading
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tests.support.store import ALICE, LOG_KEY, LOG_VERIFIER, Place, Scenario

from bench import scenario
from bench.servers.worker import answering
from mayact.core.canonical import canonical_bytes
from mayact.core.errors import MayactError
from mayact.core.log.entry import Draft, Kind
from mayact.ports import Receipt, Store
from mayact.store.logstore import LogStore
from mayact.store.sqlite import SqliteStore
from mayact.store.writer import Limits


class Drafts:
    """Evaluations without end, each with an id of its own."""

    def __init__(self, policy: str, *, text: str = scenario.TEXT * 10) -> None:
        request = scenario.authzen(1)
        request["context"]["arguments"]["text"] = text
        self._body = {
            "type": "mayact/evaluation/v1",
            "id": "evl-@@@@@@@@@@@@",
            "api": "evaluation",
            "pep": "bench",
            "request_id": "",
            "policy": policy,
            "request": request,
            "answer": {"decision": True, "rules": ["rule.1"]},
        }
        self._canonical = canonical_bytes(self._body)
        self._count = 0

    @property
    def at(self) -> int:
        """The time of the newest, in milliseconds."""
        return 2_000 + self._count

    def next(self) -> Draft:
        self._count += 1
        own = b"%012d" % self._count
        body = {**self._body, "id": f"evl-{self._count:012}"}
        return Draft(Kind.EVALUATION_MADE, body, self.at, self._canonical.replace(b"@" * 12, own))


def prepared(store: Store) -> Drafts:
    """Enrol and activate, unless another process on the same log did, so that evaluations may follow."""
    active = store.active_policy()
    if active is not None:
        return Drafts(active.id)
    world = Scenario()
    for draft in (world.started(), world.enrolled(ALICE), world.activated()):
        store.append((draft,))
    assert world.policy is not None
    return Drafts(world.policy)


def pressed(
    store: Store, drafts: Drafts, *, seconds: float, in_flight: int, most: int = sys.maxsize
) -> Mapping[str, Any]:
    """Submit for `seconds`, or `most` of them, never more than `in_flight` unacknowledged."""
    room = threading.Semaphore(in_flight)
    failed: list[MayactError] = []

    def done(outcome: Receipt | MayactError) -> None:
        if not isinstance(outcome, Receipt):
            failed.append(outcome)
        room.release()

    count, cpu, started = 0, time.process_time(), time.perf_counter()
    while count < most and time.perf_counter() - started < seconds and not failed:
        room.acquire()
        store.submit((drafts.next(),), done)
        count += 1
    for _ in range(in_flight):
        room.acquire()
    elapsed, spent = time.perf_counter() - started, time.process_time() - cpu
    if failed:
        raise failed[0]
    return {"appends": count, "rate": count / elapsed, "cpu": spent / max(count, 1)}


def opened(folder: Path, group: int, url: str, beside: str) -> LogStore:
    """The embedded store in `folder`, or the database at `url`; `beside` is the folder of a gate that began the log."""
    if not url:
        place = Place(folder)
        return SqliteStore.open(
            place.database, key=LOG_VERIFIER, sign=LOG_KEY.sign, anchor=place.anchor, queue=4_096, group=group
        )
    from tests.support.postgres import Home

    home = Home(Path(beside), url).beside(folder) if beside else Home(folder, url)
    return home.open(limits=Limits(queue=4_096, group=group))


def main() -> None:
    folder, group, url, beside, *_ = [*sys.argv[1:], "", ""]
    with opened(Path(folder), int(group), url, beside) as store:
        drafts = prepared(store)
        answering(lambda asked: pressed(store, drafts, seconds=asked[0], in_flight=asked[1]))


if __name__ == "__main__":
    main()
