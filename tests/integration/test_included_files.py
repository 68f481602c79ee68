"""The files that feeds.toml includes, and what it leaves out of them."""

from pathlib import Path

import pytest

from newsvane import configuration
from tests.support.watch_folders import WATCH

FILES = {
    "world/iran.toml": {"world-tehran-times": "https://tehran.example/rss", "world-mehr": "https://mehr.example/rss"},
    "world/malta.toml": {"world-malta-today": "https://malta.example/rss"},
    "more/own.toml": {"own": "https://own.example/rss"},
}


@pytest.fixture
def watch(tmp_path: Path) -> Path:
    """A watch folder with three further files that nothing includes yet."""
    for name, sources in FILES.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        tables = (f'[[feed]]\nid = "{source}"\nurl = "{url}"\n' for source, url in sources.items())
        (tmp_path / name).write_text("".join(tables))
    for name in ("topics.toml", "alerts.toml"):
        (tmp_path / name).write_bytes((WATCH / name).read_bytes())
    return tmp_path


def sources(watch: Path, head: str) -> list[str]:
    """Return the ids of the sources of a valid watch list that begins with these lines."""
    (watch / "feeds.toml").write_text(f'{head}\n[[feed]]\nid = "mine"\nurl = "https://mine.example/rss"\n')
    found = configuration.check_folder(watch).require_valid().feeds
    assert found[0].feed_id == "mine"
    return [feed.feed_id for feed in found[1:]]


def mistakes(watch: Path, head: str) -> list[str]:
    """Return the mistakes of a watch list that begins with these lines, relative to the watch folder."""
    (watch / "feeds.toml").write_text(f'{head}\n[[feed]]\nid = "mine"\nurl = "https://mine.example/rss"\n')
    found = configuration.check_folder(watch).mistakes
    return [str(mistake).replace(f"{watch}/", "") for mistake in found]


@pytest.mark.parametrize(
    ("patterns", "left"),
    [
        pytest.param('["world/*.toml"]', ["world-tehran-times", "world-mehr", "world-malta-today"], id="all"),
        pytest.param('["world/*.toml", "!world/iran.toml"]', ["world-malta-today"], id="without one region"),
        pytest.param('["world/*.toml", "!world/*a*.toml"]', [], id="a pattern takes several away"),
        pytest.param('["*/*.toml", "!world/*.toml"]', ["own"], id="a folder of others"),
        pytest.param(
            '[\n"world/*.toml",\n"!world/*.toml", # none\n"world/malta.toml"]', ["world-malta-today"], id="in order"
        ),
    ],
)
def test_files_are_included_and_excluded_in_order(watch: Path, patterns: str, left: list[str]) -> None:
    assert sources(watch, f"include = {patterns}") == left


@pytest.mark.parametrize(
    ("head", "message"),
    [
        pytest.param(
            'include = [\n  "world/*.toml",\n  "!world/irn.toml",\n]',
            "feeds.toml, line 3: include: '!world/irn.toml' names no file that is included above it; "
            "did you mean '!world/iran.toml'?",
            id="misspelt",
        ),
        pytest.param(
            'include = ["world/malta.toml", "!more/own.toml"]',
            "feeds.toml, line 1: include: '!more/own.toml' names no file that is included above it; "
            "correct it, or remove it",
            id="not included",
        ),
        pytest.param(
            "include = ['!world/iran.toml']",
            "feeds.toml, line 1: include: '!world/iran.toml' leaves out nothing, because nothing is included above "
            'it: write "world/*.toml" first',
            id="nothing is included",
        ),
        pytest.param(
            'include = ["!world/iran.toml", "world/malta.toml"]',
            "feeds.toml, line 1: include: '!world/iran.toml' leaves out nothing, because nothing is included above "
            'it: write "world/*.toml" first',
            id="too early",
        ),
        pytest.param(
            'include = ["world/*.toml", "!../iran.toml"]',
            "feeds.toml, line 1: include: '!../iran.toml' is no place in the watch folder: write a file or a pattern "
            'such as "world/*.toml"',
            id="elsewhere",
        ),
        pytest.param(
            'include = ["feeds.toml"]',
            "feeds.toml, line 1: include: 'feeds.toml' includes feeds.toml itself: write a folder before it, such as "
            '"world/*.toml"',
            id="itself",
        ),
        pytest.param(
            'include = ["wrld/*.toml", "!wrld/iran.toml"]',
            "feeds.toml, line 1: include: 'wrld/*.toml' names no .toml file in the watch folder: correct it, or remove "
            "it",
            id="no consequence of a mistake is reported",
        ),
    ],
)
def test_a_pattern_that_does_nothing_is_a_mistake(watch: Path, head: str, message: str) -> None:
    assert mistakes(watch, head) == [message]


def test_a_pattern_that_cannot_be_understood_is_a_mistake(watch: Path) -> None:
    (found,) = mistakes(watch, r'include = ["world/\u0000*"]')
    assert found.startswith("feeds.toml: include: 'world/\\x00*' ")


def test_single_sources_of_included_files_are_left_out(watch: Path) -> None:
    head = 'include = ["world/*.toml"]\nexclude = ["world-tehran-times"]'
    assert sources(watch, head) == ["world-mehr", "world-malta-today"]


def test_an_excluded_source_takes_neither_its_id_nor_its_address(watch: Path) -> None:
    (watch / "more/own.toml").write_text('[[feed]]\nid = "world-mehr"\nurl = "https://tehran.example/rss"\n')
    both = 'include = ["more/*.toml", "world/iran.toml"]'
    (taken,) = mistakes(watch, both)
    assert taken.endswith("the id 'world-mehr' is taken by the [[feed]] in more/own.toml, line 2")
    (watch / "more/own.toml").write_text('[[feed]]\nid = "own"\nurl = "https://tehran.example/rss"\n')
    assert sources(watch, f'{both}\nexclude = ["own"]') == ["world-tehran-times", "world-mehr"]


@pytest.mark.parametrize(
    ("head", "message"),
    [
        pytest.param(
            'include = ["world/*.toml"]\nexclude = [\n  "world-mehr",\n  "world-tehran-tims",\n]',
            "feeds.toml, line 4: exclude: no included file has a source 'world-tehran-tims'; "
            "did you mean 'world-tehran-times'?",
            id="misspelt",
        ),
        pytest.param(
            'include = ["world/*.toml", "!world/iran.toml"]\nexclude = ["world-mehr"]',
            "feeds.toml, line 2: exclude: no included file has a source 'world-mehr'; "
            "`newsvane feeds list --all` shows the ids",
            id="its file is left out",
        ),
        pytest.param(
            'exclude = ["mine"]',
            "feeds.toml, line 1: exclude: 'mine' is in this file: remove its table, or write paused = true there",
            id="its own",
        ),
        pytest.param('exclude = "mine"', 'feeds.toml, line 1: exclude: write a list: ["…", "…"]', id="no list"),
    ],
)
def test_an_exclusion_of_no_source_is_a_mistake(watch: Path, head: str, message: str) -> None:
    assert mistakes(watch, head) == [message]


@pytest.mark.parametrize("key", ["include", "exclude"])
def test_only_the_main_file_includes_and_excludes(watch: Path, key: str) -> None:
    (watch / "more/own.toml").write_text(f"{key} = []\n")
    (found,) = mistakes(watch, 'include = ["more/*.toml"]')
    assert found == f"more/own.toml, line 1: {key}: only feeds.toml may have it: move it there"
