"""How bad an effect is: one table from verb and facts to risk and reversibility.

Law: the first row of a verb that fits decides; a row fits only on facts that are present, so what is not known falls
through to the last row, which fits always and is never harmless: high for every verb that has high rows, except a
read of a file that is not known which (medium: what a read could expose is said by `secret.read`). Effects of one
call are judged together once: a secret that is read beside something that leaves the machine is an export.
It refuses to know programs. A fact whose name starts with `_` is for this table alone and reaches no policy.

`docs/effects.md` prints this table; a test keeps the two the same.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Final

from mayact.core.analysis.catalogue import Catalogue, Listing
from mayact.core.analysis.command import Finding
from mayact.core.analysis.hosts import requested
from mayact.core.analysis.places.paths import is_production_data, within
from mayact.core.canonical import Json
from mayact.core.model import Effect, Reversibility, Risk, Span, Verb

_EASY, _HARD, _NEVER = Reversibility.REVERSIBLE, Reversibility.HARD, Reversibility.IRREVERSIBLE
_LOW, _MEDIUM, _HIGH, _CRITICAL = Risk.LOW, Risk.MEDIUM, Risk.HIGH, Risk.CRITICAL


@dataclass(frozen=True, slots=True)
class Row:
    """Fits when every fact of `when` is present with one of the values named."""

    risk: Risk
    reversibility: Reversibility
    when: Mapping[str, tuple[Json, ...]]
    why: str

    def fits(self, facts: Mapping[str, Json]) -> bool:
        return all(key in facts and facts[key] in allowed for key, allowed in self.when.items())


def _row(risk: Risk, reversibility: Reversibility, why: str, **when: "Json | tuple[Json, ...]") -> Row:
    closed = {key: value if isinstance(value, tuple) else (value,) for key, value in when.items()}
    return Row(risk, reversibility, MappingProxyType(closed), why)


_PLAIN: Final = ("source", "test", "build-output", "log", "trace", "build-logic", "manifest", "lock", "other")
_ANY_KIND: Final = (
    *_PLAIN, "security", "prod-config", "ci", "hook", "agent-config", "guard", "git-internal", "shell-startup", "cron",
)  # fmt: skip
"""Every kind but secrets and devices."""

_MADE_AGAIN: Final = ("build-output", "log", "trace")

TABLE: Final[Mapping[Verb, tuple[Row, ...]]] = {
    Verb.FS_READ: (
        _row(_HIGH, _EASY, "a secret", kind="secret"),
        _row(_HIGH, _EASY, "a raw device", kind="device"),
        _row(_HIGH, _EASY, "data of a class that its owner protects", _level="high"),
        _row(_MEDIUM, _EASY, "data of a class that its owner names", _level="medium"),
        _row(_MEDIUM, _EASY, "a secret made up for a test, as it seems", scan="found", kind="test"),
        _row(_HIGH, _EASY, "a secret stands in it", scan="found"),
        _row(_MEDIUM, _EASY, "what looks like a secret stands in it", scan="suspected"),
        _row(_MEDIUM, _EASY, "how production is set up", kind="prod-config"),
        _row(_LOW, _EASY, "a file of this repository", area="workspace", kind=_ANY_KIND),
        _row(_LOW, _EASY, "a file of this person or machine", area=("home", "temp", "system"), kind=_ANY_KIND),
        _row(_MEDIUM, _EASY, "a file somewhere else, or not known which"),
    ),
    Verb.FS_WRITE: (
        _row(_CRITICAL, _NEVER, "a raw device", kind="device"),
        _row(_CRITICAL, _NEVER, "a whole system or home", area=("root", "system"), recursive=True),
        _row(_HIGH, _HARD, "a secret outside the repository", kind="secret", area=("home", "root", "system", "other")),
        _row(_HIGH, _EASY, "a secret put into a file that is not kept as one", scan="found", kind=_ANY_KIND),
        _row(_MEDIUM, _EASY, "what looks like a secret put into a file", scan="suspected", area=("workspace", "temp")),
        _row(_LOW, _EASY, "a temporary file", area="temp"),
        _row(_HIGH, _NEVER, "a database of production", kind=_PLAIN, _production=True),
        _row(_HIGH, _HARD, "this repository as it was long ago", area="workspace", _far=True),
        _row(_MEDIUM, _HARD, "changes that were never committed are lost", area="workspace", _drops=True),
        _row(
            _LOW, _EASY, "a lock file as its manager or a revision has it", area="workspace", kind="lock", _managed=True
        ),
        _row(
            _MEDIUM,
            _EASY,
            "which packages come in, written past their manager",
            area="workspace",
            kind="lock",
            many=False,
        ),
        _row(_LOW, _EASY, "an ordinary file of this repository", area="workspace", kind=_PLAIN),
        _row(
            _MEDIUM,
            _EASY,
            "pipeline, hook, agent settings or secrets of this repository",
            area="workspace",
            kind=("ci", "hook", "agent-config", "secret"),
        ),
        _row(
            _MEDIUM,
            _EASY,
            "authentication, authorization or cryptography, or how production is set up",
            area="workspace",
            kind=("security", "prod-config"),
        ),
        _row(_HIGH, _HARD, "the repository's own records", area="workspace", _records=True),
        _row(_MEDIUM, _EASY, "files of this repository, not known which", area="workspace", many=True),
        _row(_MEDIUM, _HARD, "where later pushes of this repository go", area="workspace", _remote=True),
        _row(_HIGH, _HARD, "the repository's own records", area="workspace"),
        _row(
            _MEDIUM, _EASY, "an ordinary file outside the repository", area=("home", "other"), kind=_PLAIN, many=False
        ),
        _row(_MEDIUM, _EASY, "a tree put outside the repository", area=("home", "other"), kind=_PLAIN, recursive=True),
        _row(_HIGH, _HARD, "a system file, a set of files outside the repository, or not known which"),
    ),
    Verb.FS_DELETE: (
        _row(_CRITICAL, _NEVER, "a device", kind="device"),
        _row(_CRITICAL, _NEVER, "the home directory, the root or all below it", area="root"),
        _row(_CRITICAL, _NEVER, "a system tree", area="system", recursive=True),
        _row(_HIGH, _NEVER, "data of a class that its owner protects", _level="high"),
        _row(_LOW, _EASY, "what a build or a run makes again", area="workspace", kind=_MADE_AGAIN),
        _row(_CRITICAL, _NEVER, "the repository with its history", area="workspace", _history=True),
        _row(_LOW, _EASY, "a temporary file", area="temp", many=False),
        _row(_MEDIUM, _HARD, "temporary files", area="temp"),
        _row(_HIGH, _NEVER, "a database of production", kind=_PLAIN, _production=True),
        _row(_HIGH, _HARD, "the checks that this repository makes of each commit", area="workspace", _hooks=True),
        _row(_LOW, _HARD, "one file of this repository", area="workspace", kind=_PLAIN, many=False),
        _row(
            _LOW,
            _HARD,
            "files that are moved within this repository",
            area="workspace",
            kind=_PLAIN,
            recursive=False,
            _kept=True,
        ),
        _row(_HIGH, _NEVER, "everything in this repository that no commit holds", area="workspace", _whole=True),
        _row(_MEDIUM, _HARD, "a set of files of this repository", area="workspace", kind=_PLAIN, recursive=False),
        _row(_MEDIUM, _HARD, "a directory of this repository", area="workspace", kind=_PLAIN),
        _row(
            _MEDIUM,
            _HARD,
            "a pipeline, hook, security code or production configuration of this repository",
            area="workspace",
            kind=("ci", "hook", "security", "prod-config"),
        ),
        _row(_HIGH, _NEVER, "history, secrets or settings of this repository", area="workspace"),
        _row(_HIGH, _NEVER, "a file that is overwritten before it is removed", area=("home", "other"), _shreds=True),
        _row(_MEDIUM, _HARD, "one file outside the repository", area="home", kind=_PLAIN, recursive=False),
        _row(_MEDIUM, _HARD, "a second work tree of this repository, which keeps its commits", _linked=True),
        _row(_HIGH, _NEVER, "a tree outside the repository, or not known what"),
    ),
    Verb.EXEC_RUN: (
        _row(_LOW, _EASY, "a well-known program", trust="well-known"),
        _row(_MEDIUM, _EASY, "a script of this repository", trust="repository", _script=True),
        _row(_LOW, _EASY, "this repository's own code behind a well-known runner", trust="repository"),
        _row(_MEDIUM, _EASY, "code that the call itself spells out and that was read", trust="shown"),
        _row(_MEDIUM, _EASY, "what the hooks or settings of this clone or this person start", trust="configured"),
        _row(_HIGH, _HARD, "code that nobody here vouches for"),
    ),
    Verb.OPAQUE: (_row(_HIGH, _HARD, "what would run cannot be known"),),
    Verb.NET_CONNECT: (
        _row(_LOW, _EASY, "this machine", local=True),
        _row(_HIGH, _EASY, "a production system", environment="prod"),
        _row(_LOW, _EASY, "a look at the public code host by its client", _asks="public", sends_data=False),
        _row(_LOW, _EASY, "a look at a listed code host by its client", _asks="own", listed=True, sends_data=False),
        _row(_MEDIUM, _EASY, "a listed system", listed=True),
        _row(_MEDIUM, _EASY, "an unlisted host, asked without data", sends_data=False, known=True),
        _row(_HIGH, _NEVER, "an unlisted host with data in the address, or not known which"),
    ),
    Verb.NET_DOWNLOAD: (
        _row(_LOW, _EASY, "this machine", local=True),
        _row(_MEDIUM, _EASY, "a listed system", listed=True),
        _row(_MEDIUM, _EASY, "an unlisted host, asked without data", sends_data=False, known=True),
        _row(_HIGH, _EASY, "an unlisted host with data in the address, or not known which"),
    ),
    Verb.NET_UPLOAD: (
        _row(_MEDIUM, _HARD, "a service of this machine is told to do something", local=True, _changes=True),
        _row(_LOW, _EASY, "this machine", local=True),
        _row(_HIGH, _HARD, "a production system", environment="prod"),
        _row(_MEDIUM, _HARD, "a system of one's own", boundary="own"),
        _row(_HIGH, _NEVER, "data sent to someone else"),
    ),
    Verb.HTTP_REQUEST: (
        _row(_LOW, _EASY, "this machine", local=True),
        _row(_HIGH, _HARD, "a production system", environment="prod"),
        _row(_MEDIUM, _EASY, "a listed system, reading", listed=True, sends_data=False),
        _row(_MEDIUM, _HARD, "a system of one's own", boundary="own"),
        _row(_MEDIUM, _EASY, "an unlisted host, asked without data", sends_data=False, known=True),
        _row(_HIGH, _NEVER, "data sent to someone else"),
    ),
    Verb.PKG_INSTALL: (
        _row(_MEDIUM, _EASY, "this repository itself, for all that this person runs", source="path", _everywhere=True),
        _row(_LOW, _EASY, "this repository itself", source="path"),
        _row(_HIGH, _HARD, "a name like that of a popular package", likeness="look-alike"),
        _row(
            _MEDIUM,
            _EASY,
            "packages of a registry",
            source="registry",
            likeness=("popular", "other", "project"),
            index="usual",
        ),
        _row(_HIGH, _HARD, "code from elsewhere"),
    ),
    Verb.GIT_COMMIT: (
        _row(_HIGH, _HARD, "a secret in a record that keeps it", scan="found"),
        _row(_MEDIUM, _EASY, "a record in another repository", _elsewhere=True),
        _row(_MEDIUM, _EASY, "a local record past the checks of this repository", _unchecked=True),
        _row(_LOW, _EASY, "a local record"),
    ),
    Verb.GIT_PUSH: (
        _row(_MEDIUM, _HARD, "an ordinary branch on a listed host", protected=False, listed=True),
        _row(_MEDIUM, _HARD, "an ordinary branch on this machine", protected=False, local=True),
        _row(_MEDIUM, _HARD, "an ordinary branch where the work came from", protected=False, _conventional=True),
        # Only where nothing is ever observed; a gate's question that has no answer is not this.
        _row(
            _MEDIUM,
            _HARD,
            "the branch that is checked out, where the work came from",
            _unobserved=True,
            _conventional=True,
        ),
        _row(_HIGH, _HARD, "a shared branch, an unlisted host, or not known which"),
    ),
    Verb.GIT_FORCE_PUSH: (
        _row(_HIGH, _HARD, "what others may have of an ordinary branch", protected=False),
        _row(_CRITICAL, _NEVER, "the history of a shared branch"),
    ),
    Verb.GIT_REWRITE_HISTORY: (
        _row(_HIGH, _NEVER, "old history is gone for good", delete=True),
        _row(_HIGH, _HARD, "many local commits at once, or a shared branch", _far=True),
        _row(_MEDIUM, _HARD, "local work that is not committed goes too", force=True),
        _row(_MEDIUM, _EASY, "local history, which the reflog keeps"),
    ),
    Verb.PR_OPEN: (_row(_MEDIUM, _HARD, "a proposal others see"),),
    Verb.PR_MERGE: (_row(_HIGH, _HARD, "a change of a shared branch"),),
    Verb.CI_TRIGGER: (_row(_HIGH, _HARD, "a pipeline runs with its own credentials"),),
    Verb.ARTIFACT_PUBLISH: (_row(_HIGH, _NEVER, "what is published stays published"),),
    Verb.TICKET_WRITE: (_row(_MEDIUM, _HARD, "text others see"),),
    Verb.MESSAGE_SEND: (_row(_HIGH, _NEVER, "a message cannot be taken back"),),
    Verb.SECRET_READ: (_row(_HIGH, _EASY, "a secret"),),
    Verb.PRIV_ESCALATE: (_row(_HIGH, _HARD, "more rights than the person works with"),),
    Verb.IAM_CHANGE: (
        _row(_HIGH, _HARD, "who may use a service of this machine", local=True),
        _row(_CRITICAL, _HARD, "who may do what"),
    ),
    Verb.PROC_CONTROL: (
        _row(_HIGH, _HARD, "all processes of a person, or not known which", _everything=True),
        _row(_MEDIUM, _HARD, "a process"),
    ),
    Verb.SYS_CONFIGURE: (_row(_HIGH, _HARD, "how the machine works"),),
    Verb.SYS_PERSIST: (_row(_HIGH, _HARD, "something that runs later by itself"),),
    Verb.CLOUD_ADMIN: (
        _row(_CRITICAL, _NEVER, "destruction of cloud resources", _destroys=True),
        _row(_MEDIUM, _EASY, "which cluster later calls go to", _chooses=True),
        _row(_HIGH, _HARD, "a change of cloud resources"),
    ),
    Verb.DB_QUERY: (
        _row(_LOW, _EASY, "a database on this machine", local=True),
        _row(_HIGH, _EASY, "production data", environment="prod"),
        _row(_MEDIUM, _EASY, "a database"),
    ),
    Verb.DB_WRITE: (
        _row(_HIGH, _NEVER, "every row of a table", _every_row=True),
        _row(_MEDIUM, _HARD, "a database on this machine", local=True),
        _row(_HIGH, _HARD, "a database"),
    ),
    Verb.DB_ADMIN: (
        _row(_HIGH, _NEVER, "structure or all data of a database on this machine", local=True),
        _row(_CRITICAL, _NEVER, "structure or all data of a database"),
    ),
    Verb.CONTAINER_RUN: (
        _row(_HIGH, _NEVER, "the data of containers", _destroys=True),
        _row(_LOW, _EASY, "which containers and images there are, and how they are", _lists=True),
        _row(_MEDIUM, _EASY, "code inside a container"),
    ),
    Verb.DEPLOY_RUN: (_row(_HIGH, _HARD, "a running system changes"),),
    Verb.MCP_CALL: (
        _row(_HIGH, _HARD, "a tool whose definition hides text", wording="hidden"),
        _row(
            _MEDIUM,
            _HARD,
            "a tool that calls itself destructive, its effects beside it",
            mapped=True,
            hint="destructive",
        ),
        _row(_LOW, _EASY, "a tool of a pinned definition, its effects beside it", mapped=True, definition="pinned"),
        _row(
            _MEDIUM, _EASY, "a tool by its name, its effects beside it", mapped=True, definition=("unseen", "unpinned")
        ),
        _row(_HIGH, _HARD, "a tool whose effects are not known"),
    ),
    Verb.AGENT_SPAWN: (_row(_HIGH, _HARD, "an agent that acts on its own"),),
    Verb.GUARD_TAMPER: (_row(_CRITICAL, _HARD, "the guard itself"),),
}
"""Every verb, harmless rows first, the worst case last."""

OUTBOUND: Final = frozenset(
    {
        Verb.NET_UPLOAD, Verb.HTTP_REQUEST, Verb.MESSAGE_SEND, Verb.TICKET_WRITE, Verb.ARTIFACT_PUBLISH, Verb.PR_OPEN,
        Verb.GIT_PUSH,
    }
)  # fmt: skip
"""Verbs that carry content to someone else; `net.connect` and `net.download` do so when `sends_data` is true."""


def judge(findings: Iterable[Finding], *, catalogue: Catalogue) -> tuple[Effect, ...]:
    """The effects of one call: facts of listed systems added, risk and reversibility from the table, and the whole
    looked at once for a secret export."""
    found = tuple(item for finding in findings for item in requested(finding, catalogue))
    known: dict[_Key, Span | None] = {}
    for finding in _in_order(found):
        known.setdefault(_key(finding, catalogue), finding.span)
    leaks = any(
        verb is Verb.SECRET_READ or (verb is Verb.FS_READ and facts.get("scan") == "found")
        for verb, _, _, facts, _ in known
    )
    return tuple(_effect(*key, leaks=leaks, span=span) for key, span in known.items())


def _in_order(findings: tuple[Finding, ...]) -> Iterator[Finding]:
    """The findings, with what an earlier part of the call makes untrue forgotten: a push after `git remote set-url`
    may go elsewhere than observed, a push of HEAD after `git checkout` may go to another branch."""
    rerouted, moved = False, False
    heads: set[Json] = set()
    placed: list[str] = []
    for finding in findings:
        facts = dict(finding.facts)
        at = facts.get("_at")
        if isinstance(at, str) and any(within(at, path) for path in placed):
            rerouted = moved = True  # the directory it stands in was put there by the line: another repository
        if finding.verb is Verb.FS_WRITE and (facts.get("many") is False or facts.get("recursive") is True):
            placed.append(finding.resource)
        rerouted = rerouted or facts.get("_reroutes") is True or _changes_settings(finding)
        if "_head" in facts:
            moved = True
            heads.add(facts["_head"])
        if rerouted and facts.get("_named") is True:
            facts |= {"host": "", "local": False}
            facts.pop("_asks", None)
        if finding.kind == "ref" and rerouted:
            facts["_unobserved"] = False
        if finding.kind == "ref" and rerouted and facts.get("remote"):
            facts |= {"host": "", "local": False, "configured": False, "_conventional": False}
            facts.pop("url", None)
        if finding.kind == "ref" and moved and facts.get("_from_head") is True:
            facts |= {"ref": "", "_unobserved": False}
            if heads == {facts.get("_branch")} and finding.resource:
                # Nothing of the call checked out another than the one that it certainly made.
                facts["ref"] = facts["_branch"]
                finding = replace(finding, resource=f"{finding.resource.rpartition(':')[0]}:{facts['_branch']}")
        yield finding if facts == finding.facts else replace(finding, facts=facts)


def _changes_settings(finding: Finding) -> bool:
    return finding.verb is Verb.FS_WRITE and finding.resource.lower().endswith(
        ("/.git/config", "/.gitconfig", "/.git/head")
    )


_Key = tuple[Verb, str, str, "_Facts", str]


class _Facts(dict[str, Json]):
    """Facts that can be compared for duplicates."""

    def __hash__(self) -> int:  # type: ignore[override]
        return hash(tuple(sorted((key, str(value)) for key, value in self.items())))


def _key(finding: Finding, catalogue: Catalogue) -> _Key:
    facts = _Facts(enriched(finding, catalogue))
    return (finding.verb, finding.kind, finding.resource, facts, finding.because)


def enriched(finding: Finding, catalogue: Catalogue) -> dict[str, Json]:
    """The finding's facts with what the catalogue knows of its host, branch or system."""
    facts = dict(finding.facts)
    host, port = facts.get("host"), facts.get("port")
    listing: Listing | None = None
    if finding.kind in ("host", "ref") and isinstance(host, str):
        listing = catalogue.host(host, port if isinstance(port, str) else "") if host else None
        facts["listed"] = listing is not None
    if finding.kind == "ref":
        ref, url = facts.get("ref"), facts.get("url")
        repository = _plain(url) if isinstance(url, str) else ""
        facts["protected"] = not isinstance(ref, str) or catalogue.is_protected(ref, repository=repository)
        listing = catalogue.repository(repository) or listing if repository else listing
    if finding.kind == "system":
        listing = catalogue.system(finding.resource)
        facts["listed"] = listing is not None
    if listing is not None:
        facts.update(_listed(listing))
        if listing.environment in ("prod", "staging"):
            facts["local"] = False  # a tunnel or a proxy of this machine leads there
    return facts


