"""Network addresses: what a host, however it is written, is to the network.

Law: one host has one class, the worst of every reading that a common program gives it: dotted, decimal, octal, hex and
shortened IPv4 (inet_aton), IPv6 in every spelling, addresses mapped or translated into IPv6, and names whose owner lets
them lead to any address. A name is not resolved; where it leads is not known.
It refuses to know who owns a host (`catalogue`).
"""

import re
from ipaddress import AddressValueError, IPv4Address, IPv6Address, IPv6Network, ip_network
from typing import Final, Literal, TypeAlias

Network: TypeAlias = Literal["metadata", "loopback", "link-local", "private", "rebinding", "public", "name", "unknown"]

METADATA_HOSTS: Final = frozenset(
    {
        "169.254.169.254",  # AWS, Azure, Google Cloud, DigitalOcean, Oracle, OpenStack
        "169.254.170.2",  # AWS ECS, task credentials
        "169.254.170.23",  # AWS EKS, pod identity
        "[fd00:ec2::254]",  # AWS over IPv6
        "[fd00:ec2::23]",
        "[fd20:ce::254]",  # Google Cloud over IPv6
        "168.63.129.16",  # Azure's host agent
        "100.100.100.200",  # Alibaba Cloud
        "192.0.0.192",  # Oracle Cloud, classic
        "169.254.42.42",  # Scaleway
        "[fd00:42::42]",
        "169.254.0.23",  # Tencent Cloud
        "metadata.google.internal",
        "metadata.goog",
        "metadata",
        "metadata.azure.internal",
        "metadata.tencentyun.com",
        "metadata.platformequinix.com",
        "api.metadata.cloud.ibm.com",
        "instance-data",
        "instance-data.ec2.internal",
    }
)
"""Where clouds hand credentials to whoever asks from inside a machine (the documentation of each)."""

_REBINDING: Final = (
    "nip.io", "sslip.io", "xip.io", "localtest.me", "lvh.me", "vcap.me", "lacolhost.com", "traefik.me", "backname.io",
    "1u.ms", "rbndr.us", "local.gd", "localhost.direct", "fbi.com.lvh.me", "yoogle.com", "ip6.name", "nip.sh",
    "burpcollaborator.net", "oastify.com", "oast.pro", "oast.live", "oast.fun", "oast.me", "interact.sh",
)  # fmt: skip
"""Domains that answer with an address that their user chooses: development helpers and rebinding services."""

_INTERNAL: Final = (".internal", ".local", ".lan", ".intranet", ".corp", ".home", ".home.arpa", ".localdomain",
                    ".svc", ".svc.cluster.local", ".consul", ".ts.net")  # fmt: skip
"""Endings that only a private network resolves (RFC 6762, RFC 8375, ICANN's `.internal`, and usual ones)."""

_PRIVATE: Final = tuple(
    ip_network(text) for text in ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "198.18.0.0/15",
                                  "192.0.0.0/24", "fc00::/7", "fec0::/10")
)  # fmt: skip
"""RFC 1918, RFC 6598 (carriers), RFC 2544 (tests), RFC 6890, RFC 4193, and RFC 3879's former site-local."""

_NAT64: Final = (IPv6Network("64:ff9b::/96"), IPv6Network("64:ff9b:1::/48"))  # RFC 6052, RFC 8215

_NUMERIC: Final = re.compile(r"(?:0x[0-9a-f]*|\d+)(?:\.(?:0x[0-9a-f]*|\d+)){0,3}")
_DOTTED: Final = re.compile(r"(?:(?:0|[1-9]\d{0,2})\.){3}(?:0|[1-9]\d{0,2})")
_SEVERITY: Final[tuple[Network, ...]] = (
    "metadata", "loopback", "link-local", "private", "rebinding", "unknown", "name", "public",
)  # fmt: skip


def is_local(host: str) -> bool:
    """Exactly this machine: `localhost`, names below it, dotted 127/8, `[::1]`, `0.0.0.0`."""
    if host in ("localhost", "[::1]", "::1", "0.0.0.0", "ip6-localhost"):  # noqa: S104
        return True
    return host.endswith(".localhost") or bool(re.fullmatch(r"127(\.(0|[1-9]\d{0,2})){3}", host))


def is_number(host: str) -> bool:
    """Whether `host` (lower case) is an IPv4 address to some program, in any of its forms."""
    return _NUMERIC.fullmatch(host) is not None


def is_dotted(host: str) -> bool:
    """Whether every program reads `host` as the same IPv4 address."""
    return _DOTTED.fullmatch(host) is not None


