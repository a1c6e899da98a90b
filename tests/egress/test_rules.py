"""Which hosts are reached, and at which addresses: what nobody listed never is."""

import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mayact.core.egress.request import MAX_HEAD_BYTES, parse_connect, refusal
from mayact.core.egress.rules import MAX_RULES, Refused, Rule, Target, admit, choose, parse_rules, target_of
from mayact.core.errors import MayactError

pytestmark = pytest.mark.requirement("BOUND-2")

PRIVATE = [
    "127.0.0.1", "127.1.2.3", "0.0.0.0", "10.0.0.1", "172.16.0.1", "192.168.1.1", "100.64.0.1", "169.254.169.254",
    "169.254.1.1", "192.0.2.1", "198.18.0.1", "224.0.0.1", "240.0.0.1", "255.255.255.255", "::1", "::", "fe80::1",
    "fc00::1", "fd00:ec2::254", "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1",
    "64:ff9b::a9fe:a9fe", "2002:7f00:1::", "2001:db8::1", "100.100.100.200", "168.63.129.16",
]  # fmt: skip
"""This machine's, private networks', metadata services', documentation's, everybody's; also wrapped in IPv6."""

PUBLIC = ["1.1.1.1", "93.184.216.34", "2606:4700:4700::1111"]


@pytest.mark.parametrize("address", PRIVATE)
@pytest.mark.parametrize("beside", [[], PUBLIC[:1], PUBLIC[2:]])
def test_a_name_that_leads_to_an_address_of_no_public_network_is_not_reached(address: str, beside: list[str]) -> None:
    (rule,) = parse_rules(["api.example.com"])
    assert isinstance(choose(rule, [*beside, address]), Refused)
    assert isinstance(choose(rule, [address, *beside]), Refused)


@pytest.mark.parametrize("address", PUBLIC)
def test_a_public_address_is(address: str) -> None:
    (rule,) = parse_rules(["api.example.com"])
    assert choose(rule, [address, address]) == (ipaddress.ip_address(address),)


@given(st.lists(st.ip_addresses().map(str), max_size=6))
def test_only_global_addresses_are_ever_chosen(resolved: list[str]) -> None:
    (rule,) = parse_rules(["api.example.com"])
    found = choose(rule, resolved)
    if not isinstance(found, Refused):
        assert found
        for address in found:
            assert address.is_global
            assert not address.is_multicast
            mapped = getattr(address, "ipv4_mapped", None) or getattr(address, "sixtofour", None)
            assert mapped is None or mapped.is_global


@pytest.mark.parametrize("resolved", [[], ["nonsense"], ["1.1.1.1", ""], ["1.1.1.1"] * 33, ["1.1.1.1%eth0"]])
def test_an_answer_that_is_none_is_not_used(resolved: list[str]) -> None:
    (rule,) = parse_rules(["api.example.com"])
    assert isinstance(choose(rule, resolved), Refused)


_hosts = st.sampled_from(["api.example.com", "example.com", "a.api.example.com", "api.example.co", "1.1.1.1", "::1"])
_ports = st.sampled_from([80, 443, 8443])
_targets = st.builds(Target, _hosts, _ports)


@given(st.lists(_targets, max_size=4), _targets)
def test_only_what_is_listed_is_admitted(listed: list[Target], asked: Target) -> None:
    rules = [Rule(target) for target in listed]
    found = admit(rules, asked)
    assert isinstance(found, Refused) == (asked not in listed)
    assert isinstance(found, Refused) or found.target == asked


@pytest.mark.parametrize(
    ("text", "target", "address"),
    [
        ("api.example.com", ("api.example.com", 443), None),
        ("API.Example.com.:8443", ("api.example.com", 8443), None),
        ("git.corp:443=10.1.2.3", ("git.corp", 443), "10.1.2.3"),
        ("model.test=127.0.0.1", ("model.test", 443), "127.0.0.1"),
        ("10.1.2.3:8080", ("10.1.2.3", 8080), "10.1.2.3"),
        ("[fd12::5]:443", ("fd12::5", 443), "fd12::5"),
        ("[2606:4700::1111]", ("2606:4700::1111", 443), "2606:4700::1111"),
    ],
)
def test_what_a_person_may_write(text: str, target: tuple[str, int], address: str | None) -> None:
    (rule,) = parse_rules([text])
    assert rule == Rule(Target(*target), ipaddress.ip_address(address) if address else None)


