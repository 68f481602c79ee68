"""One outlet floods a desk: the news of all others is alerted at once, and the flood is one line of a digest."""

import json
import random
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from newsvane import configuration, lake, pipeline
from newsvane.alerts import DryRunResult
from newsvane.pipeline.alerting.dry_run import dry_run
from tests.support.installation import ENGLISH, Installation, install, page
from tests.support.outlet import Answer, rss
from tests.support.scene import process, wait_for
from tests.support.terminal import Terminal
from tests.world.compare import received

FAKES = 200
OUTLETS = ("evil", *(f"outlet{number}" for number in range(8)))
FEEDS = "".join(
    f'[[feed]]\nid = "{name}"\nurl = "http://{name}.example/feed-{name}"\ntitle = "{name.title()}"\n'
    for name in OUTLETS
)
FEEDS += """
[[source]]
id = "list"
kind = "aggregator"
url = "http://list.example/feed-list"
read = "all"
"""
ALERTS = """
[[channel]]
id = "desk"
url = "${NEWSVANE_DEMO_WEBHOOK}"

[[rule]]
id = "ferries"
title = "Ferries"
topics = ["ferry"]
channels = ["desk"]

[[feed_rule]]
id = "feeds"
title = "Feeds"
channels = ["desk"]
"""


@dataclass
class Desk:
    """An installation with a real webhook, and the pages of its outlets."""

    installation: Installation
    answers: dict[str, Answer]
    inbox: Path
    runs: int = 0

    def publish(self, outlet: str, *stories: str, age: timedelta = timedelta(0)) -> None:
        """Make the outlet's feed list these stories only, the newest first. `age`: of the newest one."""
        self.answers[f"/feed-{outlet}"] = rss(*stories, host=f"{outlet}.example", age=age, step=timedelta(minutes=1))
        self.answers |= {f"/{story}": page(f"Ferry {story}", report(story)) for story in stories}

    def list_own(self, outlet: str, *stories: str) -> None:
        """Make the outlet's feed list pages that are there already."""
        self.answers[f"/feed-{outlet}"] = rss(*stories, host=f"{outlet}.example")

    def list_elsewhere(self, outlet: str, *links: str) -> None:
        """Make the outlet's feed list these pages of other outlets only."""
        items = "".join(f"<item><title>{link}</title><link>{link}</link></item>" for link in links)
        listing = f"<rss version='2.0'><channel><title>Pages</title>{items}</channel></rss>"
        self.answers[f"/feed-{outlet}"] = Answer(listing, "application/rss+xml")

    def cycle(self) -> list[str]:
        """Poll, read, land and deliver. Return the subjects of the messages that arrived."""
        self.runs += 1
        self.installation.cycle(f"run-{self.runs}")
        return [each["subject"] for each in self.deliver()]

    def poll(self) -> list[str]:
        """Poll and deliver. Return the subjects of the messages that arrived."""
        self.runs += 1
        settings = self.installation.settings
        for chunk in pipeline.plan_polls(f"run-{self.runs}", everything=True, settings=settings):
            pipeline.poll(chunk, settings=settings)
        pipeline.land_polls(f"run-{self.runs}", settings=settings)
        return [each["subject"] for each in self.deliver()]

    def deliver(self, after: timedelta = timedelta(0)) -> list[dict[str, str]]:
        before = len(received(self.inbox))
        settings = self.installation.settings
        pipeline.schedule_alerts(settings=settings, now=datetime.now(UTC) + after)
        pipeline.deliver(settings=settings)
        return received(self.inbox)[before:]

    def sent(self) -> set[str]:
        """Return the keys of the messages about single stories that were sent."""
        sent = "SELECT key FROM outbox WHERE kind = 'story' AND state = 'delivered'"
        return {key for (key,) in self.installation.query(sent)}

    def dry_run(self) -> DryRunResult:
        """Try the rule on everything that has landed."""
        settings = self.installation.settings
        (rule,) = configuration.load(settings).alerts.article_rules
        return dry_run(rule, since=datetime.now(UTC) - timedelta(days=1), settings=settings)


