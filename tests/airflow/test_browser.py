"""The pages in a real Chromium on a real Airflow with the demo's lake: what people see, can do, and must not do."""

import re
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

import pytest
import tomli
from playwright.sync_api import Browser, FrameLocator, Locator, Page, StorageState, expect

from tests.browser.chromium import NARROW, PROGRAM, REQUIRED, WIDE, Session, chromium, complaints, logged_in, session
from tests.browser.stage import Stage, stage
from tests.crawl.surface import ACTORS
from tests.support.airflow_app import PEOPLE
from tests.support.scene import PROJECT
from tests.world.compare import received

pytestmark = [
    pytest.mark.timeout(900),
    pytest.mark.skipif(
        PROGRAM is None and not REQUIRED, reason="there is no chromium here: install Debian's package of that name"
    ),
]

HEADINGS = {
    "status": "Status",
    "coverage": "Coverage",
    "story": "Tehran says it holds the camp's computers; Tirana says they never left",
    "article": "نامه\u200cهایی از پشت دیوار اوین",
    "side by side": "Side by side",
    "outlet": "northline.example",
    "names": "Names",
    "name": "Maryam Rajavi",
    "search": "Search",
    "feeds": "Feeds",
    "quarantine": "Quarantine",
    "held": "Tirana ferry office closed",
    "alerts": "Alerts",
    "message": "The MEK in Albania: Tehran says it holds the camp's computers; Tirana says they never left",
    "rules": "Alert rules",
    "rule": "The MEK in Albania",
    "channels": "Alert channels",
    "labels": "Labels",
    "quality": "Quality",
    "actions": "Actions",
    "provenance": "Provenance",
    "runbook": "Runbook",
}
NAVIGATION = {
    name: HEADINGS[name]
    for name in (
        "status",
        "search",
        "names",
        "feeds",
        "quarantine",
        "alerts",
        "labels",
        "quality",
        "actions",
        "provenance",
        "runbook",
    )
}
NEAR_COPY = "SELECT article_id, copy_of FROM coverage WHERE copy_kind = 'near_copy' ORDER BY ALL"
WORLD = PROJECT / "tests" / "world" / "articles" / "meridian-post" / "indictments-without-arrests.md"
HOSTILE = str(tomli.loads(WORLD.read_text("utf-8").split("+++")[1])["title"])
PATIENCE = 150_000
"""Milliseconds for a DAG to do what was asked for."""

expect.set_options(timeout=30_000)

Visit = Callable[..., AbstractContextManager[Session]]


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    with stage(tmp_path_factory.mktemp("browser")) as one:
        yield one


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as one:
        yield one


@pytest.fixture(scope="module")
def people(scene: Stage, browser: Browser) -> dict[str, StorageState]:
    """Each of them, logged in by the form."""
    return {name: logged_in(browser, scene.airflow.url, name) for name in PEOPLE}


@pytest.fixture
def visit(scene: Stage, browser: Browser, people: dict[str, StorageState]) -> Visit:
    """A session of somebody: `visit("op", theme="dark")`; of "" nobody."""

    def of(name: str, **more: Any) -> AbstractContextManager[Session]:
        return session(browser, scene.airflow.url, state=people.get(name), **more)

    return of


@pytest.fixture(scope="module")
def addresses(scene: Stage) -> dict[str, str]:
    """Of each page, as under Airflow's address."""
    ((short,),) = scene.ask("SELECT article_id FROM quarantine WHERE title = 'Tirana ferry office closed'")
    ((persian,),) = scene.ask(f"SELECT article_id FROM coverage WHERE title = '{HEADINGS['article']}'")
    ((copy, original),) = scene.ask(f"{NEAR_COPY} LIMIT 1")
    ((message,),) = scene.ask(f"SELECT key FROM outbox WHERE story_id = '{scene.seed}' AND channel = 'mail'")
    paths = {
        "message": f"alerts/message/{message}", "rules": "alerts/rules", "channels": "alerts/channels",
        "rule": "alerts/rule/mek-in-albania?preview=90",
        "coverage": "", "story": f"stories/{scene.seed}", "held": f"quarantine/{short}", "quality": "quality/",
        "article": f"articles/{persian}?q=%D8%AA%D9%87%D8%B1%D8%A7%D9%86",
        "side by side": f"articles/{original}/compare/{copy}", "outlet": "outlets/northline.example?days=730",
        "labels": "labels?topic=mek",
        "topic": "topics/mek?days=182", "name": "names/maryam-rajavi?days=182",
    }  # fmt: skip
    return {name: f"/newsvane/{paths.get(name, name)}" for name in HEADINGS}


