"""Headlines in a language that the reader knows: what is asked of a LibreTranslate server, and what its failures do."""

import time
from collections.abc import Iterator, Mapping
from unittest.mock import Mock

import pytest
from airflow.models.connection import Connection
from fastapi import Request

from newsvane.errors import TranslationFailed
from newsvane.libretranslate import MAX_LENGTH, TranslationServer, translate
from newsvane.settings import Settings
from newsvane_pages import coverage, headlines, story
from newsvane_pages.headlines import HeadlineTranslations, find_server, read_languages, translate_headlines
from tests.support import provenance_lake
from tests.support.libretranslate import LibreTranslate, libretranslate
from tests.support.page_client import get_html, page_client

KEY = "k3y-of-the-server"
ROWS = [
    {"title": "El barco", "language": "es"}, {"title": "Anija", "language": "sq"},
    {"title": "The ship", "language": "en"}, {"title": "?", "language": "und"}, {"title": "", "language": "es"},
]  # fmt: skip


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[LibreTranslate]:
    """A server with a key, which the settings name; no translation is known yet."""
    monkeypatch.setattr(headlines, "TRANSLATIONS", HeadlineTranslations())
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with libretranslate(key=KEY) as state:
        monkeypatch.setenv("NEWSVANE_TRANSLATE_URL", f"{state.url}/")
        monkeypatch.setenv("NEWSVANE_TRANSLATE_KEY", KEY)
        yield state


def ask(languages: str = "", rows: list[dict[str, str]] = ROWS) -> Mapping[str, str]:
    headers = [(b"accept-language", languages.encode())] if languages else []
    found = translate_headlines(Request({"type": "http", "headers": headers}), rows)
    return {title: each.text for title, each in found.items()}


def test_what_the_reader_does_not_know_is_translated_and_asked_for_once(server: LibreTranslate) -> None:
    assert ask() == {"El barco": "ocrab lE", "Anija": "ajinA"}
    assert ask() == {"El barco": "ocrab lE", "Anija": "ajinA"}
    assert server.asked == [
        {"q": ["El barco"], "source": "es", "target": "en", "format": "text", "api_key": KEY},
        {"q": ["Anija"], "source": "sq", "target": "en", "format": "text", "api_key": KEY},
    ]


def test_languages_of_the_browser_are_left_as_they_are(server: LibreTranslate) -> None:
    assert ask("sq-AL,sq;q=0.9,en;q=0.5") == {"El barco": "ocrab lE"}


@pytest.mark.parametrize(
    ("header", "known"),
    [
        pytest.param("", [], id="none"),
        pytest.param("sq-AL, sq;q=0.9,EN-us;q=0.5, *;q=0.1", ["sq", "sq", "en"], id="usual"),
        pytest.param("zh-Hant-TW", ["zh"], id="script"),
        pytest.param("<script>, a, de" + "x" * 10_000, [], id="hostile"),
    ],
)
def test_known_languages_are_those_that_the_browser_asks_for(header: str, known: list[str]) -> None:
    assert read_languages(header) == known


@pytest.mark.parametrize("fault", [pytest.param(each, id=str(each)) for each in (
    500, 429, 403, "html", "short", "huge", "redirect")])  # fmt: skip
def test_a_server_that_fails_is_left_alone_for_a_while(server: LibreTranslate, fault: str | int) -> None:
    server.fault = fault
    assert ask() == {}
    server.fault = ""
    assert (ask(), len(server.asked)) == ({}, 1)


def test_a_language_that_the_server_does_not_know_keeps_no_other_from_being_translated(server: LibreTranslate) -> None:
    rows = [{"title": "Zaif", "language": "ku"}, *ROWS]
    assert ask(rows=rows).keys() == {"El barco", "Anija"}
    ask(rows=rows)
    assert [each["source"] for each in server.asked] == ["ku", "es", "sq"]


