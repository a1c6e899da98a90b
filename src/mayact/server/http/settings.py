"""What the HTTP listener is told. Plain values and views; nothing here does anything."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from mayact.core.bearer import Bearer
from mayact.core.canonical import JsonObject
from mayact.ports import AuthzenDecider, Gate, Store, StoreFigures
from mayact.server.settings import Views


@dataclass(frozen=True, slots=True, kw_only=True)
class HttpSettings:
    """The `http` section of the settings; see `config.SETTINGS`. `listen` is not empty."""

    listen: str
    public_url: str = ""
    tls_certificate: str = ""
    tls_key: str = ""
    connections: int = 512
    rate: int = 1000
    read_s: int = 10
    decide_s: int = 30
    keep_environment: frozenset[str] = frozenset()
    grace_s: float = 5.0
    """On stop, how long what is under way may take to end."""
    max_wait_ms: int = 600_000
    """The longest a caller may ask to wait."""


class Tokens(Protocol):
    def find(self, token: bytes) -> Bearer:
        """Who holds `token`, now. Raises `Unauthenticated`."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class LogViews:
    """The log as reviewers may read it."""

    entries: Callable[[int, int], list[tuple[int, bytes]]]
    """Up to so many entries from `start` on: (seq, exact leaf bytes). Raises `StoreUnavailable`."""
    checkpoint: Callable[[], str]
    """The newest signed note. Raises `NotFound`."""
    proof: Callable[[int], JsonObject]
    """As `mayact log prove`. Raises `ProofInvalid` for an entry that is not there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HttpWorld:
    """Everything behind the listener. `is_account`: whether this machine has a user of that name."""

    gate: Gate
    store: Store
    decider: AuthzenDecider | None
    """None: there is nothing that decides AuthZEN requests, so all of them are refused."""
    tokens: Tokens
    views: Views
    log_views: LogViews
    figures: Callable[[], StoreFigures]
    is_account: Callable[[str], bool]
    log: Callable[[str], None]
    """One line for the person who runs the gate."""
    version: str = "0"
