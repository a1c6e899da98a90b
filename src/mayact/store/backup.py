"""A copy of the whole log in one archive, and the way back.

Back up:
1. snapshot   everything the store holds, as of one moment, while gates write on
2. copy       into a database file of its own, whichever store it came from
3. verify     the copy, whole: what cannot be restored is no backup
4. archive    the copy, the settings and the log's public key; durable under its name, or not there

Restore:
1. unpack     beside the place where the store will stand, nothing but what an archive may hold
2. verify     whole, under a key that was there before the archive
3. place      under its name: the commit point

Law: an archive holds no key, no token and no anchor. The anchor is what tells a restored store from a current one, so
it is never copied with it and never touched here; the gate's own key is kept apart, or whoever has the archive could
issue permits. Nothing that exists is overwritten.
Archive format `mayact/backup/v1`, may gain members and never changes those it has: a tar file (POSIX, not compressed)
of `backup.json`, `mayact.db`, `mayact.toml`, `log.vkey`, in this order.
"""

import io
import os
import shutil
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final

from mayact.core.canonical import JsonObject, canonical_bytes, parse_json
from mayact.core.errors import IllegalTransition, InvalidInput, StoreCorrupt, shown
from mayact.core.log.checkpoint import VerifierKey
from mayact.core.log.verify import Finding, Outside, Report
from mayact.store.copying import copy_to_file, discard, name_new, verified
from mayact.store.engine import unavailable
from mayact.store.place import prepare_directory, prepare_file
from mayact.store.reader import Where, newest_checkpoint

_TYPE: Final = "mayact/backup/v1"
_ABOUT: Final = "backup.json"
_STORE: Final = "mayact.db"
_SETTINGS: Final = "mayact.toml"
_KEY: Final = "log.vkey"
_MEMBERS: Final = (_ABOUT, _STORE, _SETTINGS, _KEY)

_MAX_TEXT: Final = 65_536
"""Bytes of each member but the store. The settings file has the same bound."""

_ANCHORED: Final = "anchored head"


@dataclass(frozen=True, slots=True, kw_only=True)
class Carried:
    """What an archive carries beside the log: the settings file and the log's public key, as text."""

    settings: str
    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BackedUp:
    """`checkpoint`: the signed head of what the archive holds; kept elsewhere it proves that nothing is missing."""

    size: int
    checkpoint: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Unpacked:
    """An archive that was verified and waits to be placed. `anchored`: what is wrong with it as seen from the anchor;
    empty when it continues the anchored head, or when there is none."""

    draft: str
    carried: Carried
    report: Report
    anchored: tuple[Finding, ...]


def back_up(where: Where, to: str, *, key: VerifierKey, carried: Carried, at: int) -> BackedUp:
    """Write the store at `where` to the new archive `to`. `at`: now, in milliseconds since the epoch.

    Raises `InvalidInput` (`to` exists), `StoreCorrupt` (the log does not verify under `key`), `StoreUnavailable`.
    """
    target = os.path.abspath(to)
    if os.path.lexists(target):
        raise InvalidInput(f"{shown(target)} exists already", hint="a backup is never overwritten; choose another name")
    with _draft(f"{target}.{os.getpid()}.new") as copy, _draft(f"{target}.{os.getpid()}.tar") as archive:
        copy_to_file(where, copy)  # 1, 2
        report = verified(copy, key=key, outside=())  # 3
        if report.findings:
            raise StoreCorrupt(
                f"the log does not verify: {report.findings[0].text}", hint="see `mayact log verify`; nothing was saved"
            )
        done = BackedUp(size=report.size, checkpoint=newest_checkpoint(copy))
        about: JsonObject = {"type": _TYPE, "at": at, "checkpoint": done.checkpoint, "size": done.size}
        _write(archive, about, copy, carried)
        name_new(archive, target)  # 4
    return done


