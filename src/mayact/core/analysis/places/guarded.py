"""The gate's own places: whoever writes or deletes there tampers with the guard, wherever it was installed.

Law: pure; adds effects, never removes one. A set of paths (it ends in `*`) and a tree that is deleted count by what
they could reach. The well-known places are in `path_tables`; these are the ones of this very installation.
"""

from dataclasses import replace

from mayact.core.analysis.places.folding import folded
from mayact.core.model import Analysis, Effect, Reversibility, Risk, Verb

_CHANGES = frozenset({Verb.FS_WRITE, Verb.FS_DELETE})


def with_guarded(analysis: Analysis, places: tuple[str, ...]) -> Analysis:
    """`analysis` with a `guard.tamper` effect for each change that reaches one of `places` (absolute directories)."""
    already = {effect.resource for effect in analysis.effects if effect.verb is Verb.GUARD_TAMPER}
    found = tuple(
        _tamper(effect)
        for effect in analysis.effects
        if effect.verb in _CHANGES
        and effect.kind == "file"
        and effect.resource not in already
        and any(_reaches(effect, place.rstrip("/")) for place in places)
    )
    return replace(analysis, effects=(*analysis.effects, *found)) if found else analysis


def _reaches(effect: Effect, place: str) -> bool:
    # A glob can match anything below its literal beginning, in any directory that begins so.
    path, place = folded(effect.resource.split("*", 1)[0]), folded(place)
    is_set = "*" in effect.resource
    if path == place or path.startswith(f"{place}/"):
        return True
    takes_trees = is_set or effect.verb is Verb.FS_DELETE or bool(effect.facts.get("recursive", True))
    above = path if is_set or path.endswith("/") else f"{path}/"
    return takes_trees and place.startswith(above)


def _tamper(effect: Effect) -> Effect:
    return Effect(
        verb=Verb.GUARD_TAMPER,
        kind="file",
        resource=effect.resource,
        facts={**effect.facts, "kind": "guard"},
        risk=Risk.CRITICAL,
        reversibility=Reversibility.HARD,
        because=effect.because,
        span=effect.span,
        why="the guard itself",
    )
