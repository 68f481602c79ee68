"""Commands that change or check the lake: run, poll, replay, reprocess, regroup and doctor."""

import json
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from newsvane import lake, urls
from newsvane.cli.system.cycle import show_summary
from newsvane.installations import Installation, record_installation
from newsvane.records import Message
from tests.support.empty_lake import create_lake
from tests.support.terminal import Terminal
from tests.support.watch_folders import WATCH

CHANNELS = {
    "NEWSVANE_DEMO_WEBHOOK": "json://127.0.0.1:9/",
    "NEWSVANE_DEMO_MAIL": "mailto://127.0.0.1:9?from=a@here.example&to=b@here.example&mode=insecure",
}
"""Channels that are on, though nobody listens."""


def test_run_prints_what_landed_and_what_did_not(terminal: Terminal) -> None:
    assert terminal.first_run["polled"] == {
        "ok": 5,
        "unchanged": 0,
        "failed": 1,
        "entries": terminal.first_run["polled"]["entries"],
        "left": 0,
    }
    assert terminal.first_run["read"]["left"] == 0
    assert [row["reason"] for row in terminal.first_run["feeds_failed"]] == ["http_410"]
    assert terminal.first_run["landed"]["new"] == terminal.first_run["landed"]["articles"] > 15
    reasons = {row["reason"] for row in terminal.first_run["refused"]}
    assert {"blocked_address", "no_text", "words_min", "title_present", "published_plausible"} <= reasons
    assert terminal.first_run["alerts"]["delivered"] > 0
    assert Path(terminal.first_run["published"]).exists()


def test_a_second_run_lands_nothing_and_says_so_in_words(terminal: Terminal) -> None:
    assert "Nothing new was landed." in terminal.run("run").stdout


def test_the_summary_names_feeds_that_failed_and_pages_that_were_not_landed(
    terminal: Terminal, capsys: pytest.CaptureFixture[str]
) -> None:
    show_summary(terminal.first_run, as_json=False)
    said = " ".join(capsys.readouterr().out.split())
    (failed,) = terminal.first_run["feeds_failed"][0]["feeds"]
    assert f"Feeds failed http_410 1 ({failed})" in said
    for row in terminal.first_run["refused"]:
        more = f" and {row['items'] - 3} more" if row["items"] > 3 else ""
        assert f"{row['reason']} {row['items']} ({', '.join(row['urls'])}{more})" in said
    assert "`newsvane article ADDRESS` says what became of a page" in said


def test_the_summary_tells_of_messages_that_wait_for_their_time(
    terminal: Terminal, capsys: pytest.CaptureFixture[str]
) -> None:
    assert terminal.first_run["held"]["messages"] == 0
    show_summary(terminal.first_run, as_json=False)
    assert "Alerts held" not in capsys.readouterr().out
    held = {"messages": 3, "until": datetime(2026, 11, 30, 7, tzinfo=UTC)}
    show_summary(terminal.first_run | {"held": held}, as_json=False)
    assert "3, the first until 2026-11-30 07:00 UTC: `newsvane alerts log --state held`" in " ".join(
        capsys.readouterr().out.split()
    )


def test_poll_lands_entries_and_reads_nothing(blank_terminal: Terminal) -> None:
    create_lake(blank_terminal.settings)
    summary = blank_terminal.run_json("poll", "--all")
    others = blank_terminal.run_json("sql", "SELECT count(*) AS n FROM entries WHERE kind <> 'article'")[0]["n"]
    assert summary["entries"]["to_read"] == summary["entries"]["entries"] - others > 20
    with lake.connect(settings=blank_terminal.settings) as connection:
        assert lake.count_rows(connection)["articles"] == 0


