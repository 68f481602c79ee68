"""The watch folder of a home, its mistakes, and its last valid version."""

import os
import resource
import shutil
import stat
from pathlib import Path

import pytest

from newsvane import configuration
from newsvane.errors import ConfigError
from newsvane.settings import Settings, get_settings
from tests.support.cpu_limit import cpu_limit
from tests.support.watch_folders import WATCH

RULE = '\n[[rule]]\nid = "r"\ntitle = "R"\nchannels = ["mail"]\n'
WRONG = '[[topic]]\nid = "a"\ntitel = "A"\nquery = "a"\n'


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """A new home, beside a copy of the demo's watch folder."""
    return Settings(home=tmp_path / "home", watch=shutil.copytree(WATCH, tmp_path / "watch"))


def mistakes(settings: Settings) -> list[str]:
    """Return the mistakes, with paths relative to the watch folder."""
    found = configuration.check(settings).mistakes
    return [str(mistake).removeprefix(f"{settings.watch}/") for mistake in found]


def test_a_home_knows_its_watch_folder(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    configuration.load(settings)
    monkeypatch.delenv("NEWSVANE_WATCH", raising=False)
    assert Settings(home=settings.home).watch == settings.watch
    for file in (settings.home / "watch-folder", settings.configuration_path / "last-valid.json"):
        assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_home_and_its_watch_folder_are_moved_together(settings: Settings, tmp_path: Path) -> None:
    configuration.load(settings)
    there = tmp_path / "there"
    there.mkdir()
    settings.home.rename(there / "home")
    settings.watch.rename(there / "watch")
    moved = Settings(home=there / "home")
    assert moved.watch == there / "watch"
    assert len(configuration.load(moved).feeds) == 33


def test_a_query_that_asks_for_an_unknown_topic_is_a_mistake(settings: Settings) -> None:
    table = '\n[[source]]\nid = "search"\nkind = "query"\nurl = "https://a.example/?q={query}"\ntopic = "%s"\n'
    feeds = settings.watch / "feeds.toml"
    valid = feeds.read_text("utf-8")
    feeds.write_text(valid + table % "mek", "utf-8")
    assert mistakes(settings) == []
    feeds.write_text(valid + table % "meek", "utf-8")
    (found,) = mistakes(settings)
    assert found.startswith("feeds.toml: the query 'search' asks for the topic 'meek'; the topics are ")


def test_a_command_that_reads_remembers_nothing(settings: Settings) -> None:
    assert configuration.check(settings).feeds == configuration.find_in_force(settings).feeds != ()
    assert not settings.home.exists()


def test_a_home_refuses_another_watch_folder(settings: Settings, tmp_path: Path) -> None:
    configuration.load(settings)
    other = Settings(home=settings.home, watch=shutil.copytree(WATCH, tmp_path / "other"))
    with pytest.raises(ConfigError, match="Unset NEWSVANE_WATCH; or, for another subject, set NEWSVANE_HOME"):
        configuration.require_own_folder(other)
    with pytest.raises(ConfigError, match=f"the home .* is used with {settings.watch}, not with {tmp_path / 'other'}"):
        _ = configuration.check(other).feeds
    assert configuration.load(other).mistakes[0].where == "NEWSVANE_WATCH"
    (settings.home / "watch-folder").unlink()
    assert configuration.load(other).mistakes == ()
    assert Settings(home=settings.home).watch == other.watch


def test_a_draft_is_read_beside_the_folder_of_the_home(settings: Settings, tmp_path: Path) -> None:
    configuration.load(settings)
    draft = shutil.copytree(WATCH, tmp_path / "draft")
    (draft / "topics.toml").write_text(WRONG)
    found = configuration.check_folder(draft)
    assert [str(mistake) for mistake in found.mistakes] == [
        f"{draft}/topics.toml, line 3: unknown key 'titel'; did you mean 'title'?"
    ]
    assert configuration.check(settings).mistakes == ()


def test_a_rule_can_be_tried_although_another_file_has_a_mistake(settings: Settings, tmp_path: Path) -> None:
    topics = settings.watch / "topics.toml"
    topics.write_text(topics.read_text() + '\n[[words]]\nid = "places"\nquery = "tirana"\n')
    configuration.load(settings)
    draft = shutil.copytree(settings.watch, tmp_path / "draft")
    alerts = draft / "alerts.toml"
    alerts.write_text(alerts.read_text() + RULE + 'query = "@places"')
    for name in ("feeds.toml", "topics.toml"):
        (draft / name).write_text(WRONG)
    found = configuration.check_alerts(settings, draft)
    assert found.alerts.article_rules[-1].query == "(tirana)"
    assert [topic.topic_id for topic in found.topics] == ["iran", "mek", "albania"]
    assert len(found.feeds) == 33
    alerts.write_text("[[rule]]\nid = 1\n")
    with pytest.raises(ConfigError, match=f"^{alerts}, line 1: "):
        _ = configuration.check_alerts(settings, draft).alerts


def test_a_part_that_cannot_be_used_tells_the_mistakes_in_its_own_file(settings: Settings) -> None:
    for name in ("feeds.toml", "topics.toml"):
        (settings.watch / name).write_text(WRONG)
    with pytest.raises(ConfigError, match=r"topics.toml, line 3: unknown key 'titel'; did you mean 'title'\?$"):
        _ = configuration.check(settings).topics


def test_a_link_to_the_watch_folder_is_the_same_folder(settings: Settings, tmp_path: Path) -> None:
    configuration.load(settings)
    (tmp_path / "link").symlink_to(settings.watch)
    assert configuration.load(settings.model_copy(update={"watch": tmp_path / "link"})).mistakes == ()


def test_a_watch_folder_that_is_gone_is_told_and_may_be_named_anew(settings: Settings, tmp_path: Path) -> None:
    configuration.load(settings)
    settings.watch.rename(tmp_path / "moved")
    there = Settings(home=settings.home)
    assert [str(mistake) for mistake in configuration.check(there).mistakes] == [
        f"{settings.watch}: there is no such folder: put it back, or set NEWSVANE_WATCH to the folder that contains "
        "feeds.toml; `newsvane init` creates one for a new subject"
    ]
    assert len(configuration.load(there).feeds) == 33
    named = Settings(home=settings.home, watch=tmp_path / "moved")
    assert configuration.load(named).mistakes == ()
    assert Settings(home=settings.home).watch == tmp_path / "moved"


def test_every_mistake_in_every_file_is_found(settings: Settings) -> None:
    (settings.watch / "feeds.toml").write_text('[[feed]]\nid = "a"\nurl = "http://a.example/"\nkind = "odd"\n')
    (settings.watch / "topics.toml").write_text(WRONG)
    alerts = settings.watch / "alerts.toml"
    alerts.write_text(alerts.read_text().replace('channels = ["webhook", "mail"]', 'channels = ["webhok", "mial"]'))
    (settings.watch / "templates").mkdir()
    (settings.watch / "templates" / "alert.txt").write_text("{{ nothing")
    found = mistakes(settings)
    assert [mistake.partition(":")[0] for mistake in found] == [
        "feeds.toml, line 4",
        "topics.toml, line 3",
        "alerts.toml, line 15",
        "alerts.toml, line 15",
        "templates/alert.txt",
    ]
    assert "did you mean 'webhook'?" in found[2]


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        pytest.param('query = "lang:english"', "did you mean 'en' (English, ISO 639)?", id="a language in a query"),
        pytest.param('query = "country:Spain"', "did you mean 'ES' (Spain, ISO 3166)?", id="a country in a query"),
        pytest.param(
            'query = "iran OR outlet:northlin.example"',
            "no feed is of 'northlin.example'; did you mean 'northline.example'? If not, write "
            "outlet:northlin.example*",
            id="an outlet, misspelt",
        ),
        pytest.param(
            'query = "outlet:northline"',
            "'northline' is no domain; did you mean 'northline.example'?",
            id="an outlet without its domain",
        ),
        pytest.param('query = "outlet:zzz"', "'zzz' is no domain; write its domain", id="no outlet at all"),
        pytest.param('query = "@places"', "@places names no list; there is none", id="a list"),
        pytest.param('topics = ["iran"]\nlanguages = ["Farsi"]', "did you mean 'fa' (Persian", id="a language"),
        pytest.param('topics = ["iran"]\nlanguages = ["EN"]', "did you mean 'en' (English", id="in capitals"),
        pytest.param('topics = ["iran"]\ncountries = ["al"]', "did you mean 'AL' (Albania", id="a small country"),
    ],
)
def test_a_rule_that_names_what_does_not_exist_is_a_mistake(settings: Settings, lines: str, words: str) -> None:
    alerts = settings.watch / "alerts.toml"
    alerts.write_text(before := alerts.read_text() + RULE + lines)
    (mistake,) = configuration.check(settings).mistakes
    assert words in mistake.message
    assert mistake.line == before.count("\n") + 1


