"""What must hold for every input, whatever it is.

Law: each function returns what is wrong, for people, or nothing; it never asks how long something took (the runner
does). `answer` is the one entry that people and programs use.
"""

import json
import re
from collections.abc import Container, Iterator
from typing import Any, Final

from tests.fuzz.material import quoted

from mayact.cli.analyse import answer
from mayact.core.analysis.catalogue import DEFAULT_CATALOGUE
from mayact.core.analysis.plan import Study
from mayact.core.analysis.shell.decode import decode
from mayact.core.analysis.study import study
from mayact.core.canonical import JsonObject
from mayact.core.errors import ShellUnreadable
from mayact.core.model import Hop, HopKind, Source, ToolCall, Verb
from mayact.observe.second_opinion import calls_of_tree
from mayact.ports import ShellParser

_RISKS: Final = ("low", "medium", "high", "critical")

_WORD: Final = r"[A-Za-z0-9_./:@%+=,-]+"
_PLAIN: Final = re.compile(rf"(?!(?:{_WORD}=|-))[a-z0-9_./-]+(?: {_WORD})*\Z")
"""Commands of plain words: what a wrapper is given unchanged."""

_SHELL_WORDS: Final = """. : [ alias bg bind break builtin caller cd command compgen complete compopt continue declare
dirs disown echo enable eval exec exit export false fc fg getopts hash help history jobs kill let local logout mapfile
popd printf pushd pwd read readarray readonly return set shift shopt source suspend test times trap true type typeset
ulimit umask unalias unset wait if then else elif fi case esac for select while until do done in function time coproc"""
_BUILTINS: Final = frozenset(_SHELL_WORDS.split())
"""What means something else, or nothing, when it is started as a program."""


def told(command: str, parser: ShellParser) -> dict[str, Any]:
    """The one answer to `command`."""
    asked = {"id": 7, "command": command, "cwd": "/home/dev/app", "home": "/home/dev", "user": "dev"}
    given = answer(json.dumps(asked).encode() + b"\n", parser)
    found: dict[str, Any] = json.loads(given)
    assert given.index(b"\n") == len(given) - 1
    assert found["id"] == 7
    return found


def wrong_answer(found: dict[str, Any]) -> str | None:
    """What no answer may be."""
    if any(because.startswith("analysis failed") for because in found["opaque_because"]):
        return f"it fails: {found['opaque_because']}"
    verbs = {effect["verb"] for effect in found["effects"]}
    if not (found["opaque"] == bool(found["opaque_because"]) == ("opaque" in verbs)):
        return "what is opaque and why it is do not agree"
    worst = max((_RISKS.index(effect["risk"]) for effect in found["effects"]), default=0)
    if _RISKS.index(found["risk"]) < worst:
        return "the risk is less than that of an effect"
    return None


def smaller(before: dict[str, Any], after: dict[str, Any]) -> str | None:
    """What `after` leaves out that `before` has. An opaque answer leaves nothing out."""
    if after["opaque"]:
        return None
    if before["opaque"]:
        return "it is no longer opaque"
    lost = {effect["verb"] for effect in before["effects"]} - {effect["verb"] for effect in after["effects"]}
    if lost:
        return f"{', '.join(sorted(lost))} is lost"
    if _RISKS.index(after["risk"]) < _RISKS.index(before["risk"]):
        return f"the risk falls from {before['risk']} to {after['risk']}"
    return None


NAMES: Final = ("followed", "after", "subshell", "group", "bash -c", "env", "timeout")


def surroundings(command: str) -> Iterator[tuple[str, str]]:
    """Texts that run `command` as it stands, each with a name."""
    yield "followed", f"{command}\nls fuzzed"
    yield "after", f": ;\n{command}"
    yield "subshell", f"(\n{command}\n)"
    yield "group", "{\n" + command + "\n}"
    yield "bash -c", f"bash -c {quoted(command)}"
    if _PLAIN.match(command) and command.split()[0] not in _BUILTINS and "=" not in command.split()[0]:
        yield "env", f"env {command}"
        yield "timeout", f"timeout 5 {command}"


def unkept(command: str, parser: ShellParser, *, around: Container[str] = NAMES) -> str | None:
    """The first law that `command` breaks, alone and in the surroundings named in `around`."""
    found = told(command, parser)
    because = wrong_answer(found)
    if because is None and told(command, parser) != found:
        because = "the second answer differs from the first"
    if because is not None:
        return because
    for name, text in surroundings(command):
        if name not in around:
            continue
        other = told(text, parser)
        because = wrong_answer(other) or (None if found["opaque"] else smaller(found, other))
        if because is not None:
            return f"{name}: {because}"
    return None


def call_of(tool: str, arguments: JsonObject) -> ToolCall:
    chain = (Hop(HopKind.PERSON, "dev", Source.ASSERTED),)
    return ToolCall(tool=tool, arguments=arguments, cwd="/home/dev/app", home="/home/dev", user="dev", chain=chain)


def studied(tool: str, arguments: JsonObject, parser: ShellParser) -> Study:
    return study(call_of(tool, arguments), parser=parser, seen={}, catalogue=DEFAULT_CATALOGUE)


def unkept_call(tool: str, arguments: JsonObject, parser: ShellParser) -> str | None:
    """The first law that a call of any tool breaks."""
    found = studied(tool, arguments, parser)
    if bool(found.analysis.opaque_because) != (Verb.OPAQUE in {effect.verb for effect in found.analysis.effects}):
        return "what is opaque and why it is do not agree"
    if studied(tool, arguments, parser) != found:
        return "the second answer differs from the first"
    return None


class Holding:
    """A parser that gives one tree for everything."""

    def __init__(self, tree: JsonObject) -> None:
        self._tree = tree

    def parse(self, text: str) -> JsonObject:
        return self._tree

    def sees(self, text: str) -> None:
        return


def unkept_tree(text: str, tree: JsonObject) -> str | None:
    """The law that a tree of another shape breaks: it is refused, or it is a tree."""
    try:
        set(calls_of_tree(tree))
        decode(tree, text)
    except ShellUnreadable:
        return None
    return unkept_call("shell", {"command": text}, Holding(tree))
