"""Dates that a page shows to its readers, and dates in its address, if it states none for machines."""

from datetime import UTC, datetime

import pytest

from newsvane.records import Article
from tests.unit.articles.page_factories import NOW, TITLE, json_ld, page, read

PLAIN_URL = "https://harbour-post.example/camp"
TEASERS = "".join(f"<li><span class='date'>{day} November 2026</span> Other news</li>" for day in (3, 4, 5))


def day(text: str) -> datetime:
    return datetime.fromisoformat(f"{text}T00:00+00:00")


def shown(below: str = "", above: str = "", *, end: str = "", lang: str = "en", url: str = PLAIN_URL) -> Article:
    html = (
        page(above, lang=lang)
        .decode()
        .replace(f"{TITLE}</h1>", f"{TITLE}</h1>{below}")
        .replace("</article>", f"{end}</article>")
    )
    return read(html.encode(), url=url)


AT_HEADLINE = {
    "with the reading time": ("<p>Nov 18, 2026 • 11 Minute Read</p>", "en"),
    "after the author": ("<p><b>Ana Hoxha</b> - Nov 18, 2026</p>", "en"),
    "in a sentence": ("<p>Posted on the 18/11/2026 at 19:00 by Ana</p>", "en"),
    "in brackets": ("<div>[Submitted on 18 Nov 2026]</div>", "en"),
    "before a break": ("<p>Ana Hoxha<br>18 November 2026<br>Tirana</p>", "en"),
    "hyphens": ("<p>18-Nov-2026</p>", "en"),
    "an ordinal": ("<p>18th of November 2026</p>", "en"),
    "year first": ("<p>2026/11/18</p>", "en"),
    "Chinese": ("<p>发布于2026年11月18日</p>", "zh"),
    "Hungarian": ("<p>2026. november 18.</p>", "hu"),
    "Spanish": ("<p>Publicado el 18 de noviembre de 2026</p>", "es"),
    "Persian": ("<p>تاریخ انتشار: ۲۷ آبان ۱۴۰۵</p>", "fa"),
    "after the date of a change": ("<p>Updated: 19 November 2026. Published: 18 November 2026</p>", "en"),
    "after many elements": ("<i>share</i>" * 30 + "<p>18 November 2026</p>", "en"),
    "figures of which one is no month": ("<p>11/18/2026</p>", "en"),
    "day first where English is not spoken": ("<p>12/11/2026</p>", "de"),
}


@pytest.mark.parametrize(("below", "lang"), AT_HEADLINE.values(), ids=AT_HEADLINE)
def test_the_date_at_the_headline_is_the_publication(below: str, lang: str) -> None:
    found = shown(below, lang=lang)
    assert found.published_at and found.published_at.date().isoformat() == f"2026-11-{12 if lang == 'de' else 18}"
    assert found.published_source == "text"


def test_a_date_right_above_the_headline_is_the_publication() -> None:
    assert shown(above="<p>18 November 2026</p>").published_at == day("2026-11-18")
    assert shown(above="<p>17 November 2026</p>", below="<p>18 November 2026</p>").published_at == day("2026-11-18")


@pytest.mark.parametrize("where", ["<p>{}</p>", "<p>Friday, {}</p>"])
def test_todays_date_above_the_headline_is_not_the_publication(where: str) -> None:
    assert shown(above=where.format("20 November 2026")).published_at is None
    assert shown(above="<p>x</p>" * 20 + "<p class='date'>20 November 2026</p>" + "<p>x</p>" * 20).published_at is None


NOT_PUBLICATIONS = {
    "a copyright": "<p>© 12 March 2026</p>",
    "an event": "<p>Date of the event: 12 March 2026</p>",
    "a caption": "<p>A view of the harbour as it was in Durres on 12 March 2026</p>",
    "a photo": "<p>Photo, 12 March 2026</p>",
    "a year": "<p>The harbour in 2026</p>",
    "no month": "<p>Room 12, 2026</p>",
    "month and day in doubt": "<p>3/4/2026</p>",
    "the future": "<p>12 March 2027</p>",
    "a script": "<script>12 March 2026</script>",
}


