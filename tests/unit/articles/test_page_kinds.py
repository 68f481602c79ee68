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
        pytest.param(
            "".join(f"<p>{day}</p><p>I was there, too.</p><p>Reply</p>" for day in DAYS), "/z/4471/diskuse", "forum",
            id="the comments on an article, in Czech",
        ),
        pytest.param(TEASERS[:300], "/whats-on/2026-01-17", "other", id="a day, and no article's name, in the address"),
        pytest.param(f"<p>{PARAGRAPHS[0]}</p>", "/advertise/", "other", id="how to advertise"),
        pytest.param(f"<p>{PARAGRAPHS[0]}</p>", "/program-tv/2026-11-17", "other", id="what is on television"),
        pytest.param(PROSE, "/threads/the-strike.4711/", "forum", id="a thread"),
        pytest.param(PROSE, "/t/the-strike/4711", "forum", id="a thread with a name and a number"),
        pytest.param(f"<p>{PARAGRAPHS[0]}</p>", "/ihale/2026-4711", "other", id="a tender, in Turkish"),
        pytest.param("<p>A lamp of brass.</p><button>Add to cart</button>", "/lamp", "other", id="something to buy"),
        pytest.param(f"<p>{PARAGRAPHS[0]}</p>", "/rreth-nesh/", "other", id="about us, in Albanian"),
        pytest.param(f"<p>{PARAGRAPHS[0]}</p><p>{PARAGRAPHS[1]}</p>", "/cookie-policy", "other", id="a policy"),
        pytest.param(
            "".join(
                f"<div itemtype='https://schema.org/Event'><time>{day} 19:00</time><p>{PARAGRAPHS[1]}</p></div>"
                for day in DAYS[:4]
            ),
            "/2026-11", "other", id="a calendar of events",
        ),
        pytest.param(
            "<h1>Sign in to go on</h1><form><input type='email'><input type='password'></form><p>It is free.</p>",
            "/n/2218", "wall", id="a form for logging in",
        ),
        pytest.param(
            "<p>Bir dakika, bağlantınız inceleniyor.</p><div id='turnstile-wrapper'></div>", "/n/2218", "wall",
            id="a test for robots, in Turkish",
        ),
        pytest.param(
            f"<h1>Ups!</h1><p>Strona, której szukasz, wygasła.</p>{TEASERS[:900]}", "/2019/11/x.html", "error",
            id="an error page with the latest news, in Polish",
        ),
        pytest.param(
            f"<h1>عذراً</h1><p>الصفحة التي تبحث عنها غير موجودة.</p>{TEASERS[:900]}", "/news/77410", "error",
            id="an error page with the latest news, in Arabic",
        ),
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


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        pytest.param("Politica de utilizare a cookie-urilor", "other", id="Romanian"),
        pytest.param("Zásady ochrany soukromí", "other", id="Czech"),
        pytest.param("Gizlilik politikası", "other", id="Turkish"),
        pytest.param("سیاست حریم خصوصی", "other", id="Persian"),
    ],
)
def test_a_policy_is_known_by_its_title(title: str, kind: str) -> None:
    head = "<meta property='og:type' content='article'>"
    found = read_skipped(html(f"<h1>{title}</h1>{PROSE}", title=title, head=head), url=f"{SITE}/n/our-rules-for-you")
    assert found.kind == kind


def test_news_about_a_policy_is_news() -> None:
    title = "WhatsApp changes its privacy policy"
    found = read(page(title=title, head=json_ld(headline=title, datePublished="2026-11-19")), url=f"{SITE}/n/whatsapp")
    assert found.kind == "article"


def test_a_dialog_for_logging_in_is_no_wall() -> None:
    dialog = "<div class='login-modal'><form><input type='password'></form></div>"
    body = f"<h1>{TITLE}</h1><p>By Ana Hoxha, 19 November 2026</p><p>{PARAGRAPHS[0]}</p><p>{PARAGRAPHS[1]}</p>{dialog}"
    assert read(html(body, title=TITLE), url=f"{SITE}/news/camp-and-port-47110").kind == "article"


