"""An operator's first half hour: is it healthy, what fails, a mistake in a file, and a backup."""

import pytest

from tests.journeys.conftest import Checkout
from tests.journeys.pages import TUTORIAL, command_of, commands
from tests.journeys.shell import Shell, words

RUNNING, FEEDS, BACKUP = "docs/operations/running.md", "docs/guides/manage-feeds.md", "docs/operations/backup.md"


@pytest.fixture
def shell(checkout: Checkout, columns: int) -> Shell:
    """A shell with the virtual environment and the lines that the demo prints."""
    shell = checkout.open(columns)
    for line in ("source .venv/bin/activate", *checkout.demo_lines):
        shell.run(line)
    return shell


def test_it_is_healthy_and_a_feed_is_paused(shell: Shell) -> None:
    (doctor,) = (line for line in commands(RUNNING, "Running Newsvane") if line == "newsvane doctor")
    seen = words(shell.run(doctor))
    assert "lake: keys:" in seen
    assert "failed" not in seen.replace("none failed", "")
    seen = words(shell.run("newsvane feeds list"))
    assert "7 feeds, 1 need attention." in seen
    pause, resume, poll = commands(FEEDS, "Pause a feed")
    assert "gone-herald" in shell.run(pause)
    assert "already paused" in words(shell.run(pause, code=1))
    assert "paused" in words(shell.run("newsvane feeds list"))
    assert "gone-herald" in shell.run(resume)
    assert "did you mean" in words(shell.run(poll.replace("harbour-gazette", "nortline"), code=2))


def test_a_mistake_in_a_file_is_understood_and_mended(shell: Shell, checkout: Checkout) -> None:
    feeds = checkout.folder / ".demo" / "watch" / "feeds.toml"
    valid = feeds.read_text("utf-8")
    feeds.write_text(valid.replace("country", "county", 1).replace("[[feed]]", "[feed]", 1), "utf-8")
    check = command_of(RUNNING, "When a watch file has a mistake", "newsvane config check")
    seen = words(shell.run(check, code=1))
    assert "feeds.toml, line 1" in seen
    assert "[[feed]]" in seen
    assert "the last valid version is in force" in seen
    feeds.write_text(valid.replace("country", "county", 1), "utf-8")
    seen = words(shell.run(check, code=1))
    assert "did you mean 'country'?" in seen
    assert "1 mistake." in seen
    assert "failed watch files" in words(shell.run("newsvane doctor", code=1))
    assert "the last valid version is in force" in words(shell.run("newsvane feeds list"))
    feeds.write_text(valid, "utf-8")
    assert "No mistakes in" in words(shell.run(check))


def test_what_was_written_is_listed_and_saved(shell: Shell, checkout: Checkout) -> None:
    snapshots = command_of("docs/guides/search-and-look-back.md", "The lake as it was", "newsvane snapshots")
    assert "landed articles" in words(shell.run(snapshots))
    backup, verify = commands(BACKUP, "Backup and restore")
    assert "files," in words(shell.run(backup))
    assert "files," in words(shell.run(verify))
    assert (checkout.folder / backup.split()[-1] / "manifest.json").is_file()


def test_the_drill_restores_a_backup_into_an_empty_home(checkout: Checkout) -> None:
    shell = checkout.open(80)
    for line in commands(TUTORIAL, "3. ")[:2]:
        shell.run(line)
    shell.run(commands(BACKUP, "Backup and restore")[0])
    home, restore, doctor, query, remove = commands(BACKUP, "The drill")
    shell.run(home)
    shell.run(restore)
    shell.run(doctor)
    assert "articles" in shell.run(query)
    shell.run(remove)
    assert not (checkout.folder / "drill").exists()
    assert "newsvane run" in words(shell.run("newsvane stories", code=1))


def test_a_second_run_finds_nothing_new(checkout: Checkout) -> None:
    shell = checkout.open(80)
    for line in ("source .venv/bin/activate", *checkout.demo_lines):
        shell.run(line)
    seen = words(shell.run("newsvane run --all"))
    assert "Feeds failed 1" in seen
    assert "Articles landed none" in seen
