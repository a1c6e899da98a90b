"""One evaluation against the application part of a bundle, and searches made of such evaluations.

Law: pure but for a bounded memo of its own answers, which changes no answer: it knows a case by exactly what its rules
can see (`visible.py`), and it dies with the bundle. Whatever is not cleanly answered refuses.

1. case      action and types that the schema knows together; anything else refuses
2. claims    each side as the bundle has it, or as the caller says and the schema declares; another type refuses
3. memo      an equal case was answered before
4. entities  what the sides and the rules lead to, with the schema
5. evaluate  against the match set of the case; an error refuses
6. combine   never → no; no permit → no; obligation → no, nobody here enforces it; gate → no, naming what is missing
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, Generic, Protocol, TypeVar, assert_never

import msgspec

from mayact.core.policy import cedar
from mayact.core.policy.application import answer as say
from mayact.core.policy.application.answer import Answer
from mayact.core.policy.application.claims import Key, Party, context, party, visible_bytes
from mayact.core.policy.application.compile import Application, ApplicationSlice
from mayact.core.policy.application.schema import ApplicationAction, EntityType
from mayact.core.policy.application.shapes import Mistyped, references
from mayact.core.policy.application.visible import Visible, visible
from mayact.core.policy.cedar import Broken, EntitySet, Request, Uid
from mayact.core.wire.authzen import NOTHING, Ask, Search, Sought

MEMO_ANSWERS: Final = 16_384
"""Answers that are remembered; with keys of up to `MEMO_KEY_BYTES` some ten MB at most."""

MEMO_KEY_BYTES: Final = 512
"""Claims longer than this are decided each time: a caller must not fill the memory with them."""

MEMO_HANDLES: Final = 1_024
"""Sets of the bundle's entities that are kept built."""

MEMO_ROWS: Final = 65_536
"""Entities in all of these sets together, about 2.5 kB each (measured). Claims may refer to any entities of the bundle,
so a caller chooses how many different sets there are, and how large."""


class Verdict(Protocol):
    @property
    def allowed(self) -> bool: ...


T = TypeVar("T", bound=Verdict)

_Memo = dict[tuple[int, Key, Key, bytes], T]


class _Case(msgspec.Struct, frozen=True):
    number: int
    action: ApplicationAction
    principal: EntityType
    resource: EntityType
    slice: ApplicationSlice
    visible: Visible


class _Sides(msgspec.Struct, frozen=True):
    principal: Party
    resource: Party
    context: dict[str, Any]