def report(story: str) -> list[str]:
    """Return three paragraphs about the ferry that share nothing with those of another story."""
    draw = random.Random(story)
    words = ["".join(draw.choices("abcdefghilmnoprstu", k=draw.randint(3, 9))) for _ in range(120)]
    sentences = [" ".join(words[at : at + 12]).capitalize() for at in range(0, 120, 12)]
    return [f"{'. '.join(sentences[at : at + 4])}. The ferry is late." for at in range(0, 10, 4)]


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    answers = {f"/feed-{name}": rss(host=f"{name}.example") for name in (*OUTLETS, "list")}
    inbox, ports = tmp_path / "inbox.jsonl", tmp_path / "ports.json"
    receivers = ("--http-port", "0", "--smtp-port", "0", "--ports-file", str(ports), "--log", str(inbox))
    with install(tmp_path, FEEDS, answers, ui_url="http://ui.example") as installation:
        (installation.settings.watch / "alerts.toml").write_text(ALERTS)
        with process("tests.support.receivers", *receivers, log=tmp_path / "receivers.log"):
            port = json.loads(wait_for(ports))["http"]
            monkeypatch.setenv("NEWSVANE_DEMO_WEBHOOK", f"json://127.0.0.1:{port}/alerts")
            yield Desk(installation, answers, inbox)


def fakes(number: int) -> list[str]:
    return [f"fake-{each}" for each in range(number)]


def kinds(subjects: list[str]) -> Counter[str]:
    return Counter(re.sub(r"[-\d]+$", "", subject.removeprefix("Ferries: Ferry ")) for subject in subjects)


def test_the_news_of_all_others_is_alerted_at_once_and_the_flood_is_one_line(desk: Desk) -> None:
    desk.publish("evil", *fakes(FAKES))
    for number in range(8):
        desk.publish(f"outlet{number}", f"real-{number}")
    first = desk.cycle()
    assert {subject for subject in first if "real" in subject} == {f"Ferries: Ferry real-{n}" for n in range(8)}
    at_once = kinds(first)["fake"]
    assert at_once <= 10

    desk.publish("outlet0", "real-late")
    assert desk.cycle() == ["Ferries: Ferry real-late"]

    (digest,) = desk.deliver(timedelta(hours=1, minutes=1))
    counted = FAKES - at_once - 10
    assert digest["subject"] == f"Ferries: {FAKES - at_once} stories"
    lines = [line for line in digest["body"].splitlines() if line.startswith("- ")]
    assert len(lines) == 11
    assert lines[-1] == f"- evil.example: {counted} more stories"
    assert "http://ui.example/newsvane/?outlet=evil.example" in digest["body"]
    states = desk.installation.query("SELECT held, state, outlet, count(*) FROM outbox GROUP BY ALL ORDER BY ALL")
    assert ("flood", "folded", "evil.example", counted) in states

    predicted = desk.dry_run()
    assert {each.message.key for each in predicted.sent} == desk.sent()
    assert predicted.held == {"share": 10, "flood": counted}
    assert predicted.held_outlets == {"share": {"evil.example": 10}, "flood": {"evil.example": counted}}
    settings = desk.installation.settings
    terminal = Terminal({"NEWSVANE_HOME": str(settings.home), "NEWSVANE_WATCH": str(settings.watch)}, {})
    said = " ".join(terminal.run("alerts", "test", "ferries").output.split())
    assert "10 because evil.example had used the share of one outlet in the cap of 30 per hour" in said
    assert f"{counted} only counted in a digest, because evil.example had too many others waiting" in said


@pytest.mark.parametrize(
    ("newer", "held"), [pytest.param(0, "flood", id="only counted"), pytest.param(11, "share", id="named in an hour")]
)
def test_a_story_that_a_flood_has_hidden_is_alerted_when_another_outlet_reports_it(
    desk: Desk, newer: int, held: str
) -> None:
    others = fakes(25)
    desk.publish("evil", *others[:newer], "real-1", *others[newer:], age=timedelta(minutes=5))
    desk.answers["/real-1"] = page("Ferry stays in port", ENGLISH)
    assert kinds(desk.cycle()) == {"fake": 10}
    hidden = desk.installation.query("SELECT held, state FROM outbox WHERE subject = 'Ferries: Ferry stays in port'")
    assert hidden == [(held, "held")]

    desk.publish("outlet0", "port")
    desk.answers["/port"] = page("Crew of the ferry wants to be paid", ENGLISH)
    assert desk.cycle() == ["Ferries: Crew of the ferry wants to be paid"]
    ((url, copies),) = desk.installation.query(
        "SELECT a.url, count(g.copy_of) FROM outbox AS o JOIN articles AS a USING (article_id) "
        "JOIN article_groups AS g USING (article_id) WHERE o.state = 'delivered' AND o.outlet = 'outlet0.example' "
        "GROUP BY a.url"
    )
    assert (url, copies) == ("http://outlet0.example/port", 1)
    assert desk.installation.query("SELECT key FROM outbox GROUP BY key HAVING count(*) > 1") == []

    desk.publish("outlet1", "quay")
    desk.answers["/quay"] = page("Ferry stays", ENGLISH)
    assert desk.cycle() == []
    assert {each.message.key for each in desk.dry_run().sent} == desk.sent()
    (digest,) = desk.deliver(timedelta(hours=1, minutes=1))
    assert "stays in port" not in digest["body"]
    assert "Crew" not in digest["body"]