def heading(page: Any) -> Any:
    return page.get_by_role("heading", level=1)


def frame(page: Page) -> Any:
    """Our page, in Airflow's."""
    return page.frame_locator("iframe")


@pytest.mark.parametrize("name", NAVIGATION)
def test_airflows_navigation_leads_to_each_page_and_reloading_stays_there(visit: Visit, name: str) -> None:
    with visit("viewer") as one:
        page = one.open("/")
        page.get_by_role("link", name="Newsvane", exact=True).click()
        expect(heading(frame(page))).to_have_text("Coverage")
        page.get_by_role("button", name="Plugins").click()
        page.get_by_role("menuitem", name="Newsvane").hover()
        page.get_by_role("menuitem", name=NAVIGATION[name]).click()
        expect(heading(frame(page))).to_have_text(NAVIGATION[name])
        # Until its own address says so, Airflow may go back to the page that it opened.
        page.wait_for_url(re.compile(r"/plugin/.+/newsvane/\w"))
        frame(page).get_by_role("navigation").get_by_role("link", name="Coverage").click()
        expect(heading(frame(page))).to_have_text("Coverage")
        page.wait_for_url(re.compile(r"/plugin/.+/newsvane/$"))
        page.reload()
        expect(heading(frame(page))).to_have_text("Coverage")
        assert one.troubles == []


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("size", [pytest.param(WIDE, id="wide"), pytest.param(NARROW, id="narrow")])
def test_each_page_alone_is_whole_and_for_everybody(
    visit: Visit, addresses: dict[str, str], theme: str, size: tuple[int, int]
) -> None:
    with visit("op", theme=theme, size=size) as one:
        for name, address in addresses.items():
            page = one.open(address)
            expect(heading(page)).to_have_text(HEADINGS[name])
            assert page.evaluate("document.documentElement.scrollWidth") <= size[0], f"{name} runs over the edge"
            assert complaints(page) == [], name
        assert one.troubles == []


def test_what_axe_would_find_is_found(browser: Browser) -> None:
    page = browser.new_page()
    page.set_content("<html lang='en'><title>t</title><main><h1>h</h1><img src='data:,'><p style='color:#ccc'>pale</p>")
    assert {each.partition(":")[0] for each in complaints(page)} == {"image-alt", "color-contrast"}
    page.close()


def test_the_data_docs_are_in_place(visit: Visit) -> None:
    with visit("viewer") as one:
        page = one.open("/newsvane/quality/")
        page.get_by_role("row").filter(has_text="articles").get_by_role("link").first.click()
        expect(page.get_by_role("heading", name="Statistics")).to_be_visible()
        expect(page.get_by_role("navigation", name="Newsvane")).to_be_visible()
        assert one.troubles == []


@pytest.mark.parametrize(
    "path", ["?outlet=meridian-post.example", "stories/{story}", "alerts", "quarantine", "actions"]
)
def test_the_hostile_title_of_the_news_world_is_text(visit: Visit, scene: Stage, path: str) -> None:
    ((story,),) = scene.ask("SELECT story_id FROM coverage WHERE starts_with(title, '<script>')")
    with visit("op") as one:
        page = one.open(f"/newsvane/{path.format(story=story)}")
        if "story" in path:
            expect(heading(page)).to_have_text(HOSTILE)
        if "outlet" in path:
            expect(page.get_by_role("link", name=HOSTILE)).to_be_visible()
        scripts = page.evaluate("[...document.scripts].map(each => new URL(each.src).pathname)")
        names = ("theme", "outside_links", "charts", "complete", "new_rule")
        assert set(scripts) <= {f"/newsvane/static/{name}.js" for name in names}
        assert page.locator("img, iframe, object, embed, main b").count() == 0
        assert one.troubles == []


