"""Access data of a source reach its outlet and nobody else, and appear in no page, error or log."""

import base64
import html
import json
import logging
from collections.abc import Callable
from urllib.parse import quote

import pytest
from yarl import URL

from newsvane.errors import ConfigError, FetchRefused
from newsvane.fetch import AccessBook, AccessName, Fetcher, parse_access, select_access
from newsvane.records import Page
from tests.support.fetch_server import MAX, Server, ok, served, settings, status, to

SECRETS = ("s3cret-key", "s3cret-cookie", "s3cret-agent", "s3cret-password")
DATA = json.dumps({
    "headers": {"X-Key": "s3cret-key"},
    "cookies": {"session": "s3cret-cookie"},
    "user_agent": "s3cret-agent",
    "user": "reader",
    "password": "s3cret-password",
})
BASIC = base64.b64encode(b"reader:s3cret-password").decode()
ODD = 'k<y&"with=signs'
OURS = "http://a.example/feed"


def book(url: str = OURS, data: str = DATA) -> AccessBook:
    return select_access({"paper": AccessName(url, "paper")}, {"paper": data})


async def fetch(connect_to: str, url: str, access: AccessBook, source: str = "paper") -> Page:
    async def keep(page: Page) -> Page:
        return page

    async with Fetcher(settings(connect_to, home="nowhere"), access=access) as fetcher:
        return await fetcher.process(url, keep, max_bytes=MAX, source=source)


def leaked(text: str) -> list[str]:
    return [secret for secret in (*SECRETS, BASIC) if secret.lower() in text.lower()]


async def test_access_data_are_sent_to_their_outlet(world: tuple[Server, str]) -> None:
    server, connect_to = world
    server.answers["/feed"] = ok(b"hello", "Set-Cookie: session=s3cret-cookie", "X-Other: 1")
    page = await fetch(connect_to, OURS, book())
    sent = server.asked("/feed")[0].headers
    assert sent["x-key"] == "s3cret-key"
    assert sent["cookie"] == "session=s3cret-cookie"
    assert sent["user-agent"] == "s3cret-agent"
    assert sent["authorization"] == f"basic {BASIC}".lower()
    assert page.header("x-other") == "1"
    assert leaked(repr(page)) == []


@pytest.mark.parametrize("url", ["http://b.example/feed", "http://a.example.b.example/feed"])
async def test_another_outlet_gets_none_of_them(world: tuple[Server, str], url: str) -> None:
    server, connect_to = world
    server.answers["/feed"] = ok()
    await fetch(connect_to, url, book())
    assert leaked(str(server.requests)) == []


@pytest.mark.parametrize(
    "url", ["http://evil.a.example/feed", "http://evil.feeds.a.example/feed", "http://example/feed"]
)
async def test_another_host_of_the_outlet_gets_none_of_them(world: tuple[Server, str], url: str) -> None:
    server, connect_to = world
    server.answers["/feed"] = ok()
    await fetch(connect_to, url, book())
    assert leaked(str(server.requests)) == []


@pytest.mark.parametrize("source", ["http://www.a.example/feed", "http://feeds.a.example/feed"])
async def test_the_hosts_of_a_whole_outlet_count_as_one(world: tuple[Server, str], source: str) -> None:
    server, connect_to = world
    server.answers["/feed"] = ok()
    await fetch(connect_to, OURS, book(source))
    assert leaked(str(server.requests)) != []


@pytest.mark.parametrize(("url", "gets_them"), [(":8081", False), ("", False), (":8080", True)])
def test_another_port_gets_none_of_them(url: str, *, gets_them: bool) -> None:
    access = book("http://a.example:8080/feed").find(URL(f"http://a.example{url}/page"), "paper")
    assert (access is not None) is gets_them


async def test_a_redirect_to_another_outlet_takes_none_of_them_along(world: tuple[Server, str]) -> None:
    server, connect_to = world
    server.answers |= {"/feed": to("http://b.example/there"), "/there": ok()}
    await fetch(connect_to, OURS, book())
    assert leaked(str(server.asked("/feed"))) != []
    assert leaked(str(server.asked("/there"))) == []


@pytest.mark.parametrize(
    "written",
    [
        pytest.param(lambda value: value, id="as it was sent"),
        pytest.param(lambda value: quote(value, safe=""), id="in an address"),
        pytest.param(html.escape, id="in a page"),
    ],
)
async def test_what_an_outlet_repeats_is_not_kept(world: tuple[Server, str], written: Callable[[str], str]) -> None:
    server, connect_to = world
    echo = " ".join(written(each) for each in (*SECRETS, BASIC))
    server.answers["/feed"] = ok(f"your keys are {echo}, {written(ODD)}".encode(), f"X-Echo: {echo}")
    data = json.dumps(json.loads(DATA) | {"headers": {"X-Key": "s3cret-key", "X-Odd": ODD}})
    page = await fetch(connect_to, OURS, book(data=data))
    assert leaked(repr(page)) == []
    assert ODD not in page.body.decode() and written(ODD) not in page.body.decode()
    assert page.body.startswith(b"your keys are [access data] [access data]")