def test_a_story_in_the_landing_of_a_flood_is_alerted_as_that_of_another_outlet(desk: Desk) -> None:
    desk.publish("evil", *fakes(12))
    assert kinds(desk.cycle()) == {"fake": 10}
    desk.publish("evil", "real-1", age=timedelta(hours=1))
    desk.publish("outlet0", "port", age=timedelta(minutes=1))
    desk.answers["/real-1"] = page("Ferry stays in port", ENGLISH)
    desk.answers["/port"] = page("Crew of the ferry wants to be paid", ENGLISH)
    assert desk.cycle() == ["Ferries: Crew of the ferry wants to be paid"]


def test_a_flood_is_reported_once_to_the_channels_of_the_rules_on_feeds_and_so_is_its_end(desk: Desk) -> None:
    desk.publish("evil", "old")
    assert desk.poll() == []
    with lake.writer(desk.installation.settings) as connection:
        connection.execute(
            "INSERT INTO feed_daily SELECT 'evil', current_date - day::INTEGER, 9, 0, 3 + day % 7, 3 + day % 7, 90 "
            "FROM range(1, 20) AS days (day)"
        )
    desk.publish("evil", *fakes(120))
    assert desk.poll() == ["Feeds: Evil lists unusually many entries"]
    (message,) = received(desk.inbox)
    assert f"120 new entries on {datetime.now(UTC):%-d %b %Y}; usually 3 to 9 a day" in message["body"]

    desk.publish("evil", "another")
    assert desk.poll() == []
    with lake.writer(desk.installation.settings) as connection:
        connection.execute("UPDATE feed_daily SET day = day - 2")
    desk.publish("evil", "more")
    assert desk.poll() == ["Feeds: Evil lists as many entries as usual again"]


@pytest.mark.parametrize(("stranger", "owner"), [("evil", "evil.example"), ("list", "list")])
def test_pages_that_a_stranger_lists_take_no_places_of_their_outlet(desk: Desk, stranger: str, owner: str) -> None:
    links = [f"http://outlet0.example/old-{number}" for number in range(25)]
    desk.answers |= {f"/old-{number}": page(f"Ferry old-{number}", report(f"old-{number}")) for number in range(25)}
    desk.list_elsewhere(stranger, *links)
    assert kinds(desk.cycle()) == {"old": 10}
    desk.publish("outlet0", "real-1")
    assert desk.cycle() == ["Ferries: Ferry real-1"]
    owners = desk.installation.query("SELECT DISTINCT outlet FROM outbox WHERE subject LIKE '%old%'")
    assert owners == [(owner,)]
    assert {each.message.key for each in desk.dry_run().sent} == desk.sent()


@pytest.mark.parametrize(
    ("fake", "held"), [pytest.param(25, "flood", id="only counted"), pytest.param(15, "share", id="named in an hour")]
)
def test_a_page_that_a_flooding_stranger_lists_is_alerted_when_its_own_outlet_lists_it(
    desk: Desk, fake: int, held: str
) -> None:
    desk.publish("evil", *fakes(fake))
    assert kinds(desk.cycle()) == {"fake": 10}
    desk.answers["/port"] = page("Ferry stays in port", ENGLISH)
    desk.list_elsewhere("evil", "http://outlet0.example/port")
    assert desk.cycle() == []
    state = "SELECT outlet, held, state FROM outbox WHERE subject = 'Ferries: Ferry stays in port' ORDER BY state"
    assert desk.installation.query(state) == [("evil.example", held, "held")]
    assert desk.cycle() == []

    desk.list_own("outlet0", "port")
    assert desk.cycle() == ["Ferries: Ferry stays in port"]
    assert ("outlet0.example", "", "delivered") in desk.installation.query(state)
    assert "New story" in received(desk.inbox)[-1]["body"]
    assert {each.message.key for each in desk.dry_run().sent} == desk.sent()

    desk.list_own("outlet0", "port", "pier")
    assert desk.cycle() == []
    (digest,) = desk.deliver(timedelta(hours=1, minutes=1))
    assert "stays in port" not in digest["body"]
    assert desk.cycle() == []


