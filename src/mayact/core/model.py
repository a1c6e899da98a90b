"""The nouns. Everything else in mayact is made of these.

Law: values only; frozen; no method does I/O or reads a clock. Times are integer milliseconds since the Unix
epoch (UTC). A verdict is a union that carries what it obliges the caller to do, never a bool.

    ToolCall ──analyse──► Analysis(effects) ──decide──► Allow | Deny | StepUp
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import Final, Literal, TypeAlias

from mayact.core.canonical import Digest, Json, JsonObject, digest_of
from mayact.core.errors import LimitExceeded
from mayact.core.limits import MAX_HOPS

# ── who ──────────────────────────────────────────────────────────────────────────────────────────────────


class Source(StrEnum):
    """Where a fact comes from. Claims can only tighten a decision, never loosen it."""

    OBSERVED = "observed"  # by the gate or its helper
    ASSERTED = "asserted"  # by an authenticated boundary that may assert it
    CLAIMED = "claimed"  # by the caller


class HopKind(StrEnum):
    PERSON = "person"
    AGENT = "agent"
    SUBAGENT = "subagent"
    TOOL = "tool"
    PROCESS = "process"  # "unattributed process of user U": the narrowest grant


@dataclass(frozen=True, slots=True)
class Hop:
    """One principal of the delegation chain."""

    kind: HopKind
    id: str
    source: Source


Chain: TypeAlias = tuple[Hop, ...]
"""Person first, the innermost actor last. Never empty."""


class Strength(StrEnum):
    """How strongly the agent is held (AUTHZ-10)."""

    ADVISORY = "advisory"  # same user, no sandbox: stops mistakes, not a hostile agent
    SANDBOXED = "sandboxed"
    SEPARATE = "separate"  # the gate runs under its own user


# ── what is asked ────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True, kw_only=True)
class ToolCall:
    """One action, exactly as it would run.

    `tool` is one of `shell` (arguments `{"command": text}`), `exec` (`{"argv": [text…]}`), `file.read`
    (`{"path"}`), `file.write` (`{"path","content"}`), `file.edit` (`{"path","edits":[{"old","new"}]}`),
    `file.patch` (`{"files":[…]}`, each `{"change":"add","path","content"}`, `{"change":"delete","path"}` or
    `{"change":"update","path","edits"}` with `"to"` where it moves), `http` (`{"method","url"}`), `mcp`
    (`{"server","tool","arguments"}`) or `other` (`{"name","arguments"}`).
    """

    tool: str
    arguments: JsonObject
    cwd: str
    """Absolute working directory."""
    home: str
    user: str
    chain: Chain
    target: str = "local"
    environment: tuple[tuple[str, str], ...] = ()
    """Exactly what is kept for execution, sorted by name; every other variable is dropped."""
    stdin: Digest | None = None
    """Digest of standard input where the boundary holds it; None: inherited or empty."""
    task: str | None = None
    boundary: str = "exec"
    """The route (`exec`, `hook:claude-code`, …). Not part of the action: the same action gets the same answer."""
    session: str = ""
    """A claim. Not part of the action."""
    call_id: str = ""
    """A claim. Not part of the action, so that a retry after a time-out is the same action."""
    labels: tuple[str, ...] = ()
    """What this gate knows of the launch that it comes from. Not part of the action: it may only tighten."""
    claims: JsonObject = field(default_factory=lambda: MappingProxyType({}))


# ── what it would do ─────────────────────────────────────────────────────────────────────────────────────


class Verb(StrEnum):
    FS_READ = "fs.read"
    FS_WRITE = "fs.write"
    FS_DELETE = "fs.delete"
    EXEC_RUN = "exec.run"
    OPAQUE = "opaque"
    NET_CONNECT = "net.connect"
    NET_DOWNLOAD = "net.download"
    NET_UPLOAD = "net.upload"
    HTTP_REQUEST = "http.request"
    PKG_INSTALL = "pkg.install"
    GIT_COMMIT = "git.commit"
    GIT_PUSH = "git.push"
    GIT_FORCE_PUSH = "git.force_push"
    GIT_REWRITE_HISTORY = "git.rewrite_history"
    PR_OPEN = "pr.open"
    PR_MERGE = "pr.merge"
    CI_TRIGGER = "ci.trigger"
    ARTIFACT_PUBLISH = "artifact.publish"
    TICKET_WRITE = "ticket.write"
    MESSAGE_SEND = "message.send"
    SECRET_READ = "secret.read"  # noqa: S105
    PRIV_ESCALATE = "priv.escalate"
    IAM_CHANGE = "iam.change"
    PROC_CONTROL = "proc.control"
    SYS_CONFIGURE = "sys.configure"
    SYS_PERSIST = "sys.persist"
    CLOUD_ADMIN = "cloud.admin"
    DB_QUERY = "db.query"
    DB_WRITE = "db.write"
    DB_ADMIN = "db.admin"
    CONTAINER_RUN = "container.run"
    DEPLOY_RUN = "deploy.run"
    MCP_CALL = "mcp.call"
    AGENT_SPAWN = "agent.spawn"
    GUARD_TAMPER = "guard.tamper"


class Risk(StrEnum):
    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
    CRITICAL = "critical"

    @property
    def rank(self) -> int:
        return _RISK_ORDER.index(self)


_RISK_ORDER: Final = (Risk.LOW, Risk.MEDIUM, Risk.HIGH, Risk.CRITICAL)


class Reversibility(StrEnum):
    REVERSIBLE = "reversible"
    HARD = "hard"
    IRREVERSIBLE = "irreversible"


ResourceKind: TypeAlias = Literal["file", "ref", "host", "program", "package", "system", "thing"]


Span: TypeAlias = tuple[int, int]
"""A part of a text: where it starts and where it ends (exclusive), in code points."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """`verb x resource x facts`, with what in the command caused it.

    `resource` by kind. file: absolute normalised path (a set ends in `*`); ref: `REMOTE:REFNAME`, the
    remote as named or its URL; host: `host` or `host:port`, lower case; program: its name or path; package:
    `registry:name`; system: what is administered (`postgres:prod`, `kubernetes`, `systemd`); thing: other.
    Facts are plain JSON scalars or tuples of text and use only the keys documented in `docs/effects.md`; a fact
    that is not known is absent, and absent is the worst case to policy.
    """

    verb: Verb
    kind: ResourceKind
    resource: str
    facts: JsonObject = field(default_factory=lambda: MappingProxyType({}))
    risk: Risk
    reversibility: Reversibility
    because: str = ""
    """The part of the command that causes it, for people."""
    span: Span | None = field(default=None, compare=False)
    """Where that part stands: in the command of a `shell` call, in the words of an `exec` call joined by one blank
    each; None where the cause is not part of one text. For people alone: in no digest, no record and no policy."""
    why: str = field(default="", compare=False)
    """What makes it as bad as it is judged to be, in words; for people alone, as `span` is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Analysis:
    """Everything a call would do. `opaque_because` is empty exactly when no effect is `opaque`."""

    effects: tuple[Effect, ...]
    opaque_because: tuple[str, ...] = ()
    changes_directory: bool = False
    """A top-level `cd`: a shell that lives on would stand elsewhere afterwards."""

    @property
    def risk(self) -> Risk:
        """The worst of its effects; a call without effects is low."""
        return max((effect.risk for effect in self.effects), key=lambda risk: risk.rank, default=Risk.LOW)


