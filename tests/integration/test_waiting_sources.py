"""`config check` notes the sources that wait for a variable, and never shows what a variable holds."""

import shutil
from pathlib import Path

import pytest

from newsvane import configuration
from newsvane.settings import Settings
from tests.support.watch_folders import WATCH

TABLE = '\n[[source]]\nid = "%s"\nkind = "page"\nurl = "https://%s.example/"\n%s\n'
SECRET = '{"headers": {"X-Key": "s3cret"}}'
CHANNELS = {
    "NEWSVANE_DEMO_WEBHOOK": "json://127.0.0.1/",
    "NEWSVANE_DEMO_MAIL": "mailto://127.0.0.1:25?from=a@a.example&to=b@b.example",
}
MISSING = (
    "without the access data 'my-paper', the source 'search' cannot be polled: set NEWSVANE_ACCESS_MY_PAPER, "
    "or create the Airflow connection newsvane_access_my-paper"
)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """A new home, beside a copy of the demo's watch folder."""
    return Settings(home=tmp_path / "home", watch=shutil.copytree(WATCH, tmp_path / "watch"))


def add(settings: Settings, **sources: str) -> None:
    """Add sources to the watch list: id and further lines."""
    with (settings.watch / "feeds.toml").open("a") as file:
        file.writelines(TABLE % (name, name, lines) for name, lines in sources.items())


def notes(settings: Settings, **environ: str) -> list[str]:
    """Return the notes with these variables set."""
    found = configuration.check(settings).require_valid()
    assert configuration.check_environment(CHANNELS | environ, found, settings) == []
    waiting = configuration.find_waiting_sources(environ, found, settings)
    assert {each.where for each in waiting} <= {str(settings.watch / "feeds.toml")}
    return [each.message for each in waiting]


def test_a_source_without_its_access_data_is_noted(settings: Settings) -> None:
    add(settings, search='access = "my-paper"')
    assert notes(settings) == notes(settings, NEWSVANE_ACCESS_MY_PAPER="") == [MISSING]
    assert notes(settings, NEWSVANE_ACCESS_MY_PAPER=SECRET) == []
    assert notes(settings, **{"AIRFLOW_CONN_NEWSVANE_ACCESS_MY-PAPER": "set"}) == []


def test_sources_that_wait_for_the_same_are_one_note(settings: Settings) -> None:
    add(settings, **dict.fromkeys("abcde", 'access = "paper"'), f='access = "paper"\npaused = true')
    (note,) = notes(settings)
    assert "the sources 'a', 'b', 'c' and 2 more cannot be polled" in note


def test_a_source_that_waits_for_a_contact_is_noted(settings: Settings) -> None:
    add(settings, service="needs_contact = true")
    (note,) = notes(settings)
    assert note.startswith("without NEWSVANE_CONTACT, the source 'service' cannot be polled: set it to a mail address")
    assert notes(settings.model_copy(update={"contact": "desk@example.org"})) == []