@pytest.mark.parametrize(
    ("query", "meant"),
    [
        pytest.param("person:maryam-rajavii", "person:maryam-rajavi", id="misspelt"),
        pytest.param("iran OR place:tiranaa", "place:tirana", id="a place"),
        pytest.param("person:maryam-rajavi", "", id="known"),
        pytest.param("person:rajavi", "", id="a surname"),
        pytest.param("person:somebody-else", "", id="unlike any known name"),
        pytest.param("person:maryam*", "", id="a beginning"),
    ],
)
def test_a_name_like_a_known_one_gets_a_note(settings: Settings, query: str, meant: str) -> None:
    alerts = settings.watch / "alerts.toml"
    alerts.write_text(alerts.read_text() + RULE + f'query = "{query}"')
    notes = [note.message for note in configuration.find_misspelt_names(configuration.check(settings))]
    assert [meant in note for note in notes] == ([True] if meant else [])


@pytest.mark.parametrize("outlet", ["reuters.com", "northlin.example*", "NORTHLINE.example"])
def test_a_rule_may_name_an_outlet_that_has_no_feed(settings: Settings, outlet: str) -> None:
    alerts = settings.watch / "alerts.toml"
    alerts.write_text(alerts.read_text() + RULE + f'query = "outlet:{outlet}"')
    found = configuration.check(settings).require_valid()
    notes = [note.message for note in configuration.find_unwatched_outlets(found)]
    unwatched = "rule 'r': no feed is of 'reuters.com'; it matches only what other feeds list"
    assert notes == ([unwatched] if outlet == "reuters.com" else [])