@pytest.mark.parametrize("below", NOT_PUBLICATIONS.values(), ids=NOT_PUBLICATIONS)
def test_another_date_at_the_headline_is_not_the_publication(below: str) -> None:
    assert shown(below).published_at is None
    assert shown(below + "<p>1 March 2026</p>").published_at == day("2026-03-01")


@pytest.mark.parametrize(
    "below",
    [
        "<p>Updated on 18 November 2026</p>",
        "<p>Last updated:</p><p>18 November 2026</p>",
        "<p class='modified-date'>18 November 2026</p>",
        "<p>Zuletzt aktualisiert am 18. November 2026</p>",
        "<p>به‌روزرسانی: ۲۷ آبان ۱۴۰۵</p>",
    ],
)
def test_the_date_of_a_change_is_the_publication_only_for_want_of_another(below: str) -> None:
    found = shown(below)
    assert (found.published_at, found.published_source, found.updated_at) == (
        day("2026-11-18"),
        "updated",
        day("2026-11-18"),
    )
    found = shown(f"{below}<p>Published on 12 November 2026</p>")
    assert (found.published_at, found.published_source, found.updated_at) == (
        day("2026-11-12"),
        "text",
        day("2026-11-18"),
    )


def test_a_change_that_the_page_states_for_machines_is_the_publication_for_want_of_another() -> None:
    found = read(page(head=json_ld(dateModified="2026-11-12T10:00:00+01:00")), url=PLAIN_URL)
    assert (found.published_at, found.published_source) == (datetime(2026, 11, 12, 9, tzinfo=UTC), "updated")
    assert read(page(head=json_ld(dateModified="2027-11-12")), url=PLAIN_URL).published_at is None


def test_the_date_shown_as_a_change_does_not_replace_what_the_page_states() -> None:
    html = page("<p>x</p>", head=json_ld(datePublished="2026-11-10", dateModified="2026-11-12"))
    found = read(html.replace(b"</h1>", b"</h1><p>Updated on 18 November 2026</p>"), url=PLAIN_URL)
    assert (found.published_at, found.updated_at) == (day("2026-11-10"), day("2026-11-12"))


def test_the_headline_is_the_heading_that_holds_the_title() -> None:
    above = f"<h1>Harbour Post</h1><p>17 November 2026</p>{'<p>x</p>' * 20}"
    assert shown("<p>18 November 2026</p>", above).published_at == day("2026-11-18")
    lower = page("<h3>More</h3><p>17 November 2026</p>" + "<p>x</p>" * 20).decode()
    lower = lower.replace("<h1>", "<h4>").replace("</h1>", "</h4><p>18 November 2026</p>")
    assert read(lower.encode(), url=PLAIN_URL).published_at == day("2026-11-18")


def test_a_time_element_after_that_headline_comes_before_those_of_other_articles() -> None:
    above = "<h1>Harbour Post</h1><h2>More</h2><time datetime='2026-11-19'>x</time>"
    assert shown("<time datetime='2026-11-18'>x</time>", above).published_at == day("2026-11-18")


def test_a_time_element_both_published_and_updated_counts() -> None:
    time = "<time class='entry-date published updated' datetime='2026-11-18'>x</time>"
    assert shown(f"<time class='updated' datetime='2026-11-19'>x</time>{time}").published_at == day("2026-11-18")


@pytest.mark.parametrize(
    "end",
    [
        "<p>Posted on 18 November 2026</p>",
        "<p>기사입력 :[ 2026-11-18 15:24 ]</p>",
        "<p class='post-date'>18 November 2026</p>",
        "<p class='articleDate'>18 November 2026</p>",
        f"<p class='single-date'>18 November 2026</p><ul>{TEASERS}</ul>",
        f"<p>Published 18 November 2026</p><ul>{TEASERS}</ul>",
    ],
)
def test_a_date_far_from_the_headline_counts_if_it_is_marked(end: str) -> None:
    assert shown("<i>x</i>" * 50, end=end).published_at in {
        day("2026-11-18"),
        datetime(2026, 11, 18, 15, 24, tzinfo=UTC),
    }


