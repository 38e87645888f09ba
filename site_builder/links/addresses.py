"""Which machines a link from data may make us ask: those of the public internet, and no other.

A link may lead to the router, to a server that trusts its own network, or to the passwords that a
cloud gives its machines. So a name is looked up once, each address that comes back is judged, and
the connection is made to that very address: a name that would lead elsewhere a moment later (DNS
rebinding) is not looked up again.
"""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterable
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

#: IANA IPv4 Special-Purpose Address Registry (RFC 6890), multicast, and two that clouds give to
#: services of their own machines. A list of our own, since `ipaddress` differs between versions.
_NOT_PUBLIC = tuple(
    map(
        IPv4Network,
        (
            "0.0.0.0/8",
            "10.0.0.0/8",
            "100.64.0.0/10",
            "127.0.0.0/8",
            "168.63.129.16/32",  # Azure, as seen from its machines
            "169.254.0.0/16",
            "172.16.0.0/12",
            "192.0.0.0/24",
            "192.0.2.0/24",
            "192.88.99.0/24",
            "192.168.0.0/16",
            "198.18.0.0/15",
            "198.51.100.0/24",
            "203.0.113.0/24",
            "224.0.0.0/3",
        ),
    )
)
#: All that is given out (RFC 4291), but for protocols, documentation and tunnels inside it.
_PUBLIC_6 = IPv6Network("2000::/3")
_NOT_PUBLIC_6 = tuple(map(IPv6Network, ("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20")))
#: How networks without IPv4 reach it (RFC 6052): the last four bytes are the address that is meant.
_NAT64 = IPv6Network("64:ff9b::/96")

#: As `socket.getaddrinfo(host, port, type=…)`.
Resolve = Callable[..., Iterable[tuple[object, object, object, str, tuple[object, ...]]]]


class NotPublicError(Exception):
    """The host has addresses, and none of them is public; `args[0]` is the first."""


def is_public(address: str) -> bool:
    """Whether anyone on the internet can reach this IP address; False where it is none."""
    try:
        found = ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(found, IPv6Address):
        if found.ipv4_mapped is not None:
            found = found.ipv4_mapped
        elif found in _NAT64:
            found = IPv4Address(found.packed[-4:])
        else:
            return found in _PUBLIC_6 and not any(found in net for net in _NOT_PUBLIC_6)
    return not any(found in net for net in _NOT_PUBLIC)


class Guard:
    """Looks hosts up and lets only public addresses pass.

    Args:
        allowed: hosts that may be at any address, as names or addresses in small letters.
        resolve: looks a name up.
    """

    def __init__(self, allowed: Iterable[str] = (), resolve: Resolve = socket.getaddrinfo) -> None:
        self._allowed = frozenset(host.lower() for host in allowed)
        self._resolve = resolve

    def addresses(self, host: str, port: int) -> list[str]:
        """Where a connection may be made to, in the order of preference.

        Raises:
            NotPublicError: the host is only where it may not be asked.
            OSError: the name cannot be looked up (`socket.gaierror`).
            UnicodeError: the name cannot be one.
        """
        found = self._resolve(host, port, type=socket.SOCK_STREAM)
        addresses = list(dict.fromkeys(str(place[0]) for *_, place in found))
        if host.lower() in self._allowed:
            return addresses
        public = [address for address in addresses if is_public(address)]
        if addresses and not public:
            raise NotPublicError(addresses[0])
        return public
