"""The client that blocks. What is asked and how answers are read is said in `authzen`, `native` and `reviewing`.

Law: every method returns what its one clean answer says, or raises a `MayactError`; there is no third way, and none of
them means "allowed". A client may be shared by threads.
"""

import os
import time
from collections.abc import Callable, Iterator, Sequence
from types import TracebackType
from typing import TypeVar

import httpx

from mayact.boundary.sdk import authzen, native, reviewing
from mayact.boundary.sdk.authzen import Action, Decision, Item, Metadata, Resource, Semantic, Subject
from mayact.boundary.sdk.calls import Call
from mayact.boundary.sdk.deadline import DeadlineTransport
from mayact.boundary.sdk.exchange import Ask, answer_of
from mayact.boundary.sdk.native import ClaimedPermit, Explained, Status, Verdict
from mayact.boundary.sdk.retry import Again, GivenUp, Settled, TooSlow, Tried, next_step
from mayact.boundary.sdk.reviewing import ActivePolicy, ProvenEntry, RequestSummary, Signer, StatusName
from mayact.boundary.sdk.transport import (
    Said,
    TooMuch,
    World,
    add,
    check_place,
    headers,
    named,
    names,
    open_line,
    reply_of,
)
from mayact.core.approval import Answer
from mayact.core.canonical import Digest, JsonObject
from mayact.core.log.checkpoint import Checkpoint, VerifierKey
from mayact.core.log.entry import Entry
from mayact.core.log.state import RequestRow

T = TypeVar("T")


