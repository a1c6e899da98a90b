"""AuthZEN requests, from bytes to the answer and the entry that must be durable before it leaves.

Law: in memory only. An answer names the policy it was given under, and its entry is refused when that policy is no
longer the active one, so that no answer outlives its policy. What fails refuses: there is no answer without an entry.

1. read     one reading of the bytes, or an error for the whole request
2. policy   the active bundle as compiled; none: every answer is false
3. decide   each evaluation by itself, as far as the semantic asks
4. draw     the response and the entry, which say the same
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, assert_never

from mayact.core.canonical import JsonObject, canonical_bytes
from mayact.core.log.entry import Draft, Kind
from mayact.core.policy.application.answer import NO_APPLICATION, NO_POLICY, Answer
from mayact.core.policy.application.decide import Decider
from mayact.core.policy.bundle import CompiledBundle
from mayact.core.wire import authzen, authzen_answers
from mayact.core.wire.authzen import Ask, Batch, Body, Malformed, Search, Semantic, Sought, page_token
from mayact.core.wire.authzen_answers import Drawn, draw, draw_error
from mayact.gate.instruments import Instruments
from mayact.ports import AuthzenApi, Prepared

_SOUGHT: Final = {
    AuthzenApi.SEARCH_SUBJECT: Sought.SUBJECT,
    AuthzenApi.SEARCH_RESOURCE: Sought.RESOURCE,
    AuthzenApi.SEARCH_ACTION: Sought.ACTION,
}


@dataclass(frozen=True, slots=True)
class _Policy:
    """The active policy, ready to be asked; `digest` is None when there is none."""

    digest: str | None
    decider: Decider[Drawn] | None
    none: Drawn

    def evaluate(self, ask: Ask | Malformed) -> Drawn:
        if isinstance(ask, Malformed):
            return draw_error(ask.message, self.digest)
        return self.decider.decide(ask) if self.decider is not None else self.none


_NO_POLICY: Final = _Policy(None, None, draw(NO_POLICY, None))


class Evaluator:
    """`ports.AuthzenDecider` over the active policy."""

    def __init__(self, tools: Instruments, policy: Callable[[], CompiledBundle | None]) -> None:
        self._tools = tools
        self._policy = policy
        self._ready = _NO_POLICY

    def prepare(self, api: AuthzenApi, raw: bytes, *, pep: str, request_id: str) -> Prepared:
        body = authzen.read_body(raw)  # 1
        policy = self._active()  # 2
        evaluation = self._tools.ids.new("evl")
        match api:
            case AuthzenApi.EVALUATION:
                response, answer, canonical = _single(policy, authzen.read_evaluation(body.members), evaluation)
            case AuthzenApi.EVALUATIONS:
                response, answer, canonical = _several(policy, body, evaluation)
            case AuthzenApi.SEARCH_SUBJECT | AuthzenApi.SEARCH_RESOURCE | AuthzenApi.SEARCH_ACTION:
                response, answer, canonical = _found(policy, authzen.read_search(_SOUGHT[api], body), evaluation)
            case _:
                assert_never(api)
        entry = authzen_answers.entry(  # 4
            api=api.value,
            evaluation=evaluation,
            pep=pep,
            request_id=request_id,
            policy=policy.digest,
            request=body,
            answer=answer,
            answer_bytes=canonical,
        )
        draft = Draft(Kind.EVALUATION_MADE, entry.body, self._tools.clock.now_ms(), entry.canonical)
        return Prepared(body=response, draft=draft)

    def _active(self) -> _Policy:
        bundle = self._policy()
        if bundle is None:
            return _NO_POLICY
        if self._ready.digest != bundle.digest:
            digest = bundle.digest

            def finish(answer: Answer) -> Drawn:
                return draw(answer, digest)

            decider = Decider(bundle.application, finish) if bundle.application is not None else None
            self._ready = _Policy(digest, decider, draw(NO_APPLICATION, digest))
        return self._ready


_Result = tuple[bytes, JsonObject, bytes]
"""The response, what the entry says of it, and the canonical bytes of that."""


def _single(policy: _Policy, ask: Ask, evaluation: str) -> _Result:
    drawn = policy.evaluate(ask)  # 3
    return authzen_answers.evaluation_body(drawn, evaluation), drawn.record, drawn.canonical


def _several(policy: _Policy, body: Body, evaluation: str) -> _Result:
    asked = authzen.read_evaluations(body.members)
    if isinstance(asked, Ask):
        return _single(policy, asked, evaluation)
    drawn = _execute(policy, asked)
    record, canonical = authzen_answers.evaluations_record(drawn)
    return authzen_answers.evaluations_body(drawn, evaluation), record, canonical


def _execute(policy: _Policy, batch: Batch) -> list[Drawn]:
    done: list[Drawn] = []
    for item in batch.items:
        drawn = policy.evaluate(item)
        done.append(drawn)
        match batch.semantic:
            case Semantic.EXECUTE_ALL:
                continue
            case Semantic.DENY_ON_FIRST_DENY:
                if not drawn.allowed:
                    break
            case Semantic.PERMIT_ON_FIRST_PERMIT:
                if drawn.allowed:
                    break
            case _:
                assert_never(batch.semantic)
    return done


def _found(policy: _Policy, search: Search, evaluation: str) -> _Result:
    names, after = policy.decider.search(search) if policy.decider is not None else ([], None)
    record: JsonObject = {"results": names}
    response = authzen_answers.search_body(
        [_entity(search, name) for name in names],
        evaluation=evaluation,
        policy=policy.digest,
        next_token="" if after is None else page_token(search, after=after),
    )
    return response, record, canonical_bytes(record)


def _entity(search: Search, name: str) -> JsonObject:
    match search.sought:
        case Sought.SUBJECT:
            return {"type": search.ask.subject_type, "id": name}
        case Sought.RESOURCE:
            return {"type": search.ask.resource_type, "id": name}
        case Sought.ACTION:
            return {"name": name}
        case _:
            assert_never(search.sought)
