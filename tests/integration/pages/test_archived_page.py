"""The source of an archived page on a real lake: as text in a page of ours, and as a file."""

from collections.abc import Iterator
from html import unescape
from urllib.parse import unquote

import pytest
from fastapi.testclient import TestClient

from newsvane import lake
from newsvane.archive import ArchiveWriter
from newsvane.records import Article, Grouping, Page
from newsvane.settings import Settings
from newsvane_pages import archived_pages, article
from tests.support import prose
from tests.support.empty_lake import create_lake
from tests.support.page_client import get_html, page_client

SCRIPT = "<script>alert(1)</script>"
BODY = f'<meta charset="windows-1251"><title>Новости</title>{SCRIPT}'.encode("cp1251")
TITLE = "../../Новости: “شما”\n; filename=x.html"
NAME = "Новости-شما-filename-x-html"


@pytest.fixture(scope="module")
def archived(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[TestClient, Article]]:
    settings = create_lake(Settings(home=tmp_path_factory.mktemp("lake")))
    one = prose.article("archived", prose.prose(1), day=None, title=TITLE, topics=("iran",))
    fetched = Page(
        url=one.url, final_url=one.url, status=200, headers=(("content-type", "text/html"),), body=BODY,
        fetched_at=one.fetched_at,
    )  # fmt: skip
    with ArchiveWriter(settings.archive_path, "a.warc.gz") as archive:
        one = one.model_copy(update={"raw": archive.write(fetched)})
    batch = lake.Batch(
        run_id="run", now=one.fetched_at, articles=(one,),
        groupings=(Grouping(article_id=one.article_id, story_id="s1_story"),),
    )  # fmt: skip
    with lake.writer(settings) as con:
        lake.land_articles(con, batch)
    with page_client(settings, archived_pages.router, article.router) as client:
        yield client, one


def test_the_article_says_what_its_links_lead_to(archived: tuple[TestClient, Article]) -> None:
    client, one = archived
    html, path = get_html(client, f"/articles/{one.article_id}"), f"/sources/{one.article_id}"
    assert f'<a href="{path}">Source of the archived page</a>' in html
    assert f'<a href="{path}">Its HTML source</a>, shown as text, or <a href="{path}/file" download>saved' in html


def test_the_source_is_escaped_and_named_as_what_it_is(archived: tuple[TestClient, Article]) -> None:
    client, one = archived
    answer = client.get(f"/sources/{one.article_id}", headers={"Accept": "text/html"})
    assert SCRIPT not in answer.text
    html = " ".join(unescape(answer.text).split())
    assert f'The page’s source as it was fetched at <time datetime="{one.fetched_at.isoformat()}"' in html
    assert f"{NAME}-{one.article_id}.html.txt" in html


def test_a_charset_that_only_the_page_declares_is_used(archived: tuple[TestClient, Article]) -> None:
    client, one = archived
    assert client.get(f"/sources/{one.article_id}").text == BODY.decode("cp1251")


def test_a_file_is_named_like_its_article_and_opens_as_text(archived: tuple[TestClient, Article]) -> None:
    client, one = archived
    answer = client.get(f"/sources/{one.article_id}/file", headers={"Accept": "text/html"})
    plain, _, encoded = answer.headers["content-disposition"].partition("; filename*=UTF-8''")
    assert answer.content == BODY
    assert answer.headers["content-type"] == "application/octet-stream"
    assert plain == f'attachment; filename="{one.article_id}.html.txt"'
    assert encoded.isascii()
    assert unquote(encoded) == f"{NAME}-{one.article_id}.html.txt"


@pytest.mark.parametrize(
    ("title", "name"),
    [
        (TITLE, NAME),
        ("", ""),
        ("हिंदी समाचार", "हिंदी-समाचार"),
        ("/etc/passwd\0", "etc-passwd"),
        ("Ten words " * 9, "Ten-words-Ten-words-Ten-words-Ten-words"),
        ("\u202egpj.exe", "gpj-exe"),
    ],
)
def test_a_name_has_only_letters_and_digits(title: str, name: str) -> None:
    assert archived_pages.name_file(title, "a1_x/..") == f"{name}{'-' if name else ''}a1_x.html.txt"


def test_a_name_fits_in_a_folder() -> None:
    assert len(archived_pages.name_file("\U00020000" * 1000, "a1_0123456789abcdef").encode()) < 255
