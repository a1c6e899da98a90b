"""A tool that runs only with a permit of its own: ask, spend, run, report, each exactly once.

1. authorize  the call exactly as it would run; anything but `Allowed` raises, and so does an obligation that the
              caller did not say it enforces
2. redeem     the permit is spent before the tool starts; a refusal here means that it never starts
3. run        once
4. report     what became of it: `failed` when it raised, `unknown` when it was stopped from outside

Law: the tool's own exception reaches its caller, whatever happens to the report. An outcome that could not be reported
is an error too, which says that the action ran, so that nobody runs it again; the gate closes the permit as `unknown`.
Only the class of an exception is reported: its text may hold what the tool has read.
"""

import asyncio
import functools
import inspect
from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from typing import Any, ParamSpec, TypeVar, assert_never, cast, overload

from mayact.boundary.sdk.asynchronous import AsyncClient
from mayact.boundary.sdk.calls import Call
from mayact.boundary.sdk.client import Client
from mayact.boundary.sdk.native import Allowed, Denied, Pending, Status, Verdict
from mayact.core.errors import Forbidden, InvalidInput, MayactError, shown
from mayact.core.wire.words import plain

P = ParamSpec("P")
R = TypeVar("R")


class ActionDenied(Forbidden):
    """It may not run, and no approval changes that. `verdict` says why."""

    code = "action.denied"

    def __init__(self, verdict: Denied) -> None:
        first = next(iter(verdict.reasons), None)
        said = f"denied: {plain(first.text)} [{plain(first.rule)}]" if first else "denied"
        super().__init__(said, hint=plain(first.hint) if first else "")
        self.verdict = verdict


class ActionPending(Forbidden):
    """Approvals are missing. Nothing ran; ask again with the same call once `verdict.request` is answered."""

    code = "action.pending"

    def __init__(self, verdict: Pending) -> None:
        name = shown(verdict.request)
        super().__init__(f"request {name} waits for a person", hint="then run exactly the same again")
        self.verdict = verdict


class OutcomeUnreported(MayactError):
    """The action ran and the gate could not be told. Do not run it again because of this."""

    code = "action.outcome_unreported"


@dataclass(frozen=True, slots=True)
class Running:
    """A spent permit and what it is for."""

    permit: str
    allowed: Allowed


# ── around a block ───────────────────────────────────────────────────────────────────────────────────────


@contextmanager
def running(client: Client, call: Call, *, wait: float = 0.0, enforces: Collection[str] = ()) -> Iterator[Running]:
    """Run the block with a permit for `call`. `enforces`: the obligations that the block carries out.

    Raises `ActionDenied`, `ActionPending`, `OutcomeUnreported`, and what `Client` raises; the block ran only in the
    second last case or when it raised itself.
    """
    allowed = _must_be_allowed(client.authorize(call, wait=wait), enforces)  # 1
    permit = client.redeem(allowed.token, call)  # 2
    try:
        yield Running(permit, allowed)  # 3
    except BaseException as error:
        try:
            client.report(permit, _status_of(error), detail=type(error).__name__)  # 4
        except MayactError as unreported:
            error.add_note(_note(permit, unreported))
        raise
    try:
        client.report(permit, "succeeded")  # 4
    except MayactError as unreported:
        raise _ran(permit, unreported) from None


@asynccontextmanager
async def arunning(
    client: AsyncClient, call: Call, *, wait: float = 0.0, enforces: Collection[str] = ()
) -> AsyncIterator[Running]:
    """`running` for asyncio."""
    allowed = _must_be_allowed(await client.authorize(call, wait=wait), enforces)  # 1
    permit = await client.redeem(allowed.token, call)  # 2
    try:
        yield Running(permit, allowed)  # 3
    except BaseException as error:
        try:
            # Shielded: the cancellation that stopped the block must not stop the report too.
            await asyncio.shield(client.report(permit, _status_of(error), detail=type(error).__name__))  # 4
        except MayactError as unreported:
            error.add_note(_note(permit, unreported))
        raise
    try:
        await client.report(permit, "succeeded")  # 4
    except MayactError as unreported:
        raise _ran(permit, unreported) from None


