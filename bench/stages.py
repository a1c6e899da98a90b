"""Where the time of the one path goes, inside one process: the real gate on its real store, each part timed."""

import os
import pwd
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import Any
from unittest import mock

from tests.support.cli_gate import Machine

from bench.measure import medians
from mayact.app import open_gate
from mayact.config import load_settings, paths_in
from mayact.core.analysis.plan import Answer, Question
from mayact.core.canonical import JsonObject
from mayact.core.log.entry import Draft
from mayact.core.model import Hop, HopKind, Source, Strength, ToolCall
from mayact.gate import authorize
from mayact.gate.gate import ThePath
from mayact.identity.instruments import utc
from mayact.ports import Outcome, Permitted, Receipt


class Watch:
    """Seconds by name since the last `take`; what runs inside another part is subtracted from it."""

    def __init__(self) -> None:
        self.parts: dict[str, float] = {}
        self._inner: list[float] = []

    @contextmanager
    def on(self, name: str) -> Iterator[None]:
        started = time.perf_counter()
        self._inner.append(0.0)
        try:
            yield
        finally:
            whole = time.perf_counter() - started
            self.parts[name] = self.parts.get(name, 0.0) + whole - self._inner.pop()
            if self._inner:
                self._inner[-1] += whole

    def wrapped(self, name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        def timed(*args: Any, **kwargs: Any) -> Any:
            with self.on(name):
                return function(*args, **kwargs)

        return timed


class Timed:
    """An instrument of the gate, timed; everything else of it passes through."""

    def __init__(self, inner: Any, watch: Watch) -> None:
        self._inner = inner
        self._watch = watch

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inner, name)

    def parse(self, text: str) -> JsonObject:
        with self._watch.on("shfmt"):
            tree: JsonObject = self._inner.parse(text)
            return tree

    def sees(self, text: str) -> frozenset[tuple[int, int, int]] | None:
        with self._watch.on("shfmt"):
            seen: frozenset[tuple[int, int, int]] | None = self._inner.sees(text)
            return seen

    def answer(self, question: Question) -> Answer:
        with self._watch.on("observe"):
            found: Answer = self._inner.answer(question)
            return found

    def append(self, drafts: Sequence[Draft]) -> Receipt:
        with self._watch.on("store commit"):
            receipt: Receipt = self._inner.append(drafts)
            return receipt


class Path:
    """Cases that take the one path in this process, and what each part of it took."""

    def __init__(self, gate: ThePath, call: ToolCall, watch: Watch) -> None:
        self._gate, self._call, self._watch = gate, call, watch
        self._rows: dict[str, list[dict[str, float]]] = {}

    def case(self, name: str, *, whole: bool) -> Callable[[], float]:
        """`whole`: decision, redemption and outcome (what `mayact exec` needs); else the decision alone (a hook)."""
        rows = self._rows.setdefault(name, [])

        def once() -> float:
            self._watch.parts = {}
            started = time.perf_counter()
            with self._watch.on("the rest of the gate"):
                _path(self._gate, self._call, whole)
            rows.append(dict(self._watch.parts))
            return time.perf_counter() - started

        return once

    def parts(self, name: str) -> dict[str, float]:
        """Median seconds by part."""
        return medians({part: [row.get(part, 0.0) for row in self._rows[name]] for part in self._rows[name][-1]})


@contextmanager
def path(where: Machine, *, tool: str, arguments: JsonObject) -> Iterator[Path]:
    """The path for one call, over the store of `where`, whose gate must not be running."""
    paths = paths_in(str(where.home))
    home, user = where.environment["HOME"], pwd.getpwuid(os.getuid()).pw_name
    call = ToolCall(
        tool=tool,
        arguments=arguments,
        cwd=str(where.work),
        home=home,
        user=user,  # what a call would do is looked up with this user's rights
        chain=(Hop(HopKind.PERSON, user, Source.OBSERVED), Hop(HopKind.AGENT, "bench", Source.CLAIMED)),
        environment=(("HOME", home), ("PATH", where.environment["PATH"])),
    )
    watch = Watch()
    with (
        open_gate(paths, load_settings(paths.settings_file)) as opened,
        mock.patch.object(authorize, "decide", watch.wrapped("decide", authorize.decide)),
        mock.patch.object(authorize, "examine", watch.wrapped("analyse", authorize.examine)),
    ):
        tools = opened.gate._tools  # the composed instruments: what is timed is what runs
        timed = replace(
            tools,
            parser=Timed(tools.parser, watch),
            observer=Timed(tools.observer, watch),
            store=Timed(tools.store, watch),
        )
        yield Path(ThePath(timed, utc=utc), call, watch)


def _path(gate: ThePath, call: ToolCall, whole: bool) -> None:
    answer = gate.authorize(call, strength=Strength.ADVISORY)
    if not isinstance(answer, Permitted):
        raise RuntimeError(f"the bench's command is not allowed: {answer}")
    if whole:
        permit = gate.redeem(answer.token, call, strength=Strength.ADVISORY)
        gate.outcome(permit, Outcome(status="succeeded", exit_code=0))
