"""One round of analysis of one tool call: effects, open questions, pins.

Law: pure and total: whatever the call holds, the answer is a `Study`; what is too large, too deep or not understood is
an `opaque` effect. Answers that execution depends on are pinned, also when they say that something is missing.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from typing import Final, assert_never

from mayact.core.analysis.catalogue import Catalogue
from mayact.core.analysis.command import Context, Finding, FromText, Inherited, Known, SimpleCommand, opaque
from mayact.core.analysis.composed import with_told_mounts
from mayact.core.analysis.content.carried import Words, carried, with_content
from mayact.core.analysis.content.classified import classified, looked_into, repository_classes, with_looks
from mayact.core.analysis.content.data_classes import DataRules
from mayact.core.analysis.gate_processes import with_gate_ended
from mayact.core.analysis.left_behind import with_left_behind
from mayact.core.analysis.mcp.catalogue import McpCatalogue
from mayact.core.analysis.packages.told import with_told_sources
from mayact.core.analysis.places.paths import file_facts, normalise
from mayact.core.analysis.plan import (
    Answer,
    ContentOf,
    FetchUrls,
    FileDigest,
    FileText,
    Found,
    GitPrograms,
    HeadBranch,
    Missing,
    Observations,
    ProgramPath,
    PushContents,
    PushDefault,
    PushUrls,
    Question,
    RealPath,
    RefId,
    RepoRoot,
    Study,
    ToolDefinition,
    Unavailable,
)
from mayact.core.analysis.programs import findings_of
from mayact.core.analysis.programs.asked import keeps_environment, picks_from_settings, picks_secrets
from mayact.core.analysis.programs.git.push import redacted
from mayact.core.analysis.programs.listings import listing
from mayact.core.analysis.pushed import with_pushes
from mayact.core.analysis.risk import judge
from mayact.core.analysis.shell.builtins import BUILTINS
from mayact.core.analysis.shell.desk import SyntaxSource
from mayact.core.analysis.shell.evaluate import Evaluator
from mayact.core.analysis.shell.flow import Streams, Surroundings
from mayact.core.analysis.shell.state import directories
from mayact.core.analysis.tools import findings_of_tool, text_of
from mayact.core.canonical import JsonObject, digest_bytes
from mayact.core.errors import LimitExceeded
from mayact.core.limits import MAX_EFFECTS
from mayact.core.model import Analysis, ToolCall, Verb

NO_WORKSPACE: Final = "/nonexistent/workspace"
"""Stands for the work tree where there is none: nothing lies in it."""

_MAX_QUESTIONS: Final = 256  # each is a look at the file system; what is asked beyond them stays unknown

Programs = Callable[[SimpleCommand, Context], tuple[Finding, ...]]


@dataclass(slots=True)
class _Asker:
    """Records what was asked in this round."""

    seen: Observations
    asked: dict[Question, Answer | None] = field(default_factory=dict)

    def ask(self, question: Question) -> Answer | None:
        if question not in self.asked:
            if len(self.asked) >= _MAX_QUESTIONS:
                return Unavailable("too many questions")
            self.asked[question] = self.seen.get(question)
        return self.asked[question]


def study(
    call: ToolCall,
    *,
    parser: SyntaxSource,
    seen: Observations,
    catalogue: Catalogue,
    programs: Programs = findings_of,
) -> Study:
    """What `call` would do as far as `seen` tells, what else analysis would like to know, and the pins."""
    asker = _Asker(seen)
    changes_directory = False
    text = text_of(call)
    whole = None if text is None else (0, len(text))
    words = Words(text or "")
    try:
        findings, changes_directory = _findings(call, parser, asker, _noted(programs, words), catalogue.mcp)
    except LimitExceeded as error:
        findings = (opaque(error.message, span=whole),)
    except RecursionError:
        findings = (opaque("the call is nested too deep", span=whole),)
    ended = with_told_sources(with_gate_ended(_distinct(findings), text or ""), text or "")
    ended = with_left_behind(with_told_mounts(ended, text or ""), text or "")
    # A listing that reaches its filter in a way that is not followed is still filtered for secrets.
    kept = picks_secrets(text or "") or keeps_environment(text or "")
    settled = ended if kept else _settled(ended)
    if picks_from_settings(text or ""):
        settled = (*settled, _SETTINGS_READ)
    findings = _with_data(settled, call, words, catalogue.data, asker)
    effects = judge(findings, catalogue=catalogue)
    if len(effects) > MAX_EFFECTS:
        # Never a sample: a decision about some of the effects would be a decision about another call.
        effects = judge((opaque(f"it has more than {MAX_EFFECTS} effects", span=whole),), catalogue=catalogue)
    because = [str(effect.facts.get("because", "")) for effect in effects if effect.verb is Verb.OPAQUE]
    return Study(
        analysis=Analysis(
            effects=effects, opaque_because=tuple(dict.fromkeys(because)), changes_directory=changes_directory
        ),
        questions=tuple(asker.asked),
        pins=_pins(asker.asked),
    )


def _with_data(
    findings: tuple[Finding, ...], call: ToolCall, words: Words, rules: DataRules, asker: _Asker
) -> tuple[Finding, ...]:
    """The findings, with what is known of the data that they touch, write and carry."""
    workspace = _workspace(normalise(call.cwd, cwd=None, home=call.home, user=call.user), call, asker)
    content = carried(call, words, rules.patterns)
    findings = tuple(with_pushes(findings, asker.ask, rules, home=call.home))
    looks = looked_into(findings, asker.ask, rules)
    return tuple(
        classified(
            with_looks(with_content(findings, call, content), looks),
            rules,
            home=call.home,
            workspace=workspace,
            everywhere=repository_classes(rules, asker.ask, workspace=workspace, home=call.home),
            carried=content,
            looks=looks,
        )
    )


def _findings(
    call: ToolCall, parser: SyntaxSource, asker: _Asker, programs: Programs, mcp: McpCatalogue
) -> tuple[tuple[Finding, ...], bool]:
    """The findings, and whether a shell that lives on would stand elsewhere."""
    cwd = normalise(call.cwd, cwd=None, home=call.home, user=call.user)
    evaluator = Evaluator(
        Surroundings(
            home=call.home,
            user=call.user,
            workspace=_workspace(cwd, call, asker),
            environment=dict(call.environment),
            ask=asker.ask,
        ),
        parser=parser,
        programs=_identified(programs, dict(call.environment).get("PATH", "")),
        builtins=BUILTINS,
        listings=listing,
    )
    if call.tool != "shell":
        evaluator.stands_in(text_of(call) or "")
        return findings_of_tool(call, evaluator.context, mcp), False
    text = call.arguments.get("command")
    if not isinstance(text, str):
        return (opaque("the arguments of tool `shell` are malformed"),), False
    # The boundary may hold a standard input whose content only its digest tells.
    stdin = Inherited() if call.stdin is None else FromText(None)
    start = evaluator.start(_directories(cwd, asker))
    findings, end = evaluator.top(text, start, Streams(stdin))
    return findings, end.cwds != start.cwds


def _noted(programs: Programs, words: Words) -> Programs:
    """`programs`, with the words of every command kept for a look at what they hold."""

    def look(command: SimpleCommand, context: Context) -> tuple[Finding, ...]:
        words.note(command)
        return programs(command, context)

    return look


def _identified(programs: Programs, search: str) -> Programs:
    """`programs`, asking where each name is found on `search`, so that what was decided on is what runs.

    A name that is found in the work tree or a temporary directory is not the program it is named after.
    """

    def look(command: SimpleCommand, context: Context) -> tuple[Finding, ...]:
        found = programs(command, context)
        name = command.argv[0] if command.argv else None
        if not search or not isinstance(name, Known) or not name.text or "/" in name.text:
            return found
        answer = context.ask(ProgramPath(name.text, search, command.cwd or "/"))
        if not isinstance(answer, Found):
            return found
        facts = file_facts(answer.value, home=context.home, workspace=context.workspace)
        if facts["area"] not in ("workspace", "temp"):
            return found
        return (*found, *programs(replace(command, argv=(Known(answer.value), *command.argv[1:])), context))

    return look


def _directories(cwd: str | None, asker: _Asker) -> tuple[str | None, ...]:
    """Where the call stands: the directory as named and, when that is a link, where it leads."""
    if cwd is None:
        return (None,)
    answer = asker.ask(RealPath(cwd))
    return directories((cwd, answer.value)) if isinstance(answer, Found) else (cwd,)


def _workspace(cwd: str | None, call: ToolCall, asker: _Asker) -> str:
    """The observed work tree, else the directory itself; never a place that holds more than one project."""
    if cwd is None:
        return NO_WORKSPACE
    answer = asker.ask(RepoRoot(cwd))
    if isinstance(answer, Unavailable):
        return NO_WORKSPACE
    candidate = answer.value if isinstance(answer, Found) else cwd
    facts = file_facts(candidate, home=call.home, workspace=NO_WORKSPACE)
    inside_home = candidate.removeprefix(call.home.rstrip("/") + "/") if facts["area"] == "home" else ""
    hidden = any(segment.startswith(".") for segment in inside_home.split("/"))
    if facts["area"] in ("root", "system") or candidate in ("/tmp", "/var/tmp", "/dev/shm") or hidden:  # noqa: S108
        return NO_WORKSPACE
    return candidate


# ── the call as a whole ──────────────────────────────────────────────────────────────────────────────────


def _distinct(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The same effect from several branches or directories is one effect."""
    found: dict[tuple[str, str, str, str], Finding] = {}
    for finding in findings:
        facts = repr(sorted((key, str(value)) for key, value in finding.facts.items()))
        found.setdefault((finding.verb.value, finding.kind, finding.resource, facts), finding)
    return tuple(found.values())


