"""robots.txt is loaded once, obeyed and cached."""

import contextlib
import os
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from newsvane.errors import FetchFailed, FetchRefused, NewsvaneError
from newsvane.fetch import Fetcher, remove_old_robots
from tests.support.fetch_server import MAX, Answer, Server, failure, fetch, ok, settings, silence, status, to

ROBOTS = b"User-agent: newsvane\nDisallow: /closed\nCrawl-delay: 0.2\n\nUser-agent: *\nDisallow: /\n"


@pytest.mark.parametrize(
    ("answer", "path", "reason"),
    [
        pytest.param(ok(ROBOTS), "/x", None, id="allowed"),
        pytest.param(ok(ROBOTS), "/closed/x", "robots", id="forbidden"),
        pytest.param(ok(b"User-agent: *\nDisallow: /"), "/x", "robots", id="forbidden to all"),
        pytest.param(to("/elsewhere"), "/x", "robots", id="moved"),
        pytest.param(to("/robots.txt"), "/x", None, id="loop, so unavailable"),
        pytest.param(status(404), "/x", None, id="none"),
        pytest.param(status(403), "/x", None, id="403, so unavailable"),
        pytest.param(ok(b"<html>oops</html>"), "/x", None, id="a page instead"),
        pytest.param(ok(bytes(range(256)) * 9), "/x", None, id="garbage"),
        pytest.param(status(503), "/x", "robots_unreachable", id="503, so nothing for now"),
        pytest.param(silence, "/x", "timeout", id="no answer, so nothing for now"),
    ],
)
async def test_robots(world: tuple[Server, str], answer: Answer, path: str, reason: str | None) -> None:
    server, connect_to = world
    server.answers = {"/robots.txt": answer, path: ok(), "/elsewhere": ok(b"User-agent: *\nDisallow: /x")}
    limit = 2 if answer is silence else 20
    async with Fetcher(settings(connect_to, respect_robots=True, fetch_timeout=limit)) as fetcher:
        for _ in range(2):
            try:
                await fetcher.get(f"http://a.example{path}", max_bytes=MAX)
                assert reason is None
            except NewsvaneError as error:
                assert error.reason == reason
                assert isinstance(error, FetchRefused) is (reason == "robots")
    assert len(server.asked("/robots.txt")) == 1
    assert len(server.asked(path)) == (0 if reason else 2)


async def test_robots_txt_of_each_redirect_is_obeyed(world: tuple[Server, str]) -> None:
    server, connect_to = world
    server.answers = {
        "/x": to("http://closed.example/y"),
        "closed.example/robots.txt": ok(b"User-agent: *\nDisallow: /"),
        "/y": ok(),
    }
    assert (await failure(connect_to, respect_robots=True)).reason == "robots"
    assert not server.asked("/y")


async def test_robots_txt_can_be_ignored(world: tuple[Server, str]) -> None:
    world[0].answers = {"/robots.txt": ok(b"User-agent: *\nDisallow: /"), "/x": ok()}
    async with Fetcher(settings(world[1], respect_robots=True)) as fetcher:
        await fetcher.get("http://a.example/x", max_bytes=MAX, robots=False)
    assert not world[0].asked("/robots.txt")


ORIGIN = "http://a.example"


async def asked(world: tuple[Server, str], home: Path, path: str = "/x") -> int:
    """How often robots.txt was asked for by now, a batch later that fetches a page."""
    world[0].answers.setdefault(path, ok())
    await fetch(world[1], f"{ORIGIN}{path}", respect_robots=True, home=home)
    return len(world[0].asked("/robots.txt"))


def age(home: Path, by: timedelta) -> None:
    """Let time pass for the copies of robots.txt."""
    for path in (home / "robots").iterdir():
        moment = path.stat().st_mtime - by.total_seconds()
        os.utime(path, (moment, moment))


@pytest.mark.parametrize(
    ("header", "holds"),
    [
        pytest.param("X: none", timedelta(hours=24), id="not said"),
        pytest.param("Cache-Control: public, max-age=7200", timedelta(hours=2), id="two hours"),
        pytest.param("Cache-Control: max-age=60", timedelta(hours=1), id="a minute, so an hour"),
        pytest.param("Cache-Control: no-store", timedelta(hours=1), id="not to be kept, so an hour"),
        pytest.param("Cache-Control: max-age=99999999", timedelta(hours=24), id="for ever, so a day"),
        pytest.param("Cache-Control: max-age=soon", timedelta(hours=24), id="nonsense"),
    ],
)
async def test_robots_txt_is_cached_between_batches(
    world: tuple[Server, str], tmp_path: Path, header: str, holds: timedelta
) -> None:
    world[0].answers["/robots.txt"] = ok(ROBOTS, header)
    assert [await asked(world, tmp_path), await asked(world, tmp_path)] == [1, 1]
    age(tmp_path, holds - timedelta(minutes=1))
    assert await asked(world, tmp_path) == 1
    age(tmp_path, timedelta(minutes=2))
    assert await asked(world, tmp_path) == 2
    assert (await failure(world[1], f"{ORIGIN}/closed/", respect_robots=True, home=tmp_path)).reason == "robots"