def _listed(listing: Listing) -> dict[str, Json]:
    texts = {
        "environment": listing.environment,
        "owner": listing.owner,
        "boundary": listing.boundary or "third-party",
        "data_class": listing.data_class,
    }
    return {key: text for key, text in texts.items() if text}


def _plain(url: str) -> str:
    """`HOST/PATH` of a repository URL, for look-up."""
    text = url.split("://", 1)[-1].rsplit("@", 1)[-1]
    host, slash, path = text.partition("/")
    if "://" not in url and ":" in host:  # scp-like HOST:PATH
        host, _, first = host.partition(":")
        path, slash = f"{first}{slash}{path}", "/"
    return f"{host.split(':', 1)[0]}{slash}{path}"


def _effect(
    verb: Verb, kind: str, resource: str, facts: "_Facts", because: str, *, leaks: bool, span: Span | None
) -> Effect:
    probe: dict[str, Json] = {**facts, **_derived(verb, resource)}
    row = next(row for row in TABLE[verb] if row.fits(probe))
    risk, reversibility, why = row.risk, row.reversibility, row.why
    outbound = verb in OUTBOUND or (verb in _CONTACT and facts.get("sends_data") is not False)
    told = facts.get("scan") == "found" and (outbound or verb in _TELLS)
    if ((leaks and outbound) or told) and facts.get("local") is not True:
        risk, reversibility = Risk.CRITICAL, Reversibility.IRREVERSIBLE
        why = f"{why}, with a secret in it" if told else f"{why}, by a call that reads a secret, too"
    return Effect(
        verb=verb,
        kind=kind,  # type: ignore[arg-type]
        resource=resource,
        facts=MappingProxyType({key: value for key, value in facts.items() if not key.startswith("_")}),
        risk=risk,
        reversibility=reversibility,
        because=because,
        span=span,
        why=why,
    )


_CONTACT: Final = frozenset({Verb.NET_CONNECT, Verb.NET_DOWNLOAD})
_TELLS: Final = _CONTACT | {Verb.MCP_CALL}
"""A secret that stands in the call itself goes with these whether or not they send a body: a header carries it too."""


def _derived(verb: Verb, resource: str) -> dict[str, Json]:
    """What the table asks of a finding that policy does not need as a fact."""
    match verb:
        case Verb.NET_CONNECT | Verb.NET_DOWNLOAD | Verb.HTTP_REQUEST:
            return {"known": resource not in ("", "*")}
        case Verb.FS_WRITE | Verb.FS_DELETE:
            return {"_production": is_production_data(resource)}
        case _:
            return {}
