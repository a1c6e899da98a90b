"""The questions analysis may have about the world, and the answers it can get.

Law: closed unions. An unanswered, missing or unavailable answer is the worst case for whoever asked; no answer
ever makes a call look smaller than its text alone. Observers read; they never run what an agent can influence.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from mayact.core.model import Analysis, Pins


@dataclass(frozen=True, slots=True)
class RealPath:
    """`path` (absolute, normalised) with every symbolic link resolved; of a missing file, its nearest parent's."""

    path: str


@dataclass(frozen=True, slots=True)
class RepoRoot:
    """The work tree that `path` lies in (nearest ancestor with `.git`)."""

    path: str


@dataclass(frozen=True, slots=True)
class FileDigest:
    """SHA-256 of a regular file's content, at most `MAX_PIN_BYTES`."""

    path: str


@dataclass(frozen=True, slots=True)
class FileText:
    """The text of a regular file in UTF-8, at most `MAX_MANIFEST_BYTES`."""

    path: str


@dataclass(frozen=True, slots=True)
class ProgramPath:
    """Where `name` resolves on the search path `path_variable`, links resolved."""

    name: str
    path_variable: str
    cwd: str


@dataclass(frozen=True, slots=True)
class PushUrls:
    """The URLs a push from the repository at `repo` to `remote` would really go to, after `pushurl`,
    `url.*.insteadOf` and `pushInsteadOf`. Several are joined by a space. `home`: whose `~/.gitconfig` holds."""

    repo: str
    remote: str
    home: str = ""


@dataclass(frozen=True, slots=True)
class FetchUrls:
    """The URLs a fetch in the repository at `repo` from `remote` would really contact, after `url.*.insteadOf`, and
    those of its submodules. `remote` "": the default one; `*`: every one; `*submodules`: what `git submodule update
    --init` would contact. Several are joined by a space. `home`: whose `~/.gitconfig` holds."""

    repo: str
    remote: str
    home: str = ""


@dataclass(frozen=True, slots=True)
class GitPrograms:
    """What the hooks of the repository at `repo` and git's settings there make git run for `subcommand`, as JSON
    (`programs.git_programs`, which reads it). A place without repository has the settings of the machine and of
    `home` alone. `Missing`: nothing."""

    repo: str
    subcommand: str
    home: str = ""


@dataclass(frozen=True, slots=True)
class HeadBranch:
    """The branch that is checked out in `repo` (short name)."""

    repo: str


@dataclass(frozen=True, slots=True)
class PushDefault:
    """`REMOTE REFSPEC…` that `git push [REMOTE]` without refspec would use in `repo` (push.default, upstream,
    branch.*.pushRemote, remote.*.push). `remote` is "" when the command names none."""

    repo: str
    remote: str
    home: str = ""


@dataclass(frozen=True, slots=True)
class RefId:
    """The object id that `ref` names in `repo`."""

    repo: str
    ref: str


@dataclass(frozen=True, slots=True)
class PushContents:
    """What a push of the ref `source` from `repo` would add to what the remote-tracking refs of `remote` say that it
    has: JSON, read by `core.analysis.pushed`. Without such refs it is everything that leads to `source`. `home`: whose
    `~/.gitconfig` holds. `patterns`: as of `ContentOf`."""

    repo: str
    remote: str
    source: str
    home: str = ""
    patterns: str = ""


@dataclass(frozen=True, slots=True)
class ToolDefinition:
    """The definition of `tool` as the MCP server that the client calls `server` last gave it to a boundary that may say
    so: JSON text. No server is asked: what a client shows in a call is a claim, and is no answer."""

    server: str
    tool: str


@dataclass(frozen=True, slots=True)
class ContentOf:
    """What a regular file holds: `SCAN[ CLASS…]`, a word of `content.Scan` and the classes of `patterns` that were met;
    never any of the text. At most `MAX_LOOK_BYTES` are read; of a longer file the rest counts as not looked at.
    `patterns`: JSON, `[[class, expression] …]`, or empty."""

    path: str
    patterns: str = ""


Question: TypeAlias = (
    RealPath
    | RepoRoot
    | FileDigest
    | FileText
    | ProgramPath
    | PushUrls
    | FetchUrls
    | GitPrograms
    | HeadBranch
    | PushDefault
    | RefId
    | PushContents
    | ToolDefinition
    | ContentOf
)


@dataclass(frozen=True, slots=True)
class Found:
    value: str


@dataclass(frozen=True, slots=True)
class Missing:
    """It was looked for and is not there."""


@dataclass(frozen=True, slots=True)
class Unavailable:
    """It could not be looked at (permission, size, time, kind). The worst case."""

    because: str


Answer: TypeAlias = Found | Missing | Unavailable
Observations: TypeAlias = Mapping[Question, Answer]


@dataclass(frozen=True, slots=True, kw_only=True)
class Study:
    """One round of analysis: what is known so far, what it would still like to know, what must not change."""

    analysis: Analysis
    questions: tuple[Question, ...]
    pins: Pins
