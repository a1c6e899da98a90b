"""What a command did, held against what it was permitted to do.

Law: pure. Each change and each contact is covered by one permitted effect, or is a difference; what was not looked at
whole is one, too. Nothing is covered because it looks harmless, but for the closed list `QUIET` of what programs keep
for themselves.

1. files     an effect that names the file, a directory on the way to it, or what it lies in
2. code      an effect that runs code (`exec.run`, `opaque`, `pkg.install`): everything within the work tree, and no
             file outside it
3. hosts     an effect that contacts: its own host and port; any, where it is not known which. Running code covers none
4. quiet     what git and caches write for themselves within the work tree
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, assert_never

from mayact.core.canonical import JsonObject
from mayact.core.errors import InvalidInput, LimitExceeded, escaped
from mayact.core.limits import MAX_PATH_CHARS
from mayact.core.model import Effect, Verb
from mayact.core.sandbox.model import within

MAX_TOLD: Final = 64
"""Differences in one message; the rest is told as a number."""

DIFFERED: Final = "differed"
UNOBSERVED: Final = "unobserved"
"""Labels of a launch: something was done that was not permitted; something could not be looked at."""


class Change(StrEnum):
    MADE = "made"
    WRITTEN = "written"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class FileChange:
    """`path`: absolute and normalised, as named outside."""

    path: str
    change: Change


@dataclass(frozen=True, slots=True, kw_only=True)
class Observed:
    """`hosts`: `host:port` that the way out let through. `unseen`: one line for each place that was not looked at
    whole."""

    files: tuple[FileChange, ...] = ()
    hosts: tuple[str, ...] = ()
    unseen: tuple[str, ...] = ()


class What(StrEnum):
    FILE = "file"
    HOST = "host"
    UNSEEN = "unseen"


@dataclass(frozen=True, slots=True)
class Difference:
    what: What
    resource: str
    detail: str = ""


def differences(effects: Iterable[Effect], seen: Observed, *, work: str) -> tuple[Difference, ...]:
    """What no effect covers. `work`: the work tree."""
    permitted = tuple(effects)
    return (
        *(
            Difference(What.FILE, one.path, one.change.value)
            for one in seen.files
            if not _quiet(one.path, work) and not any(_covers(effect, one, work) for effect in permitted)
        ),
        *(Difference(What.HOST, host) for host in seen.hosts if not any(_contacts(one, host) for one in permitted)),
        *(Difference(What.UNSEEN, line) for line in seen.unseen),
    )


def labels_of(found: Iterable[Difference]) -> tuple[str, ...]:
    """What a launch is known by afterwards."""
    return tuple(sorted({UNOBSERVED if one.what is What.UNSEEN else DIFFERED for one in found}))


# ── 1, 2, 4 ──────────────────────────────────────────────────────────────────────────────────────────────

_CODE: Final = frozenset({Verb.EXEC_RUN, Verb.OPAQUE, Verb.PKG_INSTALL, Verb.CONTAINER_RUN})
_CHANGES: Final = frozenset({Verb.FS_WRITE, Verb.FS_DELETE})

QUIET: Final = frozenset({"__pycache__", ".pytest_cache", ".mypy_cache", ".ruff_cache", ".cache", ".hypothesis"})
"""Directories of a work tree that programs write whatever they are asked for."""

_NOT_QUIET: Final = ("hooks", "config", "config.worktree", "commondir", "modules", "worktrees", "info")
"""Of `.git`, what names programs that git starts (`core.sandbox.tables`)."""


def _covers(effect: Effect, one: FileChange, work: str) -> bool:
    if effect.verb in _CODE and within(one.path, work):
        return True
    if effect.kind != "file" or effect.verb not in _CHANGES:
        return False
    root = effect.resource.removesuffix("*")
    many = root != effect.resource
    # A directory that is named is named with what it holds.
    inside = one.path.startswith(root) if many else within(one.path, root)
    match one.change:
        case Change.MADE:
            return effect.verb is Verb.FS_WRITE and (inside or within(root, one.path))
        case Change.WRITTEN:
            return inside
        case Change.REMOVED:
            # Writing a set of files is what a checkout does, and then some of them go.
            return inside and (effect.verb is Verb.FS_DELETE or many)
        case _:
            assert_never(one.change)


def _quiet(path: str, work: str) -> bool:
    if not within(path, work):
        return False
    names = path[len(work) :].split("/")
    if ".git" in names:
        below = names[names.index(".git") + 1 :]
        return bool(below) and below[0] not in _NOT_QUIET
    return not QUIET.isdisjoint(names)


# ── 3 ────────────────────────────────────────────────────────────────────────────────────────────────────

_CONTACTING: Final = frozenset(Verb) - {
    Verb.FS_READ, Verb.FS_WRITE, Verb.FS_DELETE, Verb.EXEC_RUN, Verb.OPAQUE, Verb.GIT_COMMIT, Verb.GIT_REWRITE_HISTORY,
    Verb.SECRET_READ, Verb.PRIV_ESCALATE, Verb.PROC_CONTROL, Verb.SYS_CONFIGURE, Verb.SYS_PERSIST, Verb.AGENT_SPAWN,
    Verb.GUARD_TAMPER,
}  # fmt: skip


def _contacts(effect: Effect, host: str) -> bool:
    if effect.verb not in _CONTACTING:
        return False
    name, _, port = host.rpartition(":")
    wanted, wanted_port = effect.facts.get("host"), effect.facts.get("port")
    if not isinstance(wanted, str) or not wanted or wanted == "*":
        return True  # it was permitted without knowing which: any of the listed ones
    return wanted.lower() == name.lower() and wanted_port in (None, "", port)


# ── as it is told ────────────────────────────────────────────────────────────────────────────────────────


def told(found: tuple[Difference, ...]) -> tuple[list[dict[str, str]], int]:
    """The first of them for a message, and how many more there are. One of each kind is always among them."""
    first = {one.what: one for one in reversed(found)}
    rows = list(dict.fromkeys([*first.values(), *found]))
    return [_row(one) for one in rows[:MAX_TOLD]], max(len(rows) - MAX_TOLD, 0)


def _row(one: Difference) -> dict[str, str]:
    # A name of bytes that are no text is told by their escapes.
    resource = one.resource.encode("utf-8", "backslashreplace").decode()
    return {"what": one.what.value, "resource": resource[:MAX_PATH_CHARS], "detail": one.detail[:200]}


def parse_differences(rows: Iterable[Mapping[str, object]]) -> tuple[Difference, ...]:
    """Raises `InvalidInput`, `LimitExceeded`."""
    return tuple(_rows(rows))


def _rows(rows: Iterable[Mapping[str, object]]) -> Iterator[Difference]:
    for at, row in enumerate(rows):
        if at >= MAX_TOLD:
            raise LimitExceeded(f"more than {MAX_TOLD} differences", hint="send the rest as `more`")
        match row:
            case {"what": str(what), "resource": str(resource), "detail": str(detail), **rest} if (
                not rest and what in What.__members__.values() and resource
            ):
                if len(resource) > MAX_PATH_CHARS or len(detail) > 200:
                    raise LimitExceeded("a difference is too long", hint=f"at most {MAX_PATH_CHARS} characters")
                yield Difference(What(what), resource, detail)
            case _:
                raise InvalidInput("a difference is not one", hint="`what`, `resource`, `detail`")


def differences_json(found: tuple[Difference, ...], *, more: int) -> JsonObject:
    """What is recorded. Names of files are an agent's words."""
    rows = tuple(
        {"what": one.what.value, "resource": escaped(one.resource), "detail": escaped(one.detail)} for one in found
    )
    return {"differences": rows, "more": more}
