"""The agent schema: every word a policy rule can say, in one table.

Law: the Cedar schema, the entities built for a decision, the load-time check of words and the page `docs/policy.md`
all come from the tables here. A fact that is not known takes its default, which is the worst case: an attribute that
could loosen a rule by being absent is never optional. It refuses to know any rule.

Wire format of rules that people have signed: a verb, kind or attribute may be added, never renamed or given another
meaning. Cedar schema syntax: docs.cedarpolicy.com/schema/human-readable-schema.html
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Literal, TypeAlias

from mayact.core.model import HopKind, ResourceKind, Reversibility, Risk, Source, Strength, Verb
from mayact.core.sandbox.observed import DIFFERED, UNOBSERVED

CedarType: TypeAlias = Literal["String", "Bool", "Long", "Set<String>"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One attribute. `default` None: optional, rules must ask `has` first. `words` empty: free text."""

    name: str
    type: CedarType = "String"
    default: str | bool | tuple[str, ...] | None
    words: tuple[str, ...] = ()
    means: str


UNKNOWN: Final = "unknown"
"""The word for text from a closed list that is not known. No rule can permit it by naming a known word."""

_ENVIRONMENTS: Final = ("prod", "staging", "test", "dev", "local", UNKNOWN)
_BOUNDARIES: Final = ("own", "partner", "third-party")
_SECRET_CLASSES: Final = (
    "private-key",
    "credential-file",
    "environment",
    "token",
    "password-store",
    "history",
    UNKNOWN,
)

_SECRET_CLASS: Final = Fact(name="class", default=UNKNOWN, words=_SECRET_CLASSES, means="of a secret: what it is")
_SCAN: Final = Fact(
    name="scan",
    default="unscanned",
    words=("found", "suspected", "clean", "unscanned"),
    means="whether a secret is in what is written or carried: by its form, by its likeness, not, not looked at",
)
_TOUCHED: Final = (
    "source",
    "test",
    "security",
    "prod-config",
    "log",
    "trace",
    "build-output",
    "build-logic",
    "ci",
    "manifest",
    "lock",
    "hook",
    "agent-config",
    "git-internal",
    "secret",
    "link",
    "submodule",
    "other",
)
_ENVIRONMENT: Final = Fact(name="environment", default=UNKNOWN, words=_ENVIRONMENTS, means="as listed in systems.toml")
_OWNER: Final = Fact(name="owner", default="", means="as listed in systems.toml; empty: nobody")
_BOUNDARY: Final = Fact(name="boundary", default="third-party", words=_BOUNDARIES, means="whose system it is")
_DATA_CLASS: Final = Fact(name="data_class", default="", means="as listed in systems.toml; empty: not stated")
_FILE_DATA: Final = Fact(
    name="data_class",
    default=UNKNOWN,
    means="what data it holds: `secret`, `source`, `build-log`, `error-trace`, `production-config` or an owner's class",
)
_CARRIES: Final = Fact(name="carries", default="", means="an owner's class of data that stands in what is sent")
_LISTED: Final = Fact(name="listed", type="Bool", default=False, means="systems.toml names it")
_LOCAL: Final = Fact(name="local", type="Bool", default=False, means="this very machine")

