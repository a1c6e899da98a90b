"""Tiers: who may lift a gate, how many of them at least, for how long, and who is asked next.

Law: one table per bundle; a rule names a tier and may only raise its quorum. It refuses to know who holds a tier:
keys are enrolled, not configured.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from mayact.core.canonical import Json
from mayact.core.errors import PolicyInvalid, shown

STRENGTHS: Final = ("signature", "passkey")
"""How an approver of the tier must sign, weaker first."""

MAX_EXPIRY_SECONDS: Final = 86_400
"""An approval is for now: a request that nobody answered within a day is asked again."""

MAX_QUORUM: Final = 16
"""More distinct people than any team finds for one action; above it is a typing error."""

_NAME: Final = re.compile(r"[a-z][a-z0-9_]{0,31}")
_KEYS: Final = frozenset({"quorum", "expiry_seconds", "strength", "escalate_to"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Tier:
    """`quorum` is the floor; `expiry_ms` how long a request of this tier stays open."""

    name: str
    quorum: int
    expiry_ms: int
    strength: str
    escalate_to: str | None


def read_tiers(value: Json) -> Mapping[str, Tier]:
    """The table. Raises `PolicyInvalid` for anything unknown, mistyped, out of range or circular."""
    if not isinstance(value, Mapping) or not value:
        raise PolicyInvalid("the bundle has no tiers", hint="list at least one in tiers.toml", field="tiers")
    tiers = {name: _tier(name, entry) for name, entry in value.items()}
    for tier in tiers.values():
        _check_escalation(tier, tiers)
    return MappingProxyType(tiers)


def _tier(name: str, entry: Json) -> Tier:
    where = f"tiers.{name}"
    if not _NAME.fullmatch(name):
        raise PolicyInvalid(f"tier name {shown(name)} is not usable", hint="use a-z, 0-9 and _", field="tiers")
    if not isinstance(entry, Mapping):
        raise PolicyInvalid(f"{where} is not a table", hint="give it quorum and expiry_seconds", field=where)
    for key in entry:
        if key not in _KEYS:
            known = ", ".join(sorted(_KEYS))
            raise PolicyInvalid(f"{where} has an unknown key {shown(key)}", hint=f"known: {known}", field=where)
    strength = entry.get("strength", STRENGTHS[0])
    escalate_to = entry.get("escalate_to")
    if strength not in STRENGTHS:
        raise PolicyInvalid(f"{where}.strength is not known", hint="use " + " or ".join(STRENGTHS), field=where)
    if escalate_to is not None and not isinstance(escalate_to, str):
        raise PolicyInvalid(f"{where}.escalate_to is not text", hint="name another tier", field=where)
    return Tier(
        name=name,
        quorum=_whole(entry.get("quorum"), f"{where}.quorum", MAX_QUORUM),
        expiry_ms=1000 * _whole(entry.get("expiry_seconds"), f"{where}.expiry_seconds", MAX_EXPIRY_SECONDS),
        strength=str(strength),
        escalate_to=escalate_to,
    )


def _whole(value: Json, where: str, most: int) -> int:
    # bool is an int in Python; `quorum = true` must not read as 1.
    if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= most:
        raise PolicyInvalid(f"{where} is not a whole number from 1 to {most}", hint="write it out", field=where)
    return value


def _check_escalation(tier: Tier, tiers: Mapping[str, Tier]) -> None:
    seen = {tier.name}
    following = tier.escalate_to
    while following is not None:
        if following not in tiers:
            raise PolicyInvalid(f"tiers.{tier.name} escalates to {shown(following)}", hint="that tier is not listed")
        if following in seen:
            raise PolicyInvalid(f"tiers.{tier.name} escalates in a circle", hint="end the chain somewhere")
        seen.add(following)
        following = tiers[following].escalate_to
