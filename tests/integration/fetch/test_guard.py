"""No request reaches a private address, by whatever name, notation or DNS rebinding."""

import asyncio
import socket
import threading
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import pytest

from newsvane.errors import ConfigError, FetchRefused
from newsvane.fetch import Fetcher
from newsvane.fetch.guard import ConnectionOverrides, is_public, require_public_literal
from tests.support.fetch_server import MAX, Server, failure, fetch, ok, served, settings, to


@dataclass
class Internet:
    """What names lead to (the last answer stays), and what was connected to."""

    public: Server
    private: Server
    port: int
    dns: list[list[str]] = field(default_factory=list)
    lookups: int = 0
    connected: list[str] = field(default_factory=list)


PRIVATE = [
    "127.0.0.1",
    "2130706433",
    "017700000001",
    "0x7f000001",
    "0177.0.0.1",
    "0x7f.1",
    "127.1",
    "0",
    "[::1]",
    "[::]",
    "[::ffff:127.0.0.1]",
    "[::ffff:7f00:1]",
    "[64:ff9b::7f00:1]",
    "[2002:7f00:1::]",
    "[fe80::1]",
    "[fd00:ec2::254]",
    "10.0.0.1",
    "172.16.0.1",
    "192.168.1.1",
    "100.64.0.1",
    "169.254.169.254",
    "224.0.0.1",
    "255.255.255.255",
    "user:password@127.0.0.1",
    "①②⑦.⓪.⓪.①",
    "127.0.0.1.",
    "localhost",
]


@pytest.mark.parametrize("host", PRIVATE)
async def test_redirect_into_private_space_is_blocked(world: tuple[Server, str], host: str) -> None:
    server, connect_to = world
    port = connect_to.rpartition(":")[2]
    where, _, name = host.rpartition("@")
    server.answers = {"/x": to(f"http://{where}@{name}:{port}/secret" if where else f"http://{name}:{port}/secret")}
    error = await failure(connect_to)
    assert error.reason == "blocked_address"
    assert "password" not in str(error)
    assert not server.asked("/secret")


@pytest.mark.parametrize("host", PRIVATE)
async def test_private_address_is_blocked_at_once(world: tuple[Server, str], host: str) -> None:
    assert (await failure(world[1], f"http://{host}:{world[1].rpartition(':')[2]}/")).reason == "blocked_address"
    assert not world[0].requests


@pytest.mark.parametrize(
    ("address", "public"),
    [
        pytest.param("93.184.215.14", True, id="public"),
        pytest.param("2606:4700::1111", True, id="public IPv6"),
        pytest.param("::ffff:93.184.215.14", True, id="public, mapped"),
        pytest.param("64:ff9b::5db8:d70e", True, id="public, NAT64"),
        pytest.param("168.63.129.16", False, id="Azure metadata"),
        pytest.param("192.0.0.192", False, id="Oracle metadata"),
        pytest.param("198.18.0.1", False, id="benchmarks"),
        pytest.param("192.0.2.1", False, id="documentation"),
        pytest.param("2001:db8::1", False, id="documentation IPv6"),
        pytest.param("::127.0.0.1", False, id="IPv4-compatible"),
        pytest.param("fec0::1", False, id="site-local"),
        pytest.param("ff02::1", False, id="multicast IPv6"),
        pytest.param("fe80::1%eth0", False, id="with zone"),
        pytest.param("240.0.0.1", False, id="class E"),
    ],
)
def test_addresses(address: str, public: bool) -> None:
    assert is_public(address) is public


@pytest.mark.parametrize("host", ["8.8", "1.2.3.4.5", "0x"])
def test_other_numeric_hosts_are_refused(host: str) -> None:
    with pytest.raises(FetchRefused) as caught:
        require_public_literal(host)
    assert caught.value.reason == "bad_url"


