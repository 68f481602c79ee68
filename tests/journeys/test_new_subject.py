"""A new subject: from an empty folder to its first coverage and its first alert, with the press of the world."""

import json
import shlex
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from pathlib import Path

import pytest

from tests.journeys.conftest import NEWSVANE, clean_environment
from tests.journeys.shell import Shell, words
from tests.support.outlet import Answer, outlet
from tests.support.scene import process, wait_for
from tests.world.compare import received

OUTLETS = ("one.example", "two.example", "three.example", "four.example")
"""Outlets that are on no list: only the aggregator knows them."""
TEXTS = (
    "The harbour of Valletta was closed on Monday after a crane fell on the quay; the port of Malta counts no injured.",
    "Ships for Malta waited outside the harbour of Valletta all Monday, because a crane had come down on the quay.",
    "A crane that fell in Valletta closed the harbour on Monday, and the ferries of Malta and Gozo stayed in port.",
    "Nobody was hurt when a crane came down in the harbour of Valletta, said the port of Malta on Monday afternoon.",
)


def page(number: int) -> Answer:
    more = "".join(
        f"<p>Report {number}, part {part}: the port authority counts the boats, and {'clerk' * (part % 2)} number "
        f"{number * 7 + part} writes down what the captains of the morning said about it.</p>"
        for part in range(5)
    )
    title = "Crane falls on the quay in Valletta, harbour of Malta closed"
    return Answer(
        f"<!DOCTYPE html><html lang='en'><head><title>{title}</title></head>"
        f"<body><article><h1>{title}</h1><p>{TEXTS[number]}</p>{more}</article></body></html>"
    )


@pytest.fixture
def world() -> Iterator[str]:
    """The aggregator of the shipped list and four outlets; all other sources answer 404. Yields NEWSVANE_CONNECT_TO."""
    items = "".join(
        f"<item><title>Crane falls on the quay in Valletta</title><link>http://{name}/crane</link>"
        f"<description>Malta</description><pubDate>{format_datetime(datetime.now(UTC))}</pubDate></item>"
        for name in OUTLETS
    )
    noise = "".join(
        f"<item><title>Cakes of the summer, part {number}</title><link>http://cakes.example/{number}</link></item>"
        for number in range(500)
    )
    listed = f"<rss version='2.0'><channel><title>List</title>{items}{noise}</channel></rss>"
    answers = {"data.gdeltproject.org/gdeltv3/gal/feed.rss": Answer(listed, "application/rss+xml")}
    answers |= {f"{name}/crane": page(number) for number, name in enumerate(OUTLETS)}
    with outlet(answers) as connect_to:
        yield connect_to


@dataclass(frozen=True)
class Desk:
    """Where alerts arrive. `url`: the Apprise address; `inbox`: what arrived."""

    url: str
    inbox: Path


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    ports, inbox = tmp_path / "ports.json", tmp_path / "inbox.jsonl"
    receivers = ("--ports-file", str(ports), "--log", str(inbox))
    with process("tests.support.receivers", *receivers, log=tmp_path / "receivers.log"):
        yield Desk(f"json://127.0.0.1:{json.loads(wait_for(ports))['http']}/alerts", inbox)


def test_a_new_subject_sees_the_press_of_the_world_from_its_first_run(world: str, desk: Desk, tmp_path: Path) -> None:
    with closing(Shell(tmp_path, clean_environment(tmp_path), columns=80)) as shell:
        newsvane = shlex.quote(str(NEWSVANE))
        shell.run(f'newsvane() {{ {newsvane} "$@"; }}')
        seen = shell.run("newsvane init malta --template country --subject Malta")
        next_lines = [line.strip() for line in seen.splitlines() if line.startswith("  ")]
        shell.run(next_lines[0])
        for name, value in {
            "NEWSVANE_CONNECT_TO": world, "NEWSVANE_CONTACT": "desk@malta.example", "NEWSVANE_ALERT_URL": desk.url,
            "NEWSVANE_HOST_DELAY": "0", "NEWSVANE_FETCH_TIMEOUT": "60",
        }.items():  # fmt: skip
            shell.run(f"export {name}={shlex.quote(value)}")
        assert next_lines[2] == "newsvane run"
        seen = words(shell.run("newsvane run", code=1))
        assert "Articles landed 4 new" in seen
        assert "of 955 feeds fail: check the network" in seen
        shell.run("newsvane search Valletta --json > found.json")
        found = json.loads((tmp_path / "found.json").read_text("utf-8"))
        assert sorted(row["outlet"] for row in found) == sorted(OUTLETS)
        (alert,) = received(desk.inbox)
        assert "Crane falls on the quay in Valletta" in alert["subject"]