@pytest.mark.parametrize(
    "text",
    [
        "", "*", "*.example.com", "https://example.com", "user@example.com", "example.com:0", "example.com:65536",
        "example.com:x", "exa mple.com", "example..com", "-a.com", "exämple.com", "a.com=", "a.com=nonsense",
        "a.com=169.254.169.254", "169.254.169.254", "a.com=fe80::1", "a.com=0.0.0.0", "a.com=224.0.0.1", "0x7f.1",
        "127.1", "2130706433", "017.0.0.1", "a.com:443=100.100.100.200", "[::1", "[x]:1", "a.com/x", "a.com\n",
    ],
)  # fmt: skip
def test_what_nobody_may_write(text: str) -> None:
    with pytest.raises(MayactError):
        parse_rules([text])


def test_a_list_without_end_is_refused() -> None:
    with pytest.raises(MayactError):
        parse_rules(["a.com"] * (MAX_RULES + 1))


# ── the request ──────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "head",
    [
        b"CONNECT a.com:443 HTTP/1.1\r\n\r\n",
        b"CONNECT A.com.:443 HTTP/1.1\r\nHost: evil.com\r\nProxy-Connection: keep-alive\r\n\r\n",
        b"CONNECT a.com:443 HTTP/1.0\r\nX: \xc3\xa4\r\n\r\n",
    ],
)
def test_a_request_means_its_first_line(head: bytes) -> None:
    assert parse_connect(head) == Target("a.com", 443)


@pytest.mark.parametrize(
    "head",
    [
        b"", b"\r\n\r\n", b"CONNECT a.com:443 HTTP/1.1\r\n", b"CONNECT a.com:443 HTTP/1.1\n\n",
        b"CONNECT a.com:443\r\n\r\n", b"CONNECT  a.com:443 HTTP/1.1\r\n\r\n", b"CONNECT a.com:443 HTTP/2\r\n\r\n",
        b"connect a.com:443 HTTP/1.1\r\n\r\n", b"GET http://a.com/ HTTP/1.1\r\n\r\n", b"CONNECT a.com HTTP/1.1\r\n\r\n",
        b"CONNECT u@a.com:443 HTTP/1.1\r\n\r\n", b"CONNECT a.com:443@b.com:443 HTTP/1.1\r\n\r\n",
        b"CONNECT a.com:0443000 HTTP/1.1\r\n\r\n", b"CONNECT a.com:443\tHTTP/1.1\r\n\r\n",
        b"CONNECT a.com:443 HTTP/1.1\r\n folded\r\n\r\n", b"CONNECT a.com:443 HTTP/1.1\r\nX : y\r\n\r\n",
        b"CONNECT a.com:443 HTTP/1.1\r\nX: y\nZ: w\r\n\r\n", b"CONNECT a.com\x00:443 HTTP/1.1\r\n\r\n",
        b"CONNECT a.com:443 HTTP/1.1\r\n\r\nCONNECT b.com:443 HTTP/1.1\r\n\r\n",
        b"CONNECT 0x7f000001:443 HTTP/1.1\r\n\r\n", b"CONNECT 127.1:443 HTTP/1.1\r\n\r\n",
        b"CONNECT a.com:443 HTTP/1.1\r\nX: " + b"y" * MAX_HEAD_BYTES + b"\r\n\r\n",
    ],
)  # fmt: skip
def test_a_request_with_two_readings_has_none(head: bytes) -> None:
    with pytest.raises(MayactError):
        parse_connect(head)


@given(st.binary(max_size=200))
def test_no_bytes_break_it(head: bytes) -> None:
    try:
        found = parse_connect(head + b"\r\n\r\n")
    except MayactError:
        return
    assert target_of(str(found)) == found


@given(st.integers(0, 2**32 - 1), st.integers(1, 65535))
def test_an_address_is_read_as_itself(number: int, port: int) -> None:
    text = str(ipaddress.IPv4Address(number))
    assert target_of(f"{text}:{port}") == Target(text, port)


def test_a_refusal_is_whole() -> None:
    said = refusal(403, "no")
    head, _, body = said.partition(b"\r\n\r\n")
    assert f"Content-Length: {len(body)}".encode() in head
    assert head.startswith(b"HTTP/1.1 403 ")