def test_the_pages_follow_airflows_theme_in_its_frame(visit: Visit) -> None:
    with visit("viewer", theme="light") as one:
        page = one.open("/plugin/newsvane")
        expect(heading(frame(page))).to_be_visible()
        page.evaluate("document.documentElement.className = 'dark'")
        expect(frame(page).locator("html")).to_have_attribute("data-theme", "dark")
        assert one.troubles == []


def test_a_persian_article_reads_from_right_to_left_with_its_matches_marked(visit: Visit, addresses: Any) -> None:
    with visit("viewer") as one:
        page = one.open(addresses["article"])
        text = page.locator(".text")
        assert text.evaluate("text => getComputedStyle(text.firstElementChild).direction") == "rtl"
        box, line = text.bounding_box(), text.locator("p").first.bounding_box()
        assert box is not None
        assert line is not None
        assert box["x"] + box["width"] == pytest.approx(line["x"] + line["width"])
        expect(text.locator("mark").first).to_have_text("تهران")
        assert one.troubles == []


def test_a_search_leads_to_the_article_its_original_and_what_differs(visit: Visit, scene: Stage) -> None:
    copy, original = scene.ask(NEAR_COPY)[0]
    with visit("viewer", size=NARROW) as one:
        page = one.open("/plugin/newsvane-search")
        view = frame(page)
        view.get_by_label("Query", exact=True).fill("manez AND police")
        view.get_by_role("button", name="Search", exact=True).click()
        view.locator(f"a.title[href*='{copy}']").click()
        view.get_by_role("link", name="go to the first").click()
        expect(view.locator("#match-1")).to_be_in_viewport()
        view.get_by_label("Find").fill("zebra")
        view.get_by_role("button", name="Mark").click()
        expect(view.get_by_role("status")).to_have_text("This article does not match")
        view.get_by_role("link", name="Side by side").first.click()
        expect(heading(view)).to_have_text("Side by side")
        assert view.locator("td mark").count() > 0
        view.get_by_role("columnheader").first.get_by_role("link").first.click()
        expect(view.locator("aside code").first).to_have_text(original)
        assert one.troubles == []


def open_first_card(view: Page | FrameLocator) -> Locator:
    """Unfold the first article of a story; return the link to it."""
    card = view.get_by_role("article").first
    card.get_by_text("Details and text").click()
    return card.locator("a.outside[target=_blank]").first


@pytest.mark.parametrize(
    ("framed", "press"),
    [
        pytest.param(True, {}, id="in Airflow, by a click"),
        pytest.param(True, {"button": "middle"}, id="in Airflow, by a middle click"),
        pytest.param(True, {"modifiers": ["Control"]}, id="in Airflow, by a click with Ctrl"),
        pytest.param(True, "Enter", id="in Airflow, by Enter"),
        pytest.param(False, {}, id="alone, by a click"),
    ],
)
def test_a_link_to_an_outlet_opens_a_tab_that_knows_nothing_of_us(
    visit: Visit, addresses: dict[str, str], framed: bool, press: Any
) -> None:
    with visit("viewer") as one:
        page = one.open(f"/plugin/newsvane{addresses['story']}" if framed else addresses["story"])
        link = open_first_card(frame(page) if framed else page)
        url = str(link.get_attribute("href"))
        one.context.route(url, lambda route: route.fulfill(body="<title>the outlet</title>", content_type="text/html"))
        with one.context.expect_page() as opened:
            link.press(press) if isinstance(press, str) else link.click(**press)
        opened.value.wait_for_url(url)
        assert opened.value.evaluate("[window.opener, document.referrer]") == [None, ""]
        assert one.troubles == [f"asked for {url}"]
        assert page.url.startswith(one.url)


def test_what_is_no_address_of_the_web_is_not_opened_from_airflows_frame(visit: Visit, addresses: Any) -> None:
    with visit("viewer") as one:
        page = one.open(f"/plugin/newsvane{addresses['story']}")
        link = open_first_card(frame(page))
        for href in ("javascript:alert(document.cookie)", "data:text/html,x", "file:///etc/hostname"):
            link.evaluate("(link, href) => link.setAttribute('href', href)", href)
            link.click()
        page.wait_for_timeout(500)
        assert one.context.pages == [page]
        assert not [each for each in one.troubles if "dialog" in each]


