"""Terminals, folders and files as they are not meant to be: what is said is readable, and the exit code is right."""

import codecs
import os
import re
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.journeys.conftest import Checkout
from tests.journeys.shell import Shell, words
from tests.servers import needed

COLOUR = re.compile(r"\x1b\[[\d;]*\b(?:3[0-8]|4[0-8]|9\d|10[0-7])[\d;]*m")
BRACKETED_PASTE = "\x1b[?2004h"
"""What bash may print before a prompt."""
MANY = 10_000
WITHOUT_RIGHTS = "setpriv --bounding-set=-dac_override,-dac_read_search -- "
"""Runs a command as root whose rights to files are those of their modes."""


@pytest.fixture
def shell(checkout: Checkout) -> Shell:
    """A shell of 80 columns in the demo."""
    return checkout.enter(80)


def test_a_terminal_of_40_columns_breaks_no_word(checkout: Checkout) -> None:
    shell = checkout.enter(40)
    for line, code in {
        "newsvane feeds list": 0,
        "newsvane search tirana --limit 3": 0,
        "NEWSVANE_CHUNKS=many newsvane doctor": 1,
        "NEWSVANE_CHUNKS=many NEWSVANE_HOST_DELY=5 newsvane config check": 1,
        "newsvane init there --template country --subject Georgia": 0,
    }.items():
        assert len(shell.run(line, code=code)) > 40


def test_without_a_terminal_nothing_is_cut_or_coloured(shell: Shell) -> None:
    shell.run("newsvane feeds list | cat > feeds.txt")
    shell.run("NEWSVANE_HOME=new newsvane doctor > doctor.txt < /dev/null")
    feeds, doctor = ((shell.folder / name).read_text("utf-8") for name in ("feeds.txt", "doctor.txt"))
    assert "\x1b" not in feeds + doctor
    assert "do not fit" not in feeds
    assert "Text that ends" not in feeds
    lines = doctor.splitlines()
    assert max(map(len, lines)) > 80
    assert [line for line in lines if not re.match(r"(ok|warning|failed) +\w|        → |          docs/", line)] == []


def test_a_dumb_terminal_gets_no_escape_sequences(shell: Shell) -> None:
    for line in ("newsvane --help", "newsvane trends mek"):
        shell.run(f"TERM=dumb {line}")
    assert "\x1b" not in shell.keyboard.seen.partition("TERM=dumb")[2].replace(BRACKETED_PASTE, "")


def test_no_color_is_obeyed(shell: Shell) -> None:
    for line in ("newsvane --help", "newsvane trends mek"):
        shell.run(f"NO_COLOR=1 {line}")
    assert COLOUR.findall(shell.keyboard.seen) == []


def test_a_pipe_may_be_closed(shell: Shell) -> None:
    for line in ("newsvane stories --days 30", "newsvane --help"):
        printed = shell.run(f"{line} | head -1")
        assert len(printed.splitlines()) == 1, printed


def test_a_home_that_cannot_be_written_is_named(shell: Shell) -> None:
    (shell.folder / "locked").mkdir(mode=0o500)
    seen = words(shell.run(f"NEWSVANE_HOME=locked/home {WITHOUT_RIGHTS}newsvane run", code=1))
    assert "locked/home cannot be read or written: Permission denied" in seen
    seen = words(shell.run(f"{WITHOUT_RIGHTS}newsvane init locked/mine --template country --subject X", code=2))
    assert "locked/mine cannot be written: Permission denied" in seen


def test_a_full_disk_is_named(shell: Shell) -> None:
    """/dev/full has no room, as a full disk, for answers; a chart has 20 kB."""
    (shell.folder / "stories.txt").symlink_to("/dev/full")
    with small_disk(shell.folder / "small", "8k"):
        lines = ("newsvane stories > stories.txt", "newsvane trends iran --html small/iran.html")
        printed = [words(shell.run(line, code=1)) for line in lines]
    for seen in printed:
        assert "the disk is full" in seen
        assert "docs/operations/runbook.md#the-disk-is-full" in seen


@contextmanager
def small_disk(folder: Path, size: str) -> Iterator[None]:
    """Mount a disk of that size at a new folder."""
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)]
    if os.geteuid() or subprocess.run(mount, check=False, capture_output=True).returncode:
        needed.skip("no small disk can be mounted here")
    try:
        yield
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


@pytest.mark.parametrize("size", ["64k", "300k"])
def test_a_lake_without_room_is_named(shell: Shell, size: str) -> None:
    """The disk is full before there is a lake, and while it is made."""
    with small_disk(shell.folder / "small", size):
        assert "the disk is full" in words(shell.run("NEWSVANE_HOME=small/home newsvane poll", code=1))
        assert "lake: begun and not finished" in words(shell.run("NEWSVANE_HOME=small/home newsvane doctor", code=1))


@pytest.mark.parametrize("size", ["64k", "500k"])
def test_a_backup_without_room_is_named(shell: Shell, size: str) -> None:
    """The disk is full while the small files are copied, and while SQLite copies the catalog."""
    with small_disk(shell.folder / "small", size):
        seen = shell.run("newsvane backup small/backup --copy", code=1)
        assert "the disk is full" in words(seen)
        assert "Traceback" not in seen


def test_a_missing_watch_folder_is_named(shell: Shell) -> None:
    for line, code in {"run": 2, "config check": 1}.items():
        seen = words(shell.run(f"NEWSVANE_HOME=new NEWSVANE_WATCH=nowhere newsvane {line}", code=code))
        assert "there is no such folder: put it back, or set NEWSVANE_WATCH" in seen
    assert not (shell.folder / "new").exists()


def test_two_watch_folders_are_not_mixed(shell: Shell) -> None:
    shell.run("cp -r .demo/watch other")
    for line, code in {"run": 2, "config check": 1}.items():
        assert "Unset NEWSVANE_WATCH" in words(shell.run(f"NEWSVANE_WATCH=other newsvane {line}", code=code))


def test_a_file_in_another_encoding_is_explained_and_changes_nothing(shell: Shell) -> None:
    topics = shell.folder / ".demo" / "watch" / "topics.toml"
    text = topics.read_text("utf-8")
    topics.write_bytes(codecs.encode(text, "utf-8-sig"))
    assert "the file begins with a byte order mark" in words(shell.run("newsvane config check", code=1))
    topics.write_bytes(codecs.encode(text, "utf-16"))
    seen = words(shell.run("newsvane feeds list"))
    assert "the file is saved as UTF-16" in seen
    assert "7 feeds, 1 needs attention." in seen


def test_ten_thousand_feeds_are_listed(shell: Shell) -> None:
    feeds = shell.folder / ".demo" / "watch" / "feeds.toml"
    added = (f'[[feed]]\nid = "outlet-{n}"\nurl = "http://outlet-{n}.example/rss"\n' for n in range(MANY))
    feeds.write_text(f"{feeds.read_text('utf-8')}\n{''.join(added)}", "utf-8")
    printed = shell.run("time newsvane feeds list")
    assert "10,007 feeds, 1 needs attention." in words(printed)
    assert printed.splitlines()[2].startswith("gone-herald"), "what needs attention comes first"
    cpu = sum(int(m) * 60 + float(s) for m, s in re.findall(r"^(?:user|sys)\s+(\d+)m([\d.]+)s", printed, re.MULTILINE))
    assert cpu < 10
