"""How one setting is read: a checked value, or `ConfigInvalid` that names the field.

Law: nothing is coerced and nothing is guessed; a value of another type than the reference page names is refused.
"""

import os
from collections.abc import Callable
from typing import Any, Final, TypeAlias

from mayact.core.errors import ConfigInvalid, shown

Reader: TypeAlias = Callable[[Any, str], Any]

_NEVER_KEPT: Final = frozenset(
    (
        *("BASH_ENV", "ENV", "SHELLOPTS", "BASHOPTS", "PS4", "PROMPT_COMMAND", "IFS", "CDPATH", "GLOBIGNORE"),
        *("NODE_OPTIONS", "JAVA_TOOL_OPTIONS", "_JAVA_OPTIONS", "JDK_JAVA_OPTIONS", "GCONV_PATH", "LOCPATH"),
        *("TERMINFO", "PAGER", "EDITOR", "VISUAL", "LESSOPEN", "LESSCLOSE", "BROWSER"),
    )
)
_NEVER_KEPT_PREFIXES: Final = ("LD_", "DYLD_", "GIT_", "PYTHON", "PERL", "RUBY", "BASH_FUNC", "MAYACT_", "_MAYACT")
# Each of these makes an ordinary program run other code than the command line says (bash(1), ld.so(8), git(1),
# python(1)), so that what was decided would not be what runs.


def wrong(field: str, wanted: str) -> ConfigInvalid:
    return ConfigInvalid(f"setting `{field}` is not {wanted}", hint="correct it in mayact.toml", field=field)


def between(low: int, high: int) -> Callable[[Any, str], int]:
    def read(value: Any, field: str) -> int:
        if type(value) is not int or not low <= value <= high:
            raise wrong(field, f"a whole number from {low} to {high}")
        return value

    return read


def origin(value: Any, field: str) -> str:
    # C2SP signed-note: a key name is not empty and has neither spaces nor a plus sign.
    if not isinstance(value, str) or not 0 < len(value) <= 200 or "+" in value or not value.isascii():
        raise wrong(field, "a short name without spaces or plus signs")
    if not all(ch.isprintable() and ch != " " for ch in value):
        raise wrong(field, "a short name without spaces or plus signs")
    return value


def users(value: Any, field: str) -> frozenset[int]:
    if not isinstance(value, list):
        raise wrong(field, "a list of users")
    return frozenset(_uid(user, field) for user in value)


def _uid(user: Any, field: str) -> int:
    if type(user) is int and 0 <= user < 2**32 - 1:
        return user
    if not isinstance(user, str):
        raise wrong(field, "a list of user names or numbers")
    import pwd

    try:
        return pwd.getpwnam(user).pw_uid
    except (KeyError, ValueError):
        raise ConfigInvalid(
            f"setting `{field}` names {shown(user)}, who is not a user here", hint="correct the name", field=field
        ) from None


def variables(value: Any, field: str) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(name, str) for name in value):
        raise wrong(field, "a list of variable names")
    for name in value:
        if not name.isidentifier() or not name.isascii():
            raise ConfigInvalid(f"{shown(name)} is not a variable name", hint="correct the name", field=field)
        if name in _NEVER_KEPT or name.startswith(_NEVER_KEPT_PREFIXES):
            raise ConfigInvalid(
                f"variable `{name}` is never kept",
                hint="it makes programs run other code than the command says: remove it",
                field=field,
            )
    return tuple(sorted(set(value)))


def postgres_url(value: Any, field: str) -> str:
    if value == "":
        return ""
    from urllib.parse import urlsplit

    wanted = "empty (the embedded store) or postgresql://USER@HOST:PORT/DATABASE"
    if not isinstance(value, str) or not value.isascii() or not value.isprintable():
        raise wrong(field, wanted)
    found = urlsplit(value)
    if found.scheme != "postgresql" or found.path in ("", "/"):
        raise wrong(field, wanted)
    if found.password is not None or "password=" in found.query:
        # This file is readable by everybody on the machine.
        raise ConfigInvalid(
            f"setting `{field}` holds a password",
            hint="put it into a password file (libpq's format) and name that in `store.password_file`",
            field=field,
        )
    return value


def listen(value: Any, field: str) -> str:
    if value == "":
        return ""
    wanted = "empty, HOST:PORT or unix:/absolute/path"
    if not isinstance(value, str) or not value.isprintable():
        raise wrong(field, wanted)
    if value.startswith("unix:"):
        if not value.removeprefix("unix:").startswith("/"):
            raise wrong(field, wanted)
        return value
    host, colon, port = value.rpartition(":")
    if not colon or not host or not port.isdecimal() or not 0 <= int(port) < 65_536:
        raise wrong(field, wanted)
    return value


def file_name(value: Any, field: str) -> str:
    if not isinstance(value, str) or (value and not (value.startswith("/") and value.isprintable())):
        raise wrong(field, "empty or the absolute path of a file")
    return os.path.normpath(value) if value else ""


def public_url(value: Any, field: str) -> str:
    if value == "":
        return ""
    if not isinstance(value, str) or not value.startswith("https://") or not value.isprintable() or " " in value:
        raise wrong(field, "empty or an https:// address")
    return value.rstrip("/")
