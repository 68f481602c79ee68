"""Rules of retention.toml delete texts and facts of single outlets and topics, and nothing else."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from newsvane import lake
from newsvane.configuration import check_folder
from newsvane.retention import RetentionRule
from newsvane.settings import Settings
from tests.support.empty_lake import create_lake
from tests.support.lake_factories import NOW, article, ask, batch, entry, land
from tests.support.terminal import Terminal

OLD = NOW - timedelta(days=40)
TEXTS = "SELECT article_id FROM articles WHERE text IS NOT NULL"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    made = create_lake(Settings(home=tmp_path / "var"))
    old = [article("old", fetched_at=OLD, published_at=OLD), article("mek", fetched_at=OLD, topics=("mek",))]
    other = article("other", outlet="two.example", fetched_at=OLD)
    listed = lake.EntryOutcome(
        entry_id=entry("old").entry_id, content_hash="1", outcome="article", article_id=old[0].article_id
    )
    with lake.writer(made) as con:
        con.execute(
            "INSERT INTO entries (entry_id, url, title, content, content_hash, outcome, own) "
            "VALUES (?, 'u', 't', 'c', '1', 'pending', true)",
            [entry("old").entry_id],
        )
    land(made, batch(*old, other, article("new"), outcomes=(listed,)))
    return made


def _ids(settings: Settings, question: str = TEXTS) -> set[object]:
    return {row[0] for row in ask(settings, question)}


@pytest.mark.parametrize(
    ("rules", "texts", "articles"),
    [
        pytest.param([RetentionRule(outlet="one.example", text_days=30)], {"other", "new"}, 4, id="texts of an outlet"),
        pytest.param([RetentionRule(topic="mek", text_days=30)], {"old", "other", "new"}, 4, id="texts of a topic"),
        pytest.param([RetentionRule(outlet="one.example", facts_days=30)], {"other", "new"}, 2, id="facts"),
        pytest.param(
            [RetentionRule(outlet="one.example", text_days=0), RetentionRule(topic="mek", text_days=30)],
            {"old", "other", "new"},
            4,
            id="the shortest of two",
        ),
        pytest.param(
            [RetentionRule(outlet="one.example", text_days=50)], {"old", "mek", "other", "new"}, 4, id="not yet"
        ),
    ],
)
def test_what_a_rule_deletes(settings: Settings, rules: list[RetentionRule], texts: set[str], articles: int) -> None:
    with lake.closing(lake.connect(settings=settings)) as con:
        due = lake.count_due(con, rules, NOW)
    done = lake.maintain(settings, NOW, rules)
    assert done["ruled_texts"] == sum(each.texts for each in due)
    assert done["ruled_facts"] == sum(each.facts for each in due) == 4 - articles
    assert _ids(settings) == {article(name).article_id for name in texts}
    assert len(_ids(settings, "SELECT article_id FROM articles")) == articles
    assert [each for each in lake.check_integrity(settings) if each.name == "links" and each.state != "ok"] == []
    again = lake.maintain(settings, NOW, rules)
    assert (again["ruled_texts"], again["ruled_facts"]) == (0, 0)


def test_a_rule_overrides_the_setting(settings: Settings) -> None:
    own = settings.model_copy(update={"keep_text_days": 10})
    lake.maintain(own, NOW, [RetentionRule(topic="mek", text_days=0)])
    assert _ids(own) == {article("mek").article_id, article("new").article_id}


def test_an_entry_stays_so_that_its_address_is_not_read_again(settings: Settings) -> None:
    lake.maintain(settings, NOW, [RetentionRule(outlet="one.example", facts_days=30)])
    assert ask(settings, "SELECT title, content, outcome FROM entries") == [("", None, "skipped")]


def test_the_file_is_checked_and_applied(settings: Settings, tmp_path: Path) -> None:
    watch = tmp_path / "watch"
    terminal = Terminal({"NEWSVANE_HOME": str(settings.home), "NEWSVANE_WATCH": str(watch)}, {})
    for name in ("feeds.toml", "topics.toml", "alerts.toml"):
        watch.mkdir(exist_ok=True)
        (watch / name).write_text("")
    (watch / "retention.toml").write_text('[[keep]]\noutlet = "one.example"\ntext_days = 1\n')
    assert check_folder(watch).retention == (RetentionRule(outlet="one.example", text_days=1),)
    days = (datetime.now(UTC) - NOW).days
    assert days > 1
    (due,) = terminal.run_json("maintain", "--dry-run")
    assert (due["rule"]["outlet"], due["texts"], due["facts"]) == ("one.example", 3, 0)
    assert due["oldest"].startswith(f"{OLD:%Y-%m-%d}")
    assert _ids(settings) != set()
    assert terminal.run_json("maintain")["ruled_texts"] == 3
    (watch / "retention.toml").write_text('[[keep]]\noutlt = "one.example"\ntext_days = 1\n')
    assert "did you mean 'outlet'" in terminal.run("config", "check", code=1).stdout
    warned = terminal.run("maintain", "--dry-run")
    assert "did you mean 'outlet'" in warned.stderr
    (watch / "retention.toml").write_text('[[keep]]\noutlet = "one.exampel"\ntext_days = 30\n', "utf-8")
    assert "no feed is of 'one.exampel'" in terminal.run("config", "check").stdout


def test_a_draft_is_tried_and_nothing_is_deleted(settings: Settings, tmp_path: Path) -> None:
    draft = tmp_path / "draft"
    draft.mkdir()
    rules = """
[[keep]]
outlet = "one.example"
text_days = 1
facts_days = 2

[[keep]]
topic = "mek"
text_days = 0

[[keep]]
outlet = "two.exmple"
text_days = 1
"""
    for name, text in (("topics", '[[topic]]\nid = "mek"\ntitle = "M"\nquery = "mek"\n'), ("retention", rules)):
        (draft / f"{name}.toml").write_text(text, "utf-8")
    (draft / "feeds.toml").write_text('[[feed]]\nid = "two"\nurl = "https://two.example/feed"\n', "utf-8")
    (draft / "alerts.toml").write_text("", "utf-8")
    terminal = Terminal({"NEWSVANE_HOME": str(settings.home)}, {})
    before = _ids(settings)
    due = terminal.run_json("maintain", "--dry-run", "--watch", str(draft))
    assert [(each["texts"], each["facts"], each["oldest"] is None) for each in due] == [
        (3, 3, False), (0, 0, True), (0, 0, True),
    ]  # fmt: skip
    said = terminal.run("maintain", "--dry-run", "--watch", str(draft))
    assert "outlet two.exmple" in said.stdout
    assert "no feed is of 'two.exmple'" in said.stderr
    assert "Days count from when an article was first read (fetched_at), not from when it was published" in said.stdout
    assert _ids(settings) == before
    (draft / "retention.toml").write_text('[[keep]]\ntopic = "mke"\ntext_days = 1\n', "utf-8")
    assert "there is no topic 'mke'" in terminal.run("maintain", "--dry-run", "--watch", str(draft), code=2).stderr
    assert "add --dry-run" in terminal.run("maintain", "--watch", str(draft), code=2).stderr
    assert "does not exist" in terminal.run("maintain", "--dry-run", "--watch", f"{draft}-x", code=2).stderr