class Client:
    """Speaks to the gate at `base_url` (`https://HOST[:PORT]`, `http://127.0.0.1:PORT`, `unix:/absolute/path`).

    `token` or `token_file`: what `mayact token add` printed. `timeout`: seconds for each question, repeats included.
    `ca_file`: the certificates to verify against instead of the system's. `proxy`: only this one, never the
    environment's. `transport`, `world`, `sleep`: for tests. Raises `ConfigInvalid`.
    """

    def __init__(
        self,
        base_url: str,
        *,
        token: str | None = None,
        token_file: str | os.PathLike[str] | None = None,
        timeout: float = 30.0,
        ca_file: str | os.PathLike[str] | None = None,
        proxy: str | None = None,
        transport: httpx.BaseTransport | None = None,
        world: World | None = None,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._line = open_line(
            base_url, token=token, token_file=token_file, timeout=timeout, ca_file=ca_file, proxy=proxy
        )
        self._world = world or World()
        self._sleep = sleep
        self._http = httpx.Client(
            transport=transport
            or DeadlineTransport(context=self._line.context, path=self._line.address.socket, proxy=self._line.proxy),
            trust_env=False,
            follow_redirects=False,
            headers={"User-Agent": "mayact"},
        )

    def close(self) -> None:
        self._http.close()

    def __enter__(self) -> "Client":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        where = self._line.address
        return f"Client({where.socket or where.origin!r})"

    # ── AuthZEN ──────────────────────────────────────────────────────────────────────────────────────────

    def evaluate(
        self, subject: Subject, action: Action, resource: Resource, context: JsonObject | None = None
    ) -> Decision:
        return self.ask(authzen.evaluation(subject=subject, action=action, resource=resource, context=context))

    def evaluate_many(
        self,
        items: Sequence[Item],
        *,
        subject: Subject | None = None,
        action: Action | None = None,
        resource: Resource | None = None,
        context: JsonObject | None = None,
        semantic: Semantic = Semantic.EXECUTE_ALL,
    ) -> tuple[Decision, ...]:
        """A decision for each item, in order; with the other two semantics they end with the one that decides."""
        return self.ask(
            authzen.evaluations(
                items, subject=subject, action=action, resource=resource, context=context, semantic=semantic
            )
        )

    def search_subjects(
        self,
        subject_type: str,
        action: Action,
        resource: Resource,
        *,
        context: JsonObject | None = None,
        limit: int | None = None,
    ) -> Iterator[Subject]:
        """Who of this type may do that. `limit`: how many a page is asked for; every page is fetched."""
        return self._pages(
            lambda token: authzen.search_subjects(
                subject_type=subject_type, action=action, resource=resource, context=context, token=token, limit=limit
            )
        )

    def search_resources(
        self,
        subject: Subject,
        action: Action,
        resource_type: str,
        *,
        context: JsonObject | None = None,
        limit: int | None = None,
    ) -> Iterator[Resource]:
        """What of this type it may be done to."""
        return self._pages(
            lambda token: authzen.search_resources(
                subject=subject, action=action, resource_type=resource_type, context=context, token=token, limit=limit
            )
        )

    def search_actions(
        self, subject: Subject, resource: Resource, *, context: JsonObject | None = None, limit: int | None = None
    ) -> Iterator[Action]:
        """What the subject may do to the resource."""
        return self._pages(
            lambda token: authzen.search_actions(
                subject=subject, resource=resource, context=context, token=token, limit=limit
            )
        )

    def metadata(self) -> Metadata:
        return self.ask(authzen.metadata(expected=self._line.address.point))

    # ── boundaries ───────────────────────────────────────────────────────────────────────────────────────

    def authorize(self, call: Call, *, wait: float = 0.0) -> Verdict:
        """`Allowed`, `Denied` or `Pending`. `wait`: seconds to wait for people when approvals are missing."""
        return self.ask(native.authorize(call, wait=wait))

    def explain(self, call: Call) -> Explained:
        return self.ask(native.explain(call))

    def claim(self, token: str) -> ClaimedPermit:
        return self.ask(native.claim(token))

    def redeem(self, token: str, call: Call) -> str:
        """Spend the permit for exactly this call; returns its id. From then on: run it, and report."""
        return self.ask(native.redeem(token, call))

    def report(self, permit: str, status: Status, *, exit_code: int | None = None, detail: str = "") -> None:
        self.ask(native.report(permit, status, exit_code=exit_code, detail=detail))

    # ── reviewers ────────────────────────────────────────────────────────────────────────────────────────

    def requests(self, status: StatusName | None = "open") -> Iterator[RequestSummary]:
        """Every request with this status (None: any), page by page, in the order of their ids."""
        seen: set[str] = set()
        cursor = ""
        while True:
            page = self.ask(reviewing.requests(status=status, cursor=cursor))
            yield from page.items
            if not (cursor := page.next):
                return
            authzen.refuse_circle(seen, cursor)

    def request(self, request_id: str) -> RequestRow:
        """The whole request; `text` is what a person must see before answering."""
        return self.ask(reviewing.request(request_id))

    def answer(self, row: RequestRow, answer: Answer, *, signer: Signer, reason: str = "") -> RequestRow:
        """Sign and send an answer to `row`, once it was drawn again here. Raises `StoreCorrupt`: nothing was signed."""
        return self.ask(reviewing.answer(row, answer, signer=signer, reason=reason))

    def policy(self) -> ActivePolicy:
        return self.ask(reviewing.policy())

    def activate(self, bundle: JsonObject, *, previous: Digest | None, signer: Signer) -> Digest:
        """Sign `bundle` and make it the policy in place of `previous`."""
        return self.ask(reviewing.activate(bundle, previous=previous, signer=signer))

    def status(self) -> JsonObject:
        return self.ask(reviewing.status())

    def checkpoint(self, key: VerifierKey) -> Checkpoint:
        """The log's newest head, after `key`'s signature verified. Raises `ProofInvalid`."""
        return self.ask(reviewing.checkpoint(key))

    def entries(self, start: int = 0) -> Iterator[Entry]:
        """Entries from `start` on, in order. What shows that they are in the log is `proof`."""
        following: int | None = start
        while following is not None:
            page = self.ask(reviewing.entries(start=following))
            yield from page.items
            following = page.next

    def proof(self, seq: int, *, key: VerifierKey) -> ProvenEntry:
        """Entry `seq` with its proof, verified under `key`. Raises `ProofInvalid`."""
        return self.ask(reviewing.proof(seq, key=key))

    # ── the exchange ─────────────────────────────────────────────────────────────────────────────────────

    def ask(self, ask: Ask[T]) -> T:
        """The answer to one question, repeated where that is safe. Raises `MayactError`."""
        said = names(self._world)
        end = self._world.now() + self._line.timeout_s + ask.wait_s
        attempt = 1
        while True:
            tried = self._attempt(ask, said, end)
            left = end - self._world.now()
            match next_step(ask, tried, attempt=attempt, left_s=left, jitter=self._world.jitter()):
                case Settled(reply):
                    return answer_of(ask, reply, request_id=said.request_id)
                case GivenUp(error):
                    raise error
                case Again(after_s):
                    self._sleep(after_s)
                    attempt += 1

    def _pages(self, ask: "Callable[[str], Ask[authzen.Page[T]]]") -> Iterator[T]:
        seen: set[str] = set()
        token = ""
        while True:
            page = self.ask(ask(token))
            yield from page.results
            if not (token := page.next_token):
                return
            authzen.refuse_circle(seen, token)

    def _attempt(self, ask: Ask[T], said: Said, end: float) -> Tried:
        sent = headers(self._line, ask, said)
        if (misplaced := check_place(self._line)) is not None:
            return misplaced
        # Moments, not seconds: see `deadline`. The pool alone is told how long.
        moments = {"connect": end, "read": end, "write": end, "pool": max(end - self._world.now(), 0.001)}
        try:
            with self._http.stream(
                ask.method,
                self._line.address.origin + ask.target,
                headers=sent,
                content=ask.body if ask.method == "POST" else None,
                extensions={"timeout": moments},
            ) as response:
                chunks: list[bytes] = []
                size = 0
                for chunk in response.iter_raw():
                    size = add(chunks, chunk, size, most=ask.most)
                return reply_of(response.status_code, response.headers, chunks)
        except httpx.TimeoutException as error:
            failed: Tried = TooSlow(self._line.timeout_s + ask.wait_s) if _sent(error) else named(error)
        except (httpx.HTTPError, httpx.InvalidURL, TooMuch) as error:
            failed = named(error)
        return failed


def _sent(error: httpx.TimeoutException) -> bool:
    return not isinstance(error, httpx.ConnectTimeout | httpx.PoolTimeout)