Pins: TypeAlias = Mapping[str, str]
"""What execution depends on and could change meanwhile: `file:/abs/script.sh` → digest, `program:git` → real
path, `git.ref:/repo:refs/heads/main` → object id, `git.push:/repo:origin:topic` → digest of what it adds,
`git.push_url:/repo:origin` and `git.fetch_url:…` → URL without what
may be secret in it, `git.head:/repo` → branch, `git.push_default:/repo:` → remote and refspecs, `path:/link` → where
it leads, `mcp.tool:SERVER/TOOL` → digest of the definition's text,
`text:/abs/package.json` → digest of the text that a change is compared with, `git.programs:/repo:commit` → digest of
the hooks and settings that make git run something for that subcommand."""


def chain_json(chain: Chain) -> Json:
    """The chain as it enters digests. `source` is in: a chain that was only claimed is another chain."""
    if not 0 < len(chain) <= MAX_HOPS:
        raise LimitExceeded(f"a chain of {len(chain)} hops", hint=f"between 1 and {MAX_HOPS}")
    return tuple({"kind": hop.kind.value, "id": hop.id, "source": hop.source.value} for hop in chain)


def action_digest(call: ToolCall, pins: Pins) -> Digest:
    """What an approval binds: SHA-256 over JCS of the exact action (design, "Two fingerprints").

    Wire format `mayact/action/v1`, may never change: session, call id, boundary and claims stay out, so that a
    retry after a client's time-out matches; everything that execution depends on is in.
    """
    return digest_of(
        {
            "type": "mayact/action/v1",
            "tool": call.tool,
            "arguments": call.arguments,
            "target": call.target,
            "cwd": call.cwd,
            "environment": tuple({"name": name, "value": value} for name, value in call.environment),
            "stdin": call.stdin,
            "pins": dict(pins),
            "chain": chain_json(call.chain),
            "task": call.task,
        }
    )


def effect_fingerprint(analysis: Analysis) -> Digest:
    """What joins routes: SHA-256 over the set of effects alone. Wire format `mayact/effects/v1`."""
    rows = sorted({(effect.verb.value, effect.kind, effect.resource) for effect in analysis.effects})
    return digest_of({"type": "mayact/effects/v1", "effects": tuple(list(row) for row in rows)})


# ── the answer ───────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """An approval that is missing: `quorum` distinct approvers of `tier` or above."""

    tier: str
    quorum: int
    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """Why something is refused or gated, in words an agent and a person can act on."""

    rule: str
    """The deciding rule's `@id`, or a built-in one (`mayact.no-permit`, `mayact.error`, …)."""
    text: str
    hint: str = ""
    effect: int | None = None
    """Index into `Analysis.effects`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Allow:
    """It may run, and the boundary must enforce every obligation."""

    obligations: tuple[str, ...] = ()
    matched: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Deny:
    """It may not run and no approval can change that."""

    reasons: tuple[Reason, ...]
    matched: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class StepUp:
    """Exactly these approvals are missing; with them the same call would be allowed."""

    missing: tuple[Need, ...]
    reasons: tuple[Reason, ...]
    obligations: tuple[str, ...] = ()
    matched: tuple[str, ...] = ()


Verdict: TypeAlias = Allow | Deny | StepUp


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """One verdict with everything it was made from. Durable before anything may run (AUDIT-1)."""

    verdict: Verdict
    call: ToolCall
    pins: Pins
    analysis: Analysis
    action: Digest
    effects: Digest
    policy: Digest
    strength: Strength
    at: int
