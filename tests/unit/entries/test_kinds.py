"""Articles, podcasts and adverts are distinguished; items that only resemble an advert or podcast are articles."""

import json

import pytest

from tests.unit.entries.feed_factories import item, only, parse, rss

AUDIO = '<enclosure url="/talk.mp3" type="audio/mpeg" length="1"/>'
EPISODE = "<itunes:duration>30:00</itunes:duration>"
SHOW = '<itunes:category text="News"/><itunes:explicit>no</itunes:explicit>'


@pytest.mark.parametrize(
    ("text", "head", "kind"),
    [
        pytest.param(item(AUDIO, EPISODE), "", "podcast", id="episode"),
        pytest.param(item(AUDIO), SHOW, "podcast", id="of a show"),
        pytest.param(item('<media:content url="/v" type="video/mp4"/>'), SHOW, "podcast", id="video"),
        pytest.param(item('<enclosure url="/talk.mp3"/>', EPISODE), "", "podcast", id="enclosure without type"),
        pytest.param(item(AUDIO, link=None), "", "podcast", id="no page"),
        pytest.param(item(link="/talk.mp3"), "", "podcast", id="link is the file"),
        pytest.param(item(AUDIO, link="/talk.mp3"), "", "podcast", id="link is the enclosure"),
        pytest.param(item('<yt:videoId xmlns:yt="urn:yt">x</yt:videoId>'), "", "podcast", id="YouTube"),
        pytest.param(item(AUDIO), "", "article", id="read aloud"),
        pytest.param(item('<media:content url="/v.mp4" medium="video"/>'), "", "article", id="article with a video"),
        pytest.param(item(), SHOW, "article", id="page of a show, without audio"),
        pytest.param(item("<itunes:author>Ann</itunes:author>", AUDIO), "", "article", id="author alone"),
        pytest.param(item('<enclosure url="/i.jpg" type="image/jpeg"/>', EPISODE), "", "article", id="image"),
        pytest.param(item(title="A podcast on Iran: what we know"), "", "article", id="about one"),
    ],
)
def test_podcast(text: str, head: str, kind: str) -> None:
    assert only(parse(rss(text, head=head))).kind == kind


def test_podcast_in_json() -> None:
    audio = [{"url": "/talk.mp3", "mime_type": "audio/mpeg"}]
    items = [{"url": "/1", "attachments": audio}, {"id": "2", "attachments": [{**audio[0], "url": "/2.mp3"}]}]
    assert [entry.kind for entry in parse(json.dumps({"version": "1.1", "items": items})).entries] == [
        "article",
        "podcast",
    ]
    show = {"version": "1.1", "_itunes": {}, "items": items[:1]}
    assert only(parse(json.dumps(show))).kind == "podcast"


def category(label: str) -> str:
    return item(f"<category>{label}</category>")


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        pytest.param(category("Sponsored"), "advert", id="category"),
        pytest.param(category(" Sponsored  content "), "advert", id="space"),
        pytest.param(category("رپورتاژ آگهی"), "advert", id="Persian"),
        pytest.param(category("رپورتاژ\u200cآگهي"), "advert", id="Persian on an Arabic keyboard"),
        pytest.param(category("На правах рекламы"), "advert", id="Russian"),
        pytest.param(category("Contenu sponsorisé"), "advert", id="French"),
        pytest.param(item(title="[Anzeige] Neue Küchen"), "advert", id="brackets"),
        pytest.param(item(title="Sponsored: ten kitchens"), "advert", id="prefix"),
        pytest.param(item(title="ADVERTORIAL | Ten kitchens"), "advert", id="bar"),
        pytest.param(item(title="Paid Post – Ten kitchens"), "advert", id="dash"),
        pytest.param(item(title="رپورتاژ آگهی: خرید"), "advert", id="Persian prefix"),
        pytest.param(item(link="https://a.example/sponsored/ten-kitchens"), "advert", id="folder"),
        pytest.param(item(link="https://a.example/news/advertorial/2026/ten"), "advert", id="folder within"),
        pytest.param(
            item(link="https://a.example/%D8%B1%D9%BE%D9%88%D8%B1%D8%AA%D8%A7%DA%98-%D8%A2%DA%AF%D9%87%DB%8C/1"),
            "advert",
            id="escaped",
        ),
        pytest.param(item(link="https://ad.doubleclick.net/ddm/clk/1"), "advert", id="host"),
        pytest.param(
            item("<enclosure url='/a.mp3' type='audio/mpeg'/>", EPISODE, title="Sponsored: x"), "advert", id="spoken"
        ),
        pytest.param(item(title="Sponsored by Iran, militias advance"), "article", id="sponsored by a state"),
        pytest.param(item(title="State-sponsored: how hackers work"), "article", id="state-sponsored"),
        pytest.param(item(title="Sponsored violence – a history"), "article", id="longer than the label"),
        pytest.param(item(title="Anzeige gegen Minister erstattet"), "article", id="criminal complaint"),
        pytest.param(item(title="Anzeige: Mann schlug Beamten"), "article", id="complaint with a colon"),
        pytest.param(item(title="آگهی استخدام: نگرانی کارگران"), "article", id="about job advertisements"),
        pytest.param(category("رپورتاژ"), "article", id="reportage"),
        pytest.param(category("Advertising"), "article", id="about advertising"),
        pytest.param(category("Werbung"), "article", id="about advertising, German"),
        pytest.param(category("Реклама"), "article", id="about advertising, Russian"),
        pytest.param(category("Sponsored terrorism"), "article", id="category that begins so"),
        pytest.param(item(link="https://a.example/news/sponsored"), "article", id="last segment"),
        pytest.param(item(link="https://a.example/sponsored-by-iran/1"), "article", id="folder that begins so"),
        pytest.param(item(link="https://notdoubleclick.net/1"), "article", id="host that ends so"),
        pytest.param(item(link="https://a.example/1?via=/sponsored/x"), "article", id="in the query"),
        pytest.param(item(description="Sponsored: see below"), "article", id="in the text"),
    ],
)
def test_advert(text: str, kind: str) -> None:
    assert only(parse(rss(text))).kind == kind


def test_advert_in_other_formats() -> None:
    feed = {"version": "1.1", "items": [{"url": "/1", "tags": ["Advertorial", 5]}]}
    assert only(parse(json.dumps(feed))).kind == "advert"
    assert only(parse("<urlset><url><loc>https://a.example/branded-content/1</loc></url></urlset>")).kind == "advert"
