"""Clients with subcommands: which subcommand a command line names, and the table row for it.

Law: the longest row that fits the words decides; words that no row names are what the client's `otherwise` says,
which is never harmless. Options before the subcommand must be known, because an unknown one may swallow it.
"""

from collections.abc import Callable, Mapping
from typing import TypeAlias

from mayact.core.analysis.command import Finding, opaque
from mayact.core.analysis.programs.roles import constant
from mayact.core.analysis.programs.table import Use
from mayact.core.analysis.words import known
from mayact.core.errors import shown

Rows: TypeAlias = Mapping[str, str]
"""Words of a subcommand to its effects, in the notation of `roles.constant`; empty: it only looks. Several
subcommands with the same effects may share a row, joined by `|`."""


def flat(rows: Rows) -> dict[str, str]:
    """One entry for each subcommand. Raises `ValueError` when one is named twice."""
    found: dict[str, str] = {}
    for keys, effects in rows.items():
        for key in keys.split("|"):
            name = " ".join(key.split())
            if name in found:
                raise ValueError(f"subcommand `{name}` is named twice")
            found[name] = effects
    return found


def act(rows: Rows, *, otherwise: str) -> Callable[[Use], tuple[Finding, ...]]:
    """The handler of a client: `otherwise` are the effects of what no row names."""
    table = flat(rows)

    def run(use: Use) -> tuple[Finding, ...]:
        words: list[str] = []
        for word in use.operands[:4]:
            text = known(word)
            if text is None:
                break
            words.append(text)
        if not use.operands:
            return ()
        for length in range(len(words), 0, -1):
            effects = table.get(" ".join(words[:length]))
            if effects is not None:
                return constant(effects, use)
        if not words:
            return (opaque(f"which subcommand of {shown(use.name)} runs is not known"),)
        return constant(otherwise, use)

    return run
