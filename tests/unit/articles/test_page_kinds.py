"""What a page is: coverage lands, anything else is left out with its kind and the reasons."""

from datetime import timedelta

import pytest

from newsvane.articles import read_article
from newsvane.records import Article, Skipped
from tests.unit.articles.page_factories import NOW, PARAGRAPHS, TITLE, entry, json_ld, page, read, read_skipped

SITE = "https://harbour-post.example"
LISTED = entry(title=TITLE, published_at=NOW - timedelta(hours=1))
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday", "noon")
BRIEF_SQ = (
    "Ministria e Mbrojtjes njoftoi se dy helikopterë u nisën mëngjesin e sotëm drejt Kukësit për shuarjen e zjarrit."
)


def teaser(number: int) -> str:
    return (
        f"<div class='card'><h3><a href='/n/{number}'>The pilots' strike, part {number}: talks fail again</a></h3>"
        f"<p>On {DAYS[number % 8]} the two sides left the hall without a word, {number} hours after they met.</p></div>"
    )


TEASERS = "".join(map(teaser, range(12)))
PROSE = "".join(f"<p>{block}</p>" for block in PARAGRAPHS)


def html(body: str, *, head: str = "", title: str = "Harbour Post") -> bytes:
    """Return a page that neither marks itself as an article nor has a headline of one."""
    links = "".join(f"<a href='/{name}'>{name}</a>" for name in ("world", "sport", "culture", "weather", "shop", "app"))
    return (
        f"<!DOCTYPE html><html lang='en'><head><title>{title}</title>{head}</head>"
        f"<body><nav>{links}</nav><main>{body}</main></body></html>"
    ).encode()


@pytest.mark.parametrize(
    ("body", "path", "kind"),
    [
        pytest.param(TEASERS, "/", "front", id="the front page"),
        pytest.param(TEASERS, "/en", "front", id="the front page in a language"),
        pytest.param(PROSE, "/index.html", "front", id="a front page with a long text"),
        pytest.param(f"<h1>World</h1>{TEASERS}", "/world", "listing", id="the front of a section"),
        pytest.param(f"<p>All about the port.</p>{TEASERS}", "/tag/port", "listing", id="a tag"),
        pytest.param(f"<p>{PARAGRAPHS[0]}</p>", "/author/ana-hoxha/", "listing", id="an author's page"),
        pytest.param(f"<h1>World</h1><p>{PARAGRAPHS[0]}</p>", "/latest", "front", id="a section without teasers"),
        pytest.param(
            "".join(f"<article><h2>The strike, part {day}</h2><p>{PARAGRAPHS[1][:90]}</p></article>" for day in DAYS),
            "/w",
            "listing",
            id="teasers that are not linked",
        ),
        pytest.param(f"<h1>12 results</h1>{TEASERS}", "/find?q=port", "search", id="the results of a search"),
        pytest.param(f"<h1>Results</h1>{TEASERS}", "/suche/hafen", "search", id="a search, in German"),
        pytest.param(PROSE, "/threads/the-strike.4711/", "forum", id="a thread"),
        pytest.param(PROSE, "/t/the-strike/4711", "forum", id="a thread with a name and a number"),
        pytest.param(f"<p>{PARAGRAPHS[0]}</p>", "/ihale/2026-4711", "other", id="a tender, in Turkish"),
        pytest.param("<p>A lamp of brass.</p><button>Add to cart</button>", "/lamp", "other", id="something to buy"),
        pytest.param(f"<p>{PARAGRAPHS[0]}</p>", "/rreth-nesh/", "other", id="about us, in Albanian"),
        pytest.param(f"<p>{PARAGRAPHS[0]}</p><p>{PARAGRAPHS[1]}</p>", "/cookie-policy", "other", id="a policy"),
        pytest.param(
            "<table>" + "".join(f"<tr><td>{day}</td><td>rain</td></tr>" for day in DAYS) * 9 + "</table>",
            "/port",
            "other",
            id="a table of the weather",
        ),
    ],
)  # fmt: skip
def test_a_page_that_is_no_article_is_left_out_with_its_kind(body: str, path: str, kind: str) -> None:
    found = read_skipped(html(body), url=SITE + path)
    assert (found.reason, found.kind) == ("not_article", kind)
    assert found.detail.startswith("not an article but ")


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        pytest.param(json_ld("Product", name="A lamp"), "product", id="a product"),
        pytest.param("<meta property='og:type' content='product'>", "product", id="a product, in Open Graph"),
        pytest.param(json_ld("DiscussionForumPosting", headline=TITLE), "forum", id="a discussion"),
        pytest.param(json_ld("JobPosting", title="Editor"), "other", id="a job"),
        pytest.param(json_ld("AboutPage", name="Us"), "other", id="about us"),
        pytest.param(json_ld("CollectionPage", name="Port"), "listing", id="a collection"),
        pytest.param(json_ld("SearchResultsPage", name="Port"), "search", id="results"),
    ],
)
def test_what_a_page_says_of_itself_counts(head: str, kind: str) -> None:
    assert read_skipped(html(f"<p>{PARAGRAPHS[0]}</p>", head=head), url=f"{SITE}/n/port").kind == kind


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        pytest.param("Tag: port | Harbour Post", "listing", id="a tag"),
        pytest.param("Ana Hoxha Archives", "listing", id="an archive"),
        pytest.param("Search results for port", "search", id="a search"),
        pytest.param("نتایج جستجو برای بندر", "search", id="a search, in Persian"),
        pytest.param("Page not found | Harbour Post", "error", id="an error"),
        pytest.param("Faqja që kërkoni nuk u gjet – Posta", "error", id="an error, in Albanian"),
        pytest.param("صفحه مورد نظر یافت نشد | پست", "error", id="an error, in Persian"),
    ],
)
def test_a_title_can_say_what_a_page_is_however_long_it_is(title: str, kind: str) -> None:
    assert read_skipped(html(f"<h1>{title}</h1>{TEASERS[:900]}", title=title), url=f"{SITE}/n/x").kind == kind