def test_a_rule_may_name_the_lists_of_topics(settings: Settings) -> None:
    topics, alerts = settings.watch / "topics.toml", settings.watch / "alerts.toml"
    topics.write_text(topics.read_text() + '\n[[words]]\nid = "places"\nquery = "tirana OR ashraf"\n')
    alerts.write_text(alerts.read_text() + RULE + 'query = "title:camp AND @places"')
    assert configuration.load(settings).alerts.article_rules[-1].query == "title:camp AND (tirana OR ashraf)"
    topics.write_text(WRONG)
    assert {mistake.where for mistake in configuration.check(settings).mistakes} == {str(topics)}


@pytest.mark.parametrize(
    ("content", "words"),
    [
        pytest.param("[[topic]]".encode("utf-16"), "topics.toml, line 1: the file is saved as UTF-16", id="UTF-16"),
        pytest.param("[[topic]]".encode("utf-16-le"), "topics.toml, line 1: the file is saved as UTF-16", id="no mark"),
        pytest.param(
            b"\xef\xbb\xbf" + (WATCH / "topics.toml").read_bytes(), "line 1: the file begins with a byte", id="BOM"
        ),
        pytest.param("# x\n# Córdoba".encode("latin-1"), "line 2: byte 7 of the file is not UTF-8", id="Latin-1"),
    ],
)
def test_an_encoding_is_told_in_words(settings: Settings, content: bytes, words: str) -> None:
    (settings.watch / "topics.toml").write_bytes(content)
    (found,) = mistakes(settings)
    assert words in found


def test_what_is_no_file_is_told_in_words(settings: Settings) -> None:
    feeds, topics, alerts = (settings.watch / f"{name}.toml" for name in ("feeds", "topics", "alerts"))
    feeds.unlink()
    feeds.mkdir()
    topics.unlink()
    topics.symlink_to("gone.toml")
    alerts.unlink()
    assert mistakes(settings) == [
        "feeds.toml: this is no file: put a text file in its place",
        "topics.toml: the link leads to gone.toml, which does not exist: correct or remove it",
        "alerts.toml: there is no such file: put it back; it may be empty",
    ]


def test_no_mistake_shows_the_address_of_a_channel(settings: Settings) -> None:
    (settings.watch / "alerts.toml").write_text('[[channel]]\nid = "a"\nurl = “slack://tOpSeCrEt”\n')
    (mistake,) = configuration.check(settings).mistakes
    assert "tOpSeCrEt" not in repr(mistake)
    assert "curly quotes" in mistake.message


def test_the_last_valid_version_stays_in_force_as_a_whole(settings: Settings) -> None:
    before = configuration.load(settings)
    (settings.watch / "topics.toml").write_text(WRONG)
    (settings.watch / "feeds.toml").write_text("")
    in_force = configuration.load(settings)
    assert (in_force.feeds, in_force.topics, in_force.alerts) == (before.feeds, before.topics, before.alerts)
    assert [mistake.line for mistake in in_force.mistakes] == [3]
    assert in_force.valid_at is not None
    shutil.copy(WATCH / "topics.toml", settings.watch)
    mended = configuration.load(settings)
    assert (mended.feeds, mended.mistakes, mended.valid_at) == ((), (), None)


