"""Which data a call touches: classes of the files it names, and a look into those that it reads.

Law: a class is only ever added; an effect that touches several classes is several effects, so that a rule about one
class cannot be hidden from by another. A file that is not looked into, or that the same call writes first, is
`unscanned`. Only what is named exactly is looked into: an answer about one file says nothing about a set.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Final

from mayact.core.analysis.command import Finding
from mayact.core.analysis.content.data_classes import SECRET, DataRules, by_kind
from mayact.core.analysis.content.scan import NOT_LOOKED_AT, Content, Patterns, Scan, heaviest
from mayact.core.analysis.places.paths import within
from mayact.core.analysis.plan import Answer, ContentOf, FetchUrls, Found, Missing, Question
from mayact.core.canonical import Json, canonical_bytes
from mayact.core.model import Verb

Ask = Callable[[Question], Answer | None]

_TOUCHING: Final = frozenset({Verb.FS_READ, Verb.FS_WRITE, Verb.FS_DELETE, Verb.SECRET_READ})
_SENDING: Final = frozenset(
    {
        Verb.NET_UPLOAD, Verb.HTTP_REQUEST, Verb.MESSAGE_SEND, Verb.TICKET_WRITE, Verb.ARTIFACT_PUBLISH, Verb.PR_OPEN,
        Verb.MCP_CALL,
    }
)  # fmt: skip
_CONTACT: Final = frozenset({Verb.NET_CONNECT, Verb.NET_DOWNLOAD})
_MAX_LOOKED_INTO: Final = 16
"""Files of one call that are looked into: each takes 50 microseconds, and some milliseconds at most. The rest is
`unscanned`."""

_AREAS: Final = ("workspace", "home", "temp", "other")
"""Where a file is looked into that is only read: what belongs to the system is not where an agent finds tokens."""


def _leaves(finding: Finding) -> bool:
    if finding.facts.get("local") is True:
        return False
    return finding.verb in _SENDING or (finding.verb in _CONTACT and finding.facts.get("sends_data") is not False)


def looked_into(findings: tuple[Finding, ...], ask: Ask, rules: DataRules) -> dict[str, Content]:
    """What the files hold that a call reads, by path. Without an answer, and nothing that leaves, nothing is said."""
    leaves = any(_leaves(finding) for finding in findings)
    written = {finding.resource for finding in findings if finding.verb is Verb.FS_WRITE}
    texts = canonical_bytes(tuple(list(pair) for pair in rules.patterns)).decode() if rules.patterns else ""
    found: dict[str, Content] = {}
    asked: set[str] = set()
    for finding in findings:
        path = finding.resource
        if finding.verb is not Verb.FS_READ or finding.facts.get("many") is not False or path in found:
            continue
        if not leaves and (finding.facts.get("area") not in _AREAS or finding.facts.get("kind") == SECRET):
            continue
        if path in written or len(asked) >= _MAX_LOOKED_INTO or finding.facts.get("kind") == "device":
            found[path] = NOT_LOOKED_AT
            continue
        asked.add(path)
        answer = ask(ContentOf(path, texts))
        if leaves or answer is not None:
            found[path] = _content(answer, rules.patterns)
    return found


def _content(answer: Answer | None, patterns: Patterns) -> Content:
    if not isinstance(answer, Found):
        return NOT_LOOKED_AT
    word, _, classes = answer.value.partition(" ")
    known = {name for name, _ in patterns}
    if word not in Scan.__members__.values():
        return NOT_LOOKED_AT
    return Content(Scan(word), tuple(name for name in classes.split() if name in known))


def with_looks(findings: Iterable[Finding], looks: Mapping[str, Content]) -> Iterator[Finding]:
    """The findings: reads say how their file was found, and what leaves carries the heaviest of them."""
    together = heaviest(looks.values())
    for finding in findings:
        facts = dict(finding.facts)
        if finding.verb is Verb.FS_READ and finding.resource in looks:
            facts["scan"] = looks[finding.resource].scan.value
        elif _leaves(finding) and together.scan in (Scan.FOUND, Scan.SUSPECTED) and facts.get("scan") != "found":
            facts["scan"] = together.scan.value
        yield replace(finding, facts=facts)


def repository_classes(rules: DataRules, ask: Ask, *, workspace: str, home: str) -> tuple[str, ...]:
    """The classes of everything in the work tree; what its remotes are is only asked where some rule wants to know."""
    if not rules.repositories:
        return ()
    match ask(FetchUrls(workspace, "*", home)):
        case Found(urls):
            return rules.of_repository(urls.split())
        case Missing():
            return rules.of_repository(())
        case _:
            return rules.of_repository(None)  # not known: it may be any of them


def classified(
    findings: Iterable[Finding],
    rules: DataRules,
    *,
    home: str,
    workspace: str,
    everywhere: tuple[str, ...],
    carried: Content,
    looks: Mapping[str, Content],
) -> Iterator[Finding]:
    """Each finding once for each class of data that it touches or carries. `everywhere`: the classes of the whole work
    tree; `carried`: what the call's own text holds."""
    for finding in findings:
        if finding.kind == "file" and finding.verb in _TOUCHING:
            names = _of_file(finding, rules, home, workspace, everywhere, carried, looks)
            yield from each_class(finding, "data_class", names, rules)
        elif finding.kind != "file" and carried.classes and (_leaves(finding) or finding.verb in _CONTACT):
            yield from each_class(finding, "carries", carried.classes, rules)
        else:
            yield finding


def _of_file(
    finding: Finding,
    rules: DataRules,
    home: str,
    workspace: str,
    everywhere: tuple[str, ...],
    carried: Content,
    looks: Mapping[str, Content],
) -> tuple[str, ...]:
    facts, path = finding.facts, finding.resource
    tree = facts.get("recursive") is not False
    names = set(rules.of_path(path, whole_tree=tree, home=home, workspace=workspace))
    if everywhere and (within(path, workspace) or (tree and within(workspace, path)) or "area" not in facts):
        names.update(everywhere)
    if finding.verb is Verb.FS_WRITE:
        names.update(carried.classes)
    if finding.verb is Verb.FS_READ and path in looks:
        names.update(looks[path].classes)
    if facts.get("kind") == SECRET or facts.get("scan") == "found" or finding.verb is Verb.SECRET_READ:
        names.add(SECRET)
    plain = by_kind(facts)
    if not names and plain is not None:
        names.add(plain)
    return tuple(sorted(names))


def each_class(finding: Finding, fact: str, names: tuple[str, ...], rules: DataRules) -> Iterator[Finding]:
    """`finding` once for each of `names`, which stands under `fact`."""
    if not names:
        yield finding
    for name in names:
        facts: dict[str, Json] = {**finding.facts, fact: name}
        level = rules.level(name)
        if level is not None:
            facts["_level"] = level
        yield replace(finding, facts=facts)