FACTS: Final[Mapping[ResourceKind, tuple[Fact, ...]]] = MappingProxyType(
    {
        "file": (
            Fact(
                name="area",
                default=UNKNOWN,
                words=("workspace", "home", "temp", "system", "root", "other", UNKNOWN),
                means="where it lies",
            ),
            Fact(
                name="kind",
                default=UNKNOWN,
                words=(
                    "source",
                    "test",
                    "security",
                    "prod-config",
                    "log",
                    "trace",
                    "build-output",
                    "build-logic",
                    "ci",
                    "manifest",
                    "lock",
                    "hook",
                    "agent-config",
                    "guard",
                    "git-internal",
                    "secret",
                    "shell-startup",
                    "cron",
                    "device",
                    "other",
                    UNKNOWN,
                ),
                means="what its path says it is",
            ),
            Fact(name="recursive", type="Bool", default=True, means="a whole tree"),
            Fact(name="many", type="Bool", default=True, means="a glob or a tree, not one file"),
            _SECRET_CLASS,
            _SCAN,
            _FILE_DATA,
        ),
        "ref": (
            Fact(name="remote", default="", means="the remote as named"),
            Fact(name="url", default=None, means="where a push really goes, when it was observed"),
            Fact(name="host", default="", means="the host of that URL; empty: not known"),
            Fact(
                name="configured",
                type="Bool",
                default=False,
                means="the repository's configuration names the remote; no address on the line",
            ),
            Fact(name="ref", default="", means="short branch or tag name; empty: not known"),
            Fact(name="protected", type="Bool", default=True, means="a shared branch"),
            Fact(name="force", type="Bool", default=True, means="may drop commits"),
            Fact(name="delete", type="Bool", default=True, means="removes the ref"),
            Fact(name="commits", type="Long", default=None, means="commits that the remote is not known to have"),
            Fact(name="files", type="Long", default=None, means="files that these commits change"),
            Fact(name="lines_added", type="Long", default=None, means="lines that they add, commit by commit"),
            Fact(name="lines_removed", type="Long", default=None, means="lines that they take out, commit by commit"),
            Fact(
                name="touches",
                type="Set<String>",
                default=_TOUCHED,
                words=_TOUCHED,
                means="the kinds of the files that they change; not known: every one",
            ),
            Fact(name="changes", default="", means="these files for a person, the weightiest first; empty: not known"),
            _LISTED,
            _LOCAL,
            _ENVIRONMENT,
            _OWNER,
            _BOUNDARY,
            _DATA_CLASS,
            _SCAN,
            _CARRIES,
        ),
        "host": (
            Fact(name="host", default="", means="lower case"),
            Fact(name="port", default=None, means="when the command names one"),
            Fact(name="scheme", default=UNKNOWN, means="`https`, `ssh` …"),
            _LISTED,
            _LOCAL,
            Fact(name="method", default=UNKNOWN, means="HTTP method, upper case"),
            Fact(name="sends_data", type="Bool", default=True, means="a body or file goes out"),
            Fact(name="path", default=None, means="of the address, where every server reads it the same"),
            Fact(
                name="network",
                default=UNKNOWN,
                words=(
                    "metadata",
                    "loopback",
                    "link-local",
                    "private",
                    "rebinding",
                    "public",
                    "name",
                    UNKNOWN,
                ),
                means="what the address is; `rebinding`: a name whose owner lets it lead anywhere; `name`: any other",
            ),
            Fact(name="idn", type="Bool", default=True, means="a name in other letters, which can look like any"),
            Fact(
                name="body",
                default=UNKNOWN,
                words=("none", "json", "form", "text", "file", "stdin", UNKNOWN),
                means="what the body is or comes from",
            ),
            Fact(name="body_bytes", type="Long", default=None, means="size of the body, when it is known"),
            Fact(
                name="credential",
                type="Bool",
                default=True,
                means="a credential goes along: in the address, a header, a cookie, netrc or a certificate",
            ),
            Fact(name="redirects", type="Bool", default=True, means="goes on to wherever the host sends it"),
            Fact(name="proxy", type="Bool", default=True, means="goes through another host"),
            _ENVIRONMENT,
            _OWNER,
            _BOUNDARY,
            _DATA_CLASS,
            _SCAN,
            _CARRIES,
        ),
        "program": (
            Fact(name="name", default="", means="as the command names it"),
            Fact(name="path", default="", means="where it was found"),
            Fact(
                name="trust",
                default=UNKNOWN,
                words=("well-known", "repository", "shown", "configured", UNKNOWN),
                means="whose code runs",
            ),
            Fact(name="pinned", type="Bool", default=False, means="its content is part of the digest"),
        ),
        "package": (
            Fact(name="registry", default=UNKNOWN, means="`pypi`, `npm` …"),
            Fact(name="name", default="", means="the package"),
            Fact(name="pinned", type="Bool", default=False, means="an exact version or a lock file decides"),
            Fact(
                name="source",
                default=UNKNOWN,
                words=("registry", "vcs", "url", "path", UNKNOWN),
                means="where it comes from",
            ),
            Fact(
                name="likeness",
                default=UNKNOWN,
                words=("popular", "other", "look-alike", "project", UNKNOWN),
                means="what its name is to those of popular packages; `project`: what the project's own files name",
            ),
            Fact(name="similar_to", default="", means="the popular name that it resembles; empty: none, or not known"),
            Fact(name="scope", default="", means="who alone publishes under its name; empty: anybody, or not known"),
            Fact(
                name="index",
                default=UNKNOWN,
                words=("usual", "other", "extra", UNKNOWN),
                means="`extra`: another index beside the usual one, so that a name can come from either",
            ),
            Fact(name="hashed", type="Bool", default=False, means="its content is checked against a known digest"),
            Fact(name="install_scripts", type="Bool", default=True, means="code of it runs while it is installed"),
        ),
        "system": (
            Fact(name="operation", default="", means="of a host API: method and path, or the mutation"),
            Fact(
                name="statement",
                default=UNKNOWN,
                words=("read", "change", "definition", "destruction", "rights", UNKNOWN),
                means="of a database: what its statements do, the worst of them",
            ),
            Fact(name="where", type="Bool", default=False, means="every change names the rows that it reaches"),
            Fact(name="tables", default="", means="the tables it names, joined by `, `; empty: not known"),
            _LISTED,
            _LOCAL,
            _ENVIRONMENT,
            _OWNER,
            _BOUNDARY,
            _DATA_CLASS,
            _SCAN,
            _CARRIES,
        ),
        "thing": (
            Fact(name="name", default="", means="of an MCP call: the tool"),
            Fact(
                name="mapped",
                type="Bool",
                default=False,
                means="of an MCP call: mcp.toml says what it does, and its effects stand beside it",
            ),
            Fact(
                name="definition",
                default=UNKNOWN,
                words=("pinned", "unseen", "unpinned", "changed", UNKNOWN),
                means="of an MCP call: whether the tool is the one that the mapping was written for",
            ),
            Fact(
                name="wording",
                default=UNKNOWN,
                words=("plain", "instructions", "hidden", UNKNOWN),
                means="of an MCP call: what the tool's definition says to a model",
            ),
            Fact(
                name="hint",
                default=UNKNOWN,
                words=("none", "read-only", "destructive", UNKNOWN),
                means="of an MCP call: what its server claims of it",
            ),
            _SECRET_CLASS,
            _SCAN,
            _CARRIES,
            Fact(name="because", default="", means="of opaque code: why it cannot be known"),
        ),
    }
)
"""The facts of each resource kind, beside `id`, which every kind has: the resource as `Effect.resource` writes it."""

