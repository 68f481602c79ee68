"""Limits per host, and unreachable hosts; no slots, sockets or tasks leak."""

import asyncio
import contextlib
import os
import socket
import time
import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from newsvane.errors import FetchFailed, OutOfTime
from newsvane.fetch import Fetcher
from newsvane.records import Page
from tests.support import outlet
from tests.support.fetch_server import MAX, Answer, Server, endless, fetch, ok, reset, settings, silence, status
from tests.support.virtual_clock import VirtualClock


async def times(world: tuple[Server, str], hosts: list[str], **changes: object) -> list[float]:
    """When the server was asked, from the first request on."""
    server, connect_to = world

    async def slow(writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(0.1)
        writer.write(ok())

    server.answers["/x"] = slow
    async with Fetcher(settings(connect_to, **changes)) as fetcher:
        await asyncio.gather(*(fetcher.get(f"http://{host}.example/x", max_bytes=MAX) for host in hosts))
    asked = [request.at for request in server.asked("/x")]
    return [moment - asked[0] for moment in asked]


async def test_concurrency_per_host_is_limited(world: tuple[Server, str]) -> None:
    await times(world, ["a"] * 6, host_concurrency=2)
    assert world[0].most == 2


async def read(fetcher: Fetcher, address: str, source: str) -> None:
    async def handle(page: Page) -> None:
        pass

    await fetcher.process(f"http://{address}", handle, max_bytes=MAX, source=source)


async def answer_slowly(writer: asyncio.StreamWriter) -> None:
    await asyncio.sleep(0.5)
    writer.write(ok())


async def test_one_source_leaves_half_of_the_slots_to_the_others(world: tuple[Server, str]) -> None:
    server, connect_to = world
    server.answers |= {"/slow": answer_slowly, "/fast": ok()}
    async with Fetcher(settings(connect_to, concurrency=4)) as fetcher:
        many = (read(fetcher, f"h{number}.example/slow", "slow") for number in range(8))
        await asyncio.gather(*many, read(fetcher, "other.example/fast", "fast"))
    (other,) = server.asked("/fast")
    assert sum(request.at < other.at for request in server.asked("/slow")) <= 2


async def test_a_source_without_a_slot_takes_no_turn_of_a_host(world: tuple[Server, str]) -> None:
    server, connect_to = world
    server.answers |= {"/slow": answer_slowly, "/made-up": ok(), "/news": ok()}
    async with Fetcher(settings(connect_to, concurrency=4, host_concurrency=1, host_delay=0.01)) as fetcher:
        many = [read(fetcher, f"h{number}.example/slow", "slow") for number in range(8)]
        others = [read(fetcher, "victim.example/made-up", "slow"), read(fetcher, "victim.example/news", "own")]
        await asyncio.gather(*many, *others)
    [news], [made_up] = server.asked("/news"), server.asked("/made-up")
    assert news.at < made_up.at
    assert sum(request.at < news.at for request in server.asked("/slow")) <= 2


async def test_requests_of_a_source_to_a_site_keep_the_delay(world: tuple[Server, str]) -> None:
    """Another source waits for none of them, nor does the same one elsewhere."""
    server, connect_to = world
    server.answers["/x"] = ok()
    everywhere = "*=" + connect_to.partition("=")[2]
    async with Fetcher(settings(everywhere, host_delay=0.5)) as fetcher:
        many = [read(fetcher, f"h{number}.wild.example/x", "list") for number in range(3)]
        accounts = [read(fetcher, f"h{number}.blogspot.com/x", "list") for number in range(3)]
        await asyncio.gather(*many, *accounts, read(fetcher, "www.wild.example/x", "own"))
    asked = sorted(request.at for request in server.asked("/x"))
    assert [round((moment - asked[0]) / 0.5) for moment in asked] == [0, 0, 0, 0, 0, 1, 2]


async def test_total_concurrency_is_limited(world: tuple[Server, str]) -> None:
    await times(world, list("abcdef"), concurrency=3)
    assert world[0].most == 3


async def test_requests_to_a_host_keep_the_delay(world: tuple[Server, str]) -> None:
    started = await times(world, ["a", "a", "a", "b"], host_delay=0.5)
    assert [round(moment / 0.5) for moment in started] == [0, 0, 1, 2]


async def test_crawl_delay_is_kept(world: tuple[Server, str]) -> None:
    world[0].answers["/robots.txt"] = ok(b"User-agent: newsvane\nCrawl-delay: 0.5")
    started = await times(world, ["a", "a", "a"], respect_robots=True)
    assert started[-1] >= 0.9


@pytest.mark.parametrize("first_age", [0, 1, 100], ids=["at once", "in the middle of the pause", "long after"])
async def test_crawl_delay_is_kept_from_one_task_to_the_next(
    world: tuple[Server, str], tmp_path: Path, first_age: float
) -> None:
    """A task knows what another process has left in the home: here, the time of the last request."""
    server, connect_to = world
    server.answers |= {"/robots.txt": ok(b"User-agent: newsvane\nCrawl-delay: 3"), "/x": ok()}
    for age in (first_age, 0):
        await fetch(connect_to, home=tmp_path, respect_robots=True)
        for path in (tmp_path / "robots").glob("*.start"):
            last = path.stat().st_mtime - age
            os.utime(path, (last, last))
    first, second = (request.at for request in server.asked("/x"))
    assert second - first >= max(0, 3 - first_age) - 0.1
    assert second - first < max(0, 3 - first_age) + 1.5


async def test_a_host_that_asks_for_no_pause_is_not_remembered(world: tuple[Server, str], tmp_path: Path) -> None:
    server, connect_to = world
    server.answers |= {"/robots.txt": ok(b"User-agent: *\nAllow: /"), "/x": ok()}
    await fetch(connect_to, home=tmp_path, respect_robots=True, host_delay=0.1)
    assert not list((tmp_path / "robots").glob("*.start"))


async def test_waiting_for_a_slot_does_not_count_towards_the_timeout(world: tuple[Server, str]) -> None:
    assert len(await times(world, ["a"] * 4, host_delay=1, fetch_timeout=2.5)) == 4


async def test_the_delay_is_kept_after_a_long_wait_for_a_slot(world: tuple[Server, str]) -> None:
    async def slow(writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(0.4)
        writer.write(ok())

    world[0].answers["b.example/x"] = slow
    started = await times(world, ["b", "a", "a"], concurrency=1, host_delay=0.15)
    assert started[2] - started[1] > 0.14


def finish_times(clock: VirtualClock, hosts: str, *, start_seconds: float, **changes: object) -> list[float | None]:
    """Return when the answer of each request came, None for one that was out of time, if all were made at once."""

    async def fetch_one(fetcher: Fetcher, host: str) -> float | None:
        try:
            await fetcher.get(f"http://{host}.example/x", max_bytes=MAX)
        except OutOfTime:
            return None
        return clock.seconds

    async def fetch_all(connect_to: str) -> list[float | None]:
        async with Fetcher(settings(connect_to, **changes), start_seconds=start_seconds) as fetcher:
            return await asyncio.gather(*(fetch_one(fetcher, host) for host in hosts))

    with outlet.outlet({"/x": outlet.Answer("hello")}) as connect_to:
        return asyncio.run(fetch_all(connect_to))


def test_a_turn_that_would_come_too_late_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """The turns of one host do not take the only slot from another one while they wait."""
    clock = VirtualClock(monkeypatch)
    found = finish_times(clock, "aaaaaaab", start_seconds=100, host_delay=30, concurrency=1)
    assert found == [0, 30, 60, 90, None, None, None, 0]
    assert clock.seconds == 90


def test_a_slot_that_comes_too_late_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = VirtualClock(monkeypatch)
    clock.slow = {"a.example": 29.0}
    found = finish_times(clock, "abc", start_seconds=20, concurrency=1, fetch_timeout=30)
    assert found == [29, None, None]


@pytest.fixture
def full() -> Iterator[int]:
    """A port where nobody answers: the queue of its socket is full."""
    with socket.socket() as listener, contextlib.ExitStack() as waiting:
        listener.bind(("127.0.0.1", 0))
        listener.listen(0)
        for _ in range(4):
            client = waiting.enter_context(socket.socket())
            client.setblocking(False)
            client.connect_ex(listener.getsockname())
        yield listener.getsockname()[1]


@pytest.fixture
def closed() -> Iterator[int]:
    """A port where connections are refused."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        yield taken.getsockname()[1]


@pytest.mark.parametrize(("port", "reason"), [("full", "timeout"), ("closed", "refused")])
@pytest.mark.parametrize("respect_robots", [False, True])
async def test_other_requests_to_an_unreachable_host_fail_at_once(
    request: pytest.FixtureRequest, port: str, reason: str, respect_robots: bool
) -> None:
    connect_to = f".example=127.0.0.1:{request.getfixturevalue(port)}"
    asked = settings(connect_to, fetch_timeout=3.0, host_delay=1.0, host_concurrency=1, respect_robots=respect_robots)
    async with Fetcher(asked) as fetcher:
        gets = [fetcher.get(f"http://a.example/{n}", max_bytes=MAX) for n in range(50)]
        began = time.monotonic()
        errors = await asyncio.gather(*gets, return_exceptions=True)
        assert time.monotonic() - began < 20
        with pytest.raises(FetchFailed, match="moment ago") as later:
            await fetcher.get("http://a.example/later", max_bytes=MAX)
    assert {error.reason for error in [*errors, later.value]} == {reason}
    assert sum("moment ago" not in str(error) for error in errors) == (50 if respect_robots else 1)


async def test_an_unreachable_host_is_remembered_per_batch_and_port(world: tuple[Server, str], closed: int) -> None:
    world[0].answers["/x"] = ok()
    alive = world[1].partition("=")[2]
    async with Fetcher(settings(f"a.example=127.0.0.1:{closed},*={alive}")) as fetcher:
        for host in ("a", "b"):
            with contextlib.suppress(FetchFailed):
                assert (await fetcher.get(f"http://{host}.example/x", max_bytes=MAX)).body == b"hello"
        with pytest.raises(FetchFailed) as caught:
            await fetcher.get("http://a.example:81/x", max_bytes=MAX)
    assert "moment ago" not in str(caught.value)
    assert (await fetch(world[1])).body == b"hello"


@pytest.mark.parametrize("answer", [reset, silence, status(500), status(200, "Content-Length: 9")])
async def test_a_host_that_was_reached_is_not_marked_unreachable(world: tuple[Server, str], answer: Answer) -> None:
    world[0].answers = {"/bad": answer, "/x": ok()}
    async with Fetcher(settings(world[1], fetch_timeout=2 if answer is silence else 20)) as fetcher:
        with pytest.raises(FetchFailed):
            await fetcher.get("http://a.example/bad", max_bytes=MAX)
        assert (await fetcher.get("http://a.example/x", max_bytes=MAX)).body == b"hello"


async def test_ten_thousand_waiting_requests_take_little_memory(world: tuple[Server, str]) -> None:
    world[0].answers["/0"] = silence
    async with Fetcher(settings(world[1], host_concurrency=1, fetch_timeout=5)) as fetcher:
        tracemalloc.start()
        gets = [fetcher.get(f"http://h{n % 500}.example/{n // 500}", max_bytes=MAX) for n in range(10_000)]
        tasks = [asyncio.create_task(get) for get in gets]
        await asyncio.sleep(0.3)
        size, _ = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    assert size < 10_000 * 8_000


async def test_nothing_stays_open(world: tuple[Server, str]) -> None:
    server, connect_to = world
    server.answers = {"/ok": ok(), "/big": endless(status(200), bytes(65_536)), "/never": silence}
    async with Fetcher(settings(connect_to)) as fetcher:
        urls = [f"http://{host}.example/{path}" for host in "abc" for path in ("ok", "big", "never")]
        await asyncio.gather(*(fetcher.get(url, max_bytes=MAX) for url in urls), return_exceptions=True)
        tasks = [asyncio.create_task(fetcher.get(f"http://{host}.example/never", max_bytes=MAX)) for host in "def"]
        await asyncio.sleep(0.1)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        assert not links(connect_to)
    assert not links(connect_to)


def links(connect_to: str) -> list[object]:
    """Connections of ours that are still open."""
    port = int(connect_to.rpartition(":")[2])
    still = [link for link in psutil.Process().net_connections("tcp") if link.raddr and link.raddr.port == port]
    return [link for link in still if link.status == psutil.CONN_ESTABLISHED]