def test_filters_stand_in_the_address_and_outlive_a_reload(visit: Visit) -> None:
    with visit("viewer") as one:
        for address, view in (("/newsvane/", lambda page: page), ("/plugin/newsvane", frame)):
            page = one.open(address)
            topic = view(page).get_by_label("Topics").get_by_role("link", name="Albania", exact=True)
            topic.click()
            expect(topic).to_have_attribute("aria-current", "true")
            view(page).get_by_label("Language").select_option("sq")
            view(page).get_by_role("button", name="Show").click()
            view(page).get_by_role("link", name="Show all").wait_for()
            page.wait_for_url("**language=sq**")
            chosen = parse_qs(urlsplit(page.url).query)
            assert (chosen["topic"], chosen["language"]) == (["albania"], ["sq"])
            page.reload()
            expect(view(page).get_by_label("Language")).to_have_value("sq")
            languages = view(page).locator(".list .mark:not(.warn)").all_inner_texts()
            assert len(languages) > 2
            assert "Albanian (sq)" in languages
            assert view(page).locator(".chart").count() == 1
        assert one.troubles == []


def test_a_chart_shows_its_numbers_to_pointer_and_keyboard(visit: Visit, scene: Stage) -> None:
    topic, day, articles = scene.ask("""
        SELECT topic, day::VARCHAR, sum(articles)::INTEGER FROM trend_daily
        SEMI JOIN (
            SELECT day FROM coverage WHERE list_contains(topics, 'iran')
            GROUP BY day HAVING count(DISTINCT story_id) > 1
        ) USING (day)
        WHERE topic = 'iran' GROUP BY ALL ORDER BY 3 DESC, 2 LIMIT 1""")[0]
    with visit("viewer") as one:
        page = one.open(f"/newsvane/?topic={topic}")
        chart = page.locator(".chart")
        bar = chart.get_by_role("link", name=f"{day}: {articles} articles")
        bar.hover()
        expect(chart.locator(".reading")).to_contain_text(f"{day}: {articles} articles")
        chart.get_by_role("heading").get_by_role("link").focus()
        page.keyboard.press("Tab")
        page.keyboard.press("Home")
        bars = chart.locator(".point")
        expect(bars.first).to_be_focused()
        page.keyboard.press("ArrowRight")
        expect(bars.nth(1)).to_be_focused()
        expect(chart.locator(".reading")).to_have_text(bars.nth(1).locator("title").text_content() or "")
        page.keyboard.press("End")
        expect(bars.last).to_be_focused()
        bar.click()
        page.wait_for_url(f"**since={day}&until={day}**")
        expect(chart.locator(".point")).to_have_count(1)
        assert page.locator(".list .title").count() > 1
        assert one.troubles == []


def test_the_seed_story_says_why_a_page_with_a_spanish_notice_is_english(visit: Visit, addresses: Any) -> None:
    with visit("viewer") as one:
        page = one.open(addresses["story"])
        article = page.get_by_role("article").filter(has_text="Este sitio web fue traducido")
        for words in (
            "Why en?",
            "a translation notice in es",
            "is written in en",
            "A notice says so, but the text is not in that language",
            "The same text as",
        ):
            expect(article).to_contain_text(words)
        article.get_by_text("Details and text, 267 words").click()
        expect(article.locator(".beginning")).to_be_visible()
        expect(article.locator(".beginning")).not_to_contain_text("traducido")
        page = one.open(f"/plugin/newsvane{addresses['story']}")
        expect(heading(frame(page))).to_have_text(HEADINGS["story"])
        assert one.troubles == []


def test_a_test_message_is_sent_by_a_task_and_its_outcome_is_shown(visit: Visit, scene: Stage) -> None:
    with visit("op") as one:
        page = one.open("/newsvane/alerts/channels")
        row = page.locator("#mail")
        row.get_by_role("button", name="Send a test message").click()
        expect(row).to_contain_text("Waiting to send the test message")
        expect(row).to_contain_text("The test message was sent to mailto://127.0.0.1", timeout=PATIENCE)
        assert one.troubles == []
    sent = [each for each in received(scene.scene.inbox) if each["subject"] == "Newsvane: test message"]
    assert [each["kind"] for each in sent] == ["mail"]


