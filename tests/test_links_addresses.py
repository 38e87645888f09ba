"""Which addresses a link from data may reach, and that no other is reached."""

from __future__ import annotations

import ipaddress
import socket
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from loopback import page, resolving, site

from site_builder.links import addresses
from site_builder.links.addresses import Guard, NotPublicError, is_public
from site_builder.links.answers import Cause
from site_builder.links.external import Settings, look
from site_builder.links.fetch import Manners

QUICK = Manners(seconds=1, tries=2, wait=0.01, pause=0)


@pytest.mark.parametrize(
    ("address", "wanted"),
    [
        ("8.8.8.8", True),
        ("203.150.1.1", True),
        ("2001:3c8::1", True),
        ("2606:4700::1111", True),
        ("::ffff:8.8.8.8", True),
        ("64:ff9b::8.8.8.8", True),
        ("0.0.0.0", False),
        ("0.1.2.3", False),
        ("10.1.2.3", False),
        ("100.64.0.1", False),
        ("100.100.100.200", False),
        ("127.0.0.1", False),
        ("127.255.255.254", False),
        ("168.63.129.16", False),
        ("169.254.169.254", False),
        ("172.16.0.1", False),
        ("172.31.255.255", False),
        ("172.32.0.1", True),
        ("192.0.0.192", False),
        ("192.168.1.1", False),
        ("198.19.0.1", False),
        ("224.0.0.1", False),
        ("255.255.255.255", False),
        ("::", False),
        ("::1", False),
        ("::127.0.0.1", False),
        ("::ffff:127.0.0.1", False),
        ("::ffff:10.0.0.1", False),
        ("64:ff9b::10.0.0.1", False),
        ("64:ff9b::169.254.169.254", False),
        ("64:ff9b:1::1", False),
        ("2001::1", False),
        ("2001:db8::1", False),
        ("2002:7f00:1::1", False),
        ("3fff::1", False),
        ("fc00::1", False),
        ("fd00:ec2::254", False),
        ("fe80::1", False),
        ("fe80::1%eth0", False),
        ("fec0::1", False),
        ("ff02::1", False),
        ("nonsense", False),
        ("", False),
    ],
)
def test_what_is_public(address: str, wanted: bool) -> None:
    assert is_public(address) is wanted


@given(st.ip_addresses())
@settings(max_examples=100)
def test_nothing_is_reached_that_the_library_calls_private(
    address: ipaddress.IPv4Address | ipaddress.IPv6Address,
) -> None:
    if is_public(str(address)):
        is_nat64 = address.version == 6 and address.packed.startswith(b"\0\x64\xff\x9b")
        assert address.is_global or is_nat64
        assert not (address.is_multicast or address.is_loopback or address.is_link_local)


@given(st.ip_addresses(v=4))
@settings(max_examples=50)
def test_an_address_in_another_dress_is_judged_alike(address: ipaddress.IPv4Address) -> None:
    for dress in (f"::ffff:{address}", f"64:ff9b::{address}"):
        assert is_public(dress) is is_public(str(address))


@given(st.text(max_size=40))
@settings(max_examples=50)
def test_no_text_breaks_it(text: str) -> None:
    is_public(text)


@pytest.mark.parametrize(
    ("found", "allowed", "wanted"),
    [
        (["8.8.8.8", "8.8.8.8", "1.1.1.1"], [], ["8.8.8.8", "1.1.1.1"]),
        (["10.0.0.1", "8.8.8.8"], [], ["8.8.8.8"]),
        (["10.0.0.1", "::1"], [], NotPublicError),
        (["10.0.0.1"], ["WWW.a.go.th"], ["10.0.0.1"]),
        (["10.0.0.1"], ["a.go.th", "10.0.0.1"], NotPublicError),
        ([], [], []),
    ],
)
def test_exceptions_are_by_host(
    found: list[str], allowed: list[str], wanted: list[str] | type[Exception]
) -> None:
    guard = Guard(allowed, resolving({"www.a.go.th": found}))
    if isinstance(wanted, list):
        assert guard.addresses("www.a.go.th", 80) == wanted
    else:
        with pytest.raises(wanted):
            guard.addresses("www.a.go.th", 80)


@pytest.mark.parametrize("host", ["0x7f.1", "2130706433", "127.1", "[::1]", "[::ffff:7f00:1]", "0"])
def test_no_spelling_of_loopback_is_reached(host: str) -> None:
    with site({"*": page("secret")}) as inner:
        found = dict(look([f"http://{host}:{inner.port}/"], Settings(QUICK, controls=())))
        # Some systems do not know every spelling.
        assert {seen.cause for seen in found.values()} <= {Cause.NOT_PUBLIC, Cause.NETWORK}
        assert inner.asked == []


def test_a_name_that_turns_private_is_not_followed(monkeypatch: pytest.MonkeyPatch) -> None:
    """DNS rebinding: public when it is judged, private a moment later, for us and for the system."""
    monkeypatch.setattr(addresses, "is_public", lambda each: each == "127.0.0.1")
    reached: list[object] = []
    real = socket.getaddrinfo

    def spying(host: Any, *arguments: Any, **named: Any) -> Any:
        reached.append(host)
        return real(host, *arguments, **named)

    monkeypatch.setattr(socket, "getaddrinfo", spying)
    answers = iter(["127.0.0.1", "10.0.0.1"])

    def rebinding(host: str, port: int, **named: Any) -> Any:
        return resolving({host: [next(answers)]})(host, port, **named)

    with site({"*": page("fine")}, "rebind.test") as outer:
        settings = Settings(QUICK, resolve=rebinding)
        [(_, seen)] = look([outer.url("/x")], settings)
        assert outer.asked == ["HEAD /x"], "the address that was judged has been asked"
        assert (seen.cause, seen.detail) == (Cause.NOT_PUBLIC, "10.0.0.1")
    assert set(reached) == {"127.0.0.1"}, "the system is given the address, never the name"


@pytest.mark.parametrize(
    "target", ["http://127.0.0.1:{port}/", "http://inner.test:{port}/", "http://[::1]:{port}/"]
)
def test_a_redirect_is_judged_like_a_link(target: str) -> None:
    with site({"*": page("secret")}, "inner.test") as inner:
        leads = page("", 302, location=target.format(port=inner.port))
        with site({"*": leads}) as outer:
            table = resolving({"127.0.0.1": ["127.0.0.1"], "::1": ["::1"]})
            settings = Settings(QUICK, allowed=frozenset(["good.test"]), resolve=table)
            [(_, seen)] = look([outer.url("/x")], settings)
        assert seen.cause == Cause.NOT_PUBLIC
        assert outer.asked == ["HEAD /x", "GET /x"]
        assert inner.asked == []
