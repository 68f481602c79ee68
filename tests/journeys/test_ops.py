"""An operator's first half hour: what ran, is it healthy, what fails, a mistake in a file, and a backup."""

import pytest

from tests.journeys.conftest import Checkout, Demo
from tests.journeys.pages import command_of, commands
from tests.journeys.shell import Shell, words

RUNNING, FEEDS, BACKUP = "docs/operations/running.md", "docs/guides/manage-feeds.md", "docs/operations/backup.md"
LOOK_BACK = "docs/guides/search-and-look-back.md"


@pytest.fixture
def enter(checkout: Checkout) -> Shell:
    """A shell of 200 columns with the lines that the demo prints."""
    return checkout.enter(200)


def test_a_run_says_what_landed(demo: Demo) -> None:
    seen = words(demo.first_run)
    assert "Feeds polled 6 ok, 1 failed Feeds failed http_410 1 (gone-herald)" in seen
    assert "Articles landed 34 new Of these 4 copies, 6 off topic Not landed none Alerts 10 delivered" in seen


def test_it_is_healthy_and_a_feed_is_paused(checkout: Checkout) -> None:
    shell = checkout.enter(80)
    (doctor,) = (line for line in commands(RUNNING, "Running Newsvane") if line == "newsvane doctor")
    seen = shell.run(doctor)
    assert "lake: keys:" in seen
    (told,) = (line for line in seen.splitlines() if line.startswith(("failed", "warning")))
    assert told.startswith("warning feeds: 1 of 7 fail for a reason that does not pass: gone-herald")
    assert "7 feeds, 1 needs attention." in words(shell.run("newsvane feeds list"))
    pause, resume, _ = commands(FEEDS, "Pause a feed")
    assert words(shell.run(pause)).startswith("gone-herald: ")
    assert words(shell.run(resume)).startswith("gone-herald: ")


def test_a_feed_is_found_and_added(enter: Shell, checkout: Checkout) -> None:
    (discover,) = commands(FEEDS, "Find the feeds of an outlet")
    assert "1 added to feeds.toml" in words(enter.run(f"{discover} --add"))
    assert 'id = "harbour-gazette"' in (checkout.folder / ".demo" / "watch" / "feeds.toml").read_text("utf-8")


def test_a_mistake_in_a_file_is_understood_and_mended(enter: Shell, checkout: Checkout) -> None:
    feeds = checkout.folder / ".demo" / "watch" / "feeds.toml"
    valid = feeds.read_text("utf-8")
    wrong = valid.replace("[[feed]]", "[feed]", 1).replace("country", "county", 1)
    feeds.write_text(wrong, "utf-8")
    check = command_of(RUNNING, "When a watch file has a mistake", "newsvane config check")
    seen = words(enter.run(check, code=1))
    assert "feeds.toml, line 1" in seen
    assert "[[feed]]" in seen
    assert "the last valid version is in force" in seen
    feeds.write_text(wrong.replace("[feed]", "[[feed]]", 1), "utf-8")
    seen = words(enter.run("newsvane feeds list"))
    assert "did you mean 'country'?" in seen
    assert "the last valid version is in force" in seen
    assert "7 feeds, 1 needs attention." in seen
    feeds.write_text(valid, "utf-8")
    assert "No mistakes in" in words(enter.run(check))


def test_what_was_written_is_listed_and_saved(checkout: Checkout) -> None:
    shell = checkout.enter(80)
    snapshots = command_of(LOOK_BACK, "The lake as it was", "newsvane snapshots")
    assert "landed articles: 34 new" in words(shell.run(snapshots))
    backup, verify = commands(BACKUP, "Backup and restore")
    made = words(shell.run(backup)).partition("backups/")[2]
    assert "34 articles, 34 entries" in made
    assert words(shell.run(verify)).endswith(made)
    assert (checkout.folder / backup.split()[-1] / "manifest.json").is_file()
