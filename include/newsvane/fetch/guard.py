"""The SSRF guard: no request reaches a private address, by whatever name or notation.

Names are checked in the resolver, on the same addresses that aiohttp then connects to, so a name cannot be rebound
between check and connect. Addresses that are written in the URL are not resolved: `require_public_literal` checks
those, for each redirect.
"""

import asyncio
import re
import socket
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from aiohttp.abc import AbstractResolver, ResolveResult

from newsvane.errors import ConfigError, FetchRefused

_RESERVED = (ip_network("192.0.0.0/24"), ip_network("168.63.129.16/32"))
"""Addresses that `is_global` wrongly accepts: protocol assignments (metadata of Oracle), metadata of Azure."""

_RESOLVED = socket.AI_NUMERICHOST | socket.AI_NUMERICSERV
"""Flags that mark an address as already resolved."""

_NAT64 = ip_network("64:ff9b::/96")
_NUMERIC = re.compile(r"(0x[0-9a-f]*|\d+)(\.(0x[0-9a-f]*|\d+))*\.?", re.IGNORECASE)


def is_public(address: str) -> bool:
    """Return whether an IP address, and any address embedded in it, is on the public Internet (IANA's registries)."""
    ip = ip_address(address)
    if isinstance(ip, IPv6Address):
        embedded = _embedded_address(ip)
        if embedded:
            return is_public(str(embedded))
        if ip.is_site_local or ip.is_reserved:
            return False
    return ip.is_global and not ip.is_multicast and not any(ip in network for network in _RESERVED)


def _embedded_address(ip: IPv6Address) -> IPv4Address | None:
    if ip in _NAT64:
        return IPv4Address(int(ip) & 0xFFFFFFFF)
    return ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)


def require_public_literal(host: str) -> None:
    """Raise FetchRefused (`blocked_address`) if `host` is an IP address, in any notation, that is not public.

    Any other numeric host is refused as `bad_url`: browsers read 017700000001 and 0x7f.1 as addresses, Newsvane does
    not.
    """
    if ":" not in host and not _NUMERIC.fullmatch(host):
        return
    try:
        public = is_public(host)
    except ValueError:
        try:
            public = is_public(socket.inet_ntoa(socket.inet_aton(host.rstrip("."))))
        except OSError:
            public = True
        if public:
            raise FetchRefused(f"{host} is neither a host name nor a plain IP address", reason="bad_url") from None
    if not public:
        raise FetchRefused(f"{host} is a private or reserved address", reason="blocked_address")


@dataclass(frozen=True)
class ConnectionOverrides:
    """Hosts that are replaced by other addresses (setting `connect_to`). Only these may have private addresses."""

    rules: tuple[tuple[str, str, int], ...]

    @classmethod
    def parse(cls, text: str) -> "ConnectionOverrides":
        """Parse `HOST=ADDRESS:PORT, …`. Raises ConfigError."""
        rules = []
        for item in filter(None, (part.strip() for part in text.split(","))):
            found = re.fullmatch(r"(?P<host>[^=\s]+)=\[?(?P<address>[0-9a-fA-F:.]+?)\]?:(?P<port>\d{1,5})", item)
            try:
                if found is None:
                    raise ValueError("expected HOST=ADDRESS:PORT")
                rules.append((found["host"].lower(), str(ip_address(found["address"])), int(found["port"])))
            except ValueError as error:
                raise ConfigError(f"NEWSVANE_CONNECT_TO: {item!r}: {error}", reason="settings") from error
        return cls(tuple(rules))

    def find(self, host: str) -> tuple[str, int] | None:
        """Return address and port from the first rule that matches: the host, a suffix of it (`.example`), or `*`."""
        host = host.lower().rstrip(".")
        for pattern, address, port in self.rules:
            if pattern in ("*", host) or (pattern.startswith(".") and f".{host}".endswith(pattern)):
                return address, port
        return None


class GuardedResolver(AbstractResolver):
    """A resolver that returns only public addresses, except for overridden hosts.

    The lookup of a dead name blocks its thread for 5 to 30 seconds, longer than the request that waits for it.
    Therefore there must be more `threads` than concurrent requests; otherwise such lookups would delay other requests.
    """

    def __init__(self, overrides: ConnectionOverrides, *, threads: int) -> None:
        self._overrides = overrides
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="dns")

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        """Return the addresses of a host. Raises OSError if there are none, FetchRefused if none is public."""
        override = self._overrides.find(host)
        if override:
            address, port = override
            family = socket.AF_INET6 if ":" in address else socket.AF_INET
            return [ResolveResult(hostname=host, host=address, port=port, family=family, proto=0, flags=0)]
        look_up = partial(socket.getaddrinfo, host, port, family, socket.SOCK_STREAM, flags=socket.AI_ADDRCONFIG)
        found = await asyncio.get_running_loop().run_in_executor(self._threads, look_up)
        answers = [
            ResolveResult(hostname=host, host=str(name), port=port, family=kind, proto=proto, flags=_RESOLVED)
            for kind, _, proto, _, (name, *_) in found
        ]
        if not answers:
            raise socket.gaierror(socket.EAI_NONAME, "no address")
        public = [answer for answer in answers if is_public(answer["host"])]
        if not public:
            raise FetchRefused(f"{host} resolves to {answers[0]['host']}, a private address", reason="blocked_address")
        return public

    async def close(self) -> None:
        """Release the threads. Those that are busy end with their lookup."""
        self._threads.shutdown(wait=False, cancel_futures=True)