def test_an_unforeseen_error_in_a_file_is_a_mistake_in_it(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    before = configuration.load(settings)
    (settings.watch / "topics.toml").write_text((settings.watch / "topics.toml").read_text() + "\n# changed\n")
    monkeypatch.setattr("newsvane.topics.load_topics", lambda *_, **__: {}["foreseen"])
    in_force = configuration.load(settings)
    assert in_force.topics == before.topics
    assert [mistake.message for mistake in in_force.mistakes] == ["this file cannot be used: KeyError: 'foreseen'"]


def test_without_a_valid_version_the_mistakes_are_raised(settings: Settings) -> None:
    (settings.watch / "topics.toml").write_text(WRONG)
    with pytest.raises(ConfigError, match=r"topics.toml, line 3: unknown key 'titel'"):
        configuration.load(settings)
    assert not settings.home.exists()


@pytest.mark.parametrize(
    "content", [b"", b"{", b'{"valid_at": "2026-11-27T00:00:00Z", "files": {"feeds.toml": "x ="}}']
)
def test_a_damaged_version_is_no_version(settings: Settings, content: bytes) -> None:
    configuration.load(settings)
    (settings.configuration_path / "last-valid.json").write_bytes(content)
    assert configuration.load(settings).mistakes == ()
    (settings.configuration_path / "last-valid.json").write_bytes(content)
    (settings.watch / "topics.toml").write_text(WRONG)
    with pytest.raises(ConfigError):
        configuration.load(settings)


def test_a_full_disk_keeps_no_version_and_stops_nobody(settings: Settings) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1, hard))
    try:
        assert len(configuration.load(settings).feeds) == 33
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert [path for path in settings.home.rglob("*") if path.is_file()] == []
    configuration.load(settings)
    assert Settings(home=settings.home).watch == settings.watch


def test_a_home_that_may_not_be_written_stops_nobody(settings: Settings) -> None:
    (settings.home / "watch-folder").mkdir(parents=True)
    (settings.home / "configuration").write_text("a file where a folder belongs, which stops every user alike")
    assert len(configuration.load(settings).feeds) == 33


def test_ten_thousand_feeds_are_checked_in_two_seconds(settings: Settings) -> None:
    line = '[[feed]]\nid = "f{0}"\nurl = "https://o{0}.example/rss"\ntitle = "Feed {0}"\nlanguage = "en"\n'
    text = "".join(line.format(number) for number in range(10_000))
    (settings.watch / "feeds.toml").write_text(text)
    with cpu_limit(2):
        assert len(configuration.load(settings).feeds) == 10_000
    with cpu_limit(0.1):
        configuration.load(settings)
    (settings.watch / "feeds.toml").write_text(text.replace("title", "titel").replace('"en"', '"English"'))
    with cpu_limit(4):
        assert len(configuration.check(settings).mistakes) == 20_000


def test_names_that_nothing_reads_are_found(settings: Settings) -> None:
    environ = {
        "NEWSVANE_HOST_DELY": "5",
        "NEWSVANE_ODDITY": "5",
        "NEWSVANE_DEMO_MAIL": "mailto://127.0.0.1:25?from=a@a.example&to=b@b.example",
        "NEWSVANE_STANDALONE": "1",
        "OTHER": "5",
    }
    wanted = settings.model_copy(update={"ops_channels": "webhok, mail"})
    found = configuration.check_environment(environ, configuration.check(settings), wanted)
    assert [(mistake.where, mistake.message.partition(";")[2].strip()) for mistake in found[:1]] == [
        ("NEWSVANE_HOST_DELY", "did you mean NEWSVANE_HOST_DELAY?")
    ]
    assert [mistake.where for mistake in found] == [
        "NEWSVANE_HOST_DELY",
        "NEWSVANE_ODDITY",
        str(settings.watch / "alerts.toml"),
        "NEWSVANE_OPS_CHANNELS",
    ]
    assert "'webhook' needs NEWSVANE_DEMO_WEBHOOK" in found[2].message
    assert "did you mean 'webhook'?" in found[3].message


DESK = '\n[[channel]]\nid = "desk"\nurl = "${NEWSVANE_ALERT_URL}"\nrequired = false\n'
READ = {"NEWSVANE_ALERT_URL": "json://127.0.0.1/", "NEWSVANE_ACCESS_PAPER": "{}", "NEWSVANE_DEMO_MAIL": "set"}
SOURCE = '\n[[source]]\nid = "search"\nkind = "page"\nurl = "https://a.example/"\naccess = "paper"\n'


