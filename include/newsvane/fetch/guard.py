"""The SSRF guard: no request reaches a private address, by whatever name or notation.

Names are checked in the resolver, on the very addresses that aiohttp then connects to, so a name cannot be rebound
between check and connect. Addresses written in the URL never meet a resolver: `check_literal` takes those, at each hop.
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
"""What `is_global` lets pass and should not: protocol assignments (Oracle's metadata), Azure's metadata."""

_AS_IT_IS = socket.AI_NUMERICHOST | socket.AI_NUMERICSERV
"""An address that was looked up and is not to be looked up again."""

_NAT64 = ip_network("64:ff9b::/96")
_NUMERIC = re.compile(r"(0x[0-9a-f]*|\d+)(\.(0x[0-9a-f]*|\d+))*\.?", re.IGNORECASE)


def is_public(address: str) -> bool:
    """Whether an IP address lies on the public Internet (IANA's registries), the address embedded in it included."""
    ip = ip_address(address)
    if isinstance(ip, IPv6Address):
        embedded = _embedded(ip)
        if embedded:
            return is_public(str(embedded))
        if ip.is_site_local or ip.is_reserved:
            return False
    return ip.is_global and not ip.is_multicast and not any(ip in network for network in _RESERVED)


def _embedded(ip: IPv6Address) -> IPv4Address | None:
    if ip in _NAT64:
        return IPv4Address(int(ip) & 0xFFFFFFFF)
    return ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)


def check_literal(host: str) -> None:
    """Raise FetchRefused (`blocked_address`) where `host` is an IP address, however written, that is not public.

    Any other numeric host is refused as `bad_url`: browsers read 017700000001 and 0x7f.1 as addresses, we do not.
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
            raise FetchRefused(f"{host} is no host name and no plain IP address", reason="bad_url") from None
    if not public:
        raise FetchRefused(f"{host} is a private or reserved address", reason="blocked_address")


@dataclass(frozen=True)
class Detours:
    """Hosts that are connected to elsewhere (setting `connect_to`); they alone may lie on a private address."""

    rules: tuple[tuple[str, str, int], ...]

    @classmethod
    def parse(cls, text: str) -> "Detours":
        """Read `HOST=ADDRESS:PORT, …`. Raises ConfigError."""
        rules = []
        for item in filter(None, (part.strip() for part in text.split(","))):
            found = re.fullmatch(r"(?P<host>[^=\s]+)=\[?(?P<address>[0-9a-fA-F:.]+?)\]?:(?P<port>\d{1,5})", item)
            try:
                if found is None:
                    raise ValueError("want HOST=ADDRESS:PORT")
                rules.append((found["host"].lower(), str(ip_address(found["address"])), int(found["port"])))
            except ValueError as error:
                raise ConfigError(f"NEWSVANE_CONNECT_TO: {item!r}: {error}", reason="settings") from error
        return cls(tuple(rules))

    def find(self, host: str) -> tuple[str, int] | None:
        """Address and port for a host: by its name, by a suffix (`.example`), or by `*`; the first rule that fits."""
        host = host.lower().rstrip(".")
        for pattern, address, port in self.rules:
            if pattern in ("*", host) or (pattern.startswith(".") and f".{host}".endswith(pattern)):
                return address, port
        return None


class GuardedResolver(AbstractResolver):
    """DNS that answers with public addresses only, detours aside.

    A lookup of a dead name blocks its thread for 5 to 30 seconds, and outlives the request that gave it up: `lookups`
    threads, more than requests in flight, keep the others from waiting behind it.
    """

    def __init__(self, detours: Detours, *, lookups: int) -> None:
        self._detours = detours
        self._threads = ThreadPoolExecutor(lookups, thread_name_prefix="dns")

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        """Addresses of a host. Raises OSError where there is none, FetchRefused where none is public."""
        detour = self._detours.find(host)
        if detour:
            address, port = detour
            family = socket.AF_INET6 if ":" in address else socket.AF_INET
            return [ResolveResult(hostname=host, host=address, port=port, family=family, proto=0, flags=0)]
        look_up = partial(socket.getaddrinfo, host, port, family, socket.SOCK_STREAM, flags=socket.AI_ADDRCONFIG)
        found = await asyncio.get_running_loop().run_in_executor(self._threads, look_up)
        answers = [
            ResolveResult(hostname=host, host=str(name), port=port, family=kind, proto=proto, flags=_AS_IT_IS)
            for kind, _, proto, _, (name, *_) in found
        ]
        if not answers:
            raise socket.gaierror(socket.EAI_NONAME, "no address")
        public = [answer for answer in answers if is_public(answer["host"])]
        if not public:
            raise FetchRefused(f"{host} is at {answers[0]['host']}, a private address", reason="blocked_address")
        return public

    async def close(self) -> None:
        """Release the threads; those that still look up end when their lookup does."""
        self._threads.shutdown(wait=False, cancel_futures=True)
