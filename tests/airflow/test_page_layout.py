"""The pages with many rows in a real Chromium: how long they are, at the width of a desktop and of a phone."""

import json
import shutil
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from newsvane.settings import Settings
from tests.browser.chromium import PROGRAM, REQUIRED, chromium, complaints
from tests.support import airflow_app, crowded_lake
from tests.support.airflow_app import ORIGIN, PROJECT
from tests.support.empty_lake import create_lake

pytestmark = [
    pytest.mark.timeout(600),
    pytest.mark.skipif(
        PROGRAM is None and not REQUIRED, reason="there is no chromium here: install Debian's package of that name"
    ),
]

WIDE, NARROW = (1280, 900), (390, 844)
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
"""How far a page has to be moved sideways, in pixels. Below 0 if room is kept for a scroll bar."""
SEARCHES = (
    "search",
    "search?q=the&q=news+OR+story&since=2026-01-01&words=1&order=rank",
    "search?q=%28the",
    "search?q=zzyzx&share=1",
)
ALERTS = (
    "alerts", "alerts?state=dead", "alerts/rules", "alerts/rules?page=5", "alerts/rule/rule-7?preview=30",
    "alerts/channels", "alerts/message/older%207",
)  # fmt: skip
"""Pages of three screens at most, however many messages, rules and channels there are."""
PATHS = (
    *ALERTS,
    "feeds", "sources?days=365", "feeds?page=2", "quarantine", "", "provenance", "?grain=fortnight",
    *SEARCHES, "search/saved", "alerts/rules/new?q=the", "alerts/rules/new?q=%28the",
)  # fmt: skip
COMPLETIONS = ("search/completions", "search/words?beginning=alb")
WITH_WORDS = SEARCHES[1]
WORDS = WITH_WORDS.replace("search?", "search/distinguishing-words?")
"""What that search page puts below its charts."""


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What the app answers to somebody who may act, by path."""
    folder = tmp_path_factory.mktemp("layout")
    watch = shutil.copytree(PROJECT / "tests" / "world" / "watch", folder / "watch")
    settings = create_lake(Settings(home=folder / "var", watch=watch))
    crowded_lake.add_rules(watch)
    crowded_lake.fill(settings)
    static = [f"static/{file.name}" for file in (PROJECT / "plugins/newsvane_pages/static").iterdir()]
    steps = [
        {"who": "op", "method": "GET", "path": f"/newsvane/{path}"} for path in (*PATHS, WORDS, *COMPLETIONS, *static)
    ]
    environment = {"NEWSVANE_HOME": str(settings.home), "NEWSVANE_WATCH": str(settings.watch)}
    found = airflow_app.start(steps, folder / "airflow", environment)
    return {step["path"]: answer for step, answer in zip(steps, found, strict=True)}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as one:
        yield one


def show(browser: Browser, answers: dict[str, Any], path: str, size: tuple[int, int], theme: Any = "light") -> Page:
    """Open a page whose server gives the recorded answers."""

    def answer(route: Route) -> None:
        url = urlsplit(route.request.url)
        found = answers[url.path + (f"?{url.query}" if url.query else "")]
        headers = {name: found["headers"][name] for name in ("content-type", "content-security-policy")}
        route.fulfill(status=found["status"], headers=headers, body=found["text"])

    context = browser.new_context(viewport={"width": size[0], "height": size[1]}, color_scheme=theme)
    context.route("**/*", answer)
    page = context.new_page()
    page.goto(f"{ORIGIN}/newsvane/{path}")
    return page


@pytest.mark.parametrize(
    ("size", "most"), [pytest.param(WIDE, 3 * WIDE[1], id="wide"), pytest.param(NARROW, 4_600, id="narrow")]
)
def test_a_page_of_a_hundred_feeds_is_short(browser: Browser, answers: Any, size: tuple[int, int], most: int) -> None:
    page = show(browser, answers, "feeds", size)
    assert page.locator("tbody tr").count() == crowded_lake.FEEDS // 2
    assert page.evaluate("document.documentElement.scrollHeight") <= most
    page.locator("summary", has_text="failed 3 times").first.click()
    details = page.locator("td.state[class] details[open]")
    assert "nothing to correct in feeds.toml" in details.inner_text()
    assert page.evaluate(OVERFLOW) <= 0
    names = page.locator("tbody tr").evaluate_all("rows => rows.map(row => row.id)")
    second = show(browser, answers, "feeds?page=2", size)
    others = second.locator("tbody tr").evaluate_all("rows => rows.map(row => row.id)")
    assert len({*names, *others}) == crowded_lake.FEEDS


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(
    ("path", "actions"), [pytest.param("feeds", 0, id="feeds"), pytest.param("feeds?page=2", 1, id="with an action")]
)
def test_the_buttons_of_feeds_are_in_sight_when_entries_are_new(
    browser: Browser, answers: Any, path: str, actions: int, theme: str
) -> None:
    page = show(browser, answers, path, WIDE, theme)
    assert page.locator("td.state .asked").count() == actions
    assert page.locator(".listed", has_text="all known from other feeds").count() > 0
    expect(page.locator("th", has_text="New entries")).to_be_visible()
    assert page.locator("td[data-name=new]", has_text="2 today").count() > 0
    table, title = (page.locator(each).bounding_box() for each in ("table", "h1"))
    assert table is not None
    assert title is not None
    assert table["width"] <= title["width"]
    page.locator("td.buttons summary").first.click()
    assert page.evaluate(OVERFLOW) <= 0


def test_on_a_phone_what_the_numbers_count_has_room(browser: Browser, answers: Any) -> None:
    page = show(browser, answers, "feeds", NARROW)
    above, summary, below = (
        page.locator(each).first.bounding_box() for each in ("p:has(+ .close)", ".close summary", "tbody tr")
    )
    assert above is not None
    assert summary is not None
    assert below is not None
    assert summary["y"] - (above["y"] + above["height"]) >= 6
    assert below["y"] - (summary["y"] + summary["height"]) >= 6


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_pointing_at_a_bar_does_not_look_like_an_expected_range(browser: Browser, answers: Any, theme: str) -> None:
    page = show(browser, answers, "", WIDE, theme)
    bar = page.locator(".plot .point").last
    bar.hover()
    styles = bar.locator(".back").evaluate("back => [getComputedStyle(back).fill, getComputedStyle(back).stroke]")
    accent = page.locator("main a").first.evaluate("link => getComputedStyle(link).color")
    assert styles == ["rgba(0, 0, 0, 0)", accent]


@pytest.mark.parametrize("path", ALERTS)
@pytest.mark.parametrize(
    ("size", "most"), [pytest.param(WIDE, 3 * WIDE[1], id="wide"), pytest.param(NARROW, 4_640, id="narrow")]
)
def test_a_page_about_many_alerts_is_short(
    browser: Browser, answers: Any, path: str, size: tuple[int, int], most: int
) -> None:
    page = show(browser, answers, path, size)
    assert page.locator("h1").count() == 1
    assert page.evaluate("document.documentElement.scrollHeight") <= most


def test_a_message_is_shown_as_html_without_scripts(browser: Browser, answers: Any) -> None:
    page = show(browser, answers, "alerts/message/older%207", WIDE)
    shown = page.frame_locator("iframe.mail")
    expect(shown.get_by_text("News").first).to_be_visible()
    assert page.locator("iframe.mail").get_attribute("sandbox") == ""


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("size", [pytest.param(WIDE, id="wide"), pytest.param(NARROW, id="narrow")])
def test_each_page_is_whole_and_for_everybody(
    browser: Browser, answers: Any, path: str, theme: str, size: tuple[int, int]
) -> None:
    page = show(browser, answers, path, size, theme)
    assert page.evaluate(OVERFLOW) <= 0
    assert complaints(page) == []


@pytest.mark.parametrize("size", [pytest.param(WIDE, id="wide"), pytest.param(NARROW, id="narrow")])
def test_words_are_put_into_the_search_page(browser: Browser, answers: Any, size: tuple[int, int]) -> None:
    page = show(browser, answers, WITH_WORDS, size)
    expect(page.locator("#words")).to_contain_text("Compared: ")
    assert page.get_by_role("heading", level=1).all_inner_texts() == ["Search"]
    assert page.evaluate(OVERFLOW) <= 0
    assert complaints(page) == []


def test_words_that_cannot_be_found_are_a_link(browser: Browser, answers: Any) -> None:
    path = f"/newsvane/{WORDS}"
    page = show(browser, answers | {path: answers[path] | {"status": 503}}, WITH_WORDS, WIDE)
    expect(page.locator("#words")).to_have_text("Words that set these articles apart could not be loaded.")
    link = page.get_by_role("link", name="Words that set these articles apart")
    assert urlsplit(link.evaluate("link => link.href")).query == urlsplit(WORDS).query
    assert page.locator("#words").get_attribute("aria-busy") is None


def test_a_search_without_an_article_offers_an_alert(browser: Browser, answers: Any) -> None:
    page = show(browser, answers, "search?q=zzyzx&share=1", WIDE)
    expect(page.get_by_text("No article on topic matches")).to_be_visible()
    expect(page.get_by_role("link", name="See what this search would have sent")).to_be_visible()


def test_on_a_phone_the_state_and_the_page_are_in_sight(browser: Browser, answers: Any) -> None:
    page = show(browser, answers, "alerts/rules", NARROW)
    status, current = (page.locator(each).bounding_box() for each in (".bar a:first-child", ".bar [aria-current]"))
    assert status is not None
    assert current is not None
    assert page.locator(".bar").evaluate("bar => bar.scrollLeft") > 0
    assert 0 <= status["x"] < status["x"] + status["width"] <= current["x"]
    assert current["x"] + current["width"] <= NARROW[0]


def test_on_a_phone_the_charts_begin_on_the_first_screen(browser: Browser, answers: Any) -> None:
    page = show(browser, answers, "", NARROW)
    (bar, chart) = (page.locator(each).first.bounding_box() for each in (".bar", ".chart"))
    assert bar is not None
    assert chart is not None
    assert bar["height"] < 60
    assert chart["y"] < NARROW[1] / 2
    assert not page.locator("[name=since]").is_visible()
    page.get_by_text("More filters").click()
    assert page.locator("[name=since]").is_visible()


def test_the_current_page_is_in_sight_in_a_navigation_that_is_moved_sideways(browser: Browser, answers: Any) -> None:
    current = show(browser, answers, "provenance", NARROW).locator(".bar [aria-current]")
    box = current.bounding_box()
    assert box is not None
    assert 0 <= box["x"] < box["x"] + box["width"] <= NARROW[0]


def test_the_keyboard_reaches_the_content_without_the_navigation(browser: Browser, answers: Any) -> None:
    page = show(browser, answers, "search", WIDE)
    page.keyboard.press("Tab")
    skip = page.locator(".skip")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.locator("[name=q]").first).to_be_focused()


def test_the_text_of_an_alert_is_shown_on_demand(browser: Browser, answers: Any) -> None:
    page = show(browser, answers, "alerts", WIDE)
    row = page.locator(".list > li").filter(has_text="All news: Story 0")
    assert row.count() == 1
    text = row.locator(".beginning")
    assert not text.is_visible()
    row.get_by_text("Message", exact=True).click()
    assert "New story, 1 outlet so far" in text.inner_text()


@pytest.fixture
def words_found(answers: dict[str, Any]) -> dict[str, Any]:
    """The answers, as if the index had words that begin with "alb"."""
    path = "/newsvane/search/words?beginning=alb"
    assert answers[path]["text"] == "[]"
    words = [{"text": "albania", "about": "3 articles"}, {"text": "<b>alb", "about": "<img src=x onerror=alert(1)>"}]
    return answers | {path: answers[path] | {"text": json.dumps(words)}}


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("size", [pytest.param(WIDE, id="wide"), pytest.param(NARROW, id="narrow")])
def test_a_query_is_completed_with_the_keyboard(
    browser: Browser, words_found: Any, theme: str, size: tuple[int, int]
) -> None:
    page = show(browser, words_found, "search", size, theme)
    query = page.get_by_role("combobox", name="Query", exact=True)
    options = page.get_by_role("listbox", name="Completions").get_by_role("option")
    query.press_sequentially("iran (-alb")
    expect(options).to_have_text([
        "central:albania Albania",
        "albania 3 articles",
        "<b>alb <img src=x onerror=alert(1)>",
    ])
    expect(query).to_have_attribute("aria-expanded", "true")
    assert page.evaluate(OVERFLOW) <= 0
    query.press("ArrowUp")
    chosen = page.get_by_role("listbox", name="Completions").get_by_role("option", selected=True)
    expect(chosen).to_contain_text("onerror")
    query.press("ArrowUp")
    expect(chosen).to_have_text("albania 3 articles")
    assert query.get_attribute("aria-activedescendant") == chosen.get_attribute("id")
    assert complaints(page) == []
    query.press("Enter")
    assert query.input_value() == "iran (-albania "
    expect(options).to_have_count(0)
    assert page.url == f"{ORIGIN}/newsvane/search"


def test_a_field_is_completed_with_its_values_and_a_phrase_with_nothing(browser: Browser, answers: Any) -> None:
    page = show(browser, answers, "search", WIDE)
    query = page.get_by_role("combobox", name="Query", exact=True)
    shown = page.get_by_role("listbox", name="Completions").get_by_role("option")
    query.press_sequentially("ou")
    shown.filter(has_text="domain of the outlet").click()
    assert query.input_value() == "outlet:"
    expect(query).to_be_focused()
    expect(shown.first).to_contain_text("outlet:herald")
    query.press("Escape")
    expect(shown).to_have_count(0)
    assert query.input_value() == "outlet:"
    query.fill("lang:engl")
    expect(shown).to_have_text(["lang:en English"])
    query.fill("outlet:exam")
    expect(shown.first).to_contain_text("outlet:herald")
    query.fill('"outlet')
    page.wait_for_timeout(300)
    expect(shown).to_have_count(0)


def test_underlines_leave_underscores_free(browser: Browser, answers: Any) -> None:
    page = show(browser, answers, "quarantine", WIDE)
    offset = page.locator("main a").first.evaluate("a => parseFloat(getComputedStyle(a).textUnderlineOffset)")
    size = page.locator("main a").first.evaluate("a => parseFloat(getComputedStyle(a).fontSize)")
    assert offset >= 0.29 * size


@pytest.mark.parametrize("size", [pytest.param(WIDE, id="wide"), pytest.param(NARROW, id="narrow")])
def test_the_scale_of_a_chart_is_beside_its_bars(browser: Browser, answers: Any, size: tuple[int, int]) -> None:
    page = show(browser, answers, "", size)
    plot = page.locator(".plot").first
    labels = plot.locator(".scale text").all_text_contents()
    assert labels == sorted(labels, key=int)
    assert all(float(each) == int(each) for each in labels)
    ground = plot.locator(".bars .ground").bounding_box()
    lowest = plot.locator(".scale text").first.bounding_box()
    assert ground is not None
    assert lowest is not None
    assert abs(lowest["y"] + lowest["height"] / 2 - ground["y"]) <= 4
    assert lowest["height"] >= 11