def append(path: Path, text: str) -> None:
    path.write_text(path.read_text("utf-8") + text, "utf-8")


def stop_reading_mail(path: Path) -> None:
    path.write_text(path.read_text("utf-8").replace("${NEWSVANE_DEMO_MAIL}", "json://127.0.0.1/mail"), "utf-8")


def name_unknown(settings: Settings, **environ: str) -> list[str]:
    """Return which variables nothing reads."""
    versions = configuration.list_versions(settings)
    return [each.where for each in configuration.find_unknown_variables(READ | environ, versions)]


def test_what_a_refused_folder_and_that_of_the_home_read_is_known(settings: Settings, tmp_path: Path) -> None:
    configuration.load(settings)
    other = shutil.copytree(WATCH, tmp_path / "other")
    stop_reading_mail(other / "alerts.toml")
    append(other / "alerts.toml", DESK)
    append(other / "feeds.toml", SOURCE)
    append(settings.watch / "alerts.toml", DESK.replace("ALERT_URL", "NEW_URL"))
    refused = Settings(home=settings.home, watch=other)
    assert name_unknown(refused, NEWSVANE_NEW_URL="json://127.0.0.1/", NEWSVANE_ODDITY="5") == ["NEWSVANE_ODDITY"]
    versions = configuration.list_versions(refused)
    found = configuration.check_environment(READ, configuration.check_folder(other), refused, versions)
    assert [each for each in found if each.where in READ] == []


def test_what_a_changed_file_reads_is_known_while_another_is_broken(settings: Settings) -> None:
    """So is what the version in force reads, although the changed file no longer does."""
    configuration.load(settings)
    stop_reading_mail(settings.watch / "alerts.toml")
    append(settings.watch / "alerts.toml", DESK)
    append(settings.watch / "feeds.toml", SOURCE)
    (settings.watch / "topics.toml").write_text("[[topics]]\n", "utf-8")
    assert name_unknown(settings, NEWSVANE_ODDITY="5") == ["NEWSVANE_ODDITY"]


@pytest.mark.parametrize("name", ["alerts.toml", "feeds.toml"])
def test_of_a_broken_file_only_likely_misspellings_are_named(settings: Settings, name: str) -> None:
    """It may read any variable."""
    configuration.load(settings)
    append(settings.watch / "alerts.toml", DESK)
    append(settings.watch / "feeds.toml", SOURCE)
    append(settings.watch / name, "[broken")
    assert name_unknown(settings, NEWSVANE_HOST_DELY="5") == ["NEWSVANE_HOST_DELY"]


def test_a_refused_folder_is_called_so_with_the_version_in_force(settings: Settings, tmp_path: Path) -> None:
    configuration.load(settings)
    refused = Settings(home=settings.home, watch=shutil.copytree(WATCH, tmp_path / "other"))
    (mix,) = configuration.find_mix(refused)
    assert f"not with {refused.watch}, which is refused. Unset NEWSVANE_WATCH" in mix.message
    assert f"--watch {refused.watch} for `alerts send`, `alerts test` and `topics test`" in mix.message
    in_force = configuration.find_in_force(refused)
    assert in_force.describe_version() == (
        f"{refused.watch} is refused. Until NEWSVANE_WATCH is corrected, the last valid version of {settings.watch} is "
        f"in force: that of {in_force.valid_at:%Y-%m-%d %H:%M} UTC."
    )
    shutil.rmtree(settings.configuration_path)
    said = configuration.find_in_force(refused).describe_version()
    assert said == f"{refused.watch} is refused. Nothing can run until NEWSVANE_WATCH is corrected."


def test_settings_that_cannot_be_used_name_every_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {"CHUNKS": "many", "HOST_DELAY": "-1", "CATALOG": "postgresql://me:tOpSeCrEt@"}.items():
        monkeypatch.setenv(f"NEWSVANE_{name}", value)
    with pytest.raises(ConfigError) as caught:
        get_settings()
    assert {mistake.where for mistake in caught.value.mistakes} == {
        "NEWSVANE_CHUNKS",
        "NEWSVANE_HOST_DELAY",
        "NEWSVANE_CATALOG",
    }
    assert "tOpSeCrEt" not in repr(caught.value.mistakes) + str(caught.value)
    assert os.environ["NEWSVANE_CHUNKS"] == "many"