def test_an_article_beside_many_teasers_is_the_text_and_not_the_teasers() -> None:
    beside = TEASERS.replace("<div class='card'>", "<article>").replace("</div>", "</article>")
    head = "<meta property='og:type' content='article'>"
    own = (
        f"<article><h1>{TITLE}</h1><time>19 November 2026</time><p>{PARAGRAPHS[0]}</p><p>{PARAGRAPHS[1]}</p></article>"
    )
    found = read(html(f"{own}<section><h2>More</h2>{beside}</section>", title=TITLE, head=head), url=f"{SITE}/n/x-y-z")
    assert found.text == "\n\n".join(PARAGRAPHS[:2])


def test_a_short_undated_text_of_whole_sentences_is_an_article() -> None:
    sentences = [
        f"<p>On {day} the choir sang for her in the yard of the school that she had built.</p>" for day in DAYS
    ]
    found = read(html(f"<h1>Adela Furtak has died</h1>{''.join(sentences[:5])}"), url=f"{SITE}/obituaries/furtak")
    assert "its text is paragraphs of whole sentences" in found.kind_evidence


def test_a_headline_that_is_the_title_is_evidence() -> None:
    title = "Serrano and Ribeira share the points after a goal by the keeper"
    body = f"<h1>{title}</h1><p>{PARAGRAPHS[0]}</p><h3>Line-ups</h3><p>Serrano: W; P, T and B; E, L and R; J and V</p>"
    found = read(
        html(f"{body}<p>Attendance: four hundred, in the rain and the wind.</p>", title=f"{title} | Post"),
        url=f"{SITE}/games/serrano",
    )
    assert "its title is a headline over the text" in found.kind_evidence


@pytest.mark.parametrize(
    ("title", "text"),
    [
        pytest.param(
            "Serrano and Ribeira share the points after a late goal", "Four hundred came.", id="hardly a text"
        ),
        pytest.param("Our offices", PARAGRAPHS[0] + PARAGRAPHS[1], id="a name, not a headline"),
    ],
)
def test_a_title_over_hardly_a_text_and_a_short_one_are_no_evidence(title: str, text: str) -> None:
    found = read_skipped(html(f"<h1>{title}</h1><p>{text}</p>", title=f"{title} | Post"), url=f"{SITE}/x")
    assert "its title is a headline" not in found.detail


def test_an_article_on_comments_is_no_discussion() -> None:
    assert read(html(f"<h1>{TITLE}</h1>{PROSE}", title=TITLE), url=f"{SITE}/ferry/comments").kind == "article"


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


def figure(number: int) -> str:
    caption = f"The harbour at {number} in the morning, before the first ferry left."
    return f"<figure><img src='/{number}.jpg'><figcaption>{caption}</figcaption></figure>"


CELLS = "".join(f"<tr><td><img src='/{day}.jpg'><br>The ferry on {day}, as the crew saw it.</td></tr>" for day in DAYS)


@pytest.mark.parametrize(
    "pictures",
    [
        pytest.param("".join(map(figure, range(5))), id="figures"),
        pytest.param(f"<table>{CELLS}</table>", id="cells of a table, on a page that says nothing of itself"),
    ],
)
def test_a_page_of_pictures_with_captions_is_a_gallery(pictures: str) -> None:
    found = read(html(f"<h1>{TITLE}</h1><p>{PARAGRAPHS[0]}</p>{pictures}"), url=f"{SITE}/ferry", feed_entry=None)
    assert found.kind == "gallery"


