"""What leaves the machine: all sockets of a cycle are logged and compared with docs/operations/security.md."""

import json
import re
import socket
from pathlib import Path

import pytest

from tests.support.empty_lake import create_lake
from tests.support.scene import PROJECT, scene, wait_for
from tests.support.steps import run_step, steps

PAGE = (PROJECT / "docs" / "operations" / "security.md").read_text("utf-8")
THREATS = PAGE.partition("## Threats, defences")[2].partition("\n## ")[0]
TESTS = {
    number: re.findall(r"`(tests/[\w/.]+|test_\w+)`", listed)
    for number, listed in re.findall(r"^- ([A-Z]\d+): ((?:.|\n  )+)$", THREATS, re.MULTILINE)
}
"""By number of a threat: the files and names of its tests. A file stands before the tests in it."""


def test_a_cycle_connects_only_to_the_hosts_on_the_page(tmp_path: Path) -> None:
    log = tmp_path / "sockets"
    with scene(tmp_path / "scene") as one:
        create_lake(one.settings)
        for name, arguments in steps():
            assert run_step(one.settings, one.environment, name, arguments, socket_log=log) == 0
        channels = json.loads(wait_for(one.home / "receivers.json"))
    reached = {line.removeprefix("connect ") for line in _lines(log, "connect")}
    outlets = {f"127.0.0.1:{one.port}"}
    receivers = {f"127.0.0.1:{channels[kind]}" for kind in ("http", "smtp")}
    assert reached == outlets | receivers
    looked_up = {line.partition(" ")[2] for line in _lines(log, "get", "sendto")}
    assert looked_up <= {"127.0.0.1", "localhost", socket.gethostname(), "b'127.0.0.1'"}
    listed = PAGE.partition("## What leaves the machine")[2].partition("\n## ")[0]
    named = [row.split("|")[1].split(":")[0].strip() for row in listed.splitlines() if row.startswith("| ")][1:]
    translation = "the translation server, only if `NEWSVANE_TRANSLATE_URL` names one"
    others = ["name servers", "your PostgreSQL, Redis, bucket, where you have set them"]
    assert named == ["outlets", translation, "channels", *others]


def test_the_log_of_sockets_shows_a_connection_to_a_stranger(tmp_path: Path) -> None:
    log = tmp_path / "sockets"
    with scene(tmp_path / "scene") as one:
        stranger = {**one.environment, "NEWSVANE_CONNECT_TO": ".example=127.0.0.1:9"}
        create_lake(one.settings)
        settings = one.settings.model_copy(update={"connect_to": ".example=127.0.0.1:9"})
        for name, arguments in steps()[:2]:
            run_step(settings, stranger, name, arguments, socket_log=log)
    assert "connect 127.0.0.1:9" in _lines(log, "connect")


def named_tests() -> dict[str, tuple[str, str]]:
    """Return the file and name of each test on the page, by the words to run it with."""
    found, file = {}, ""
    for named in (each for tests in TESTS.values() for each in tests):
        if named.startswith("tests/"):
            file = named
        else:
            found[f"{file}::{named}"] = file, named
    return found


@pytest.mark.parametrize(("file", "name"), [pytest.param(*each, id=words) for words, each in named_tests().items()])
def test_the_test_named_for_each_threat_exists(file: str, name: str) -> None:
    assert re.search(rf"^(?:async )?def {name}\(", (PROJECT / file).read_text("utf-8"), re.MULTILINE)


def test_each_threat_names_a_test() -> None:
    threats = re.findall(r"^\| ([A-Z]\d+) \|", THREATS, re.MULTILINE)
    assert len(threats) >= 51
    assert threats == [*TESTS]
    assert [number for number, tests in TESTS.items() if not any(each.startswith("test_") for each in tests)] == []


def _lines(log: Path, *beginnings: str) -> set[str]:
    return {line for line in log.read_text("utf-8").splitlines() if line.startswith(beginnings)}
