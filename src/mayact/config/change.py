"""Changing one setting in the file that a person wrote: that line and no other byte.

Law: the new file says exactly what the old one said, but for the named setting; when that cannot be shown, nothing is
written. The file is replaced whole or not at all, and keeps its owner and its permissions.
"""

import os
import re
from dataclasses import replace
from typing import Any, Final

from mayact.config.paths import require_own
from mayact.config.settings import SETTINGS, parse_settings, toml_value
from mayact.core.errors import ConfigInvalid, shown

_SECTION: Final = re.compile(r"\s*\[(?P<name>[^\[\]]+)\]\s*(#.*)?$")


def changed(raw: bytes, values: dict[str, Any]) -> bytes:
    """`raw`, a settings file, with the named settings (`section.key`) at `values`. Pure. Raises `ConfigInvalid`."""
    text = raw.decode("utf-8")
    before = parse_settings(raw)
    for name, value in values.items():
        section, _, key = name.partition(".")
        text = _line_changed(text, section, key, value)
    attributes = {setting.name: setting.attribute for setting in SETTINGS}
    wanted = replace(before, **{attributes[name]: value for name, value in values.items()})
    made = text.encode()
    if parse_settings(made) != wanted:
        raise ConfigInvalid(
            "the settings file cannot be changed line by line", hint=f"set {', '.join(values)} yourself"
        )
    return made


def _line_changed(text: str, section: str, key: str, value: Any) -> str:
    lines = text.splitlines(keepends=True)
    line = f"{key} = {toml_value(value)}\n"
    start = next((at for at, said in enumerate(lines) if _opens(said) == section), None)
    if start is None:
        return f"{text}{'' if text.endswith(chr(10)) or not text else chr(10)}\n[{section}]\n{line}"
    for at in range(start + 1, len(lines)):
        if _opens(lines[at]) is not None:
            break
        if re.match(rf"\s*{re.escape(key)}\s*=", lines[at]):
            return "".join([*lines[:at], line, *lines[at + 1 :]])
    return "".join([*lines[: start + 1], line, *lines[start + 1 :]])


def _opens(line: str) -> str | None:
    found = _SECTION.match(line)
    return found["name"].strip() if found else None


def require_writable(path: str) -> None:
    """Raises `ConfigInvalid` when `write_settings` could not replace `path`: found out before anything is done."""
    folder = os.path.dirname(path)
    if not os.access(folder, os.W_OK | os.X_OK):
        raise ConfigInvalid(f"{shown(folder)} cannot be written", hint="run this as whoever owns the settings, or root")


def write_settings(path: str, raw: bytes) -> None:
    """Replace the settings file. When this returns a power cut does not undo it. Raises `ConfigInvalid`."""
    try:
        found = require_own(path)
        draft = f"{path}.{os.getpid()}.new"
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
        try:
            with os.fdopen(descriptor, "wb") as file:
                os.fchown(file.fileno(), found.st_uid, found.st_gid)
                os.fchmod(file.fileno(), found.st_mode & 0o777)
                file.write(raw)
                file.flush()
                os.fsync(file.fileno())
            # COMMIT POINT. Before: the old settings hold. After: the new ones do.
            os.replace(draft, path)
        except BaseException:
            os.unlink(draft)
            raise
        folder = os.open(os.path.dirname(path), os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
    except OSError as error:
        raise ConfigInvalid(f"{shown(path)} cannot be written: {error.strerror}", hint="check the disk") from None
