"""Putting a hook into a client's configuration and taking it out: the exact change first, then the change.

Law: `plan_*` only read; `apply` writes exactly what was planned and refuses when the file is no longer the one that was
looked at. A file that cannot be understood is never overwritten. Beside each file that was changed stands a note with
what it held before, byte for byte; taking the hook out puts that back as long as the file is still the one that was
written, and otherwise takes out our part alone.
It refuses to know whether anybody agreed: the command line asks.
"""

import base64
import contextlib
import difflib
import hashlib
import json
import os
import stat
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from mayact.core.canonical import parse_json
from mayact.core.errors import Forbidden, InvalidInput, MayactError, shown
from mayact.core.wire.hooks.forms import Form
from mayact.core.wire.hooks.observing import Standing, standing
from mayact.core.wire.hooks.setup import SCRIPT_NAME, HookSetup

_NOTE: Final = ".before-mayact"
"""What the name of the note ends in. No client reads a file that is called so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """None: there is no such file. `note` and `noted`: the bytes of the note now and afterwards."""

    path: str
    before: bytes | None
    after: bytes | None
    note: bytes | None
    noted: bytes | None
    made: tuple[str, ...] = ()
    """Directories that are made for it, or were, the outermost first; a removal takes away those that are empty."""

    @property
    def needed(self) -> bool:
        return self.before != self.after

    def shown(self) -> str:
        """The change as a unified diff, for a person to agree to."""
        before, after = (
            (raw or b"").decode("utf-8", "replace").splitlines(keepends=True) for raw in (self.before, self.after)
        )
        lines = difflib.unified_diff(before, after, self.path, self.path if self.after is not None else "/dev/null")
        return "".join(line if line.endswith("\n") else f"{line}\n" for line in lines)


def hook_script() -> str:
    """Absolute path of the script that is installed with mayact."""
    return os.path.join(os.path.dirname(os.path.abspath(__file__)), SCRIPT_NAME)


def hook_setup(*, socket: str, owner: int, keep: tuple[str, ...] = (), wait_s: int) -> HookSetup:
    """The setup for this installation: the interpreter itself (not a virtual environment's link to it)."""
    python = os.path.realpath(sys.executable)
    return HookSetup(python=python, script=hook_script(), socket=socket, owner=owner, keep=keep, wait_s=wait_s)


def plan_install(form: Form, setup: HookSetup, *, path: str) -> Change:
    """The hook in the file. Raises `InvalidInput`, `Forbidden` when the file is not understood or cannot be read."""
    return _planned(form, form.written, setup, path)


def plan_observing(form: Form, setup: HookSetup, *, path: str) -> Change:
    """A hook that only watches in the file. Raises as above, and `Forbidden` where one enforces: nothing that guards is
    replaced by something that does not."""
    if hooks_in(path) is Standing.ENFORCING:
        raise Forbidden(
            f"{shown(path)} holds a hook that enforces; it is not replaced by one that only watches",
            hint=f"take it out first: `mayact hook --remove --{form.client} {form.place.value}`",
        )
    return _planned(form, form.observing, setup, path)


def hooks_in(path: str) -> Standing | None:
    """What the hooks of ours in a file do. Raises `InvalidInput`, `Forbidden`."""
    found, _ = _look(path)
    return standing(_text(found, path))


def _planned(form: Form, written: Callable[[str, HookSetup], str], setup: HookSetup, path: str) -> Change:
    found, note = _look(path)
    held = _original(found, note)
    # Of a file that was changed since, what is ours is taken out first: then that is what was there before.
    base = held.bytes if held is not None else _edited(form, found, path)
    try:
        after = written(_text(base, path), setup).encode()
    except InvalidInput as error:
        raise _not_understood(path, error) from None
    made = _made(note) or _missing(os.path.dirname(path))
    return Change(path=path, before=found, after=after, note=note, noted=_note(base, after, made), made=made)


def plan_removal(form: Form, *, path: str) -> Change:
    """What was there before the hook; where the file was changed since, the file without the hook. Raises as above."""
    found, note = _look(path)
    held = _original(found, note)
    after = held.bytes if held is not None else _edited(form, found, path)
    return Change(path=path, before=found, after=after, note=note, noted=None, made=_made(note))


def apply(change: Change) -> None:
    """Write it, whole or not at all. Raises `Forbidden` when the file changed meanwhile or cannot be written."""
    if not change.needed and change.note == change.noted:
        return
    try:
        os.makedirs(os.path.dirname(change.path), exist_ok=True)
        if _look(change.path) != (change.before, change.note):
            raise Forbidden(f"{shown(change.path)} changed meanwhile", hint="look at the change again")
        # The note first when it is needed to go back, last when it no longer is: a crash between the two leaves a note
        # that does not fit the file, which is then read without it.
        if change.noted is not None:
            _put(change.path + _NOTE, change.noted, mode=0o600)
        _put(change.path, change.after, mode=0o644)
        if change.noted is None:
            _put(change.path + _NOTE, None, mode=0o600)
            _take_away(change.made)
    except OSError as error:
        raise Forbidden(f"{shown(change.path)} cannot be written: {error.strerror}", hint="nothing changed") from None


def _take_away(directories: Sequence[str]) -> None:
    # A client that finds its directory counts as used here: one that was only ours goes again.
    for path in reversed(directories):
        with contextlib.suppress(OSError):
            os.rmdir(path)  # somebody put something there meanwhile: it stays


def _missing(directory: str) -> tuple[str, ...]:
    missing: list[str] = []
    while directory != "/" and not os.path.lexists(directory):
        missing.append(directory)
        directory = os.path.dirname(directory)
    return tuple(reversed(missing))


def _made(note: bytes | None) -> tuple[str, ...]:
    try:
        said = parse_json(note, what="note") if note is not None else None
    except MayactError:
        return ()
    made = said.get("made") if isinstance(said, Mapping) else None
    return tuple(path for path in made if isinstance(path, str)) if isinstance(made, tuple) else ()


@dataclass(frozen=True, slots=True)
class _Held:
    """What the file held before us; None: there was none."""

    bytes: bytes | None


def _look(path: str) -> tuple[bytes | None, bytes | None]:
    try:
        return _read(path), _read(path + _NOTE)
    except OSError as error:
        raise Forbidden(f"{shown(path)} cannot be read: {error.strerror}", hint="check its permissions") from None


def _original(found: bytes | None, note: bytes | None) -> _Held | None:
    """What the note says was there before, when the file is still what was written then."""
    if found is None or note is None:
        return None
    try:
        said = parse_json(note, what="note")
        if not isinstance(said, Mapping) or said.get("after") != hashlib.sha256(found).hexdigest():
            return None
        before = said["before"]
        return _Held(None if before is None else base64.b64decode(str(before), validate=True))
    except (MayactError, KeyError, ValueError):
        return None  # not our note, or no whole one: the file is then read by itself


def _note(before: bytes | None, after: bytes, made: Sequence[str]) -> bytes:
    held = None if before is None else base64.b64encode(before).decode("ascii")
    said = {"before": held, "after": hashlib.sha256(after).hexdigest(), "made": list(made)}
    return (json.dumps(said) + "\n").encode("ascii")


def _edited(form: Form, found: bytes | None, path: str) -> bytes | None:
    """The file without what is ours."""
    if found is None:
        return None
    try:
        return form.removed(_text(found, path)).encode()
    except InvalidInput as error:
        raise _not_understood(path, error) from None


def _text(raw: bytes | None, path: str) -> str:
    try:
        return (raw or b"").decode("utf-8")
    except UnicodeDecodeError:
        raise InvalidInput(f"{shown(path)} is not utf-8", hint="repair it first") from None


def _not_understood(path: str, error: InvalidInput) -> InvalidInput:
    return InvalidInput(f"{shown(path)} is left alone: {error.message}", hint=error.hint or "repair it first")


def _read(path: str) -> bytes | None:
    try:
        with open(path, "rb") as file:
            return file.read()
    except FileNotFoundError:
        return None


def _put(path: str, raw: bytes | None, *, mode: int) -> None:
    # Through a link, so that a settings file that is kept elsewhere stays a link.
    target = os.path.realpath(path)
    there = os.path.exists(target)
    if raw is None:
        if there:
            os.unlink(target)
        return
    descriptor, made = tempfile.mkstemp(dir=os.path.dirname(target), prefix=".mayact-")
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(raw)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(made, stat.S_IMODE(os.stat(target).st_mode) if there else mode)
        os.replace(made, target)
    except OSError:
        os.unlink(made)
        raise