RESOURCE_TYPES: Final[Mapping[ResourceKind, str]] = MappingProxyType(
    {
        "file": "File",
        "ref": "Ref",
        "host": "Host",
        "program": "Program",
        "package": "Package",
        "system": "System",
        "thing": "Thing",
    }
)

PRINCIPAL_TYPES: Final[Mapping[HopKind, str]] = MappingProxyType(
    {
        HopKind.PERSON: "User",
        HopKind.AGENT: "Agent",
        HopKind.SUBAGENT: "Subagent",
        HopKind.TOOL: "Tool",
        HopKind.PROCESS: "Process",
    }
)

_ANY: Final[tuple[ResourceKind, ...]] = tuple(FACTS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """A verb in policy: the kinds of resource it can act on, and the groups it is in (its lane first)."""

    kinds: tuple[ResourceKind, ...]
    groups: tuple[str, ...]


def _action(kinds: str, groups: str) -> Action:
    by_name: dict[str, ResourceKind] = {kind: kind for kind in FACTS}
    chosen = _ANY if kinds == "*" else tuple(by_name[kind] for kind in kinds.split())
    return Action(kinds=chosen, groups=tuple(groups.split()))


GROUPS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "read": "lane: looks, changes nothing",
        "write": "lane: changes something",
        "deploy": "lane: publishes, or changes what others run",
        "files": "the file verbs",
        "network": "contacts a host",
        "outbound": "can carry content out",
        "git": "the git verbs",
        "database": "the database verbs",
        "privilege": "changes who may do what, or what guards it",
    }
)