_SETTINGS_READ: Final = Finding(
    verb=Verb.SECRET_READ,
    kind="thing",
    resource="settings",
    facts={"class": "token"},
    because="filters a listing of settings for secrets",
)

_LEAVES: Final = frozenset(
    {
        Verb.OPAQUE, Verb.NET_CONNECT, Verb.NET_DOWNLOAD, Verb.NET_UPLOAD, Verb.HTTP_REQUEST, Verb.MESSAGE_SEND,
        Verb.TICKET_WRITE, Verb.ARTIFACT_PUBLISH, Verb.PR_OPEN, Verb.MCP_CALL, Verb.GIT_PUSH, Verb.AGENT_SPAWN,
        Verb.CONTAINER_RUN, Verb.CLOUD_ADMIN,
    }
)  # fmt: skip


def _settled(findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """A listing of the environment is a secret read where something of the same call could carry it away; otherwise
    it only shows what the caller's own programs see anyway."""
    if any(finding.verb in _LEAVES or _writes_outside(finding) for finding in findings):
        return findings
    writes = [finding for finding in findings if finding.verb is Verb.FS_WRITE]
    return tuple(
        _shown_only(item) if _is_environment(item) and not any(_beside(item, write) for write in writes) else item
        for item in findings
    )


def _beside(listing: Finding, write: Finding) -> bool:
    """Whether what lists the environment writes the file, too: it would stay there for whoever reads the work tree."""
    if listing.span is None or write.span is None:
        return True
    return listing.span[0] < write.span[1] and write.span[0] < listing.span[1]


def _is_environment(finding: Finding) -> bool:
    return finding.verb is Verb.SECRET_READ and finding.kind == "thing" and finding.facts.get("class") == "environment"


def _writes_outside(finding: Finding) -> bool:
    return finding.verb is Verb.FS_WRITE and finding.facts.get("area") != "workspace"


def _shown_only(finding: Finding) -> Finding:
    facts: JsonObject = {"name": "env", "trust": "well-known"}
    return replace(finding, verb=Verb.EXEC_RUN, kind="program", resource="env", facts=facts)


def _pins(asked: dict[Question, Answer | None]) -> dict[str, str]:
    """What execution depends on. Key forms: `model.Pins`."""
    pins: dict[str, str] = {}
    for question, answer in asked.items():
        if isinstance(answer, Found) and isinstance(question, RealPath | RepoRoot) and answer.value == question.path:
            continue  # as named; should it ever lead elsewhere, that is a pin which was not there
        match question:
            case RealPath(path):
                key = f"path:{path}"
            case RepoRoot(path):
                key = f"repository:{path}"
            case HeadBranch(repo):
                key = f"git.head:{repo}"
            case PushDefault(repo, remote):
                key = f"git.push_default:{repo}:{remote}"
            case FileDigest(path):
                key = f"file:{path}"
            case FileText(path):
                key = f"text:{path}"
            case ProgramPath(name, path_variable):
                key = f"program:{name}:{path_variable}" if path_variable else f"program:{name}"
            case ContentOf(path):
                key = f"content:{path}"
            case RefId(repo, ref):
                key = f"git.ref:{repo}:{ref}"
            case PushContents(repo, remote, source):
                key = f"git.push:{repo}:{redacted(remote)}:{source}"
            case FetchUrls(repo, remote):
                key = f"git.fetch_url:{repo}:{remote}"
            case GitPrograms(repo, subcommand):
                key = f"git.programs:{repo}:{subcommand}"
            case PushUrls(repo, remote):
                key = f"git.push_url:{repo}:{remote}"
            case ToolDefinition(server, tool):
                key = f"mcp.tool:{server}/{tool}"
            case _:
                assert_never(question)
        match answer:
            case Found(value) if isinstance(question, ToolDefinition | FileText | PushContents | GitPrograms):
                pins[key] = digest_bytes(value.encode())
            case Found(value):
                pins[key] = redacted(value) if isinstance(question, PushUrls | FetchUrls) else value
            case Missing():
                pins[key] = "missing"  # a script that appears later is another action
            case Unavailable():
                pins[key] = "unavailable"
            case None:
                continue
            case _:
                assert_never(answer)
    return pins
