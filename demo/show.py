"""How the demo talks: one line an action, plain where nobody sits."""

import os
import sys

_COLOURS = {"allow": "32", "deny": "31", "ask": "33", "note": "2", "head": "1", "bad": "1;31"}


COMMAND = 52
"""Columns of a command, so that a line fits a terminal of 120."""


def paint(text: str, kind: str) -> str:
    if not sys.stdout.isatty() or os.environ.get("NO_COLOR"):
        return text
    return f"\x1b[{_COLOURS[kind]}m{text}\x1b[0m"


def head(text: str) -> None:
    print(f"\n{paint('── ' + text + ' ──', 'head')}", flush=True)


def note(text: str) -> None:
    for line in text.splitlines():
        print(f"   {paint(line, 'note')}", flush=True)


def act(outcome: str, command: str, rule: str, after: str) -> None:
    """One action: the answer, what was asked, the deciding rule, what came of it."""
    kind = {"allow": "allow", "deny": "deny", "refused": "deny"}.get(outcome, "ask")
    shown = command if len(command) <= COMMAND else command[: COMMAND - 1] + "…"
    print(f"   {paint(f'{outcome:<8}', kind)} {shown:<{COMMAND}} {rule:<28} {after}", flush=True)


def check(holds: bool, text: str) -> None:
    """A claim of the demo: if it does not hold, the demo fails, loudly."""
    if not holds:
        print(paint(f"   NOT TRUE: {text}", "bad"), flush=True)
        raise SystemExit(1)
    print(f"   {paint('✓', 'allow')} {text}", flush=True)
