"""Which entries made the rows that can still change.

Law: an entry belongs to the requests and permits that its own bytes name; the columns beside it are not believed
(whoever hides the entry that spent an approval would file it under another action). A request that was spent belongs
to its permit from then on, and whatever ended is forgotten, so that memory grows with the rows that are live.
It reads of an entry only what it needs, at a tenth of the cost of parsing it; what is kept is parsed and replayed.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final

import msgspec

from mayact.core.errors import StoreCorrupt
from mayact.core.log.entry import Entry, Kind, parse_leaf
from mayact.core.log.fold import RowKey
from mayact.core.log.replay import ENDING
from mayact.core.log.state import Table


class _Answer(msgspec.Struct, frozen=True):
    answer: str


class _Outcome(msgspec.Struct, frozen=True):
    status: str


class _Named(msgspec.Struct, frozen=True):
    id: str
    requests: tuple[str, ...] = ()


class _OfRequest(msgspec.Struct, frozen=True):
    request: str
    answer: _Answer = _Answer("")


class _OfPermit(msgspec.Struct, frozen=True):
    permit: str
    outcome: _Outcome = _Outcome("")


_READERS: Final[Mapping[str, msgspec.json.Decoder[Any]]] = {
    kind.value: msgspec.json.Decoder(msgspec.defstruct("Leaf", [("body", shape)]))
    for shape, kinds in (
        (_Named, (Kind.REQUEST_OPENED, Kind.PERMIT_ISSUED)),
        (_OfRequest, (Kind.REQUEST_ANSWERED, Kind.REQUEST_EXPIRED, Kind.REQUEST_VOIDED)),
        (_OfPermit, (Kind.PERMIT_REDEEMED, Kind.PERMIT_EXPIRED, Kind.PERMIT_VOIDED, Kind.OUTCOME_REPORTED)),
    )
    for kind in kinds
}

_EVENTS: Final = {
    Kind.REQUEST_EXPIRED: "expire",
    Kind.REQUEST_VOIDED: "void",
    Kind.PERMIT_REDEEMED: "redeem",
    Kind.PERMIT_EXPIRED: "expire",
    Kind.PERMIT_VOIDED: "void",
}
"""As `replay` names what these kinds do; an answer and an outcome name it themselves."""


class Trail:
    """Take every entry in order; then `entries` are those behind the rows that are live."""

    def __init__(self) -> None:
        self._leaves: dict[RowKey, list[bytes]] = {}

    def take(self, kind: str, leaf: bytes, *, seq: int) -> None:
        """Raises `StoreCorrupt` for an entry about something that has ended or never began."""
        reader = _READERS.get(kind)
        if reader is None:
            return
        try:
            body = reader.decode(leaf).body
            self._take(Kind(kind), body, leaf)
        except (msgspec.DecodeError, KeyError):
            raise StoreCorrupt(
                f"entry {seq} does not follow from those before it", hint="run `mayact log verify`; restore a backup"
            ) from None

    def _take(self, kind: Kind, body: Any, leaf: bytes) -> None:
        match kind:
            case Kind.REQUEST_OPENED:
                self._begin((Table.REQUESTS, body.id), [leaf])
            case Kind.PERMIT_ISSUED:
                spent = [self._leaves.pop((Table.REQUESTS, request)) for request in body.requests]
                self._begin((Table.PERMITS, body.id), [*(leaf for leaves in spent for leaf in leaves), leaf])
            case Kind.REQUEST_ANSWERED | Kind.REQUEST_EXPIRED | Kind.REQUEST_VOIDED:
                self._follow((Table.REQUESTS, body.request), _EVENTS.get(kind, body.answer.answer), leaf)
            case _:
                self._follow((Table.PERMITS, body.permit), _EVENTS.get(kind, body.outcome.status), leaf)

    def _begin(self, key: RowKey, leaves: list[bytes]) -> None:
        if key in self._leaves:
            raise KeyError(key)
        self._leaves[key] = leaves

    def _follow(self, key: RowKey, event: str, leaf: bytes) -> None:
        self._leaves[key].append(leaf)
        if event in ENDING[key[0]]:
            del self._leaves[key]

    def entries(self) -> Iterator[Entry]:
        """In no order."""
        for leaves in self._leaves.values():
            yield from map(parse_leaf, leaves)