async def test_where_an_outlet_leads_with_the_data_is_not_kept(world: tuple[Server, str]) -> None:
    server, connect_to = world
    server.answers |= {"/feed": to(f"/there?key={SECRETS[0]}"), f"/there?key={SECRETS[0]}": ok(b"hello")}
    page = await fetch(connect_to, OURS, book())
    assert page.body == b"hello"
    assert leaked(repr(page)) == []
    server.answers["/feed"] = to(f"http://127.0.0.1/{SECRETS[3]}")
    with pytest.raises(FetchRefused) as refused:
        await fetch(connect_to, OURS, book())
    assert leaked(str(refused.value)) == []
    assert refused.value.__cause__ is None


async def test_an_encrypted_source_sends_nothing_without_encryption(world: tuple[Server, str]) -> None:
    server, connect_to = world
    server.answers["/feed"] = ok()
    await fetch(connect_to, OURS, book("https://a.example/feed"))
    assert leaked(str(server.requests)) == []


async def test_a_proxy_is_used_and_its_password_appears_nowhere(
    world: tuple[Server, str], caplog: pytest.LogCaptureFixture
) -> None:
    server, connect_to = world
    server.answers["http://a.example/feed"] = ok(b"by proxy")
    port = connect_to.rpartition(":")[2]
    access = book(data=json.dumps({"proxy": f"http://reader:s3cret-password@127.0.0.1:{port}"}))
    with caplog.at_level(logging.DEBUG):
        page = await fetch("", OURS, access)
        assert page.body == b"by proxy"
        dead = book(data=json.dumps({"proxy": "http://reader:s3cret-password@127.0.0.1:9"}))
        with pytest.raises(Exception, match=r"a\.example") as caught:
            await fetch("", OURS, dead)
    assert leaked(caplog.text + str(caught.value) + repr(caught.value.__cause__)) == []


async def test_no_error_and_no_log_names_them(world: tuple[Server, str], caplog: pytest.LogCaptureFixture) -> None:
    server, connect_to = world
    server.answers["/feed"] = status(403)
    with caplog.at_level(logging.DEBUG), pytest.raises(FetchRefused) as caught:
        await fetch(connect_to, OURS, book())
    assert leaked(caplog.text + str(caught.value) + repr(book().__dict__)) == []


async def test_a_source_without_its_access_data_is_not_asked(world: tuple[Server, str]) -> None:
    server, connect_to = world
    with pytest.raises(FetchRefused, match="set NEWSVANE_ACCESS_PAPER") as caught:
        await fetch(connect_to, OURS, select_access({"paper": AccessName(OURS, "paper")}, {}))
    assert caught.value.reason == "no_access"
    assert server.requests == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("s3cret-key", "is not JSON"),
        ('{"heders": {"X": "s3cret-key"}}', "heders cannot be used; the keys are headers"),
        ('{"headers": {"X": "s3cret-key\\r\\nHost: evil"}}', "headers cannot be used"),
        ('["s3cret-key"]', "the whole cannot be used"),
    ],
)
def test_wrong_access_data_are_refused_without_quoting_them(text: str, words: str) -> None:
    with pytest.raises(ConfigError, match=words) as caught:
        parse_access(text, "NEWSVANE_ACCESS_PAPER")
    assert leaked(str(caught.value)) == []


async def test_other_hosts_of_the_outlet_are_its_own() -> None:
    async with served() as (server, connect_to):
        server.answers["/feed"] = ok()
        await fetch(connect_to, "http://www.a.example/feed", book())
        assert leaked(str(server.requests)) != []


@pytest.mark.parametrize("source", ["evil", ""])
async def test_an_address_that_another_source_lists_gets_none_of_them(world: tuple[Server, str], source: str) -> None:
    server, connect_to = world
    server.answers |= {"/go": to("http://a.example/account/delete"), "/account/delete": ok()}
    for address in ("http://a.example/account/delete", "http://b.example/go"):
        await fetch(connect_to, address, book(), source)
    assert len(server.asked("/account/delete")) == 2
    assert leaked(str(server.requests)) == []


async def test_a_proxy_is_used_whoever_lists_an_address_of_the_server(world: tuple[Server, str]) -> None:
    server, connect_to = world
    server.answers["http://a.example/page"] = ok(b"by proxy")
    data = json.loads(DATA) | {"proxy": f"http://127.0.0.1:{connect_to.rpartition(':')[2]}"}
    page = await fetch("", "http://a.example/page", book(data=json.dumps(data)), "another")
    assert page.body == b"by proxy"
    assert leaked(str(server.requests)) == []