def unpack(archive: str, *, beside: str, key: VerifierKey, anchored: str | None) -> Unpacked:
    """Unpack `archive` beside the database file `beside` and verify it. `anchored`: the signed head of this place's
    anchor, if there is one. Whoever does not `place` the result calls `discard`.

    Raises `InvalidInput` (no such archive, or not one of ours), `StoreCorrupt` (it does not verify under `key`),
    `StoreUnavailable`, `IllegalTransition` (there is a store already).
    """
    if os.path.lexists(beside):
        raise IllegalTransition(
            f"there is a store at {shown(beside)}; nothing was changed",
            hint="move it away first: it may be evidence",
        )
    prepare_directory(os.path.dirname(beside))
    draft = f"{beside}.restoring"
    discard(draft)  # of an attempt that a crash ended; nothing reads it
    carried = _read(archive, draft)  # 1
    try:
        report = verified(draft, key=key, outside=() if anchored is None else (Outside(_ANCHORED, anchored),))  # 2
    except BaseException:
        discard(draft)
        raise
    seen = tuple(finding for finding in report.findings if finding.where == _ANCHORED)
    if len(seen) != len(report.findings):
        discard(draft)
        wrong = next(finding for finding in report.findings if finding not in seen)
        raise StoreCorrupt(f"the backup does not verify: {wrong.where}: {wrong.text}", hint="take another one")
    return Unpacked(draft=draft, carried=carried, report=report, anchored=seen)


def place(unpacked: Unpacked, database: str) -> None:
    """Make what was unpacked the store at `database`. Raises `IllegalTransition`, `StoreUnavailable`."""
    name_new(unpacked.draft, database)
    discard(unpacked.draft)


# ── the archive ──────────────────────────────────────────────────────────────────────────────────────────


def _write(archive: str, about: JsonObject, copy: str, carried: Carried) -> None:
    texts = {
        _ABOUT: canonical_bytes(about) + b"\n",
        _SETTINGS: carried.settings.encode(),
        _KEY: carried.key.encode(),
    }
    try:
        with open(archive, "wb") as file:
            with tarfile.open(fileobj=file, mode="w", format=tarfile.PAX_FORMAT) as tar:
                for name in _MEMBERS:
                    info = tarfile.TarInfo(name)
                    info.mode, info.mtime = 0o600, int(str(about["at"])) // 1000
                    if name == _STORE:
                        info.size = os.path.getsize(copy)
                        with open(copy, "rb") as source:
                            tar.addfile(info, source)
                    else:
                        info.size = len(texts[name])
                        tar.addfile(info, io.BytesIO(texts[name]))
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise unavailable(archive, error) from None


def _read(archive: str, draft: str) -> Carried:
    texts: dict[str, str] = {}
    try:
        with open(archive, "rb") as file, tarfile.open(fileobj=file, mode="r:") as tar:
            for name, info in zip(_MEMBERS, _exactly(tar, len(_MEMBERS)), strict=True):
                # A name with a path, a link or a device would be written where it says, not where we say; a sparse
                # file of a few bytes would fill the disk.
                if info.name != name or not info.isreg() or info.issparse():
                    raise _not_ours(archive)
                source = tar.extractfile(info)
                if source is None:
                    raise _not_ours(archive)
                if name == _STORE:
                    _unpack_store(source, draft)
                elif info.size > _MAX_TEXT:
                    raise _not_ours(archive)
                else:
                    texts[name] = source.read().decode("utf-8")
            _check_about(texts[_ABOUT], archive)
    except FileNotFoundError:
        raise InvalidInput(f"there is no file {shown(archive)}", hint="name the archive") from None
    except (tarfile.TarError, UnicodeDecodeError, ValueError):
        discard(draft)
        raise _not_ours(archive) from None
    except OSError as error:
        discard(draft)
        raise unavailable(archive, error) from None
    except BaseException:
        discard(draft)
        raise
    return Carried(settings=texts[_SETTINGS], key=texts[_KEY])


def _exactly(tar: tarfile.TarFile, count: int) -> Iterator[tarfile.TarInfo]:
    """The members; one more than `count` is handed out too, so that a longer archive is noticed."""
    for index, info in enumerate(tar):
        if index > count:
            return
        yield info


def _unpack_store(source: Any, draft: str) -> None:
    prepare_file(draft)
    with open(draft, "wb") as file:
        shutil.copyfileobj(source, file, 1 << 20)
        file.flush()
        os.fsync(file.fileno())


def _check_about(text: str, archive: str) -> None:
    match parse_json(text.encode(), what="backup.json"):
        case {"type": "mayact/backup/v1"}:
            return
        case _:
            raise _not_ours(archive)


def _not_ours(archive: str) -> InvalidInput:
    return InvalidInput(f"{shown(archive)} is not a whole backup", hint="name what `mayact backup` wrote")


# ── files ────────────────────────────────────────────────────────────────────────────────────────────────


@contextmanager
def _draft(path: str) -> Iterator[str]:
    """A name for a file that nobody else has and that is gone at the end."""
    try:
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600))
    except OSError as error:
        raise unavailable(path, error) from None
    try:
        yield path
    finally:
        discard(path)