ACTIONS: Final[Mapping[Verb, Action]] = MappingProxyType(
    {
        Verb.FS_READ: _action("file", "read files"),
        Verb.FS_WRITE: _action("file", "write files"),
        Verb.FS_DELETE: _action("file", "write files"),
        Verb.EXEC_RUN: _action("program", "write"),
        Verb.OPAQUE: _action("thing", "write"),
        Verb.NET_CONNECT: _action("host", "read network"),
        Verb.NET_DOWNLOAD: _action("host", "read network"),
        Verb.NET_UPLOAD: _action("host", "write network outbound"),
        Verb.HTTP_REQUEST: _action("host", "write network outbound"),
        Verb.PKG_INSTALL: _action("package", "write"),
        Verb.GIT_COMMIT: _action("*", "write git"),
        Verb.GIT_PUSH: _action("ref", "deploy git"),
        Verb.GIT_FORCE_PUSH: _action("ref", "deploy git"),
        Verb.GIT_REWRITE_HISTORY: _action("*", "write git"),
        Verb.PR_OPEN: _action("*", "deploy outbound"),
        Verb.PR_MERGE: _action("*", "deploy"),
        Verb.CI_TRIGGER: _action("*", "deploy"),
        Verb.ARTIFACT_PUBLISH: _action("*", "deploy outbound"),
        Verb.TICKET_WRITE: _action("*", "write outbound"),
        Verb.MESSAGE_SEND: _action("*", "write outbound"),
        Verb.SECRET_READ: _action("file thing", "read"),
        Verb.PRIV_ESCALATE: _action("*", "write privilege"),
        Verb.IAM_CHANGE: _action("*", "write privilege"),
        Verb.PROC_CONTROL: _action("*", "write"),
        Verb.SYS_CONFIGURE: _action("*", "write"),
        Verb.SYS_PERSIST: _action("*", "write"),
        Verb.CLOUD_ADMIN: _action("system", "deploy"),
        Verb.DB_QUERY: _action("system", "read database"),
        Verb.DB_WRITE: _action("system", "write database"),
        Verb.DB_ADMIN: _action("system", "write database"),
        Verb.CONTAINER_RUN: _action("*", "write"),
        Verb.DEPLOY_RUN: _action("*", "deploy"),
        Verb.MCP_CALL: _action("*", "write outbound"),
        Verb.AGENT_SPAWN: _action("*", "write"),
        Verb.GUARD_TAMPER: _action("*", "write privilege"),
    }
)
"""Verb × kind outside this table is an error of the analysis and refuses."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ContextField:
    """One attribute of `context`."""

    name: str
    type: str
    words: tuple[str, ...] = ()
    means: str
    tightens: bool = False
    """Read only where it can tighten: in forbids, unnegated. Another effect of the call sets it, so a permit that
    read it would let a call pass *because* it does one thing more."""


CONTEXT: Final = (
    ContextField(name="risk", type="String", words=tuple(Risk), means="of this effect"),
    ContextField(name="risk_rank", type="Long", means="0 low, 1 medium, 2 high, 3 critical"),
    ContextField(name="reversibility", type="String", words=tuple(Reversibility), means="of this effect"),
    ContextField(name="strength", type="String", words=tuple(Strength), means="how strongly the agent is held"),
    ContextField(name="boundary", type="String", means="the route: `exec`, `hook:claude-code` …"),
    ContextField(name="tool", type="String", means="`shell`, `file.write`, `mcp` …"),
    ContextField(name="target", type="String", means="the machine it runs on; `local` is this one"),
    ContextField(name="at", type="Long", means="milliseconds since 1970 (UTC), by the gate's clock"),
    ContextField(name="verbs", type="Set<String>", words=tuple(Verb), means="every verb of the call", tightens=True),
    ContextField(name="opaque", type="Bool", means="some part of the call is opaque", tightens=True),
    ContextField(
        name="data",
        type="Set<String>",
        means="every class of data that the call touches or carries, `secret` among them",
        tightens=True,
    ),
    ContextField(
        name="labels",
        type="Set<String>",
        words=(DIFFERED, UNOBSERVED),
        means="what is known of the launch that it comes from (run.md, What ran)",
        tightens=True,
    ),
    ContextField(name="call", type="Call", means="the exact arguments, as tags by JSON pointer"),
)

NATIVE_ONLY: Final = ("approvals", "enforced")
"""Context of the native set alone. A rule may not read them: a `never` that looked at approvals would be lifted."""


def render(*, tiers: tuple[str, ...] | None = None) -> str:
    """The schema as Cedar text. With `tiers` it is the native schema, in which gates read `context.approvals`."""
    parts = [f"type Context = {{\n{_context_lines(tiers)}}};", "entity Call tags String;"]
    source = ", ".join(Source)
    parts.append(
        f"// source: {source}\nentity {', '.join(PRINCIPAL_TYPES.values())} = {{ id: String, source: String }};"
    )
    for kind, facts in FACTS.items():
        lines = "".join(f"  {fact.name}{'?' if fact.default is None else ''}: {fact.type},\n" for fact in facts)
        parts.append(f"entity {RESOURCE_TYPES[kind]} = {{\n  id: String,\n{lines}}};")
    parts.append(f"action {', '.join(GROUPS)};")
    principals = ", ".join(PRINCIPAL_TYPES.values())
    for verb, action in ACTIONS.items():
        resources = ", ".join(RESOURCE_TYPES[kind] for kind in action.kinds)
        groups = ", ".join(action.groups)
        parts.append(
            f'action "{verb.value}" in [{groups}] appliesTo '
            f"{{ principal: [{principals}], resource: [{resources}], context: Context }};"
        )
    return "\n".join(parts) + "\n"


def _context_lines(tiers: tuple[str, ...] | None) -> str:
    lines = "".join(f"  {field.name}: {field.type},\n" for field in CONTEXT)
    if tiers is not None:
        counts = ", ".join(f"{tier}: Long" for tier in tiers)
        lines += f"  approvals: {{ {counts} }},\n  enforced: Set<String>,\n"
    return lines


SCHEMA: Final = render()
"""The schema that rules are written and checked against."""