def test_an_article_with_pictures_is_none_nor_are_teasers_with_pictures() -> None:
    body = f"<h1>{TITLE}</h1>{PROSE}{''.join(map(figure, range(5)))}"
    assert read(html(body), url=f"{SITE}/ferry", feed_entry=LISTED).kind == "article"
    linked = "".join(
        f"<div><img src='/{n}.jpg'><a href='/n/{n}'>The ferry on {n} November left</a></div>" for n in DAYS
    )
    found = read_article(html(f"<h1>News</h1><p>{PARAGRAPHS[0]}</p>{linked}"), url=f"{SITE}/ferry", now=NOW)
    assert isinstance(found, Skipped)


def test_the_bold_links_of_an_old_list_are_teasers_even_with_pictures() -> None:
    items = "".join(
        f"<div class='item'><img src='/{n}.jpg'><i>{n} November</i> "
        f"<a href='/n/{n}'><b>The ferry of day {n} left</b></a>"
        f"<br>{PARAGRAPHS[1][:160]}</div>"
        for n in range(10, 17)
    )
    found = read_article(html(f"<h1>Port</h1>{items}", title="Port"), url=f"{SITE}/port-news-and-views/", now=NOW)
    assert isinstance(found, Skipped)
    assert found.kind == "listing"


def test_paragraphs_that_begin_with_bold_links_are_a_text() -> None:
    text = "".join(
        f"<p><a href='/n/{n}'><b>The ferry of day {n}</b></a> {PARAGRAPHS[n % 3]}</p>" for n in range(10, 17)
    )
    body = f"<h1>{TITLE}</h1><p>By Ana Hoxha, 19 November 2026</p>{text}"
    assert read(html(body, title=TITLE), url=f"{SITE}/news/ferries-of-a-week-47110").kind == "article"


def test_a_short_text_over_pictures_that_lead_to_larger_ones_is_a_gallery() -> None:
    pictures = "".join(f"<a href='/g/{n}.JPG?v=1'><img src='/g/{n}s.jpg'></a>" for n in range(5))
    body = f"<h1>{TITLE}</h1><p>19 November 2026</p><p>{PARAGRAPHS[0][:200]}.</p>{pictures}"
    assert read(html(body, title=TITLE), url=f"{SITE}/zdjecia/first-snow", feed_entry=None).kind == "gallery"
    few = body.replace("/g/4.JPG", "/g/3.JPG")
    assert isinstance(read_article(html(few, title=TITLE), url=f"{SITE}/zdjecia/first-snow", now=NOW), Skipped)


OG_VIDEO = "<meta property='og:type' content='video.other'>"


@pytest.mark.parametrize(
    ("head", "player", "path", "kind"),
    [
        pytest.param(OG_VIDEO, "<video src='/v.mp4'></video>", "/ferry", "video", id="a video, by Open Graph"),
        pytest.param("", "<iframe src='https://tube.example/embed/1'></iframe>", "/videos/1", "video", id="a frame"),
        pytest.param("", "<audio src='/a.mp3'></audio>", "/folge/8", "podcast", id="an episode, in German"),
        pytest.param("", "<div data-audio='/a.mp3'></div>", "/ep/8", "podcast", id="a player made by a script"),
        pytest.param("", "<video src='/v.mp4'></video>", "/ferry", "article", id="a player alone"),
        pytest.param(OG_VIDEO, "<iframe src='https://x.example/maps/embed'></iframe>", "/a", "article", id="a map"),
        pytest.param(OG_VIDEO, "<aside><video src='/v.mp4'></video></aside>", "/a", "article", id="beside the text"),
    ],
)
def test_a_player_is_evidence_of_its_kind(head: str, player: str, path: str, kind: str) -> None:
    body = html(f"<h1>{TITLE}</h1>{player}<p>{PARAGRAPHS[0]}</p>", head=head)
    assert read(body, url=f"{SITE}{path}", feed_entry=LISTED).kind == kind


MARKS = ("17:12", "16.40", "16:05", "15h31", "14:20")
MINUTES = ("90'", "84’", "45+2'", "12 ′", "3'")


