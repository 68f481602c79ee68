"""`newsvane feeds list` counts the feeds of included files on a terminal, and lists all of them elsewhere."""

import re
import shutil
from pathlib import Path

import pytest

from newsvane.cli.console import out
from tests.support.terminal import FEEDS, Terminal

OWN = """include = ["more/*.toml"]

[[feed]]
id = "one"
url = "https://one.example/rss"
"""
NEW = '[[feed]]\nid = "{0}"\nurl = "https://{0}.example/rss"\npaused = {1}\n'
TOTAL = f"{len(FEEDS) + 3} feeds, 1 needs attention."


@pytest.fixture
def reader(terminal: Terminal, tmp_path: Path) -> Terminal:
    """A copy of the demo's home whose feeds are in one included file; another file has two that were never polled."""
    home = Path(shutil.copytree(terminal.environment["NEWSVANE_HOME"], tmp_path / "home"))
    (home / "watch-folder").unlink()
    watch = Path(shutil.copytree(terminal.environment["NEWSVANE_WATCH"], tmp_path / "watch"))
    (watch / "more").mkdir()
    (watch / "feeds.toml").rename(watch / "more" / "demo.toml")
    (watch / "more" / "new.toml").write_text(NEW.format("two", "true") + NEW.format("three", "false"))
    (watch / "feeds.toml").write_text(OWN)
    return terminal.with_environment(NEWSVANE_HOME=str(home), NEWSVANE_WATCH=str(watch))


def printed(reader: Terminal, *options: str) -> list[str]:
    """Return what `feeds list` prints, line by line, without colours."""
    return re.sub(r"\x1b\[[\d;]*m", "", reader.run("feeds", "list", *options).stdout).splitlines()


@pytest.fixture
def on_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(out, "_force_terminal", True)
    monkeypatch.setattr(out, "_width", 120)


def test_the_last_news_of_a_feed_is_what_it_published_last(reader: Terminal) -> None:
    newest = "SELECT feed_id, max(least(coalesce(published_at, seen_at), seen_at)) AS at FROM entries GROUP BY feed_id"
    published = {row["feed_id"]: row["at"] for row in reader.run_json("sql", newest)}
    rows = {row["feed_id"]: row for row in reader.run_json("feeds", "list") if row.get("newest_at")}
    assert {feed_id: row["newest_at"] for feed_id, row in rows.items()} == published
    assert any(row["newest_at"] < row["last_new_at"] for row in rows.values())
    shown = "\n".join(printed(reader))
    assert re.search(rf"^balkan-monitor .*{published['balkan-monitor'][:10]}", shown, re.MULTILINE)


@pytest.mark.usefixtures("on_terminal")
def test_a_terminal_shows_own_feeds_and_counts_those_of_included_files(reader: Terminal) -> None:
    lines = printed(reader)
    text = "\n".join(lines)
    assert re.search(r"^one +not polled yet", text, re.MULTILINE)
    assert not re.search(r"^(gone-herald|two|three) ", text, re.MULTILINE)
    demo, new = (line.split() for line in lines if line.startswith("more/"))
    assert demo[:5] == ["more/demo.toml", str(len(FEEDS)), "1", "0", "0"]
    assert re.fullmatch(r"20\d\d-\d\d-\d\d", demo[5])
    assert new == ["more/new.toml", "2", "0", "1", "1"]
    assert lines[-1] == TOTAL
    assert f"{len(FEEDS) + 2} feeds of included files are only counted; --all lists them" in " ".join(text.split())


@pytest.mark.usefixtures("on_terminal")
@pytest.mark.parametrize(("option", "ids"), [("--all", {"one", "two", "three", *FEEDS}), ("--sick", {"gone-herald"})])
def test_a_terminal_lists_them_if_asked(reader: Terminal, option: str, ids: set[str]) -> None:
    lines = printed(reader, option)
    firsts = {line.split()[0] for line in lines if line.strip()}
    assert ids <= firsts
    assert not firsts & ({"one", "two", *FEEDS} - ids)
    assert not any(line.startswith("more/") for line in lines)
    assert lines[-1] == TOTAL


@pytest.mark.usefixtures("on_terminal")
def test_a_terminal_shows_what_to_do_below_the_table(reader: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(out, "_width", 80)
    lines = printed(reader, "--sick")
    assert lines[0].split() == ["feed", "state", "last", "news", "frequency"]
    assert lines[2:-2] == [
        "gone-herald  failed once: http_410",
        "",
        "To do",
        "- gone-herald: The feed is permanently gone. Remove it from feeds.toml; pause it",
        "  until then.",
    ]


def test_a_pipe_and_json_get_every_feed(reader: Terminal) -> None:
    everything = {"one", "two", "three", *FEEDS}
    assert {row["feed_id"] for row in reader.run_json("feeds", "list")} == everything
    lines = printed(reader)
    assert everything <= {line.split()[0] for line in lines}
    assert not any(line.startswith("more/") for line in lines)


def test_what_to_do_about_missing_access_data_names_them(own_terminal: Terminal) -> None:
    watch = Path(own_terminal.environment["NEWSVANE_WATCH"]) / "feeds.toml"
    watch.write_text('[[feed]]\nid = "one"\nurl = "https://one.example/rss"\naccess = "desk"\n')
    fix = "the access data 'desk' are missing: set NEWSVANE_ACCESS_DESK, or create the Airflow connection "
    (checked,) = own_terminal.run_json("feeds", "check", code=1)
    assert checked["fix"].startswith(f"no_access: https://one.example/rss: {fix}")
    own_terminal.run("feeds", "poll", "one", code=1)
    (listed,) = own_terminal.run_json("feeds", "list", "--sick")
    assert listed["fix"].startswith(f"https://one.example/rss: {fix}")


@pytest.mark.usefixtures("on_terminal")
def test_a_list_without_included_files_is_shown_whole(terminal: Terminal) -> None:
    lines = printed(terminal)
    assert set(FEEDS) <= {line.split()[0] for line in lines if line.strip()}
    assert not any("included" in line for line in lines)
