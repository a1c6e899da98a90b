"""The native API: what boundaries, reviewers and operators ask, in tasks of the listener's loop.

Law: a boundary sees and spends only permits of its own users; a reviewer's token shows what waits and approves
nothing, because an answer counts by its signature. Whoever waits for a person holds a connection, never a thread.
"""

import asyncio
import base64
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Final, TypeVar
from urllib.parse import parse_qsl

from mayact.core.approval import Answer
from mayact.core.bearer import Bearer, Role
from mayact.core.canonical import Json, JsonObject, freeze
from mayact.core.errors import Forbidden, InvalidInput, MayactError, NoPolicy, Unauthenticated
from mayact.core.limits import MAX_FRAME_BYTES
from mayact.core.model import ToolCall
from mayact.core.wire.messages import CallFields, encode_reply, parse_as
from mayact.ports import Outcome, SignedAnswer
from mayact.server.asking import Asker, Caller, CallerGone
from mayact.server.http import messages as m
from mayact.server.http.calls import remote_call, users_of
from mayact.server.http.door import Asked, Reply, shown_token
from mayact.server.http.idempotency import Memory, read_key
from mayact.server.http.metrics import Meter
from mayact.server.http.problems import CONTENT_TYPE, problem_bytes, status_of
from mayact.server.http.protocol import Exchange
from mayact.server.http.settings import HttpSettings, HttpWorld
from mayact.server.replies import answer_json, claimed_json, request_summary, request_whole

_AUTHZEN: Final = {
    "access_evaluation_endpoint": "/access/v1/evaluation",
    "access_evaluations_endpoint": "/access/v1/evaluations",
    "search_subject_endpoint": "/access/v1/search/subject",
    "search_resource_endpoint": "/access/v1/search/resource",
    "search_action_endpoint": "/access/v1/search/action",
}

MAX_PAGE_BYTES: Final = MAX_FRAME_BYTES // 2
"""Entries in one page of the log. In base64 they are a reply that clients read."""

_READ_AT_ONCE: Final = 32

_READ_IN_LOOP: Final = 32_768
"""Bytes of a body. Another thread costs some 100 microseconds, as much as reading a small one."""

T = TypeVar("T")

