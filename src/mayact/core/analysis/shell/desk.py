"""The desk of one evaluation: what was found and where, what was parsed, what it has cost.

Law: every bound ends in an `opaque` finding or in `LimitExceeded`, which the caller turns into one; a finding is
reported once, however many runs lead to it, at the first place that does.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import Final, Protocol

from mayact.core.analysis.command import Finding, Known, Word, opaque
from mayact.core.analysis.places.secrets import is_secret_variable
from mayact.core.analysis.shell import plain, tree
from mayact.core.analysis.shell.decode import decode
from mayact.core.analysis.shell.lexical import refusal
from mayact.core.canonical import Json, JsonObject
from mayact.core.errors import LimitExceeded, ShellUnreadable
from mayact.core.limits import MAX_ANALYSIS_WORK
from mayact.core.model import Span, Verb

_MAX_STEPS: Final = 4_000  # statements walked for one call; a day's longest command needs a few dozen
_MAX_PARSES: Final = 24  # each is a process outside
_MAX_FINDINGS: Final = 2_000

# Measured costs, in units of `limits.MAX_ANALYSIS_WORK`.
_STEP: Final = 400
_FINDING: Final = 300
_PARSE: Final = 20_000  # a process
_PARSED_NODE: Final = 300  # by both parsers, and made ready


class SyntaxSource(Protocol):
    """As `ports.ShellParser`."""

    def parse(self, text: str) -> JsonObject: ...

    def sees(self, text: str) -> frozenset[tuple[int, int, int]] | None: ...


class Desk:
    """Findings, parses and costs of one call. Not reusable."""

    def __init__(self, parser: SyntaxSource) -> None:
        self.findings: dict[tuple[str, str, str, str], Finding] = {}
        self.given: list[Finding] = []
        """Uses of tokens that a service of this machine gave to the call."""
        self.silent = False
        """Variables are only tested at the moment."""
        self.source = ""
        """The statement that is being walked, for people."""
        self.whole = ""
        """The command of the call: what spans count in."""
        self.span: Span | None = None
        """The part of it that is being walked."""
        self.origin: int | None = 0
        """Where in it the text starts that is being walked; None: that text is not written in it."""
        self.numbers: set[str] = set()
        self.defaults: dict[str, tuple[Word, ...]] = {}
        """What `${name:=…}` of the present statement gives variables."""
        """Variables that the present statement's arithmetic gave a value."""
        self._parser = parser
        self._steps = 0
        self._work = 0
        self._parses = 0
        self._parsed: dict[str, tuple[tree.Statement, ...] | str] = {}

    def parsed(self, text: str) -> tuple[tree.Statement, ...] | None:
        if text not in self._parsed:
            self._parsed[text] = self._read(text)
        found = self._parsed[text]
        if isinstance(found, str):
            self.report_opaque(found)
            return None
        return found

    def _read(self, text: str) -> tuple[tree.Statement, ...] | str:
        """The statements of `text`, or why it has none."""
        if self._parses >= _MAX_PARSES:
            return f"more than {_MAX_PARSES} shell texts are nested in it"
        self.spend(len(text))
        because = refusal(text)
        if because is not None:
            return because
        self._parses += 1
        self.spend(_PARSE)
        try:
            statements, nodes = self._agreed(text)
        except ShellUnreadable as error:
            return error.message
        self.spend(_PARSED_NODE * nodes)
        return statements

    def _agreed(self, text: str) -> tuple[tuple[tree.Statement, ...], int]:
        """Two readers always: a plain text is read here and by the parser in process; any other, and one on which
        those two differ, by both parsers. Raises `ShellUnreadable`."""
        found = plain.read(text)
        if found is not None and self._parser.sees(text) == found.calls:
            return found.statements, found.nodes
        return decode(self._parser.parse(text), text)

    # ── where ────────────────────────────────────────────────────────────────────────────────────────────

    def stands_in(self, whole: str) -> None:
        """Spans count in `whole`, the command of the call."""
        self.whole, self.span = whole, (0, len(whole))

    def absolute(self, span: Span | None) -> Span | None:
        """`span` of the text that is being walked, in the command of the call; None: it is not written there."""
        return None if span is None or self.origin is None else (span[0] + self.origin, span[1] + self.origin)

    @contextmanager
    def at(self, span: Span | None) -> Iterator[None]:
        """What is found meanwhile is caused by `span` of the text that is being walked (None: as before)."""
        outer = self.span
        self.span = self.absolute(span) or outer
        try:
            yield
        finally:
            self.span = outer

    @contextmanager
    def inside(self, origin: int | None) -> Iterator[None]:
        """The text that is walked meanwhile starts at `origin`."""
        outer, self.origin = self.origin, origin
        try:
            yield
        finally:
            self.origin = outer

    def origin_of(self, text: str, words: Sequence[Word], body: Span | None = None) -> int | None:
        """Where `text`, made of `words` (joined by blanks where they are several) or of the here-document `body`, is
        written as it stands; None: nowhere. Quotes around it are taken off; other quoting makes it another text."""
        starts = [body[0]] if body is not None else []
        for word in words:
            if isinstance(word, Known) and word.span is not None and text.startswith(word.text):
                starts += [word.span[0], word.span[0] + 1]
        return next((start for start in starts if self.whole.startswith(text, start)), None)

    def stamped(self, finding: Finding, span: Span | None) -> Finding:
        """`finding` with where it is caused, unless that is known already."""
        return finding if finding.span is not None or span is None else replace(finding, span=span)

    # ── what was found ───────────────────────────────────────────────────────────────────────────────────

    def report(self, findings: Iterable[Finding]) -> None:
        for found in findings:
            finding = self.stamped(found, self.span)
            self.spend(_FINDING + len(finding.resource))
            facts = repr(sorted((key, str(value)) for key, value in finding.facts.items()))
            self.findings.setdefault((finding.verb.value, finding.resource, facts, finding.because), finding)
        if len(self.findings) > _MAX_FINDINGS:
            raise LimitExceeded("the command has too many effects", hint="send it in parts")

    def report_opaque(self, because: str) -> None:
        self.report((opaque(because, text=self.source),))

    def report_secret(self, name: str, *, local: bool = False) -> None:
        """See `parameters.Evaluation`."""
        if self.silent or not is_secret_variable(name):
            return
        facts: dict[str, Json] = {"class": "token"}
        found = Finding(verb=Verb.SECRET_READ, kind="thing", resource=f"${name}", facts=facts, because=f"uses ${name}")
        if local:
            self.given.append(self.stamped(found, self.span))
        else:
            self.report((found,))

    def assigned_number(self, name: str) -> None:
        self.numbers.add(name)

    def defaulted(self, name: str, values: tuple[Word, ...]) -> None:
        """`Evaluation.defaulted`."""
        self.defaults[name] = (*self.defaults.get(name, ()), *values)

    @contextmanager
    def apart(self) -> Iterator[dict[tuple[str, str, str, str], Finding]]:
        """Meanwhile findings are also gathered by themselves; afterwards they are what the call does, as any."""
        outer, self.findings = self.findings, {}
        inner = self.findings
        try:
            yield inner
        finally:
            self.findings = outer
            for key, finding in inner.items():
                self.findings.setdefault(key, finding)

    @contextmanager
    def silently(self, silent: bool) -> Iterator[None]:
        """Where the value of a variable is only tested, using it reads no secret."""
        outer, self.silent = self.silent, silent
        try:
            yield
        finally:
            self.silent = outer

    def spend(self, work: int) -> None:
        """Account for `work` (unit: `limits.MAX_ANALYSIS_WORK`) before it is done. Raises `LimitExceeded`."""
        self._work += work
        if self._work > MAX_ANALYSIS_WORK:
            raise LimitExceeded("the command takes too much work to analyse", hint="send it in parts")

    def step(self) -> None:
        self.spend(_STEP)
        self._steps += 1
        if self._steps > _MAX_STEPS:
            raise LimitExceeded("the command takes too many steps to analyse", hint="send it in parts")