@pytest.mark.parametrize(
    "end",
    [
        "<p>18 November 2026</p>",
        f"<ul>{TEASERS}</ul>",
        "<p>Posted on 18 November 2026</p><p>Posted on 17 November 2026</p>",
        "<a href='/x'><p class='date'>18 November 2026</p></a>",
        "<aside><p class='date'>18 November 2026</p></aside>",
        "<footer>Published on 18 November 2026</footer>",
        "<p class='candidate'>18 November 2026</p>",
    ],
)
def test_other_dates_far_from_the_headline_do_not_count(end: str) -> None:
    assert shown("<i>x</i>" * 50, end=end).published_at is None


DATELINES = {
    "the agency in brackets": "TIRANA, Nov 18, 2026 (ATA) - The harbour reopens.",
    "after a byline": "By Ana Hoxha DURRES, 18 November 2026 (ATA) – The harbour reopens.",
    "an agency for press releases": "TIRANA, Albania, Nov. 18, 2026 /Harbour Wire/ -- The harbour reopens.",
    "all in brackets": "(Tirana, 18 November 2026) (ATA) — The harbour reopens.",
}


@pytest.mark.parametrize("text", DATELINES.values(), ids=DATELINES)
def test_the_date_in_a_dateline_is_the_publication(text: str) -> None:
    prose = " It was closed for months after a storm that nobody in the town had seen the like of before."
    assert shown(f"<p>{text}{prose}</p>").published_at == day("2026-11-18")
    described = page(head=f"<meta name='description' content='{text}{prose}'>")
    assert read(described, url=PLAIN_URL).published_at == day("2026-11-18")


@pytest.mark.parametrize(
    "beginning", ["She came to Tirana, Nov 18, 2025 (a Tuesday)", "Tirana, on 18 November 2025, - as"]
)
def test_a_date_at_the_beginning_of_prose_is_no_dateline(beginning: str) -> None:
    assert shown(f"<p>{beginning} and has not left the town since {'for work ' * 12}</p>").published_at is None


BYLINE = "<p>Written by <a href='/author/ana-hoxha'>Ana Hoxha</a></p>"


def test_the_date_under_the_byline_at_the_end_is_the_publication() -> None:
    assert shown("<i>x</i>" * 50, end=f"{BYLINE}<p>18 November 2026</p>").published_at == day("2026-11-18")
    others = f"{BYLINE}<p>18 November 2026</p>{BYLINE}<p>17 November 2026</p>"
    assert shown("<i>x</i>" * 50, end=others).published_at is None
    assert shown("<i>x</i>" * 50, end="<p><a href='/ana'>Ana</a></p><p>18 November 2026</p>").published_at is None


def test_without_a_heading_the_element_with_the_title_is_the_headline() -> None:
    html = page("<h3>In this article</h3>" + "<p>x</p>" * 50).decode().replace("<h1>", "<p>")
    html = html.replace("</h1>", "</p><p>18 November 2026</p>").replace(" | Harbour Post</title>", "</title>")
    assert read(html.encode(), url=PLAIN_URL).published_at == day("2026-11-18")


def test_a_time_right_above_the_headline_comes_before_those_of_other_articles_far_below() -> None:
    others = "".join(f"<h4>Other news {n}</h4><time datetime='2026-11-0{n}'>x</time>" for n in range(1, 6))
    found = shown(above="<time datetime='2026-10-18'>x</time>", end=f"<h2>More</h2><h2>News</h2><h3>Now</h3>{others}")
    assert found.published_at == day("2026-10-18")
    found = shown("<h2>A second line</h2><time datetime='2026-10-17'>x</time>", "<time datetime='2026-10-18'>x</time>")
    assert found.published_at == day("2026-10-17")


ADDRESSES = {
    "a segment of eight figures": "/news/20261118/camp",
    "figures with hyphens": "/news/2026-11-18-camp",
    "the end of a name": "/news/camp_20261118.html",
    "within a name": "/news/camp-2026-11-18",
    "a month in letters": "/2026/nov/18/camp",
    "a month in words": "/2026/November/18/camp",
    "before a plus": "/articles/2026-11-18+Camp",
    "folders": "/2026/11/18/camp",
}