def test_a_quarantined_article_is_replayed_lands_and_causes_an_alert(visit: Visit, scene: Stage) -> None:
    with visit("op") as one:
        page = one.open("/newsvane/quarantine")
        row = page.locator(f"#{scene.refused}")
        row.get_by_role("button", name="Replay").click()
        expect(row).to_contain_text("Waiting to replay the article")
        expect(row).to_contain_text("read again and landed", timeout=PATIENCE)
        expect(row.get_by_role("button", name="Replay")).to_have_count(0)
        ((story, words),) = scene.ask(f"SELECT story_id, words FROM coverage WHERE article_id = '{scene.refused}'")
        assert words > 100
        page = one.open(f"/newsvane/stories/{story}")
        expect(page.locator(f"#{scene.refused}")).to_contain_text("Prosecutors in Tirana ask for more time")
        assert one.troubles == []
    alerts = eventually(lambda: [each for each in received(scene.scene.inbox) if "Prosecutors" in each["subject"]])
    assert {each["kind"] for each in alerts} <= {"webhook", "mail"}


def test_a_dead_letter_is_sent_again_and_received(visit: Visit, scene: Stage) -> None:
    assert scene.dead not in {each["key"] for each in received(scene.scene.inbox)}
    with visit("op") as one:
        page = one.open("/plugin/newsvane-alerts")
        frame(page).get_by_role("link", name="Given up: 1").click()
        row = frame(page).locator(f"#{scene.dead}")
        expect(row).to_contain_text("http_410")
        row.get_by_role("link", name="webhook").click()
        shown = frame(page).locator("main")
        expect(shown).to_contain_text("the server answered 410")
        expect(frame(page).frame_locator("iframe.mail").locator("body")).to_contain_text("in Newsvane")
        shown.get_by_role("button", name="Send again").click()
        expect(shown).to_contain_text(
            re.compile("the next delivery sends it|The message was sent again"), timeout=PATIENCE
        )
        got = eventually(lambda: [each for each in received(scene.scene.inbox) if each["key"] == scene.dead])
        assert len(got) == 1
        eventually(lambda: scene.ask(f"FROM outbox WHERE key = '{scene.dead}' AND state = 'delivered'"))
        page = one.open(f"/newsvane/alerts/message/{scene.dead}")
        expect(page.locator(f"#{scene.dead}")).to_contain_text("delivered")
        assert one.troubles == []


def test_a_feed_is_paused_with_a_reason_resumed_and_polled(visit: Visit, scene: Stage) -> None:
    feed = "durresi-sot"
    ((polls,),) = scene.ask(f"SELECT count(*) FROM feed_polls WHERE feed_id = '{feed}'")
    with visit("op") as one:
        page = one.open("/newsvane/feeds")
        row = page.locator(f"tr#{feed}")
        row.locator(".pause summary").click()
        row.get_by_placeholder("because").fill("<b>they</b> asked")
        row.get_by_role("button", name="Pause").click()
        expect(row).to_contain_text("The feed was paused", timeout=PATIENCE)
        expect(row).to_contain_text("<b>they</b> asked")
        row.get_by_role("button", name="Resume").click()
        expect(row).to_contain_text("The feed was resumed", timeout=PATIENCE)
        row.get_by_role("button", name="Poll now").click()
        expect(row).to_contain_text("The feed was polled", timeout=PATIENCE)
        assert one.troubles == []
    ((polled,),) = scene.ask(f"SELECT count(*) FROM feed_polls WHERE feed_id = '{feed}'")
    assert polled == polls + 1


def test_a_sample_is_labelled_with_the_keyboard_alone(visit: Visit, scene: Stage) -> None:
    with visit("op") as one:
        page = one.open("/newsvane/labels?topic=mek&seed=5")
        chosen = page.locator("input[type=radio]:checked")
        reviewed = chosen.count()
        chosen.first.focus()
        page.keyboard.press("ArrowLeft")
        page.keyboard.press("Tab")
        page.keyboard.type("<b>a namesake</b>")
        page.keyboard.press("Enter")
        expect(page.locator("main")).to_contain_text("1 label stored", timeout=PATIENCE)
        expect(page.locator("input[type=radio]:checked")).to_have_count(reviewed - 1)
        assert one.troubles == []
    labels = scene.ask(
        "SELECT question, subject, verdict, note, labelled_by, sampled FROM labels WHERE subject = 'mek'"
    )
    assert labels == [("topic", "mek", False, "<b>a namesake</b>", "op", True)]


