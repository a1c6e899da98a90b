"""Reading, writing and editing one file.

Law: what is written is the text that was decided, whole or not at all: beside the file first, then in its place. What
is edited is the content that stood there when the gate was asked; changed meanwhile, nothing is written.
Of a file that is replaced the permissions stay; links to it, hard or symbolic, stay what they were.
"""

import contextlib
import os
import stat
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from mayact.boundary.tools.places import content, directory_of, opened
from mayact.boundary.tools.result import Result, cut
from mayact.core.errors import DigestMismatch, InvalidInput, MayactError, shown
from mayact.core.limits import MAX_PIN_BYTES
from mayact.core.wire.tools import Edit, Read, edited

MAX_NAMES: Final = 2_000
"""Names of one directory that are shown."""

_NEW: Final = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC


@dataclass(frozen=True, slots=True)
class Seen:
    """A file as it was: which one, since when, and the digest of its content."""

    device: int
    inode: int
    changed: int
    digest: str


def look(place: str) -> Seen | None:
    """What stands at `place` now. None: nothing that can be read. The model is told nothing of it."""
    try:
        with opened(place) as descriptor:
            return _seen(descriptor, place)[0]
    except (MayactError, OSError):
        return None


def _seen(descriptor: int, place: str) -> tuple[Seen, bytes]:
    raw = content(descriptor, place, limit=MAX_PIN_BYTES)
    found = os.fstat(descriptor)
    return Seen(found.st_dev, found.st_ino, found.st_mtime_ns, sha256(raw).hexdigest()), raw


# ── reading ──────────────────────────────────────────────────────────────────────────────────────────────


def shown_file(use: Read, place: str) -> Result:
    """Raises `MayactError`."""
    with opened(place) as descriptor:
        if stat.S_ISDIR(os.fstat(descriptor).st_mode):
            return _names(descriptor)
        raw = content(descriptor, place, limit=MAX_PIN_BYTES)
    text = as_text(raw)
    if text is None:
        return Result(notes=(f"mayact: {shown(place)} is binary, {len(raw)} bytes; not shown",))
    lines = text.splitlines(keepends=True)
    part = lines[use.first_line - 1 : use.first_line - 1 + use.lines]
    whole, notes = cut("".join(part))
    if len(part) < len(lines):
        last = use.first_line - 1 + len(part)
        notes = (*notes, f"mayact: lines {use.first_line} to {last} of {len(lines)} are shown")
    return Result(text=whole, notes=notes if raw else ("mayact: the file is empty",))


def as_text(raw: bytes) -> str | None:
    """None: it is none."""
    if b"\0" in raw:
        return None
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return None


def _names(descriptor: int) -> Result:
    with os.scandir(descriptor) as entries:
        names = sorted(entry.name + "/" * entry.is_dir(follow_symlinks=False) for entry in entries)
    text, notes = cut("".join(f"{shown(name, limit=255).strip('`')}\n" for name in names[:MAX_NAMES]))
    if len(names) > MAX_NAMES:
        notes = (*notes, f"mayact: {MAX_NAMES} of {len(names)} names are shown")
    return Result(text=text, notes=notes if names else ("mayact: the directory is empty",))


# ── writing ──────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What will stand at `place`. `over`: what it replaces, where that matters."""

    place: str
    raw: bytes
    over: Seen | None = None


def edit_of(use: Edit, place: str, before: Seen | None) -> Draft:
    """The edit of what stood at `place` when the gate was asked. Raises `DigestMismatch`, `InvalidInput`."""
    with opened(place) as descriptor:
        seen, raw = _seen(descriptor, place)
    if before is None or seen.digest != before.digest:
        raise DigestMismatch(f"{shown(place)} changed since it was decided", hint="nothing was written; read it again")
    text = as_text(raw)
    if text is None:
        raise InvalidInput(f"{shown(place)} is binary", hint="use the shell for it")
    return Draft(place=place, raw=edited(text, old=use.old, new=use.new).encode(), over=seen)


def written(draft: Draft) -> Result:
    """Put it in its place. Raises `MayactError`, `OSError`: then what was there is there."""
    with directory_of(draft.place, make=draft.over is None) as (at, name):
        before = _standing(at, name, draft.place)
        beside = f".{name[:200]}.{os.urandom(6).hex()}.mayact"
        descriptor = os.open(beside, _NEW, 0o666, dir_fd=at)
        try:
            with os.fdopen(descriptor, "wb") as file:
                if before is not None:
                    _as_before(file.fileno(), before)
                file.write(draft.raw)
            if draft.over is not None and not _is_still(at, name, draft):
                raise DigestMismatch(
                    f"{shown(draft.place)} changed meanwhile", hint="nothing was written; read it again"
                )
            os.replace(beside, name, src_dir_fd=at, dst_dir_fd=at)
        except BaseException:
            with contextlib.suppress(FileNotFoundError):
                os.unlink(beside, dir_fd=at)
            raise
    return Result(notes=(f"mayact: {len(draft.raw)} bytes written to {shown(draft.place)}",))


def _standing(at: int, name: str, place: str) -> os.stat_result | None:
    try:
        found = os.stat(name, dir_fd=at, follow_symlinks=False)
    except FileNotFoundError:
        return None
    if not stat.S_ISREG(found.st_mode):
        raise DigestMismatch(f"{shown(place)} is no plain file", hint="a link or a directory is in its place")
    return found


def _as_before(descriptor: int, before: os.stat_result) -> None:
    # Never more than it had: what sets the user on execution does not survive another content.
    if (before.st_uid, before.st_gid) != (os.geteuid(), os.getegid()):
        os.fchown(descriptor, before.st_uid, before.st_gid)
    os.fchmod(descriptor, before.st_mode & 0o777)


def _is_still(at: int, name: str, draft: Draft) -> bool:
    now = _standing(at, name, draft.place)
    over = draft.over
    return now is not None and over is not None and (now.st_dev, now.st_ino, now.st_mtime_ns) == (
        over.device, over.inode, over.changed,
    )  # fmt: skip