async def test_a_missing_robots_txt_is_cached(world: tuple[Server, str], tmp_path: Path) -> None:
    assert [await asked(world, tmp_path), await asked(world, tmp_path)] == [1, 1]


async def test_an_unreachable_robots_txt_is_requested_in_the_next_batch(
    world: tuple[Server, str], tmp_path: Path
) -> None:
    world[0].answers["/robots.txt"] = status(503, "Retry-After: 120")
    error = await failure(world[1], respect_robots=True, home=tmp_path)
    assert (error.reason, error.retry_after) == ("robots_unreachable", timedelta(seconds=120))
    world[0].answers["/robots.txt"] = ok(ROBOTS)
    assert await asked(world, tmp_path) == 2


async def test_an_expired_copy_is_used_while_robots_txt_is_unreachable(
    world: tuple[Server, str], tmp_path: Path
) -> None:
    world[0].answers["/robots.txt"] = ok(ROBOTS)
    assert await asked(world, tmp_path) == 1
    world[0].answers["/robots.txt"] = status(503)
    age(tmp_path, timedelta(days=20))
    assert await asked(world, tmp_path) == 2
    assert (await failure(world[1], f"{ORIGIN}/closed/", respect_robots=True, home=tmp_path)).reason == "robots"
    age(tmp_path, timedelta(days=20))
    assert (await failure(world[1], respect_robots=True, home=tmp_path)).reason == "robots_unreachable"


@pytest.mark.parametrize("damage", [b"", b"# http://b.example\n", b"\xff" * 99])
async def test_a_damaged_copy_is_ignored(world: tuple[Server, str], tmp_path: Path, damage: bytes) -> None:
    await asked(world, tmp_path)
    (copy,) = (tmp_path / "robots").iterdir()
    copy.write_bytes(damage)
    age(tmp_path, -timedelta(hours=9))
    assert await asked(world, tmp_path) == 2


async def test_hostile_host_names_stay_in_the_cache_folder(world: tuple[Server, str], tmp_path: Path) -> None:
    for host in ("..%2f..%2fx", "x" * 60 + ".example", "a%00b", "b.example"):
        async with Fetcher(settings("*=" + world[1].partition("=")[2], respect_robots=True, home=tmp_path)) as fetcher:
            with contextlib.suppress(NewsvaneError):
                await fetcher.get(f"http://{host}/x", max_bytes=MAX)
    assert [path.name for path in tmp_path.iterdir()] == ["robots"]
    assert all(re.fullmatch(r"[0-9a-f]{40}", path.name) for path in (tmp_path / "robots").iterdir())


async def test_nothing_is_cached_without_a_home(world: tuple[Server, str], tmp_path: Path) -> None:
    assert [await asked(world, tmp_path / "no"), await asked(world, tmp_path / "no")] == [1, 2]
    assert not list(tmp_path.iterdir())


async def test_a_home_that_cannot_be_written_is_not_an_error(world: tuple[Server, str], tmp_path: Path) -> None:
    (tmp_path / "robots").write_text("a file where the folder should be")
    assert await asked(world, tmp_path) == 1


async def test_old_copies_are_removed(world: tuple[Server, str], tmp_path: Path) -> None:
    config = settings(world[1], home=tmp_path)
    assert remove_old_robots(config, datetime.now(UTC)) == 0
    for host in ("a", "b"):
        with contextlib.suppress(NewsvaneError):
            await fetch(world[1], f"http://{host}.example/x", respect_robots=True, home=tmp_path)
    assert remove_old_robots(config, datetime.now(UTC) + timedelta(days=30)) == 0
    assert remove_old_robots(config, datetime.now(UTC) + timedelta(days=32)) == 2
    assert not list((tmp_path / "robots").iterdir())


SITEMAPS = b"User-agent: *\nDisallow: /\nSitemap: https://a.example/news.xml.gz\nsitemap:/more.xml\nSitemap: ftp://a/\n"


@pytest.mark.parametrize(
    ("answer", "found"),
    [
        pytest.param(ok(SITEMAPS * 2), ("https://a.example/news.xml.gz", "http://a.example/more.xml"), id="named"),
        pytest.param(ok(ROBOTS), (), id="none named"),
        pytest.param(status(404), (), id="no robots.txt"),
    ],
)
async def test_sitemaps(world: tuple[Server, str], answer: bytes, found: tuple[str, ...]) -> None:
    world[0].answers["/robots.txt"] = answer
    async with Fetcher(settings(world[1])) as fetcher:
        assert await fetcher.list_sitemaps(f"{ORIGIN}/somewhere?else") == found


async def test_sitemaps_of_robots_that_cannot_be_read(world: tuple[Server, str]) -> None:
    world[0].answers["/robots.txt"] = status(500)
    async with Fetcher(settings(world[1])) as fetcher:
        with pytest.raises(FetchFailed) as caught:
            await fetcher.list_sitemaps(ORIGIN)
    assert caught.value.reason == "robots_unreachable"