@pytest.mark.parametrize("path", ADDRESSES.values(), ids=ADDRESSES)
def test_a_date_in_the_address_is_found(path: str) -> None:
    found = shown(url=f"https://harbour-post.example{path}")
    assert (found.published_at, found.published_source) == (day("2026-11-18"), "url")
    assert found.published_precision == "day"


@pytest.mark.parametrize(
    "url",
    [
        "https://harbour-post.example/news/20261318",
        "https://harbour-post.example/news/20261131",
        "https://harbour-post.example/news/201511188",
        "https://harbour-post.example/news/a20151118",
        "https://harbour-post.example/news/20271118",
        "https://20151118.example/news/camp",
        "https://harbour-post.example/news/camp?day=/20151118/",
    ],
)
def test_other_figures_in_the_address_are_no_date(url: str) -> None:
    assert shown(url=url).published_at is None


def test_the_day_on_which_most_sources_agree_is_chosen() -> None:
    script = '<script>{"publishedAt":"2026-11-17T07:15:00Z"}</script>'
    assert shown("<p>18 November 2026</p>", script).published_at == day("2026-11-18")
    url = "https://harbour-post.example/camp-20261117"
    assert shown("<p>18 November 2026</p>", url=url).published_at == day("2026-11-18")
    found = shown("<p>18 November 2026</p>", script, url=url)
    assert found.published_at == datetime(2026, 11, 17, 7, 15, tzinfo=UTC)


@pytest.mark.parametrize(
    "name",
    ["citation_publication_date", "og:publish_date", "published", "content.publishedDate", "DatePub", "postDate"],
)
def test_a_meta_tag_named_like_the_publication_counts(name: str) -> None:
    found = read(page(head=f"<meta name='{name}' content='2026-11-18'>"), url=PLAIN_URL)
    assert (found.published_at, found.published_source) == (day("2026-11-18"), "meta")


@pytest.mark.parametrize(
    "name", ["unpublish_date", "lastPublishedAt", "article:expirationDate", "updatedDate", "publisher"]
)
def test_a_meta_tag_of_another_date_does_not_count(name: str) -> None:
    assert read(page(head=f"<meta name='{name}' content='2026-11-18'>"), url=PLAIN_URL).published_at is None


@pytest.mark.parametrize(
    ("published", "modified", "below", "expected"),
    [
        pytest.param("Nov 18, 2026", "Nov 18, 2026", "12 March 2026", "2026-03-12", id="the same day twice"),
        pytest.param(
            "2026-11-18T09:00:00Z", "2026-11-17T09:00:00Z", "12 March 2026", "2026-03-12", id="after the change"
        ),
        pytest.param("2026-11-18T09:00:00Z", "2026-11-18T09:00:00Z", "12 March 2026", "2026-11-18", id="never changed"),
        pytest.param(
            "2026-11-18T09:00:00Z", "2026-11-18T09:00:00Z", "Published 12 March 2026", "2026-03-12", id="marked"
        ),
        pytest.param(
            "2026-11-18T01:50:00Z", "2026-11-18T01:50:00Z", "Published 17 November 2026", "2026-11-18", id="local day"
        ),
        pytest.param("2026-11-18", "2026-11-19", "12 March 2026", "2026-11-18", id="changed later"),
        pytest.param("2026-11-18", "2026-11-18", "17 November 2026", "2026-11-18", id="a day apart: another zone"),
        pytest.param("2026-11-18", "2026-11-18", "19 November 2026", "2026-11-18", id="shown later"),
        pytest.param("2026-11-18", "2026-11-18", "Updated 12 March 2026", "2026-11-18", id="shown as a change"),
    ],
)
def test_the_shown_day_corrects_structured_data_that_names_the_last_build(
    published: str, modified: str, below: str, expected: str
) -> None:
    html = page(head=json_ld(headline=TITLE, datePublished=published, dateModified=modified))
    found = read(html.replace(b"</h1>", f"</h1><p>{below}</p>".encode()), url=PLAIN_URL, feed_entry=None)
    assert found.published_at and found.published_at.date().isoformat() == expected
    assert found.published_at < NOW