def test_an_alert_that_cannot_be_sent_is_reported_and_the_rest_stays(blank_terminal: Terminal, tmp_path: Path) -> None:
    now = datetime.now(UTC)
    key = urls.message_key("rule", "s1_1", "webhook")
    story = {"story_id": "s1_1", "article_id": "a1_1"}
    message = Message(key=key, rule="rule", channel="webhook", subject="S", body="B", created_at=now, **story)
    with lake.writer(create_lake(blank_terminal.settings)) as connection:
        lake.land_articles(connection, lake.Batch(run_id="1", now=now, messages=(message,)))
    watch = shutil.copytree(WATCH, tmp_path / "watch")
    (watch / "feeds.toml").write_text('[[feed]]\nid = "a"\nurl = "http://gone-herald.example/feed.xml"\n')
    changed = blank_terminal.with_environment(NEWSVANE_WATCH=str(watch), NEWSVANE_DEMO_WEBHOOK="json://127.0.0.1:1/")
    done = changed.run("run", code=1)
    assert "waiting in the outbox" in done.stdout
    assert "messages waiting for another try: 1 " in done.stderr


def test_replay_judges_again_and_force_lands(terminal: Terminal) -> None:
    held = {each["article"]["article_id"]: each["reasons"] for each in terminal.run_json("quarantine", "list")}
    short = next(article for article, reasons in held.items() if reasons == ["words_min"])
    assert terminal.run_json("quarantine", "show", short)["reasons"] == ["words_min"]
    assert terminal.run_json("quarantine", "replay", "--all", code=1)["refused"] == len(held)
    refused = f"{len(held)} articles failed validation again: `newsvane quarantine show ID` says why"
    assert refused in terminal.run("quarantine", "replay", "--all", code=1).stderr
    assert terminal.run_json("quarantine", "land", short, "--because", "short and true")["state"] == "done"
    left = {each["article"]["article_id"] for each in terminal.run_json("quarantine", "list")}
    assert left == held.keys() - {short}
    (row,) = terminal.run_json("sql", f"SELECT count(*) AS n FROM articles WHERE article_id = '{short}'")
    assert row["n"] == 1


def test_reprocess_follows_the_topics_and_alerts_nobody(terminal: Terminal) -> None:
    topics = Path(terminal.environment["NEWSVANE_WATCH"]) / "topics.toml"
    shipped, outbox = topics.read_text("utf-8"), terminal.run_json("sql", "FROM outbox ORDER BY key")
    assert terminal.run_json("reprocess", "--since", "1")["landed"] == 0
    topics.write_text(shipped + '\n[[topic]]\nid = "camp"\ntitle = "Camp"\nquery = "camp*"\n', "utf-8")
    try:
        assert terminal.run_json("reprocess", "--since", "1")["landed"] > 0
        assert terminal.run_json("stories", "--topic", "camp", "--days", "60")
    finally:
        topics.write_text(shipped, "utf-8")
        terminal.run_json("reprocess", "--since", "1")
    assert terminal.run_json("sql", "FROM outbox ORDER BY key") == outbox
    assert "there is no topic 'camp'" in terminal.run("stories", "--topic", "camp", code=2).stderr


def test_regroup_follows_the_window_and_alerts_nobody(terminal: Terminal) -> None:
    asked = ("regroup", "--since", "2020-01-01")
    outbox, groups = (terminal.run_json("sql", f"FROM {table} ORDER BY ALL") for table in ("outbox", "article_groups"))
    assert set(terminal.run_json(*asked).values()) == {0}
    said = terminal.run(*asked, "--until", "2030-01-01").stdout
    assert said == "No article from 2020-01-01 to 2030-01-01 changed its group.\n"
    with lake.writer(terminal.settings) as connection:
        connection.execute("UPDATE article_groups SET copy_of = NULL, copy_kind = NULL, score = NULL, evidence = []")
    copies = sum(row["copy_of"] is not None for row in groups)
    assert terminal.run_json(*asked)["copies"] == copies > 0
    assert terminal.run_json("sql", "FROM outbox ORDER BY ALL") == outbox
    again = terminal.run_json("sql", "SELECT * REPLACE (NULL AS grouped_at) FROM article_groups ORDER BY ALL")
    assert again == [row | {"grouped_at": None} for row in groups]