def canonical_v6(host: str) -> str:
    """An IPv6 literal in brackets as RFC 5952 writes it; `host` itself where it is none; "" where it is not valid."""
    if not host.startswith("["):
        return host
    try:
        return f"[{IPv6Address(host[1:-1])}]"
    except AddressValueError:
        return ""


def network_of(host: str) -> Network:
    """What `host` (lower case, as in an address) is; of several readings the worst."""
    if not host:
        return "unknown"
    if canonical_v6(host) in METADATA_HOSTS:
        return "metadata"
    if host.startswith("["):
        return _of_v6(host)
    if is_number(host):
        readings = {_of_v4(address) for address in _readings(host)}
        return min(readings, key=_SEVERITY.index, default="unknown")
    if is_local(host):
        return "loopback"
    domain = next((name for name in _REBINDING if host == name or host.endswith("." + name)), None)
    if domain is not None:
        embedded = {_of_v4(address) for address in _embedded(host.removesuffix(domain))}
        return "metadata" if "metadata" in embedded else "rebinding"
    # A name without a dot is looked up in the domains of the network that the machine is in.
    return "private" if "." not in host or host.endswith(_INTERNAL) else "name"


def _of_v4(address: IPv4Address) -> Network:
    if str(address) in METADATA_HOSTS:
        return "metadata"
    if address.is_loopback or address.is_unspecified:
        return "loopback"
    if address.is_link_local:
        return "link-local"
    if any(address in network for network in _PRIVATE if network.version == 4):
        return "private"
    return "public" if address.is_global else "unknown"


def _of_v6(host: str) -> Network:
    try:
        address = IPv6Address(host[1:-1])
    except AddressValueError:
        return "unknown"
    inner = address.ipv4_mapped or address.sixtofour
    if inner is None and (any(address in network for network in _NAT64) or int(address) >> 32 == 0):
        inner = IPv4Address(int(address) & 0xFFFFFFFF)
    if address.is_loopback or address.is_unspecified:
        return "loopback"
    if inner is not None:
        return _of_v4(inner)
    if address.is_link_local:
        return "link-local"
    if any(address in network for network in _PRIVATE if network.version == 6):
        return "private"
    return "public" if address.is_global else "unknown"


def _readings(host: str) -> tuple[IPv4Address, ...]:
    """`host` as inet_aton reads it (leading zeros are octal, fewer parts fill the last), and as plain decimals."""
    parts = host.split(".")
    found = []
    for octal in (True, False):
        numbers = [_number(part, octal=octal) for part in parts]
        if any(number is None for number in numbers):
            continue
        known = [number for number in numbers if number is not None]
        room = 256 ** (5 - len(known))
        if all(number < 256 for number in known[:-1]) and known[-1] < room:
            value = known[-1]
            for at, number in enumerate(known[:-1]):
                value += number << (24 - 8 * at)
            found.append(IPv4Address(value))
    return tuple(found)


_MAX_DIGITS: Final = 24
"""More than any form of 32 bits needs; reading a longer number takes time that grows with its square."""


def _number(text: str, *, octal: bool) -> int | None:
    if len(text) > _MAX_DIGITS:
        return None
    if text.startswith("0x"):
        return int(text[2:] or "0", 16)
    if octal and len(text) > 1 and text.startswith("0"):
        return int(text, 8) if set(text) <= set("01234567") else None
    return int(text)


def _embedded(prefix: str) -> tuple[IPv4Address, ...]:
    """The addresses that a name such as `app-169-254-169-254.` or `a9fea9fe.` spells."""
    plain = prefix.rstrip(".")
    found: list[IPv4Address] = []
    for match in re.finditer(r"(?=(?<!\d)(\d{1,3})[.-](\d{1,3})[.-](\d{1,3})[.-](\d{1,3})(?!\d))", plain[-64:]):
        numbers = [int(group) for group in match.groups()]
        if max(numbers) < 256:
            found.append(IPv4Address(".".join(str(number) for number in numbers)))
    label = plain.rsplit(".", 1)[-1].rsplit("-", 1)[-1]
    if re.fullmatch(r"[0-9a-f]{8}", label):
        found.append(IPv4Address(int(label, 16)))
    return tuple(found)


def is_idn(host: str) -> bool:
    """Whether a label is written in other letters (punycode, RFC 5891), which can look like any name."""
    return any(label.startswith("xn--") for label in host.split(".")) or not host.isascii()
