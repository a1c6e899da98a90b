"""What a push would add, as facts of its effects: commits, files, what they touch, what stands in them.

Law: an answer only adds what makes a push worse, or what a person should read; no risk is lower for it. It is about
the objects that the pinned ref names now, so a call that does anything else first keeps of it only what was found. What
a remote has is known from refs that whoever writes into `.git` can move: that little is new is never a promise.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from mayact.core.analysis.command import Finding
from mayact.core.analysis.content.classified import each_class
from mayact.core.analysis.content.data_classes import DataRules
from mayact.core.analysis.content.scan import Content, Scan, heaviest
from mayact.core.analysis.places.paths import file_facts
from mayact.core.analysis.plan import Answer, Found, PushContents, Question, RefId
from mayact.core.canonical import Json, canonical_bytes
from mayact.core.errors import escaped
from mayact.core.limits import MAX_PUSHED_FILES
from mayact.core.model import Verb

Ask = Callable[[Question], Answer | None]

_SHOWN_FILES: Final = 20
_SHOWN_CHARS: Final = 120

_ROOT: Final = "/w"
"""Stands for the work tree: what a path in a commit is does not depend on where the clone lies."""

_SETTLED: Final = frozenset({Verb.FS_READ, Verb.SECRET_READ, Verb.GIT_PUSH, Verb.GIT_FORCE_PUSH})
_OTHER_FILES: Final = frozenset({"git-internal", "unknown"})


@dataclass(frozen=True, slots=True)
class _File:
    path: str
    added: int
    removed: int
    """Lines; negative: not counted."""
    kind: str
    scan: Scan


@dataclass(frozen=True, slots=True)
class _Contents:
    source: str
    complete: bool
    tracked: bool
    commits: int
    files: tuple[_File, ...]
    content: Content


def with_pushes(findings: tuple[Finding, ...], ask: Ask, rules: DataRules, *, home: str) -> Iterator[Finding]:
    """The findings: each push of a known ref with what it would add, once for every class of data found in it.
    `home`: of whoever pushes."""
    patterns = canonical_bytes(tuple(list(pair) for pair in rules.patterns)).decode() if rules.patterns else ""
    settled = all(_keeps_refs(finding) for finding in findings)
    for finding in findings:
        repo, source = finding.facts.get("_repo"), finding.facts.get("_source")
        if finding.kind != "ref" or not (isinstance(repo, str) and isinstance(source, str) and repo and source):
            yield finding
            continue
        named = ask(RefId(repo, source))
        remote = str(finding.facts.get("_remote", ""))
        contents = _read(ask(PushContents(repo, remote, source, home, patterns)))
        if contents is None or not isinstance(named, Found) or named.value != contents.source:
            yield finding
            continue
        known = {name for name, _ in rules.patterns}
        classes = tuple(name for name in contents.content.classes if name in known)
        facts = {**finding.facts, **_facts(contents, settled=settled)}
        yield from each_class(replace(finding, facts=facts), "carries", classes, rules)


def _keeps_refs(finding: Finding) -> bool:
    """Whether it leaves branches, commits and the refs of remotes as they were observed."""
    facts = finding.facts
    if "_head" in facts:
        return False
    match finding.verb:
        case Verb.EXEC_RUN:
            return facts.get("trust") == "well-known"
        case Verb.FS_WRITE | Verb.FS_DELETE:
            one = facts.get("many") is False and facts.get("recursive") is False
            return one and facts.get("kind", "unknown") not in _OTHER_FILES
        case _:
            return finding.verb in _SETTLED


def _facts(contents: _Contents, *, settled: bool) -> dict[str, Json]:
    scan = contents.content.scan
    if scan in (Scan.CLEAN, Scan.UNSCANNED) and (not settled or not contents.complete or not contents.tracked):
        # What else goes along was not looked at, or what the other side has is not known.
        scan = Scan.UNSCANNED
    facts: dict[str, Json] = {} if scan is Scan.UNSCANNED else {"scan": scan.value}
    if not settled or not contents.complete:
        return facts
    facts |= {
        "commits": contents.commits,
        "files": len(contents.files),
        "touches": tuple(sorted({file.kind for file in contents.files})),
        "changes": _summary(contents),
    }
    if all(file.added >= 0 for file in contents.files):
        facts["lines_added"] = sum(file.added for file in contents.files)
        facts["lines_removed"] = sum(file.removed for file in contents.files)
    return facts


def _summary(contents: _Contents) -> str:
    """For a person: the files, those that a secret is in and those that run something first."""
    ordered = sorted(contents.files, key=lambda file: (_loudness(file), file.path))
    told = [_line(file) for file in ordered[:_SHOWN_FILES]]
    if len(ordered) > _SHOWN_FILES:
        told.append(f"and {len(ordered) - _SHOWN_FILES} more")
    return "; ".join(told)


_LOUD: Final = ("secret", "ci", "hook", "agent-config", "security", "prod-config", "submodule", "link", "build-logic")


def _loudness(file: _File) -> int:
    if file.scan in (Scan.FOUND, Scan.SUSPECTED):
        return 0
    return 1 + (_LOUD.index(file.kind) if file.kind in _LOUD else len(_LOUD))


def _line(file: _File) -> str:
    path = escaped(file.path[:_SHOWN_CHARS]) + ("…" if len(file.path) > _SHOWN_CHARS else "")
    counts = f"+{file.added} -{file.removed}" if file.added >= 0 else "not counted"
    secret = {Scan.FOUND: ", a secret in it", Scan.SUSPECTED: ", what looks like a secret in it"}.get(file.scan, "")
    return f"`{path}` {counts} ({file.kind}{secret})"


# ── the answer ───────────────────────────────────────────────────────────────────────────────────────────


@lru_cache(maxsize=4)  # every ref, destination and round of one call asks again
def _read(answer: Answer | None) -> _Contents | None:
    """The answer; None for one that is not of this form, as for none."""
    if not isinstance(answer, Found):
        return None
    try:
        said = json.loads(answer.value)
        files = tuple(_file(row) for row in said["files"])
        texts = Content(Scan(said["texts"]), tuple(str(name) for name in said["classes"]))
        whole = heaviest((texts, *(Content(file.scan) for file in files)))
        commits, flags = said["commits"], (said["complete"] is True, said["tracked"] is True)
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
    if len(files) > MAX_PUSHED_FILES or not isinstance(commits, int) or commits < 0:
        return None
    return _Contents(str(said["id"]), *flags, commits, files, whole)


def _file(row: list[Json]) -> _File:
    path, added, removed, sort, scan = row
    kind = sort if sort in ("link", "submodule") else file_facts(f"{_ROOT}/{path}", home="", workspace=_ROOT)["kind"]
    found = Scan(str(scan))
    if found is Scan.FOUND and kind == "test":
        found = Scan.SUSPECTED  # made up for a test, as it seems
    if not isinstance(added, int) or not isinstance(removed, int):
        raise ValueError("no count")
    return _File(str(path), added, removed, str(kind), found)
