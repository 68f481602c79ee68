"""Charts as SVG, HTML and PNG: well-formed, readable and harmless, whatever the titles are."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from lxml import etree, html

from newsvane.cli.charts import png
from newsvane.cli.charts.drawing import DARK, LIGHT, WIDTH, StoryBar, draw_series, draw_stories, render_svg
from newsvane.cli.charts.html_page import render_html
from newsvane.errors import ConfigError
from newsvane.trends import Measure, PeriodCount, compute_trends
from tests.support.fonts import installed

NOW = datetime(2026, 11, 24, 18, tzinfo=UTC)
SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = "</text></svg><script>alert(1)</script><img src=x onerror=alert(1)> & \"' \u202e\x00\x1b[31m"


def story(title: str = "A title", **changes: object) -> StoryBar:
    fields = {
        "title": title, "first_outlet": "one.example", "first_day": date(2026, 11, 1), "last_day": date(2026, 11, 2),
        "articles": 8, "originals": 2, "outlets": 3, "languages": ("en", "fa"),
    }  # fmt: skip
    return StoryBar.model_validate(fields | changes)


def counts(*articles: int, read: int = 100) -> list[PeriodCount]:
    days = [NOW.date() - timedelta(days=len(articles) - 1 - at) for at in range(len(articles))]
    return [
        PeriodCount(day=day, topic="iran", articles=count, originals=count // 2, outlets=1, read=read)
        for day, count in zip(days, articles, strict=True)
    ]


def elements(drawn: str, name: str, style: str = "") -> list[etree._Element]:
    found = etree.fromstring(drawn.encode()).iter(f"{SVG}{name}")
    return [each for each in found if not style or each.get("class") == style]


@given(st.lists(st.text(), min_size=1, max_size=4))
@example(["\ufffe"])
def test_any_title_makes_well_formed_svg_of_text_alone(titles: list[str]) -> None:
    drawn = render_svg([draw_stories([story(title) for title in titles])])
    assert {each.tag.removeprefix(SVG) for each in etree.fromstring(drawn.encode()).iter()} == {
        "svg", "style", "g", "text", "rect",
    }  # fmt: skip


def test_a_page_holds_nothing_that_runs_or_is_fetched() -> None:
    (series,) = compute_trends(counts(*[9] * 30), now=NOW)
    drawings = [draw_stories([story(HOSTILE)]), draw_series(series, HOSTILE)]
    written = render_html(HOSTILE, drawings, [[{"title": HOSTILE, HOSTILE: 1}], []], now=NOW)
    tree = html.fromstring(written)
    assert tree.xpath("//script | //img | //link | //@onerror | //@src | //@href") == []
    assert "default-src 'none'" in tree.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
    assert set(re.findall(r"https?://[^\"'\s)]+", written)) == {"http://www.w3.org/2000/svg"}
    assert "alert(1)" in tree.xpath("string(//h1)")
    assert not re.search("[\x00\x1b\u202e]", written)


def test_a_page_is_light_and_dark() -> None:
    written = render_html("A", [draw_stories([story()])], [[]], now=NOW)
    assert "prefers-color-scheme:dark" in written
    assert LIGHT.keys() == DARK.keys()
    assert set(re.findall(r"var\(--(\w+)\)", written)) <= LIGHT.keys()


@pytest.mark.parametrize("title", ["Iran", "مجاهدین خلق", "«2026» תל אביב"])
def test_titles_of_both_directions_begin_at_one_edge_as_on_the_pages(title: str) -> None:
    (text,) = (each for each in elements(render_svg([draw_stories([story(title)])]), "text") if each.text == title)
    assert (text.get("text-anchor"), text.get("x")) == (None, "0")


def test_no_text_of_a_report_is_too_small_on_a_phone() -> None:
    written = render_html("A", [draw_stories([story()])], [[]], now=NOW)
    sizes = [float(size) for size in re.findall(r"font-size:([\d.]+)px", written)]
    (narrowest,) = re.findall(r"svg\{[^}]*min-width:(\d+)px", written)
    assert min(sizes) * float(narrowest) / WIDTH >= 11
    assert '<div class="scroll"><svg' in written


def test_long_titles_are_cut() -> None:
    shown = [
        each.text or ""
        for each in elements(render_svg([draw_stories([story("word " * 200), story("字" * 300)])]), "text")
    ]
    assert sum(text.endswith("…") for text in shown) == 2
    assert max(map(len, shown)) < 140


@pytest.mark.parametrize("of", ["articles", "originals", "outlets", "share"])
def test_spikes_and_silences_are_marked(of: Measure) -> None:
    rows = counts(*[20] * 40, 60, 20, 0, 20)
    rows[40] = rows[40].model_copy(update={"outlets": 30})
    (series,) = compute_trends(rows, now=NOW, of=of)
    assert [point.flag for point in series.points[-4:-2]] == ["spike", "normal"]
    drawn = render_svg([draw_series(series, "Iran")])
    flagged = sum(point.flag != "normal" for point in series.points)
    assert len(elements(drawn, "path", "alarm")) == flagged >= 1
    assert len(elements(drawn, "rect", "alarm")) == flagged + 1, "one is the legend's"


def test_there_is_no_baseline_drawn_where_there_is_none() -> None:
    (series,) = compute_trends(counts(*[5] * 9), now=NOW, days=12)
    (line,) = elements(render_svg([draw_series(series, "Iran")]), "polyline")
    assert len(line.get("points", "").split()) == 4, "of the eighth and the ninth day"


@pytest.mark.parametrize("counted", [[0] * 3, [1, 0, 2], [1_234_567] * 3], ids=["none", "few", "many"])
def test_axes_begin_at_0_and_hold_every_value(counted: list[int]) -> None:
    (series,) = compute_trends(counts(*counted, read=2_000_000), now=NOW, days=3)
    drawn = render_svg([draw_series(series, "Iran")])
    ticks = [int(each.text.replace(",", "")) for each in elements(drawn, "text") if each.get("text-anchor") == "end" and
             each.text and each.text[0].isdigit()]  # fmt: skip
    assert ticks[0] == 0
    assert len(set(ticks)) == len(ticks) > 2
    assert ticks[-1] >= max(counted)


HEADLINES = ("Tehran’s court", "دادگاه تهران؛ مجاهدین خلق", "Gjykata e Tiranës: ç’thotë ministria", "Суд в Тегеране")
CHINESE = "德黑兰法院缺席判处四人 🙂"


@pytest.fixture
def fonts(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """A Debian with the packages fonts-noto-core, fonts-dejavu-core, or none: the folders that they fill."""
    installed(monkeypatch, *request.param)


@pytest.mark.parametrize("fonts", [["noto"], ["dejavu"]], indirect=True)
def test_a_picture_has_letters_of_every_script_that_a_font_has(fonts: None) -> None:
    drawings = [draw_stories([story(title) for title in HEADLINES])]
    assert png.find_missing(drawings) == []
    drawn = {png.render_png([draw_stories([story(title)])]) for title in ("", *HEADLINES)}
    assert len(drawn) == len(HEADLINES) + 1
    assert all(each.startswith(b"\x89PNG") for each in drawn)


@pytest.mark.parametrize("fonts", [["noto"], ["dejavu"]], indirect=True)
def test_letters_that_no_font_has_are_named_one_per_script(fonts: None) -> None:
    assert png.find_missing([draw_stories([story(CHINESE), *map(story, HEADLINES)])]) == ["人", "🙂"]


@pytest.mark.parametrize("fonts", [[]], indirect=True)
def test_without_a_font_there_is_a_word_on_fonts(fonts: None) -> None:
    with pytest.raises(ConfigError, match="fonts-noto-core or fonts-dejavu-core"):
        png.render_png([draw_stories([story()])])
