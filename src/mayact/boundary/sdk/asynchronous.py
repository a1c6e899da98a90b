"""The client for asyncio: `client.Client` with `await`, method for method, over the same questions.

Law: as there. Every exchange has one end in time, which nothing that arrives can move. A client belongs to one loop.
"""

import asyncio
import os
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from types import TracebackType
from typing import TypeVar

import httpx

from mayact.boundary.sdk import authzen, native, reviewing
from mayact.boundary.sdk.authzen import Action, Decision, Item, Metadata, Resource, Semantic, Subject
from mayact.boundary.sdk.calls import Call
from mayact.boundary.sdk.deadline import IDLE_S, MAX_CONNECTIONS
from mayact.boundary.sdk.exchange import Ask, Reply, answer_of
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


class AsyncClient:
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
        transport: httpx.AsyncBaseTransport | None = None,
        world: World | None = None,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._line = open_line(
            base_url, token=token, token_file=token_file, timeout=timeout, ca_file=ca_file, proxy=proxy
        )
        self._world = world or World()
        self._sleep = sleep
        self._http = httpx.AsyncClient(
            transport=transport
            or httpx.AsyncHTTPTransport(
                verify=self._line.context,
                uds=self._line.address.socket or None,
                proxy=self._line.proxy,
                trust_env=False,
                limits=httpx.Limits(max_connections=MAX_CONNECTIONS, keepalive_expiry=IDLE_S),
            ),
            trust_env=False,
            follow_redirects=False,
            headers={"User-Agent": "mayact"},
        )

    async def close(self) -> None:
        await self._http.aclose()

    async def __aenter__(self) -> "AsyncClient":
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    def __repr__(self) -> str:
        where = self._line.address
        return f"AsyncClient({where.socket or where.origin!r})"

    # ── AuthZEN ──────────────────────────────────────────────────────────────────────────────────────────

    async def evaluate(
        self, subject: Subject, action: Action, resource: Resource, context: JsonObject | None = None
    ) -> Decision:
        return await self.ask(authzen.evaluation(subject=subject, action=action, resource=resource, context=context))

    async def evaluate_many(
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
        return await self.ask(
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
    ) -> AsyncIterator[Subject]:
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
    ) -> AsyncIterator[Resource]:
        """What of this type it may be done to."""
        return self._pages(
            lambda token: authzen.search_resources(
                subject=subject, action=action, resource_type=resource_type, context=context, token=token, limit=limit
            )
        )

    def search_actions(
        self, subject: Subject, resource: Resource, *, context: JsonObject | None = None, limit: int | None = None
    ) -> AsyncIterator[Action]:
        """What the subject may do to the resource."""
        return self._pages(
            lambda token: authzen.search_actions(
                subject=subject, resource=resource, context=context, token=token, limit=limit
            )
        )

    async def metadata(self) -> Metadata:
        return await self.ask(authzen.metadata(expected=self._line.address.point))

    # ── boundaries ───────────────────────────────────────────────────────────────────────────────────────

    async def authorize(self, call: Call, *, wait: float = 0.0) -> Verdict:
        """`Allowed`, `Denied` or `Pending`. `wait`: seconds to wait for people when approvals are missing."""
        return await self.ask(native.authorize(call, wait=wait))

    async def explain(self, call: Call) -> Explained:
        return await self.ask(native.explain(call))

    async def claim(self, token: str) -> ClaimedPermit:
        return await self.ask(native.claim(token))

    async def redeem(self, token: str, call: Call) -> str:
        """Spend the permit for exactly this call; returns its id. From then on: run it, and report."""
        return await self.ask(native.redeem(token, call))

    async def report(self, permit: str, status: Status, *, exit_code: int | None = None, detail: str = "") -> None:
        await self.ask(native.report(permit, status, exit_code=exit_code, detail=detail))

    # ── reviewers ────────────────────────────────────────────────────────────────────────────────────────

    async def requests(self, status: StatusName | None = "open") -> AsyncIterator[RequestSummary]:
        """Every request with this status (None: any), page by page, in the order of their ids."""
        seen: set[str] = set()
        cursor = ""
        while True:
            page = await self.ask(reviewing.requests(status=status, cursor=cursor))
            for found in page.items:
                yield found
            if not (cursor := page.next):
                return
            authzen.refuse_circle(seen, cursor)

    async def request(self, request_id: str) -> RequestRow:
        """The whole request; `text` is what a person must see before answering."""
        return await self.ask(reviewing.request(request_id))

    async def answer(self, row: RequestRow, answer: Answer, *, signer: Signer, reason: str = "") -> RequestRow:
        """Sign and send an answer to `row`, once it was drawn again here. Raises `StoreCorrupt`: nothing was signed."""
        return await self.ask(reviewing.answer(row, answer, signer=signer, reason=reason))

    async def policy(self) -> ActivePolicy:
        return await self.ask(reviewing.policy())

    async def activate(self, bundle: JsonObject, *, previous: Digest | None, signer: Signer) -> Digest:
        """Sign `bundle` and make it the policy in place of `previous`."""
        return await self.ask(reviewing.activate(bundle, previous=previous, signer=signer))

    async def status(self) -> JsonObject:
        return await self.ask(reviewing.status())

    async def checkpoint(self, key: VerifierKey) -> Checkpoint:
        """The log's newest head, after `key`'s signature verified. Raises `ProofInvalid`."""
        return await self.ask(reviewing.checkpoint(key))

    async def entries(self, start: int = 0) -> AsyncIterator[Entry]:
        """Entries from `start` on, in order. What shows that they are in the log is `proof`."""
        following: int | None = start
        while following is not None:
            page = await self.ask(reviewing.entries(start=following))
            for found in page.items:
                yield found
            following = page.next

    async def proof(self, seq: int, *, key: VerifierKey) -> ProvenEntry:
        """Entry `seq` with its proof, verified under `key`. Raises `ProofInvalid`."""
        return await self.ask(reviewing.proof(seq, key=key))

    # ── the exchange ─────────────────────────────────────────────────────────────────────────────────────

    async def ask(self, ask: Ask[T]) -> T:
        """The answer to one question, repeated where that is safe. Raises `MayactError`."""
        said = names(self._world)
        end = self._world.now() + self._line.timeout_s + ask.wait_s
        attempt = 1
        while True:
            tried = await self._attempt(ask, said, end)
            left = end - self._world.now()
            match next_step(ask, tried, attempt=attempt, left_s=left, jitter=self._world.jitter()):
                case Settled(reply):
                    return answer_of(ask, reply, request_id=said.request_id)
                case GivenUp(error):
                    raise error
                case Again(after_s):
                    await self._sleep(after_s)
                    attempt += 1

    async def _pages(self, ask: "Callable[[str], Ask[authzen.Page[T]]]") -> AsyncIterator[T]:
        seen: set[str] = set()
        token = ""
        while True:
            page = await self.ask(ask(token))
            for found in page.results:
                yield found
            if not (token := page.next_token):
                return
            authzen.refuse_circle(seen, token)

    async def _attempt(self, ask: Ask[T], said: Said, end: float) -> Tried:
        sent = headers(self._line, ask, said)
        if (misplaced := check_place(self._line)) is not None:
            return misplaced
        try:
            async with asyncio.timeout(max(end - self._world.now(), 0)):
                return await self._exchanged(ask, sent)
        except TimeoutError:
            failed: Tried = TooSlow(self._line.timeout_s + ask.wait_s)
        except (httpx.HTTPError, httpx.InvalidURL, TooMuch) as error:
            failed = named(error)
        return failed

    async def _exchanged(self, ask: Ask[T], sent: dict[str, str]) -> Reply:
        async with self._http.stream(
            ask.method,
            self._line.address.origin + ask.target,
            headers=sent,
            content=ask.body if ask.method == "POST" else None,
            timeout=None,  # the caller's one end in time holds for all of it
        ) as response:
            chunks: list[bytes] = []
            size = 0
            async for chunk in response.aiter_raw():
                size = add(chunks, chunk, size, most=ask.most)
            return reply_of(response.status_code, response.headers, chunks)