def entries(marks: tuple[str, ...], text: str, make: str = "<p><b>{}</b> {}</p>") -> str:
    return "".join(make.format(mark, f"{text} {number}.") for number, mark in enumerate(marks))


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(entries(MARKS, "The ferry has left the port at last, says officer"), id="times of the day"),
        pytest.param(entries(MINUTES, "A corner for the guests, taken by number"), id="minutes of a match"),
        pytest.param(
            entries(MARKS, "The ferry has left, says officer", "<div><time class='timestamp'>{}</time><p>{}</p></div>"),
            id="in elements of their own",
        ),
    ],
)
def test_entries_that_begin_with_a_time_make_a_live_blog(body: str) -> None:
    found = read(html(f"<h1>{TITLE}</h1>{body}"), url=f"{SITE}/ferry", feed_entry=LISTED)
    assert (found.kind, found.liveblog) == ("live_blog", True)


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(entries(MARKS[::-1], "The doors open for all who have a ticket with number"), id="a programme"),
        pytest.param(PROSE + entries(MARKS[:4], "I agree, number"), id="comments below an article"),
        pytest.param(f"<p>{PARAGRAPHS[0]}</p>" + entries(("17:12", "16:05"), "It left, says officer"), id="two times"),
    ],
)
def test_other_times_make_none(body: str) -> None:
    assert read(html(f"<h1>{TITLE}</h1>{body}"), url=f"{SITE}/ferry", feed_entry=LISTED).kind == "article"


def test_headlines_with_times_are_a_list_though_its_address_has_a_date() -> None:
    items = "".join(f"<li>{8 + n}:30 <a href='/n/{n}'>The pilots' strike goes on</a></li>" for n in range(6))
    found = read_article(html(f"<b>News of 19 November</b><ul>{items}</ul>"), url=f"{SITE}/2026-11-19.html", now=NOW)
    assert isinstance(found, Skipped)
    assert found.kind == "listing"


SHORT = tuple(f"{PARAGRAPHS[n].split('. ')[0].rstrip('.')}." for n in range(4))


def test_some_paragraphs_of_whole_sentences_are_an_article() -> None:
    links = "".join(f"<p><a href='/{n}'>{day}</a></p>" for n, day in enumerate(DAYS))
    body = "".join(f"<p>{block}</p>" for block in (*SHORT, *SHORT[:1])) + links + "x" * 700
    assert isinstance(read_article(html(body), url=f"{SITE}/ferry", now=NOW), Article)
    broken = body.replace(".</p>", "</p>")
    assert isinstance(read_article(html(broken), url=f"{SITE}/ferry", now=NOW), Skipped)


def test_the_columns_of_a_page_in_a_table_are_no_text() -> None:
    menu = "".join(f"<a href='/{day}'>{day}</a><br>" for day in DAYS)
    body = f"<table><tr><td>{menu}</td><td><h1>{TITLE}</h1>{PROSE}</td></tr></table>"
    assert read(html(body), url=f"{SITE}/ferry", feed_entry=LISTED).text == "\n\n".join(PARAGRAPHS)


@pytest.mark.parametrize(
    ("standfirst", "offer"),
    [
        pytest.param("Αγρότες και ψαράδες σε αδιέξοδο.", "Μόνο για συνδρομητές. Γίνετε συνδρομητής. Σύνδεση", id="el"),
        pytest.param("Facket talar om en katastrof.", "Logga in. Prenumerera nu. Inte kund? Prova.", id="sv"),
        pytest.param("組合は反対した。", "会員限定です。ログイン、または会員登録。", id="ja"),
    ],
)
def test_a_headline_with_an_offer_to_subscribe_is_a_wall(standfirst: str, offer: str) -> None:
    body = html(f"<article><h1>{TITLE}</h1><p>{standfirst}</p><p>{offer}</p></article>")
    assert read_skipped(body, url=f"{SITE}/ferry").kind == "wall"
