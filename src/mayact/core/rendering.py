"""What an approver is shown: the whole request as plain text, drawn from the action itself.

Law: a pure function of the decision; the agent's own summary is never used (APPR-2); every character an agent
chose is written so that it cannot move, hide, reorder or imitate what stands around it; nothing is shortened, because a
person confirms exactly what is shown. The text's digest is part of what is signed.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from mayact.core.canonical import Json, canonical_bytes
from mayact.core.model import Decision, Need, Reason, Source, Strength, ToolCall

WIDTH: Final = 78
"""Columns. The narrowest terminal that people use has 80."""

_GOES_ON: Final = "  + "

_STRENGTH: Final[Mapping[Strength, str]] = {
    Strength.ADVISORY: "advisory: the agent runs as you; this stops mistakes, not a hostile agent",
    Strength.SANDBOXED: "sandboxed",
    Strength.SEPARATE: "separate: the gate runs under another user than the agent",
}


def visible(text: str) -> str:
    """`text` in ASCII and Latin-1 letters; everything else, and a blank that nothing follows, is `⟦U+XXXX⟧`.

    Different texts never look the same: invisible fillers, letters that look like others, right-to-left script and
    blanks at the end are all written out. `⟦` itself is too, which makes the writing one-to-one.
    """
    return "".join(cells(text))


def cells(text: str) -> list[str]:
    """`visible`, character by character of `text`; every character of each takes one column of a terminal."""
    body = len(text.rstrip(" "))
    return [ch if _plain(ch) and at < body else _written(ch) for at, ch in enumerate(text)]


def _plain(ch: str) -> bool:
    return " " <= ch <= "~" or ("\u00c0" <= ch <= "\u00ff" and ch.isalpha())


def _written(ch: str) -> str:
    return f"⟦U+{ord(ch):04X}⟧"


def request_text(
    *, request: str, decision: Decision, missing: Iterable[Need], reasons: Iterable[Reason], expires: str
) -> str:
    """The request as lines of text. `expires` is the end, already written out (UTC)."""
    lines = _lines(request, decision, tuple(missing), tuple(reasons), expires)
    return "\n".join(part for line in lines for part in _folded(line)) + "\n"


def _folded(line: str) -> Iterator[str]:
    """`line` in pieces that no terminal folds by itself: what is folded there would start a line without its mark, and
    could pass for one of ours. A piece that goes on starts with `  + `, as no line of ours does."""
    yield line[:WIDTH]
    for start in range(WIDTH, len(line), WIDTH - len(_GOES_ON)):
        yield _GOES_ON + line[start : start + WIDTH - len(_GOES_ON)]


def _lines(
    request: str, decision: Decision, missing: tuple[Need, ...], reasons: tuple[Reason, ...], expires: str
) -> Iterator[str]:
    call, analysis = decision.call, decision.analysis
    yield f"request    {request}"
    yield f"will run   {_tool(call)}"
    yield from _gutter(_what(call))
    yield f"in         {visible(call.cwd)}"
    yield f"on         {visible(call.target)}"
    yield f"for        {_who(call)}"
    yield f"held       {_STRENGTH[decision.strength]}"
    yield f"risk       {analysis.risk.value}"
    yield "would"
    for effect in analysis.effects:
        yield f"  - {effect.verb.value} {visible(effect.resource)} ({effect.risk.value}, {effect.reversibility.value})"
        yield f"      {_facts(effect.facts)}"
    if not analysis.effects:
        yield "  - nothing that is known to change or contact anything"
    for because in analysis.opaque_because:
        yield f"  ! part of it cannot be known: {visible(because)}"
    yield "stopped by"
    for reason in reasons:
        yield f"  - {visible(reason.rule)}: {visible(reason.text)}"
    yield "needs      " + ", ".join(f"{need.quorum} x {visible(need.tier)}" for need in missing)
    if decision.pins:
        yield "depends on (checked again when it runs)"
        for name in sorted(decision.pins):
            yield f"  - {visible(name)} = {visible(decision.pins[name])}"
    if call.environment:
        yield "with environment"
        for name, value in call.environment:
            yield f"  - {visible(name)}={visible(value)}"
    if call.stdin is not None:
        yield f"stdin      {call.stdin}"
    if call.task is not None:
        yield f"task       {visible(call.task)} (claimed by the caller)"
    yield "credential none is issued"
    yield "action"
    yield f"  {decision.action}"
    yield "policy"
    yield f"  {decision.policy}"
    yield f"until      {expires}; once"


def _tool(call: ToolCall) -> str:
    return {
        "shell": "this text, by bash",
        "exec": "this program, one argument a line",
        "file.write": "a write of this file",
        "file.edit": "an edit of this file",
        "file.patch": "a patch of these files",
        "file.read": "a read of this file",
    }.get(call.tool, f"a call of {visible(call.tool)}")


def _what(call: ToolCall) -> Iterator[str]:
    """The exact bytes that would run, line by line."""
    match call.tool, call.arguments:
        case "shell", {"command": str(text), **rest} if not rest:
            yield from text.split("\n")
        case "exec", {"argv": tuple(argv), **rest} if not rest:
            yield from (str(word) for word in argv)
        case "file.write", {"path": str(path), "content": str(content), **rest} if not rest:
            yield f"{path}:"
            yield from content.split("\n")
        case _:
            yield from _flat(call.arguments, "")


def _flat(value: Json, at: str) -> Iterator[str]:
    if isinstance(value, Mapping):
        for key in sorted(value):
            yield from _flat(value[key], f"{at}/{key}")
    elif isinstance(value, tuple | list):
        for index, item in enumerate(value):
            yield from _flat(item, f"{at}/{index}")
    elif isinstance(value, str) and "\n" in value:
        yield f"{at}:"
        yield from value.split("\n")
    else:
        yield f"{at or '/'} = {value if isinstance(value, str) else canonical_bytes(value).decode()}"


def _gutter(lines: Iterable[str]) -> Iterator[str]:
    # A line of the action always starts with the gutter, so that it cannot pass for one of ours.
    for line in lines:
        yield f"  | {visible(line)}"


def _who(call: ToolCall) -> str:
    return " > ".join(
        f"{hop.kind.value} {visible(hop.id)}" + ("" if hop.source is Source.OBSERVED else f" ({hop.source.value})")
        for hop in call.chain
    )


def _facts(facts: Mapping[str, Json]) -> str:
    if not facts:
        return "nothing more is known of it"
    return ", ".join(f"{key}: {_fact(facts[key])}" for key in sorted(facts))


def _fact(value: Json) -> str:
    return visible(value) if isinstance(value, str) else visible(canonical_bytes(value).decode())