async def test_a_proxy_from_the_environment_is_used_and_guarded(
    world: tuple[Server, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    server, connect_to = world
    server.answers = {"http://far.test/x": ok(b"by proxy")}
    monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{connect_to.rpartition(':')[2]}")
    assert (await fetch("", "http://far.test/x")).body == b"by proxy"
    assert (await failure("", "http://10.0.0.1/x")).reason == "blocked_address"
    assert len(server.requests) == 1


@pytest.mark.parametrize(
    ("host", "found"),
    [
        pytest.param("a.example", ("127.0.0.1", 1), id="suffix"),
        pytest.param("A.B.Example.", ("127.0.0.1", 1), id="deeper, other case"),
        pytest.param("translate.goog", ("::1", 2), id="name"),
        pytest.param("x.translate.goog", None, id="a name is no suffix"),
        pytest.param("badexample", None, id="a suffix begins at a dot"),
    ],
)
def test_connection_overrides(host: str, found: tuple[str, int] | None) -> None:
    assert ConnectionOverrides.parse(".example=127.0.0.1:1, translate.goog=[::1]:2").find(host) == found


@pytest.mark.parametrize("text", ["a.example", "a.example=b.example:80", "a.example=127.0.0.1", "=127.0.0.1:1"])
def test_overrides_that_cannot_be_read(text: str) -> None:
    with pytest.raises(ConfigError, match="NEWSVANE_CONNECT_TO"):
        ConnectionOverrides.parse(text)


PUBLIC, OTHER, PRIVATE_ADDRESS = "93.184.215.14", "198.51.101.7", "127.0.0.1"


@pytest.fixture
async def internet(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Internet]:
    """The addresses PUBLIC and OTHER lead to a server of their own; DNS gives each name what it is told to, in turn."""
    async with served() as (public, there), served() as (private, here):
        net = Internet(public, private, port=int(here.rpartition(":")[2]))
        connect = asyncio.SelectorEventLoop.sock_connect

        async def routed(loop: asyncio.SelectorEventLoop, sock: socket.socket, address: tuple[str, int]) -> None:
            net.connected.append(address[0])
            if address[0] == OTHER:
                raise ConnectionRefusedError
            leads_to = ("127.0.0.1", int(there.rpartition(":")[2])) if address[0] == PUBLIC else address
            await connect(loop, sock, leads_to)

        def look_up(host: str, port: int, *_: object, **__: object) -> list[tuple[object, ...]]:
            net.lookups += 1
            answer = net.dns.pop(0) if len(net.dns) > 1 else net.dns[0]
            return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in answer]

        monkeypatch.setattr(asyncio.SelectorEventLoop, "sock_connect", routed)
        monkeypatch.setattr(socket, "getaddrinfo", look_up)
        public.answers = private.answers = {"/x": ok(b"public"), "/again": to(f"http://rebind.test:{net.port + 1}/x")}
        yield net


@pytest.mark.parametrize(
    ("answers", "asked", "reason"),
    [
        pytest.param([[PUBLIC], [PRIVATE_ADDRESS]], "/x", None, id="private after the check"),
        pytest.param([[PRIVATE_ADDRESS], [PUBLIC]], "/x", "blocked_address", id="public after the check"),
        pytest.param([[PUBLIC], [PRIVATE_ADDRESS]], "/again", "blocked_address", id="private at the next hop"),
        pytest.param([[PUBLIC, PRIVATE_ADDRESS]], "/x", None, id="both"),
        pytest.param([[PRIVATE_ADDRESS, PUBLIC]], "/x", None, id="both, private first"),
        pytest.param([[OTHER, PRIVATE_ADDRESS, PUBLIC]], "/x", None, id="private between a dead one and a good one"),
        pytest.param([[OTHER, PRIVATE_ADDRESS]], "/x", "refused", id="the public one is dead"),
        pytest.param([["169.254.169.254", "10.0.0.1"]], "/x", "blocked_address", id="all private"),
    ],
)
async def test_dns_rebinding_reaches_no_private_server(
    internet: Internet, answers: list[list[str]], asked: str, reason: str | None
) -> None:
    internet.dns = answers
    url = f"http://rebind.test:{internet.port}{asked}"
    if reason:
        assert (await failure("", url, fetch_timeout=60)).reason == reason
    else:
        assert (await fetch("", url, fetch_timeout=60)).body == b"public"
    assert PRIVATE_ADDRESS not in internet.connected
    assert not internet.private.requests
    assert internet.lookups


async def test_every_batch_resolves_and_checks_names_again(internet: Internet) -> None:
    internet.dns = [[PUBLIC], [PRIVATE_ADDRESS]]
    url = f"http://rebind.test:{internet.port}/x"
    async with Fetcher(settings("", fetch_timeout=60)) as fetcher:
        for _ in range(3):
            assert (await fetcher.get(url, max_bytes=MAX)).body == b"public"
    assert (await failure("", url)).reason == "blocked_address"
    assert (internet.connected, internet.private.requests) == ([PUBLIC] * 3, [])


async def test_lookups_of_dead_names_do_not_delay_others(internet: Internet, monkeypatch: pytest.MonkeyPatch) -> None:
    known, released = socket.getaddrinfo, threading.Event()

    def look_up(host: str, *arguments: object, **named: object) -> object:
        if host.startswith("dead"):
            released.wait(5)
            raise socket.gaierror(socket.EAI_AGAIN, "no answer")
        return known(host, *arguments, **named)

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    internet.dns = [[PUBLIC]]
    try:
        async with Fetcher(settings("", fetch_timeout=0.6, concurrency=8)) as fetcher:
            dead = [fetcher.get(f"http://dead{n}.test/x", max_bytes=MAX) for n in range(24)]
            alive = [fetcher.get(f"http://alive{n}.test/x", max_bytes=MAX) for n in range(8)]
            *failed, parsed = await asyncio.gather(*dead, asyncio.to_thread(str), return_exceptions=True)
            pages = await asyncio.gather(*alive)
            assert {error.reason for error in failed} == {"timeout"}
            assert [page.body for page in pages] == [b"public"] * 8
            assert parsed == ""
    finally:
        released.set()
