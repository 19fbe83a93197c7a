"""Where requests come from, and which hosts are ours.

A limit counts by the client's address: the peer's, unless the peer is the platform's own proxy (on a Space) or one
that the operator names; then the last hop that it vouches for (contract, part 6).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Final
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.types import Scope

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

_PRIVATE = "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "127.0.0.0/8", "::1", "fc00::/7"
PLATFORM: Final = tuple(map(ip_network, _PRIVATE))
"""Where a Space's own proxy connects from: nothing else reaches a Space's container."""
MAX_HOPS: Final = 10
HOST: Final = re.compile(r"[A-Za-z0-9.\-_]{1,253}(:[0-9]{1,5})?|\[[0-9a-fA-F:.]{2,45}\](:[0-9]{1,5})?")
"""What a host header may be: a name or an address, with or without a port."""

_PORT = re.compile(r"(?P<v4>[0-9.]+):[0-9]+|\[(?P<v6>[0-9a-fA-F:.]+)\](:[0-9]+)?")


class Addresses:
    """Finds the client of a request behind the proxies in `trusted`."""

    def __init__(self, trusted: Iterable[Network]) -> None:
        self._trusted = tuple(trusted)

    def client(self, scope: Scope) -> str:
        """What limits count a request by; "" where nothing is known of its sender.

        An IPv4 address, or the /64 of an IPv6 one: a household has at least that many addresses to itself.
        """
        peer = str(scope["client"][0]) if scope.get("client") else ""
        client = _read(peer)
        if client is None:
            return peer
        if self._vouches(client):
            client = self._behind(Headers(scope=scope).getlist("x-forwarded-for")) or client
        return str(IPv6Network((int(client), 64), strict=False)) if isinstance(client, IPv6Address) else str(client)

    def _behind(self, told: list[str]) -> Address | None:
        """The last hop that is no trusted proxy itself; what is further away is only what that hop says."""
        client = None
        for hop in reversed(",".join(told).rsplit(",", MAX_HOPS)[-MAX_HOPS:]):
            address = _read(hop.strip())
            if address is None:
                break
            client = address
            if not self._vouches(address):
                break
        return client

    def _vouches(self, address: Address) -> bool:
        return any(address in network for network in self._trusted)


def client_address(scope: Scope) -> str:
    """What a limit counts a request by: the guard of every route has put it in the peer's place."""
    client = scope.get("client")
    return str(client[0]) if client else ""


def is_foreign(headers: Headers, own_hosts: frozenset[str]) -> bool:
    """Whether the Origin of a request is another site. `own_hosts` are ours beside the one the request names."""
    origin = headers.get("origin")
    if origin is None:
        return False
    try:
        host = urlsplit(origin).netloc.lower()
    except ValueError:
        return True
    return not host or (host != headers.get("host", "").lower() and host not in own_hosts)


def _read(text: str) -> Address | None:
    """An address, without the port that some proxies add; an IPv4 one where IPv6 only wraps it."""
    with_port = _PORT.fullmatch(text)
    if with_port:
        text = with_port["v4"] or with_port["v6"]
    try:
        address = ip_address(text)
    except ValueError:
        return None
    return (address.ipv4_mapped or address) if isinstance(address, IPv6Address) else address