def test_answers_that_are_not_stored_yet_are_there_when_somebody_comes_back(visit: Visit) -> None:
    with visit("op") as one:
        page = one.open("/newsvane/labels?topic=iran&seed=5")
        named = page.locator("input[type=radio][value=no]").first.get_attribute("name")
        page.locator(f"input[name='{named}'][value=no]").check()
        page.locator("form.labels input[type=text]").first.fill("a namesake")
        one.open("/newsvane/")
        page = one.open("/newsvane/labels")
        page.get_by_role("link", name="go on").click()
        expect(page.locator(f"input[name='{named}'][value=no]")).to_be_checked()
        expect(page.locator("form.labels input[type=text]").first).to_have_value("a namesake")
        page.locator("form.labels input[type=text]").first.fill("")
        page.locator("form.labels").evaluate("form => form.reset()")
        page.locator("form.labels input[type=text]").nth(1).fill("x")
        page.locator("form.labels input[type=text]").nth(1).fill("")
        page = one.open("/newsvane/labels?topic=iran&seed=5")
        expect(page.locator(f"input[name='{named}'][value=no]")).not_to_be_checked()
        page = one.open("/newsvane/labels")
        expect(page.locator("#unstored")).to_be_hidden()
        assert one.troubles == []


def test_a_page_that_waits_is_not_reloaded_while_somebody_answers_questions(visit: Visit) -> None:
    with visit("op") as one:
        page = one.open("/newsvane/labels?topic=albania")
        page.evaluate(
            "document.querySelector('main').append(Object.assign(document.createElement('i'), { id: 'same' }))"
        )
        page.locator("input[value=yes]").first.check()
        page.evaluate("document.querySelector('main').setAttribute('data-pending', '')")
        page.evaluate("document.dispatchEvent(new Event('DOMContentLoaded'))")
        page.wait_for_timeout(5_000)
        expect(page.locator("#same")).to_be_attached()
        page.locator("form.labels").evaluate("form => form.reset()")
        expect(page.locator("#same")).not_to_be_attached()


def test_nobody_gets_in_without_a_log_in(visit: Visit, addresses: dict[str, str], scene: Stage) -> None:
    with visit("") as one:
        for address in (*addresses.values(), "/newsvane/static/charts.js", f"/newsvane/sources/{scene.refused}"):
            answer = one.page.goto(f"{one.url}{address}")
            assert answer is not None
            assert answer.status == 401, address
            if "static" not in address and "sources" not in address:
                href = one.page.get_by_role("link", name="Log in").get_attribute("href")
                assert href == f"/api/v2/auth/login?next={quote(address)}"
        one.page.goto(f"{one.url}/plugin/newsvane")
        one.page.wait_for_url("**/auth/login*")


def test_a_viewer_sees_no_button_and_cannot_press_one(visit: Visit, addresses: dict[str, str], scene: Stage) -> None:
    with visit("viewer") as one:
        for name, address in addresses.items():
            page = one.open(address)
            assert page.locator("form.act, input[name=token]").count() == 0, name
        assert one.troubles == []
        with one.page.expect_navigation() as led:
            one.page.evaluate(
                """target => {
                    const form = document.createElement("form");
                    form.method = "post";
                    form.action = "/newsvane/actions";
                    for (const [name, value] of Object.entries({ act: "pause_feed", target, token: "x" })) {
                        const field = form.appendChild(document.createElement("input"));
                        field.name = name;
                        field.value = value;
                    }
                    document.body.append(form);
                    form.submit();
                }""",
                "tirana-courier",
            )
        assert led.value.status == 403
        assert scene.ask("FROM feed_controls WHERE feed_id = 'tirana-courier'") == []


@pytest.mark.parametrize("name", ACTORS)
def test_who_may_act_sees_buttons(visit: Visit, name: str) -> None:
    with visit(name) as one:
        assert one.open("/newsvane/feeds").get_by_role("button", name="Poll now").count() > 10
        assert one.troubles == []


def eventually(found: Callable[[], list[Any]]) -> list[Any]:
    """What is found at last, within PATIENCE."""
    deadline = time.monotonic() + PATIENCE / 1000
    while not (some := found()) and time.monotonic() < deadline:
        time.sleep(0.5)
    assert some
    return some
