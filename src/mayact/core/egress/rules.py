"""Which hosts may be reached, and at which addresses.

Law: a host is reached because a person listed its name and port, and for nothing else. What a name resolves to counts
as much as the name: every address must be one of the public network's, or none is used. An address of this machine or
of a private network is reached only where the person wrote it down; one of a cloud's metadata service never. The
address that was judged is the one that is connected to: nothing is resolved twice.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from ipaddress import AddressValueError, IPv4Address, IPv6Address, ip_address
from typing import Final, TypeAlias

from mayact.core.analysis.addresses import network_of
from mayact.core.errors import Forbidden, InvalidInput, LimitExceeded, shown

MAX_RULES: Final = 64
MAX_ADDRESSES: Final = 32
"""Of one name. Large services answer with a dozen."""
HTTPS: Final = 443

_LABEL: Final = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)", re.ASCII)
_NEVER: Final = frozenset({"metadata", "link-local", "unknown"})

Address: TypeAlias = IPv4Address | IPv6Address


@dataclass(frozen=True, slots=True)
class Target:
    """Where somebody wants to go. `host` in lower case without a final dot; an IPv6 address without brackets."""

    host: str
    port: int

    def __str__(self) -> str:
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"


@dataclass(frozen=True, slots=True)
class Rule:
    """`target` may be reached; at `address` alone, when the person wrote one."""

    target: Target
    address: Address | None = None


@dataclass(frozen=True, slots=True)
class Refused:
    why: str


def parse_rules(texts: Sequence[str]) -> tuple[Rule, ...]:
    """`HOST[:PORT][=ADDRESS]` each; the port is 443 where none is written. Raises `InvalidInput`, `Forbidden`."""
    if len(texts) > MAX_RULES:
        raise LimitExceeded(f"{len(texts)} hosts are listed", hint=f"at most {MAX_RULES}")
    return tuple(_rule(text) for text in texts)


def _rule(text: str) -> Rule:
    place, has_address, written = text.partition("=")
    try:
        target = target_of(place) if _has_port(place) else target_of(f"{place}:{HTTPS}")
        address = ip_address(written) if has_address else _literal(target.host)
    except ValueError:
        raise InvalidInput(f"{shown(written)} is no address", hint="HOST:PORT=10.1.2.3") from None
    if address is not None and _kind(address) in _NEVER:
        raise Forbidden(f"{address} is a {_kind(address)} address", hint="no agent reaches it")
    if address is not None and (address.is_multicast or address.is_unspecified):
        raise Forbidden(f"{address} is nobody's address", hint="name one host")
    return Rule(target, address)


def _has_port(place: str) -> bool:
    return place.rpartition("]")[2].startswith(":") if place.startswith("[") else ":" in place


def target_of(text: str) -> Target:
    """`HOST:PORT` with exactly one reading. Raises `InvalidInput`."""
    host, colon, port = text.rpartition(":")
    if not colon or not port.isascii() or not port.isdigit() or len(port) > 5 or not 0 < int(port) < 65_536:
        raise InvalidInput(f"{shown(text)} is not HOST:PORT", hint="for example api.example.com:443")
    if host.startswith("[") and host.endswith("]"):
        try:
            return Target(str(IPv6Address(host[1:-1])), int(port))
        except AddressValueError:
            raise InvalidInput(f"{shown(host)} is no address", hint="write it as RFC 5952 does") from None
    name = host.lower().removesuffix(".")
    labels = name.split(".")
    if len(name) > 253 or not all(_LABEL.fullmatch(label) for label in labels):
        raise InvalidInput(f"{shown(host)} is no host name", hint="letters, digits, hyphens and dots")
    if labels[-1].isdigit() or labels[-1].startswith("0x"):
        # Whatever ends in a number is an address to some program, and not the same one to all of them.
        try:
            return Target(str(IPv4Address(name)), int(port))
        except AddressValueError:
            raise InvalidInput(f"{shown(host)} is an address in more than one reading", hint="1.2.3.4") from None
    return Target(name, int(port))


def admit(rules: Sequence[Rule], target: Target) -> Rule | Refused:
    """The rule that lists `target`."""
    for rule in rules:
        if rule.target == target:
            return rule
    return Refused("it is not listed; a person lists it with `mayact run --host`")


def choose(rule: Rule, resolved: Sequence[str]) -> tuple[Address, ...] | Refused:
    """The addresses to try, in order. `resolved`: what the name resolves to; not looked at where one is written."""
    if rule.address is not None:
        return (rule.address,)
    if not resolved or len(resolved) > MAX_ADDRESSES:
        return Refused("it resolves to nothing" if not resolved else "it resolves to too many addresses")
    found: list[Address] = []
    for text in resolved:
        try:
            address = ip_address(text)
        except ValueError:
            return Refused("it resolves to something that is no address")
        kind = _kind(address)
        if kind != "public" or not address.is_global or address.is_multicast:
            # One of several is enough: who answers so also decides which of them comes first the next time.
            return Refused(f"it resolves to {address}, a {kind if kind != 'public' else 'special'} address")
        found.append(address)
    return tuple(dict.fromkeys(found))


def _literal(host: str) -> Address | None:
    try:
        return ip_address(host)
    except ValueError:
        return None


def _kind(address: Address) -> str:
    return network_of(f"[{address}]" if isinstance(address, IPv6Address) else str(address))