def _must_be_allowed(verdict: Verdict, enforces: Collection[str]) -> Allowed:
    match verdict:
        case Allowed(obligations=obligations):
            unknown = [obligation for obligation in obligations if obligation not in enforces]
            if unknown:
                raise Forbidden(
                    f"this tool cannot enforce {', '.join(shown(name) for name in unknown)}", hint="nothing ran"
                )
            return verdict
        case Denied():
            raise ActionDenied(verdict)
        case Pending():
            raise ActionPending(verdict)
        case _:
            assert_never(verdict)


def _status_of(error: BaseException) -> Status:
    # What is no `Exception` came from outside (an interrupt, a cancellation): how far the tool got is not known.
    return "failed" if isinstance(error, Exception) else "unknown"


def _note(permit: str, error: MayactError) -> str:
    return f"mayact: the outcome of permit {shown(permit)} was not reported: {error.message}"


def _ran(permit: str, error: MayactError) -> OutcomeUnreported:
    return OutcomeUnreported(
        f"the action ran, and its outcome was not recorded: {error.message}",
        hint=f"do not run it again; permit {shown(permit)} is closed as unknown",
    )


# ── around a function ────────────────────────────────────────────────────────────────────────────────────


@overload
def guarded(
    client: Client, describe: Callable[P, Call], *, wait: float = 0.0, enforces: Collection[str] = ()
) -> Callable[[Callable[P, R]], Callable[P, R]]: ...


@overload
def guarded(
    client: AsyncClient, describe: Callable[P, Call], *, wait: float = 0.0, enforces: Collection[str] = ()
) -> Callable[[Callable[P, Awaitable[R]]], Callable[P, Awaitable[R]]]: ...


def guarded(
    client: Client | AsyncClient, describe: Callable[..., Call], *, wait: float = 0.0, enforces: Collection[str] = ()
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Guard a tool: each of its calls is authorized, spent, run and reported. `describe` is given the same arguments
    and says what the tool will do with them, completely: what it leaves out is not decided on.

    Raises `InvalidInput` for a function that would run after it returned (a generator, or a coroutine function with a
    client that blocks).
    """

    def decorate(tool: Callable[..., Any]) -> Callable[..., Any]:
        if inspect.isgeneratorfunction(tool) or inspect.isasyncgenfunction(tool):
            raise InvalidInput("a generator runs after it returned", hint="guard what it does, step by step")
        if isinstance(client, AsyncClient):
            return _guarded_async(client, describe, tool, wait, enforces)
        if inspect.iscoroutinefunction(tool):
            raise InvalidInput("a coroutine runs after it returned", hint="guard it with an AsyncClient")
        return _guarded_sync(client, describe, tool, wait, enforces)

    return decorate


def _guarded_sync(
    client: Client, describe: Callable[..., Call], tool: Callable[..., Any], wait: float, enforces: Collection[str]
) -> Callable[..., Any]:
    @functools.wraps(tool)
    def guard(*args: Any, **kwargs: Any) -> Any:
        with running(client, describe(*args, **kwargs), wait=wait, enforces=enforces):
            result = tool(*args, **kwargs)
            if inspect.isawaitable(result) or inspect.isgenerator(result):
                if inspect.iscoroutine(result):
                    result.close()
                raise InvalidInput("the tool returned before it ran", hint="guard it with an AsyncClient")
            return result

    return guard


def _guarded_async(
    client: AsyncClient, describe: Callable[..., Call], tool: Callable[..., Any], wait: float, enforces: Collection[str]
) -> Callable[..., Any]:
    if not inspect.iscoroutinefunction(tool):
        raise InvalidInput("only coroutine functions are guarded by an AsyncClient", hint="write `async def`")

    @functools.wraps(tool)
    async def guard(*args: Any, **kwargs: Any) -> Any:
        async with arunning(client, describe(*args, **kwargs), wait=wait, enforces=enforces):
            return await cast("Awaitable[Any]", tool(*args, **kwargs))

    return guard