_KEPT_ERRORS: Final = frozenset({400, 403, 404, 409, 410, 422})
"""Errors that say what became of the request; asking the same again would say the same."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Native:
    """`ring` tells every loop of this process that a request may have changed; `address` is where we listen."""

    asker: Asker
    settings: HttpSettings
    world: HttpWorld
    meter: Meter
    memory: Memory
    clock: Callable[[], float]
    ring: Callable[[], None]
    openapi: bytes
    address: str

    async def answer(self, asked: Asked) -> Reply:
        """`Door.slow`. Raises `MayactError`, `CallerGone`."""
        key = read_key(asked.exchange.headers.get(b"idempotency-key")) if asked.exchange.method == "POST" else None
        if key is None or asked.bearer is None:
            return await self._operation(asked)
        # Not by its name: whoever is given that name next has another token.
        return await self._once(asked, asked.bearer.sha256, key)

    async def _once(self, asked: Asked, token: str, key: str) -> Reply:
        exchange = asked.exchange
        request = exchange.path.encode("latin-1") + b"\n" + exchange.body
        before = self.memory.begin(token=token, key=key, request=request, now=self.clock())
        if before is not None:
            status, content_type, body = before
            return Reply(body, content_type, status)
        try:
            reply = await self._operation(asked)
        except MayactError as error:
            status = status_of(error)
            if status in _KEPT_ERRORS:
                self.memory.finish(token=token, key=key, reply=(status, CONTENT_TYPE, problem_bytes(error, status)))
            else:
                self.memory.forget(token=token, key=key)
            raise
        except BaseException:
            self.memory.forget(token=token, key=key)
            raise
        self.memory.finish(token=token, key=key, reply=(reply.status, reply.content_type, reply.body))
        return reply

    async def _operation(self, asked: Asked) -> Reply:
        found = await _OPERATIONS[asked.route.name](self, asked)
        if isinstance(found, bytes):
            return Reply(found, asked.route.content_type.encode("ascii"))
        return Reply(encode_reply(found))

    async def _read(self, asked: Asked, kind: type[T]) -> T:
        """The body. A large one not in the loop: a second of care for one caller is a second for everybody."""
        body = asked.exchange.body
        if len(body) <= _READ_IN_LOOP:
            return parse_as(body, kind)
        return await self.asker.ask(parse_as, body, kind)

    # ── boundaries ──

    def _call(self, bearer: Bearer, user: str, home: str, fields: CallFields) -> ToolCall:
        return remote_call(
            fields, user=user, home=home, bearer=bearer, world=self.world, keep=self.settings.keep_environment
        )

    async def authorize(self, asked: Asked) -> JsonObject:
        bearer = _bearer(asked)
        body: m.AuthorizeRequest = await self._read(asked, m.AuthorizeRequest)
        call = await self.asker.ask(self._call, bearer, body.user, body.home, body.call)
        wait_ms = min(body.wait_ms, self.settings.max_wait_ms)
        answer = await self.asker.decide(
            call, strength=bearer.strength, wait_s=wait_ms / 1000, caller=self._caller(asked.exchange, bearer)
        )
        told = answer_json(answer, waited=wait_ms > 0)
        self.meter.decided("authorize", str(told["outcome"]))
        return told

    def _caller(self, exchange: Exchange, bearer: Bearer) -> Caller:
        left: asyncio.Future[Any] = asyncio.get_running_loop().create_future()

        def leave() -> None:
            if not left.done():
                left.set_result(None)

        def still_may() -> None:
            # Waiting takes minutes: a token that was removed meanwhile gets no permit, and spends no approval.
            if self.world.tokens.find(shown_token(exchange.headers)) != bearer:
                raise Unauthenticated("the token was made anew while it waited", hint="ask again")

        exchange.when_left = leave
        if exchange.gone:
            raise CallerGone
        return Caller(left, still_may)

    async def explain(self, asked: Asked) -> JsonObject:
        bearer = _bearer(asked)
        body: m.ExplainRequest = await self._read(asked, m.ExplainRequest)

        def explained() -> JsonObject:
            call = self._call(bearer, body.user, body.home, body.call)
            return self.world.views.decision(self.world.gate.explain(call, strength=bearer.strength))

        return await self.asker.ask(explained)

    async def claim(self, asked: Asked) -> JsonObject:
        bearer = _bearer(asked)
        body: m.ClaimRequest = await self._read(asked, m.ClaimRequest)
        claimed = await self.asker.ask(self.world.gate.claim, body.token)
        _require_own(claimed.call.user, bearer)
        return claimed_json(claimed)

    async def redeem(self, asked: Asked) -> JsonObject:
        bearer = _bearer(asked)
        body: m.RedeemRequest = await self._read(asked, m.RedeemRequest)
        gate = self.world.gate

        def redeemed() -> str:
            call = self._call(bearer, body.user, body.home, body.call)
            # Looked at before it is shown with another action: that would void it, and it is not this one's to void.
            if gate.claim(body.token).call.user != call.user:
                raise _not_yours()
            return gate.redeem(body.token, call, strength=bearer.strength)

        return {"permit": await self.asker.ask(redeemed)}

    async def outcome(self, asked: Asked) -> JsonObject:
        bearer = _bearer(asked)
        body: m.OutcomeRequest = await self._read(asked, m.OutcomeRequest)
        permit = asked.segments["id"]
        outcome = Outcome(status=body.status, exit_code=body.exit_code, detail=body.detail)

        def reported() -> None:
            _require_own(self.world.gate.user_of(permit), bearer)
            self.world.gate.outcome(permit, outcome)

        await self.asker.ask(reported)
        return {"recorded": True}

    # ── reviewers ──

    async def list_requests(self, asked: Asked) -> JsonObject:
        query = _query(asked)
        status, limit = query.get("status", "open"), _limit(query)
        if status not in (*m.STATUSES, "all"):
            raise InvalidInput("there is no such status", hint=f"one of {', '.join(m.STATUSES)}, all", field="status")
        after = query.get("cursor", "")
        if "cursor" in query and not (0 < len(after) <= 64 and after.isascii() and after.replace("-", "").isalnum()):
            raise InvalidInput("this is no cursor", hint="send `next` of the page before", field="cursor")
        rows = await self.asker.ask(
            self.world.gate.requests, status=None if status == "all" else status, limit=limit + 1, after=after
        )
        shown = rows[:limit]
        more = len(rows) > limit
        return {"items": tuple(request_summary(row) for row in shown), "next": shown[-1].id if more else None}

    async def show_request(self, asked: Asked) -> JsonObject:
        return request_whole(await self.asker.ask(self.world.gate.request, asked.segments["id"]))

    async def answer_request(self, asked: Asked) -> JsonObject:
        body: m.AnswerBody = await self._read(asked, m.AnswerBody)
        signed = SignedAnswer(
            answer=Answer(body.answer), approver=body.approver, reason=body.reason, signature=body.signature
        )
        row = await self.asker.ask(self.world.gate.answer, asked.segments["id"], signed)
        self.ring()
        return request_whole(row)

    async def show_policy(self, asked: Asked) -> JsonObject:
        del asked
        return await self.asker.ask(self.world.views.policy)

    async def activate_policy(self, asked: Asked) -> JsonObject:
        body: m.ActivateRequest = await self._read(asked, m.ActivateRequest)
        bundle: JsonObject = freeze(body.bundle, what="bundle")  # type: ignore[assignment]
        digest = await self.asker.ask(
            self.world.gate.activate, bundle, approver=body.approver, signature=body.signature
        )
        self.ring()  # the requests of the policy before it are void
        return {"policy": digest}

    async def log_checkpoint(self, asked: Asked) -> bytes:
        del asked
        return (await self.asker.ask(self.world.log_views.checkpoint)).encode("utf-8")

    async def log_entries(self, asked: Asked) -> JsonObject:
        query = _query(asked)
        start, limit = _whole(query, "start", low=0, high=999_999_999_999_999, default=0), _limit(query)
        found, following = await self.asker.ask(self._page_of_log, start, limit)
        items: Json = tuple({"seq": seq, "leaf": base64.b64encode(leaf).decode("ascii")} for seq, leaf in found)
        return {"items": items, "next": following}

    def _page_of_log(self, start: int, limit: int) -> tuple[list[tuple[int, bytes]], int | None]:
        """Up to `limit` entries and at most `MAX_PAGE_BYTES` of them, but one at least; and where the next page starts.
        Read a few at a time: callers choose how large an entry is, and a reader how many it asks for."""
        kept: list[tuple[int, bytes]] = []
        held = 0
        while True:
            wanted = min(_READ_AT_ONCE, limit + 1 - len(kept))
            part = self.world.log_views.entries(start + len(kept), wanted)
            for seq, leaf in part:
                held += len(leaf)
                if kept and (held > MAX_PAGE_BYTES or len(kept) == limit):
                    return kept, seq
                kept.append((seq, leaf))
            if len(part) < wanted:
                return kept, None

    async def log_proof(self, asked: Asked) -> JsonObject:
        return await self.asker.ask(self.world.log_views.proof, int(asked.segments["seq"]))

    # ── operators ──

    async def status(self, asked: Asked) -> JsonObject:
        bearer = _bearer(asked)
        whole = await self.asker.ask(self.world.views.status)
        own: dict[str, Any] = {"role": bearer.role.value, "token": bearer.name}
        if bearer.role in (Role.REVIEWER, Role.METRICS):
            return {**whole, **own}
        if bearer.role is Role.BOUNDARY:
            own |= {"strength": bearer.strength.value, "users": bearer.users}
        # A boundary stands close to agents: nothing here about requests or approvers.
        return {**{name: whole.get(name) for name in ("policy", "version", "origin")}, **own}

    async def health(self, asked: Asked) -> JsonObject:
        del asked
        return {"status": "ok"}

    async def ready(self, asked: Asked) -> JsonObject:
        del asked
        if await self.asker.ask(self._readable) is None:
            raise NoPolicy("no policy is active", hint="run `mayact init`, or activate one")
        return {"status": "ok"}

    def _readable(self) -> object:
        self.world.store.checkpoint()
        return self.world.store.active_policy()

    async def metrics(self, asked: Asked) -> bytes:
        del asked
        return await self.asker.ask(self.meter.text)

    async def authzen_metadata(self, asked: Asked) -> JsonObject:
        del asked
        base = self.settings.public_url or self.address
        return {"policy_decision_point": base, **{name: base + path for name, path in _AUTHZEN.items()}}

    async def show_openapi(self, asked: Asked) -> bytes:
        del asked
        return self.openapi


_OPERATIONS: Final[dict[str, Callable[[Native, Asked], Awaitable[JsonObject | bytes]]]] = {
    "authzen_metadata": Native.authzen_metadata,
    "authorize": Native.authorize,
    "explain": Native.explain,
    "claim": Native.claim,
    "redeem": Native.redeem,
    "outcome": Native.outcome,
    "list_requests": Native.list_requests,
    "show_request": Native.show_request,
    "answer_request": Native.answer_request,
    "show_policy": Native.show_policy,
    "activate_policy": Native.activate_policy,
    "status": Native.status,
    "log_checkpoint": Native.log_checkpoint,
    "log_entries": Native.log_entries,
    "log_proof": Native.log_proof,
    "health": Native.health,
    "ready": Native.ready,
    "metrics": Native.metrics,
    "openapi": Native.show_openapi,
}
"""By `Route.name`; a test compares it with the table of routes."""


def _bearer(asked: Asked) -> Bearer:
    if asked.bearer is None:
        raise Unauthenticated("there is no token", hint="send Authorization: Bearer TOKEN")
    return asked.bearer


def _require_own(user: str, bearer: Bearer) -> None:
    # A permit that leaked to another boundary tells it nothing, runs nothing, and is neither voided nor closed by it.
    if user not in users_of(bearer):
        raise _not_yours()


def _not_yours() -> Forbidden:
    return Forbidden("this permit is another boundary's", hint="ask for your own")


def _query(asked: Asked) -> dict[str, str]:
    """The query parameters. Raises `InvalidInput` for one that is unknown, repeated or unreadable."""
    known = {parameter.name for parameter in asked.route.asks}
    text = asked.exchange.query
    try:
        pairs = parse_qsl(text, True, True, errors="strict", max_num_fields=len(known)) if text else []
    except ValueError:
        raise InvalidInput("the query cannot be read", hint=f"known are {', '.join(sorted(known))}") from None
    found = dict(pairs)
    if len(found) != len(pairs) or not set(found) <= known:
        raise InvalidInput(
            "a query parameter is unknown or stands twice", hint=f"known are {', '.join(sorted(known)) or 'none'}"
        )
    return found


def _whole(query: dict[str, str], name: str, *, low: int, high: int, default: int) -> int:
    text = query.get(name)
    if text is None:
        return default
    if not (text.isascii() and text.isdecimal() and len(text) <= 15 and low <= int(text) <= high):
        raise InvalidInput(f"`{name}` is not a whole number from {low} to {high}", hint="correct it", field=name)
    return int(text)


def _limit(query: dict[str, str]) -> int:
    return _whole(query, "limit", low=1, high=m.MAX_PAGE, default=m.DEFAULT_PAGE)