class Decider(Generic[T]):
    """`finish` makes of an answer what is returned and remembered. `remember`: how many answers, 0 for none."""

    def __init__(
        self, application: Application, finish: Callable[[Answer], T], *, remember: int = MEMO_ANSWERS
    ) -> None:
        self._application = application
        self._finish = finish
        self._remember = remember
        self._cases: dict[tuple[str, str, str], _Case] = {}
        self._answers: _Memo[T] = {}
        self._finished: dict[frozenset[str], T] = {}
        self._handles: dict[frozenset[Uid], EntitySet] = {}
        self._rows = 0
        """Entities in `_handles`."""

    def decide(self, ask: Ask) -> T:
        case = self._cases.get((ask.action, ask.subject_type, ask.resource_type)) or self._case(ask)  # 1
        if isinstance(case, Answer):
            return self._finish(case)
        try:
            sides = self._sides(ask, case)  # 2
        except Mistyped as error:
            return self._finish(say.mistyped(error))
        record = visible_bytes(sides.context, case.visible.context)
        key = (case.number, sides.principal.key, sides.resource.key, record)
        known = self._answers.get(key)  # 3
        if known is not None:
            return known
        found = self._decided(ask, case, sides)
        if len(record) + _size(sides.principal.key) + _size(sides.resource.key) <= MEMO_KEY_BYTES:
            _keep(self._answers, key, found, self._remember)
        return found

    def _case(self, ask: Ask) -> _Case | Answer:
        schema = self._application.schema
        action = schema.actions.get(ask.action)
        if action is None:
            return say.unknown("action", ask.action)
        for kind in (ask.subject_type, ask.resource_type):
            if kind not in schema.types:
                return say.unknown("type", kind)
        name = (ask.action, ask.subject_type, ask.resource_type)
        chosen = self._application.slices.get(name)
        if chosen is None:
            return say.not_applicable(*name)
        principal, resource = schema.types[ask.subject_type], schema.types[ask.resource_type]
        seen = visible(
            chosen.members, principal=principal.attributes, resource=resource.attributes, context=action.context
        )
        case = _Case(len(self._cases), action, principal, resource, chosen, seen)
        # No more of these than the schema has.
        self._cases[name] = case
        return case

    def _sides(self, ask: Ask, case: _Case) -> _Sides:
        directory = self._application.directory
        principal = party(
            (ask.subject_type, ask.subject_id),
            ask.subject_properties,
            kind=case.principal,
            seen=case.visible.principal,
            directory=directory,
            where="subject",
        )
        resource = party(
            (ask.resource_type, ask.resource_id),
            ask.resource_properties,
            kind=case.resource,
            seen=case.visible.resource,
            directory=directory,
            where="resource",
        )
        same = ask.subject_id == ask.resource_id and ask.subject_type == ask.resource_type
        if same and principal.claims != resource.claims:
            raise Mistyped("resource.properties", "what subject.properties says of the same entity")
        return _Sides(principal, resource, context(ask.context, ask.action_properties, case.action.context))

    def _decided(self, ask: Ask, case: _Case, sides: _Sides) -> T:
        principal, resource = (ask.subject_type, ask.subject_id), (ask.resource_type, ask.resource_id)
        known = self._entities(case, {principal: sides.principal, resource: sides.resource}, sides.context)  # 4
        if isinstance(known, Broken):
            return self._finish(say.broken(known.because))
        request = Request(
            principal=principal,
            action=case.action.uid[1],
            resource=resource,
            context=msgspec.json.encode(sides.context).decode(),
            action_type=case.action.uid[0],
        )
        schema = self._application.schema.handle
        matched = cedar.evaluate([request], rules=case.slice.rules, known=known, schema=schema)[0]  # 5
        if isinstance(matched, Broken):
            return self._finish(say.broken(matched.because))
        finished = self._finished.get(matched.ids)
        if finished is None:
            finished = self._finish(say.combined(matched.ids, self._application.rules))  # 6
            _keep(self._finished, matched.ids, finished, self._remember)
        return finished

    def _entities(self, case: _Case, sides: Mapping[Uid, Party], record: dict[str, Any]) -> EntitySet | Broken:
        directory = self._application.directory
        roots = {*sides, *case.slice.literals, *references(record)}
        rows = []
        for uid, side in sides.items():
            if side.claims is not None:
                rows.append({"uid": {"type": uid[0], "id": uid[1]}, "attrs": side.claims, "parents": []})
                roots.update(references(side.claims))
        base = self._base(frozenset(roots & directory.rows.keys()))
        if isinstance(base, Broken) or not rows:
            return base
        return cedar.entities_with(base, rows, schema=self._application.schema.handle)

    def _base(self, roots: frozenset[Uid]) -> EntitySet | Broken:
        found = self._handles.get(roots)
        if found is not None:
            return found
        rows = self._application.directory.reached(roots)
        made = cedar.entities(rows, schema=self._application.schema.handle)
        if not isinstance(made, Broken) and len(rows) <= MEMO_ROWS:
            self._rows += len(rows)
            if self._rows > MEMO_ROWS or len(self._handles) >= MEMO_HANDLES:
                self._handles.clear()
                self._rows = len(rows)
            self._handles[roots] = made
        return made

    def search(self, search: Search) -> tuple[list[str], str | None]:
        """The ids (or names of actions) that `search` finds, in order, and behind which one the next page begins; None
        when there is no more. A page looks at no more than `search.looks`, so it may be short or empty."""
        waiting = [name for name in self._candidates(search) if name > search.after or not search.after]
        found: list[str] = []
        for at, name in enumerate(waiting):
            if len(found) == search.limit or at == search.looks:
                return found, waiting[at - 1] if at else search.after
            if self.decide(_with(search, name)).allowed:
                found.append(name)
        return found, None

    def _candidates(self, search: Search) -> Sequence[str]:
        application, ask = self._application, search.ask
        match search.sought:
            case Sought.SUBJECT:
                return application.directory.names.get(ask.subject_type, ())
            case Sought.RESOURCE:
                return application.directory.names.get(ask.resource_type, ())
            case Sought.ACTION:
                kinds = (ask.subject_type, ask.resource_type)
                return sorted(name for name in application.schema.actions if (name, *kinds) in application.slices)
            case _:
                assert_never(search.sought)


def _with(search: Search, name: str) -> Ask:
    """The evaluation that a result must pass. What is sought comes without properties: it must hold without them."""
    match search.sought:
        case Sought.SUBJECT:
            return msgspec.structs.replace(search.ask, subject_id=name, subject_properties=NOTHING)
        case Sought.RESOURCE:
            return msgspec.structs.replace(search.ask, resource_id=name, resource_properties=NOTHING)
        case Sought.ACTION:
            return msgspec.structs.replace(search.ask, action=name, action_properties=NOTHING)
        case _:
            assert_never(search.sought)


def _size(key: Key) -> int:
    match key:
        case str() | bytes():
            return len(key)
        case (name, claims):
            return len(name or "") + len(claims)
        case _:
            assert_never(key)


_K = TypeVar("_K")
_V = TypeVar("_V")


def _keep(memo: dict[_K, _V], key: _K, value: _V, most: int) -> None:
    """Forgets everything when it is full: what is asked often is soon known again."""
    if most <= 0:
        return
    if len(memo) >= most:
        memo.clear()
    memo[key] = value
