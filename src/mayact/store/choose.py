"""Which store there is: a file of this machine, or a database. Nobody else needs to know.

Law: where the log is kept is said in one place (`store.url`), and what is named is opened or refused; nothing falls
back to another store, for that would be another log.
"""

from mayact.core.log.checkpoint import SignBytes, VerifierKey
from mayact.ports import Trace
from mayact.store.anchor import Anchor
from mayact.store.logstore import LogStore
from mayact.store.postgres_place import PostgresPlace
from mayact.store.reader import Where
from mayact.store.sqlite import SqliteStore
from mayact.store.writer import Limits

__all__ = ["Limits", "LogStore", "PostgresPlace", "Where", "open_store", "place_of"]


def place_of(database: str, *, url: str, password_file: str) -> Where:
    """The configured store: the file `database` when there is no `url`. Raises `ConfigInvalid`."""
    return PostgresPlace(url, password_file) if url else database


def open_store(
    where: Where,
    *,
    beside: str,
    key: VerifierKey,
    sign: SignBytes,
    anchor: Anchor,
    trace: Trace | None = None,
    limits: Limits | None = None,
) -> LogStore:
    """Take the store, examine it, and open it. `beside`: where this home's own database file
    is, or would be.

    Raises `StoreUnavailable`, `StoreCorrupt`, `RolledBack`.
    """
    if not isinstance(where, PostgresPlace):
        found = limits or Limits()
        return SqliteStore.open(
            where,
            key=key,
            sign=sign,
            anchor=anchor,
            trace=trace,
            queue=found.queue,
            group=found.group,
            wait_s=found.wait_s,
        )
    # Imported here: the driver costs a fifth of a second, and most homes have no server.
    from mayact.store.postgres import PostgresStore

    return PostgresStore.open(where, beside=beside, key=key, sign=sign, anchor=anchor, trace=trace, limits=limits)


def open_for_adoption(where: Where, *, beside: str, key: VerifierKey, sign: SignBytes, anchor: Anchor) -> LogStore:
    """As `open_store`, but whatever the anchor says, and only while nobody else has the store open: `store.adopt`
    calls it, and appends the adoption first.

    Raises as `open_store`, and `IllegalTransition` when there is a database and a file too.
    """
    if not isinstance(where, PostgresPlace):
        return SqliteStore.for_adoption(where, key=key, sign=sign, anchor=anchor)
    from mayact.store.postgres import PostgresStore

    return PostgresStore.for_adoption(where, beside=beside, key=key, sign=sign, anchor=anchor)
