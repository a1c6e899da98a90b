"""`export`, `declare`, `typeset`, `local`, `readonly`: names, values and attributes.

Law: an attribute that changes how a later value is read (`-i`, `-n`, `-u`, …) is opaque, and so is a word that could
declare any name. Listing every variable prints the environment.
"""

import re
from dataclasses import dataclass, field, replace
from typing import Final

from mayact.core.analysis.command import Finding, Known, Pattern, Unknown, Word
from mayact.core.analysis.shell import tree
from mayact.core.analysis.shell.assignments import check
from mayact.core.analysis.shell.state import State, Variable, join
from mayact.core.analysis.shell.variables import REBINDS
from mayact.core.analysis.shell.walk import Walk
from mayact.core.canonical import Json
from mayact.core.errors import shown
from mayact.core.model import Verb

_HARMLESS: Final = {"export": frozenset("npx"), "readonly": frozenset("aAp"), "local": frozenset("aAgrxp")}
_DECLARE: Final = frozenset("aAgrxpt")
_LISTING: Final = frozenset("fF")
_ASSIGNED: Final = re.compile(r"([A-Za-z_][A-Za-z0-9_]*)(\+?)=(.*)\Z", re.DOTALL)
_STARTED: Final = re.compile(r"([A-Za-z_][A-Za-z0-9_]*)(\+?)=")
_NAME: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_]*\Z")


@dataclass(slots=True)
class _Seen:
    """What one declaration names so far."""

    state: State
    flags: set[str] = field(default_factory=set)
    names: set[str] = field(default_factory=set)


def apply(command: tree.Declaration, state: State, run: Walk) -> State:
    """The state after the declaration; reports what it does."""
    seen = _Seen(state)
    for argument in command.args:
        if argument.naked and argument.value is not None:
            for words in run.argvs((argument.value,), seen.state):
                for word in words:
                    _word(word, seen, run, command.variant)
        elif argument.naked:
            seen.names.add(argument.name)
        else:
            seen.names.add(argument.name)
            seen.state = run.assign(argument, _keyed(argument.name, seen))
    for name in seen.names:
        seen.state = _keyed(name, seen)
    if seen.names & REBINDS:
        run.report_opaque(f"`{command.variant}` of a table that gives programs other names")
    _flags(command.variant, seen, run)
    if command.variant == "export" or "x" in seen.flags:
        seen.state = replace(seen.state, exported=seen.state.exported | seen.names)
    if command.variant == "readonly" or "r" in seen.flags:
        seen.state = replace(seen.state, fixed=seen.state.fixed | seen.names)
    if command.variant == "local" and not run.locals:
        return join(seen.state, state)  # outside a function it fails
    if run.locals and command.variant != "export" and command.variant != "readonly" and "g" not in seen.flags:
        run.locals[-1].update(seen.names)
    return seen.state


def lists_variables(command: tree.Declaration) -> bool:
    """Whether it prints every variable with its value: `export`, `declare -xp`."""
    words = all(item.naked and item.value is not None for item in command.args)
    return words and command.variant in ("export", "declare", "typeset", "readonly")


def _keyed(name: str, seen: _Seen) -> State:
    """With `-A`, `name` becomes an associative array."""
    if "A" not in seen.flags:
        return seen.state
    current = seen.state.variables.get(name)
    variable = replace(current, keyed=True) if current else Variable((Known(""),), None, keyed=True)
    return replace(seen.state, variables={**seen.state.variables, name: variable})


def _word(word: Word, seen: _Seen, run: Walk, variant: str) -> None:
    match word:
        case Known(text):
            found = _ASSIGNED.match(text)
            if text[:1] in ("-", "+") and len(text) > 1 and not seen.names:
                seen.flags.update(text[1:])
            elif found:
                seen.names.add(found[1])
                value: Word = Unknown("text is appended") if found[2] else Known(found[3])
                check(found[1], value, run)
                seen.state = seen.state.setting(found[1], value)
            elif _NAME.match(text):
                seen.names.add(text)
            elif text:
                run.report_opaque(f"{variant} of {shown(text)} is not a plain name")
        case Pattern():
            run.report_opaque(f"`{variant}` of a pattern can set any variable")
        case Unknown(because, prefix):
            started = _STARTED.match(prefix)
            if started is None:
                run.report_opaque(f"`{variant}` of a word that is not known can set any variable")
            else:
                seen.names.add(started[1])
                check(started[1], word, run)
                seen.state = seen.state.setting(started[1], Unknown(because, prefix=prefix[started.end() :]))


def _flags(variant: str, seen: _Seen, run: Walk) -> None:
    if seen.flags & _LISTING and "x" not in seen.flags and variant != "export" and not seen.flags - _LISTING - _DECLARE:
        return  # lists functions
    unusual = seen.flags - _HARMLESS.get(variant, _DECLARE)
    if unusual or variant == "nameref":
        run.report_opaque(f"`{variant} -{''.join(sorted(unusual))}` changes how values are read, or exports functions")
    elif "p" in seen.flags and seen.names:
        for name in seen.names:
            run.report_secret(name)
    elif not seen.names and variant != "local":
        # `export -p` prints exactly what programs are handed, tokens among it, in a form made to be kept.
        kept = variant == "export" and "p" in seen.flags
        facts: dict[str, Json] = {"class": "token" if kept else "environment"}
        run.report(
            (
                Finding(
                    verb=Verb.SECRET_READ,
                    kind="thing",
                    resource="environment",
                    facts=facts,
                    because=f"{variant} lists every variable",
                ),
            )
        )