@pytest.mark.parametrize(
    "title",
    [
        pytest.param("Page not found: how a library lost its web", id="an error, as the subject"),
        pytest.param("Missing boy not found", id="not found, in a headline"),
        pytest.param("Search results anger voters in Tirana", id="a search, as the subject"),
    ],
)
def test_a_headline_about_it_is_not_it(title: str) -> None:
    assert read(page(title=title, head=json_ld(headline=title)), url=f"{SITE}/n/x").kind == "article"


def test_related_stories_do_not_make_an_article_a_list() -> None:
    found = read(page(f"<aside>{TEASERS}</aside>", head=json_ld(headline=TITLE, datePublished="2026-11-19")))
    assert found.kind == "article"
    assert "structured data describes it as an article" in found.kind_evidence


def test_structured_data_about_other_articles_is_no_evidence() -> None:
    """A front page describes the articles that it leads to."""
    head = json_ld(headline="A lighthouse is for sale", url=f"{SITE}/lighthouse")
    assert read_skipped(html(TEASERS, head=head), url=f"{SITE}/world").kind == "listing"


def test_an_article_that_says_nothing_of_itself_is_known_by_its_prose() -> None:
    body = f"<h1>{TITLE}</h1>{PROSE}{PROSE.replace('Albania', 'Kosovo')}{PROSE.replace('camp', 'port')}"
    assert "its text is long prose" in read(html(body), url=f"{SITE}/n/x").kind_evidence


def test_a_page_for_printing_is_an_article() -> None:
    printed = f"<html><head><title>{TITLE}</title></head><body><h1>{TITLE}</h1><p>{PARAGRAPHS[0]}</p></body></html>"
    assert "it is nothing but a text" in read(printed.encode(), url=f"{SITE}/print").kind_evidence


def test_what_a_feed_lists_with_title_and_date_is_coverage_however_short() -> None:
    brief = html(f"<h1>Zjarri në Kukës</h1><p>{BRIEF_SQ}</p>", title="Zjarri në Kukës")
    assert read_skipped(brief, url=f"{SITE}/n/x").kind == "other"
    found = read(brief, url=f"{SITE}/n/x", feed_entry=LISTED)
    assert (found.kind, found.text) == ("article", BRIEF_SQ)
    assert found.kind_evidence[0] == "its feed lists it with a title and a date"


def test_a_listed_page_without_a_text_has_its_summary() -> None:
    listed = LISTED.model_copy(update={"content": f"<p>{BRIEF_SQ}</p>"})
    assert read(html("<video src='x'></video>"), url=f"{SITE}/n/x", feed_entry=listed).text == BRIEF_SQ


@pytest.mark.parametrize(
    ("body", "path", "kind"),
    [
        pytest.param(TEASERS, "/", "front", id="a front"),
        pytest.param(TEASERS, "/n/world", "listing", id="a list"),
        pytest.param("<h1>404</h1>", "/n/x", "error", id="an error"),
    ],
)
def test_a_feed_does_not_make_an_article_of_what_has_none(body: str, path: str, kind: str) -> None:
    title = "404" if kind == "error" else "World"
    found = read_article(html(body, title=title), url=SITE + path, entry=LISTED, now=NOW)
    assert isinstance(found, Skipped)
    assert found.kind == kind


@pytest.mark.parametrize(
    ("head", "path", "kind"),
    [
        pytest.param(json_ld("LiveBlogPosting", headline=TITLE), "/n/x", "live_blog", id="a live blog"),
        pytest.param(json_ld("VideoObject", name=TITLE), "/video/x", "video", id="a video by type and address"),
        pytest.param("<meta property='og:type' content='video.other'>", "/videos/x", "video", id="a video, Open Graph"),
        pytest.param(json_ld("PodcastEpisode", name=TITLE), "/n/x", "podcast", id="an episode"),
        pytest.param(json_ld("ImageGallery", name=TITLE), "/n/x", "gallery", id="a gallery"),
        pytest.param(
            json_ld(headline=TITLE) + json_ld("VideoObject", name="Clip"), "/n/x", "article", id="with a video"
        ),
    ],
)
def test_coverage_has_a_kind(head: str, path: str, kind: str) -> None:
    found = read_article(
        html(f"<h1>{TITLE}</h1><p>{PARAGRAPHS[0]}</p>", head=head, title=TITLE), url=SITE + path, now=NOW
    )
    assert isinstance(found, Article)
    assert found.kind == kind


def test_a_title_with_live_over_several_times_is_a_live_blog() -> None:
    posts = "".join(f"<p><time>1{n}:40</time> {block}</p>" for n, block in enumerate(PARAGRAPHS))
    live = html(f"<h1>Canlı: the count in Durres</h1>{posts}", title="Canlı: the count in Durres")
    assert read(live, url=f"{SITE}/n/x", feed_entry=LISTED).kind == "live_blog"
    one_time = live.replace(b"<time>", b"<b>").replace(b"</time>", b"</b>")
    assert read(one_time, url=f"{SITE}/n/x", feed_entry=LISTED).kind == "article"
