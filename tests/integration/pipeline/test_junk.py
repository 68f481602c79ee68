"""Pages without a text hold up nobody but themselves, and are set aside in the end."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from newsvane import configuration
from newsvane.errors import QualityFailed
from newsvane.pipeline.alerting.dry_run import dry_run
from tests.support.installation import ENGLISH, Installation, install, page
from tests.support.outlet import Answer, rss

OUTLETS = ("junk", "one", "two", "three")
WATCH = "".join(f'[[feed]]\nid = "{name}"\nurl = "http://{name}.example/feed-{name}"\n' for name in OUTLETS)
JUNK = 60
WALL = Answer("<html><head><title>Log in</title></head><body><p>Enter your name and your password.</p></body></html>")
LANDED = "SELECT outlet, count(*) FROM coverage GROUP BY outlet ORDER BY outlet"
OUTCOMES = "SELECT outcome, tries, count(*) FROM entries WHERE url LIKE 'http://junk%' GROUP BY ALL"


@pytest.fixture
def answers() -> dict[str, Answer]:
    junk = {f"/junk{number}": WALL for number in range(JUNK)}
    feeds = {f"/feed-{name}": rss(name, host=f"{name}.example") for name in OUTLETS}
    stories = {f"/{name}": page("Ferry stays in port", ENGLISH) for name in OUTLETS}
    return junk | feeds | stories | {"/feed-junk": rss(*(name.removeprefix("/") for name in junk), host="junk.example")}


@pytest.fixture
def installation(tmp_path: Path, answers: dict[str, Answer]) -> Iterator[Installation]:
    with install(tmp_path, WATCH, answers, page_tries=2) as one:
        yield one


def test_sixty_junk_pages_delay_nobody(installation: Installation, caplog: pytest.LogCaptureFixture) -> None:
    counts = installation.cycle("first")
    assert installation.query(LANDED) == [("one.example", 1), ("three.example", 1), ("two.example", 1)]
    assert installation.query(OUTCOMES) == [("pending", 1, JUNK)]
    assert counts["to_read"] == 0
    assert "the pages of junk.example are read again later: outlet_read: expected" in caplog.text
    installation.make_due()
    installation.cycle("second")
    assert installation.query(OUTCOMES) == [("skipped", 2, JUNK)]
    found = installation.query("SELECT stage, reason, will_retry, count(*) FROM skipped GROUP BY ALL ORDER BY ALL")
    assert found == [("validate", "outlet_read", False, JUNK), ("validate", "outlet_read", True, JUNK)]
    ((detail,),) = installation.query("SELECT DISTINCT detail FROM skipped")
    assert "none in the 60 pages of this run" in detail
    assert "not an article but a wall" in detail


def test_a_rule_on_the_quarantine_counts_them(installation: Installation, tmp_path: Path) -> None:
    (tmp_path / "watch" / "alerts.toml").write_text(
        '[[channel]]\nid = "hook"\nurl = "json://127.0.0.1/x"\n[[quarantine_rule]]\nid = "q"\ntitle = "Q"\n'
        'share = 0.4\nchannels = ["hook"]\n'
    )
    installation.cycle("first")
    ((subject, body),) = installation.query("SELECT subject, body FROM outbox")
    assert subject == "Q: 95% of a run was quarantined"
    assert "60 of 63 articles" in body
    assert "60 × outlet_read" in body
    (rule,) = configuration.load(installation.settings).alerts.all_rules
    predicted = dry_run(rule, since=datetime.now(UTC) - timedelta(hours=1), settings=installation.settings)
    assert [each.message.subject for each in predicted.sent] == [subject]


def test_an_outlet_that_recovers_is_read(installation: Installation, answers: dict[str, Answer]) -> None:
    """A wall for an hour costs no article."""
    installation.cycle("first")
    answers.update({name: page("Ferry stays in port", ENGLISH) for name in answers if name.startswith("/junk")})
    installation.make_due()
    installation.cycle("second")
    assert installation.query(OUTCOMES) == [("article", 2, JUNK)]


def test_if_no_outlet_gives_a_text_nothing_lands_and_nothing_is_tried(
    installation: Installation, answers: dict[str, Answer]
) -> None:
    """Our network shows a log-in page for everything. As soon as it does not, all is read."""
    names = [f"{outlet}{number}" for outlet in OUTLETS for number in range(10)]
    for outlet in OUTLETS:
        answers[f"/feed-{outlet}"] = rss(*(name for name in names if name.startswith(outlet)), host=f"{outlet}.example")
    answers.update({f"/{name}": WALL for name in names})
    installation.poll("first")
    installation.read("first")
    with pytest.raises(QualityFailed, match=r"any_read: expected .*; 4 of 4 do not meet this"):
        installation.land("first")
    assert installation.query("SELECT DISTINCT outcome, tries FROM entries") == [("pending", 0)]
    answers.update({f"/{name}": page("Ferry stays in port", ENGLISH) for name in names})
    installation.cycle("second")
    assert installation.query("SELECT outcome, count(*) FROM entries GROUP BY ALL") == [("article", 40)]
