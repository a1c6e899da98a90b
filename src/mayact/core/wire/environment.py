"""Which environment variables a guarded command keeps: an allow-list, so that what is not known has no effect.

Law: a variable that is not listed does not reach the command, whoever sets it. `LD_PRELOAD`, `BASH_ENV`, `GIT_*`,
`NODE_OPTIONS`, `PYTHONPATH` and their like change what a program does without appearing in its arguments; leaving
them out is what makes the text that was decided on the text that runs. `HOME`, `USER`, `LOGNAME` and `PWD` are set
from what the gate observed, never from the caller: a `HOME` of the caller's choice would make `~/.ssh` another place
than the one that was judged.
"""

import re
from collections.abc import Collection, Iterable, Mapping
from typing import Final, TypeAlias

from mayact.core.errors import InvalidInput, LimitExceeded, shown

Environment: TypeAlias = tuple[tuple[str, str], ...]
"""Names and values, sorted by name, each name once."""

KEPT: Final = frozenset(
    {
        "PATH", "SHELL", "LANG", "LANGUAGE", "TERM", "COLORTERM", "TZ", "TMPDIR", "VIRTUAL_ENV", "CONDA_PREFIX",
        "JAVA_HOME", "GOPATH", "GOROOT", "CARGO_HOME", "RUSTUP_HOME", "NVM_DIR", "NODE_ENV", "CI", "NO_COLOR",
        "FORCE_COLOR", "COLUMNS", "LINES", "SSH_AUTH_SOCK",
        "XDG_RUNTIME_DIR", "XDG_CACHE_HOME", "XDG_STATE_HOME", "XDG_SESSION_ID", "XDG_SESSION_TYPE",
    }
)  # fmt: skip
"""`XDG_CONFIG_HOME` and its like are not here: git reads `$XDG_CONFIG_HOME/git/config`, so a directory of the
caller's choice could send a push to another URL than the one that was observed."""

KEPT_PREFIXES: Final = ("LC_",)
OBSERVED: Final = frozenset({"HOME", "USER", "LOGNAME", "PWD"})

MAX_VARIABLES: Final = 128
"""A kept environment is shown to approvers line by line; a hundred lines are already too many to read."""

MAX_VALUE_CHARS: Final = 16_384
"""Long search paths stay below 4 kB; anything near this is not one of the listed variables used as meant."""

_NAME: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,127}", re.ASCII)


def is_kept(name: str, extra: Collection[str] = ()) -> bool:
    """Whether `name` may be passed on by its caller. `extra`: names the configuration adds."""
    return name in KEPT or name.startswith(KEPT_PREFIXES) or name in extra


def kept(environ: Mapping[str, str], *, extra: Collection[str] = ()) -> dict[str, str]:
    """The variables of `environ` that a caller sends. What is over a bound or not text is left out, not cut."""
    return {
        name: value
        for name, value in environ.items()
        if is_kept(name, extra) and name not in OBSERVED and _fits(name, value)
    }


def _fits(name: str, value: str) -> bool:
    return _NAME.fullmatch(name) is not None and len(value) <= MAX_VALUE_CHARS and _is_text(value)


def _is_text(value: str) -> bool:
    return "\0" not in value and not any("\ud800" <= ch <= "\udfff" for ch in value)


def completed(sent: Mapping[str, str], *, home: str, user: str, cwd: str, extra: Collection[str] = ()) -> Environment:
    """Exactly what runs: what was sent, checked against the list, and what the gate observed.

    Raises `InvalidInput` for a variable that is not kept (it would run with what nobody listed), `LimitExceeded`.
    """
    if len(sent) > MAX_VARIABLES:
        raise LimitExceeded(f"{len(sent)} variables", hint=f"at most {MAX_VARIABLES}", field="environment")
    for name, value in sent.items():
        if not is_kept(name, extra) or name in OBSERVED:
            raise InvalidInput(
                f"variable {shown(name)} is not kept",
                hint="leave it out, or list it under exec.keep_environment",
                field="environment",
            )
        if not _fits(name, value):
            raise LimitExceeded(f"variable {shown(name)} has no value that fits", field="environment")
    observed = {"HOME": home, "USER": user, "LOGNAME": user, "PWD": cwd}
    return ordered({**sent, **observed}.items())


def ordered(pairs: Iterable[tuple[str, str]]) -> Environment:
    return tuple(sorted(pairs))