def test_a_slow_server_keeps_a_page_waiting_for_a_moment_only(
    server: LibreTranslate, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(headlines, "MAX_WAIT", 0.3)
    server.fault = "slow"
    began = time.monotonic()
    assert ask(rows=ROWS[:1]) == {}
    assert time.monotonic() - began < 2
    deadline = time.monotonic() + 20
    while not (found := ask(rows=ROWS[:1])) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert (found, len(server.asked)) == ({"El barco": "ocrab lE"}, 1)


@pytest.mark.parametrize("fault", ["slow", "dribble"])
def test_a_request_ends_in_time(server: LibreTranslate, fault: str) -> None:
    server.fault = fault
    began = time.monotonic()
    with pytest.raises(TranslationFailed):
        translate(TranslationServer(server.url, KEY), ["El barco"], source="es", target="en", seconds=1)
    assert time.monotonic() - began < 2.5


@pytest.mark.parametrize("fault", ["html", "short", "huge", "redirect"])
def test_an_answer_that_is_not_the_servers_is_refused(server: LibreTranslate, fault: str) -> None:
    server.fault = fault
    with pytest.raises(TranslationFailed):
        translate(TranslationServer(server.url, KEY), ["El barco"], source="es", target="en", seconds=5)
    assert len(server.asked) == 1


def test_no_error_has_the_key(server: LibreTranslate) -> None:
    for url in (server.url, "http://127.0.0.1:1", "http://nowhere.invalid"):
        with pytest.raises(TranslationFailed) as failed:
            translate(TranslationServer(url, "wrong" + KEY), ["a"], source="es", target="en", seconds=1)
        assert KEY not in f"{failed.value!r} {failed.value.__cause__!r}"


def test_codes_are_those_of_the_server_and_translations_are_one_short_line(server: LibreTranslate) -> None:
    texts = ["a\nb\u202e" + "x" * 1_000, "b"]
    found = translate(TranslationServer(server.url, KEY), texts, source="no", target="zh", seconds=5)
    assert (server.asked[0]["source"], server.asked[0]["target"]) == ("nb", "zh-Hans")
    assert len(server.asked[0]["q"][0]) == MAX_LENGTH
    assert found[1] == "b" and len(found[0]) <= MAX_LENGTH and "\u202e" not in found[0] and "\n" not in found[0]


def test_without_a_server_nothing_is_asked() -> None:
    assert ask() == {}


def test_pages_mark_our_translation_and_the_lake_has_nothing_of_it(
    server: LibreTranslate, tmp_path_factory: pytest.TempPathFactory
) -> None:
    home = provenance_lake.filled(Settings(home=tmp_path_factory.mktemp("headlines") / "home"))
    ours = '<span class="mark">our translation</span> <span dir="auto" lang="en">ocrab lE</span>'
    with page_client(home, coverage.router, story.router) as client:
        days = "since=2026-11-20&until=2026-11-25"
        html = get_html(client, f"/?{days}&language=es")
        assert ours in html
        found = html.split('<a class="title" href="')[1].split('"')[0]
        page = get_html(client, found)
        assert (page.count(ours), '<bdi dir="auto" lang="es">El barco</bdi>' in page) == (1, True)
        server.fault = 500
        headlines.TRANSLATIONS = HeadlineTranslations()
        assert "our translation" not in get_html(client, found)
    for file in home.home.rglob("*"):
        assert not file.is_file() or b"ocrab lE" not in file.read_bytes()


@pytest.mark.parametrize(
    ("connection", "expected"),
    [
        pytest.param("http://:k3y@translate.example:5000", ("http://translate.example:5000", "k3y"), id="port and key"),
        pytest.param(
            '{"conn_type": "http", "host": "https://translate.example/"}', ("https://translate.example", ""), id="https"
        ),
        pytest.param(
            '{"conn_type": "http", "host": "translate.example", "schema": "https"}', ("https://translate.example", ""),
            id="schema",
        ),
        pytest.param('{"conn_type": "http"}', None, id="no host"),
        pytest.param('{"conn_type": "http", "host": "file://x"}', None, id="another scheme"),
        pytest.param("", None, id="no connection"),
    ],
)  # fmt: skip
def test_a_connection_of_airflow_names_the_server(
    monkeypatch: pytest.MonkeyPatch, connection: str, expected: tuple[str, str] | None
) -> None:
    if connection:
        monkeypatch.setenv("AIRFLOW_CONN_TRANSLATE", connection)
    else:  # without asking Airflow's database
        monkeypatch.setattr(Connection, "get_connection_from_secrets", Mock(side_effect=LookupError))
    headlines._find_by_connection.cache_clear()
    found = find_server(Settings(translate_url="airflow://translate"))
    assert found == (TranslationServer(*expected) if expected else None)
