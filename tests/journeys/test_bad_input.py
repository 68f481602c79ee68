"""Terminals, folders and files as they are not meant to be: what is said is readable, and the exit code is right."""

import codecs
import re

import pytest

from tests.journeys.conftest import Checkout
from tests.journeys.shell import Shell, words

COLOUR = re.compile(r"\x1b\[[\d;]*\b(?:3[0-8]|4[0-8]|9\d|10[0-7])[\d;]*m")
MANY = 10_000
WITHOUT_RIGHTS = "setpriv --bounding-set=-dac_override,-dac_read_search -- "
"""Runs a command as root whose rights to files are those of their modes."""


@pytest.fixture
def shell(checkout: Checkout) -> Shell:
    """A shell of 80 columns in the demo."""
    return enter(checkout, 80)


def enter(checkout: Checkout, columns: int) -> Shell:
    """Open a shell and paste what the demo prints."""
    shell = checkout.open(columns)
    for line in ("source .venv/bin/activate", *checkout.demo_lines):
        shell.run(line)
    return shell


@pytest.mark.parametrize(
    ("line", "code"),
    [
        pytest.param("newsvane feeds list", 0, id="feeds"),
        pytest.param("newsvane stories --days 30", 0, id="stories"),
        pytest.param("newsvane search tirana --limit 3", 0, id="search"),
        pytest.param("newsvane trends mek", 0, id="trends"),
        pytest.param("newsvane doctor", 0, id="doctor"),
        pytest.param("newsvane alerts test mek-in-albania --since 30d", 0, id="alerts"),
        pytest.param("NEWSVANE_CHUNKS=many NEWSVANE_HOST_DELY=5 newsvane config check", 1, id="config"),
        pytest.param("newsvane init there --template country --subject Georgia", 0, id="init"),
    ],
)
def test_a_terminal_of_40_columns_breaks_no_word(checkout: Checkout, line: str, code: int) -> None:
    assert len(enter(checkout, 40).run(line, code=code)) > 40


def test_without_a_terminal_nothing_is_cut_or_coloured(shell: Shell) -> None:
    for line in ("newsvane feeds list", "newsvane doctor", "newsvane stories --days 30"):
        shell.run(f"{line} > answer.txt 2>&1 < /dev/null")
        answer = (shell.folder / "answer.txt").read_text("utf-8")
        assert "\x1b" not in answer
        assert "do not fit" not in answer
        assert "Text that ends" not in answer
    doctor = "newsvane doctor > answer.txt"
    shell.run(f"NEWSVANE_WATCH=.demo/nowhere {doctor}", code=1)
    lines = (shell.folder / "answer.txt").read_text("utf-8").splitlines()
    assert [line for line in lines if not re.match(r"(ok|warning|failed) |        → |          docs/", line)] == []


def test_a_dumb_terminal_gets_no_escape_sequences(shell: Shell) -> None:
    for line in ("newsvane --help", "newsvane trends mek", "newsvane feeds list", "newsvane doctor"):
        shell.run(f"TERM=dumb {line}")
    assert "\x1b" not in shell.keyboard.seen.partition("TERM=dumb")[2].replace("\x1b[?2004h", "")


def test_no_color_is_obeyed(shell: Shell) -> None:
    for line in ("newsvane --help", "newsvane trends mek", "newsvane doctor"):
        shell.run(f"NO_COLOR=1 {line}")
    assert COLOUR.findall(shell.keyboard.seen) == []


def test_a_pipe_may_be_closed(shell: Shell) -> None:
    for line in ("newsvane sql 'FROM range(1000000)'", "newsvane search 'iran* OR albania*' --limit 500"):
        printed = shell.run(f"{line} | head -1")
        assert len(printed.splitlines()) == 1, printed


def test_a_home_that_cannot_be_written_is_named(shell: Shell) -> None:
    (shell.folder / "locked").mkdir(mode=0o500)
    for line in ("newsvane run", "newsvane poll"):
        seen = words(shell.run(f"NEWSVANE_HOME=locked/home {WITHOUT_RIGHTS}{line}", code=1))
        assert "locked" in seen
    seen = words(shell.run(f"{WITHOUT_RIGHTS}newsvane init locked/mine --template country --subject X", code=2))
    assert "cannot be written: Permission denied" in seen


def test_a_full_disk_is_named(shell: Shell) -> None:
    """A file that may not grow fails as one on a full disk does, at every write."""
    seen = words(shell.run("(ulimit -f 0; NEWSVANE_HOME=new newsvane run)", code=1))
    assert "new" in seen


def test_a_missing_watch_folder_is_named(shell: Shell) -> None:
    for line, code in {"run": 2, "feeds list": 2, "config check": 1}.items():
        seen = words(shell.run(f"NEWSVANE_HOME=new NEWSVANE_WATCH=nowhere newsvane {line}", code=code))
        assert "nowhere: there is no such folder" in seen
    assert not (shell.folder / "new").exists()


def test_two_watch_folders_are_not_mixed(shell: Shell) -> None:
    shell.run("cp -r .demo/watch other")
    for line, code in {"run": 2, "feeds list": 2, "config check": 1}.items():
        seen = words(shell.run(f"NEWSVANE_WATCH=other newsvane {line}", code=code))
        assert "Unset NEWSVANE_WATCH" in seen


@pytest.mark.parametrize(
    ("encoding", "said"),
    [
        pytest.param("utf-16", "the file is saved as UTF-16", id="UTF-16"),
        pytest.param("utf-8-sig", "the file begins with a byte", id="BOM"),
    ],
)
def test_a_file_in_another_encoding_is_explained_and_changes_nothing(shell: Shell, encoding: str, said: str) -> None:
    topics = shell.folder / ".demo" / "watch" / "topics.toml"
    topics.write_bytes(codecs.encode(topics.read_text("utf-8"), encoding))
    assert said in words(shell.run("newsvane config check", code=1))
    seen = words(shell.run("newsvane feeds list"))
    assert said in seen
    assert "7 feeds, 1 need attention." in seen


def test_ten_thousand_feeds_are_listed(shell: Shell) -> None:
    feeds = shell.folder / ".demo" / "watch" / "feeds.toml"
    added = (f'[[feed]]\nid = "outlet-{n}"\nurl = "http://outlet-{n}.example/rss"\n' for n in range(MANY))
    feeds.write_text(f"{feeds.read_text('utf-8')}\n{''.join(added)}", "utf-8")
    printed = shell.run("time newsvane feeds list")
    assert "10,007 feeds, 1 need attention." in words(printed)
    assert printed.splitlines()[2].startswith("gone-herald"), "what needs attention comes first"
    cpu = sum(
        float(m) * 60 + float(s) for m, s in re.findall(r"^(?:user|sys)\s+(\d+)m([\d.]+)s", printed, re.MULTILINE)
    )
    assert cpu < 15