def test_verbose_logs_to_stderr_and_quiet_does_not(terminal: Terminal) -> None:
    assert terminal.run_process("poll", "--json").stderr == ""
    verbose = terminal.run_process("-v", "poll", "--json")
    assert "planned polls" in verbose.stderr
    assert json.loads(verbose.stdout)["run"].startswith("cli-")


def test_doctor_says_that_it_does_not_look_at_the_dags(blank_terminal: Terminal, tmp_path: Path) -> None:
    assert "DAGs" not in blank_terminal.run("doctor").stdout
    seen = Installation(airflow="http://a:8080", host="a", version="1", seen=datetime.now(UTC) - timedelta(days=9))
    record_installation(tmp_path, seen)
    said = " ".join(blank_terminal.run("doctor").stdout.split())
    assert "Not checked: whether DAGs are paused. The page Status and `newsvane doctor --airflow` say it." in said


def test_doctor_finds_all_well(terminal: Terminal) -> None:
    checks = terminal.run_json("doctor")
    assert {check["name"] for check in checks} >= {"settings", "watch files", "lake: keys", "disk", "clock", "channels"}
    assert {check["state"] for check in checks} <= {"ok", "warning"}


@pytest.mark.parametrize(
    ("harm", "name"),
    [
        pytest.param("INSERT INTO feeds (feed_id) VALUES ('a'), ('a')", "lake: keys", id="a doubled id"),
        pytest.param("INSERT INTO entries (entry_id, seen_at) VALUES ('a', '2999-01-01')", "clock", id="a late clock"),
        pytest.param(
            "INSERT INTO outbox (key, state, created_at) VALUES ('k', 'pending', '2020-01-01')",
            "outbox",
            id="old alerts",
        ),
    ],
)
def test_doctor_finds_what_is_wrong(blank_terminal: Terminal, harm: str, name: str) -> None:
    with lake.writer(create_lake(blank_terminal.settings)) as connection:
        connection.execute(harm)
    failed = [check for check in blank_terminal.run_json("doctor", code=1) if check["state"] == "failed"]
    assert [check["name"] for check in failed] == [name]
    assert failed[0]["remedy"]


@pytest.mark.parametrize(
    ("last_poll", "runs", "state", "words"),
    [
        pytest.param(4, 8, "ok", "last poll 4 min ago (usually every 5 min), 0 of 1 feed overdue", id="it runs"),
        pytest.param(23, 8, "failed", "nothing runs: last poll 23 min ago (usually every 5 min)", id="nothing runs"),
        pytest.param(40, 1, "ok", "last poll 40 min ago, 1 of 1 feed overdue", id="one run, by hand"),
        pytest.param(90, 1, "failed", "nothing runs: last poll 90 min ago, 1 of 1 feed overdue", id="long ago"),
    ],
)
def test_doctor_sees_whether_anything_polls(tmp_path: Path, last_poll: int, runs: int, state: str, words: str) -> None:
    terminal = Terminal(CHANNELS | {"NEWSVANE_HOME": str(tmp_path), "NEWSVANE_WATCH": str(WATCH)}, {})
    polled = datetime.now(UTC) - timedelta(minutes=last_poll)
    with lake.writer(create_lake(terminal.settings)) as connection:
        connection.execute("INSERT INTO feeds (feed_id, watched, paused) VALUES ('a', true, false)")
        due = [polled, polled + timedelta(minutes=5)]
        connection.execute("INSERT INTO feed_states (feed_id, polled_at, next_poll_at) VALUES ('a', $1, $2)", due)
        for number in range(runs):
            earlier = [polled - timedelta(minutes=5 * number), f"run-{number}"]
            connection.execute("INSERT INTO feed_polls (feed_id, polled_at, run_id) VALUES ('a', $1, $2)", earlier)
    checks = terminal.run_json("doctor", code=int(state == "failed"))
    (found,) = [check for check in checks if check["name"] == "pipeline"]
    assert found["state"] == state
    assert found["found"].startswith(words)
    assert found["found"].endswith("no Airflow runs on this home")
    assert ("newsvane up" in found["remedy"]) == (state == "failed")