def test_a_page_that_a_digest_has_only_counted_is_alerted_when_its_own_outlet_lists_it(desk: Desk) -> None:
    desk.publish("evil", *fakes(25))
    desk.cycle()
    desk.answers["/port"] = page("Ferry stays in port", ENGLISH)
    desk.list_elsewhere("evil", "http://outlet0.example/port")
    desk.cycle()
    (digest,) = desk.deliver(timedelta(hours=1, minutes=1))
    assert "evil.example: 6 more stories" in digest["body"]
    desk.list_own("outlet0", "port")
    assert desk.cycle() == ["Ferries: Ferry stays in port"]
    assert desk.cycle() == []


def test_a_copy_of_a_page_that_a_flooding_stranger_lists_does_not_silence_it(desk: Desk) -> None:
    desk.publish("evil", *fakes(25))
    desk.cycle()
    desk.answers |= {"/port": page("Ferry stays in port", ENGLISH), "/copy": page("Ferry stays, we wrote", ENGLISH)}
    desk.list_elsewhere("evil", "http://evil.example/copy", "http://outlet0.example/port")
    assert desk.cycle() == []
    desk.list_own("outlet0", "port")
    assert desk.cycle() == ["Ferries: Ferry stays in port"]


def test_a_page_that_its_own_outlet_lists_before_another_listing_lands_takes_its_own_places(desk: Desk) -> None:
    desk.publish("evil", *fakes(25))
    desk.cycle()
    desk.answers["/port"] = page("Ferry stays in port", ENGLISH)
    desk.list_elsewhere("evil", "http://outlet0.example/port")
    desk.installation.poll("evil-lists")
    desk.installation.read("evil-lists")
    desk.list_own("outlet0", "port")
    desk.installation.poll("own-lists")
    with lake.writer(desk.installation.settings) as connection:
        connection.execute("UPDATE entries SET changed_at = changed_at - INTERVAL 2 HOUR")
    desk.installation.land("evil-lists")
    assert [each["subject"] for each in desk.deliver()] == ["Ferries: Ferry stays in port"]


def test_an_outlet_that_brings_stories_of_another_one_to_a_threshold_uses_its_own_places(desk: Desk) -> None:
    alerts = desk.installation.settings.watch / "alerts.toml"
    alerts.write_text(ALERTS.replace('topics = ["ferry"]', 'topics = ["ferry"]\nmin_outlets = 2'))
    stories = [f"story-{number}" for number in range(25)]
    desk.publish("outlet0", *stories)
    assert desk.cycle() == []
    with lake.writer(desk.installation.settings) as connection:
        connection.execute("UPDATE entries SET seen_at = seen_at - INTERVAL 2 HOUR")
    desk.publish("evil", *(f"copy-{number}" for number in range(25)))
    desk.answers |= {f"/copy-{number}": page(f"Copy {number}", report(f"story-{number}")) for number in range(25)}
    assert kinds(desk.cycle()) == {"story": 10}
    assert desk.installation.query("SELECT DISTINCT outlet FROM outbox") == [("evil.example",)]
    assert desk.cycle() == []


def test_a_copy_with_an_old_date_silences_no_story(desk: Desk) -> None:
    """On a domain without a feed no poll contradicts the date."""
    published_at = datetime.now(UTC) - timedelta(days=10)
    dated = f"<meta property='article:published_time' content='{published_at:%Y-%m-%dT%H:%M:%SZ}'></head>"
    forged = page("Ferry stays in port, we wrote", ENGLISH)
    desk.answers["/old"] = Answer(forged.body.replace("</head>", dated))
    desk.list_elsewhere("evil", "http://elsewhere.example/old")
    desk.publish("outlet0", "real")
    desk.answers["/real"] = page("Ferry stays in port", ENGLISH)
    assert desk.cycle() == ["Ferries: Ferry stays in port"]
    assert desk.installation.query("SELECT outlet FROM coverage WHERE copy_of IS NULL") == [("elsewhere.example",)]
