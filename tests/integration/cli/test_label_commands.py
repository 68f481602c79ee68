"""`newsvane labels` and what `newsvane topics test` makes of labels, on a lake with right and wrong articles."""

import getpass
import json
import re
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest
from evaluation.topic_hard_cases import load_cases

from newsvane import lake
from newsvane.analysis.labels import load_precision
from newsvane.records import Article
from newsvane.settings import Settings
from tests.support.empty_lake import create_lake
from tests.support.lake_factories import NOW, article, land
from tests.support.prose import prose
from tests.support.terminal import Terminal
from tests.support.watch_folders import WATCH

TOPICS = """
[[topic]]
id = "iran"
title = "Iran"
query = "tehran"

[[topic]]
id = "mek"
title = "MEK"
query = "ashraf"

[[topic]]
id = "albania"
title = "Albania"
query = "tirana"
"""


def _make(name: str, words: str, number: int) -> Article:
    text, outlet = f"{prose(number)} {words} {prose(-number)}", f"outlet-{number}.example"
    return article(f"{name}{number}", text=text, outlet=outlet, topics=("mek",))


RIGHT = [_make("camp", "The camp of Ashraf was attacked.", number) for number in range(4)]
WRONG = [_make("shrine", "Pilgrims at Najaf Ashraf prayed.", number) for number in range(3)]
MISSED = article("ashraf in the title only", topics=())
HOSTILE = "<b>\x1b[31m\u202enote"


@pytest.fixture(scope="module")
def labelled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Terminal]:
    """A terminal on a lake of which seven articles have been labelled, one is missed by the topic, one disputed."""
    home = tmp_path_factory.mktemp("labelled")
    shutil.copytree(WATCH, home / "watch")
    (home / "watch" / "topics.toml").write_text(TOPICS)
    made = create_lake(Settings(home=home / "home", watch=home / "watch"))
    land(made, lake.Batch(run_id="run", now=NOW, articles=(*RIGHT, *WRONG, MISSED)))
    terminal = Terminal({"NEWSVANE_HOME": str(made.home), "NEWSVANE_WATCH": str(made.watch)}, {})
    for each in RIGHT:
        terminal.run("labels", "add", each.article_id, "--topic", "mek", "--yes")
    for each in WRONG:
        terminal.run("labels", "add", each.article_id, "--topic", "mek", "--no", "--note", HOSTILE)
    terminal.run("labels", "add", MISSED.article_id, "--topic", "mek", "--yes")
    yield terminal


def test_labels_are_listed_with_who_and_why(labelled: Terminal) -> None:
    rows = labelled.run_json("labels", "list", "--topic", "mek")
    assert {row["labelled_by"] for row in rows} == {getpass.getuser()}
    assert [(row["verdict"], row["title"], row["note"]) for row in rows[1:4]] == [
        (False, each.title, "<b>note") for each in reversed(WRONG)
    ]
    printed = labelled.run("labels", "list").stdout
    assert ("\x1b" in printed, "\u202e" in printed, "topic mek" in printed) == (False, False, True)


def test_precision_needs_samples_and_says_so(labelled: Terminal) -> None:
    report = labelled.run_json("labels", "precision")
    (mek,) = report["topics"]
    counts = [(each["name"], each["others_right"], each["others_wrong"]) for each in report["depths"]]
    assert {name for name, *_ in counts} <= {"mek, central", "mek, only mentioned"}
    assert (sum(right for _, right, _ in counts), sum(wrong for *_, wrong in counts)) == (4, 3)
    assert (mek["precision"], mek["others_right"], mek["others_wrong"], mek["missed"]) == (None, 4, 3, 1)
    printed = labelled.run("labels", "precision").stdout
    assert ("not measured" in printed, "4 right, 3 wrong" in printed) == (True, True)
    assert labelled.run_json("labels", "precision", "--since", "yesterday") == report
    home = Settings(home=Path(labelled.environment["NEWSVANE_HOME"]))
    later = datetime.now(UTC) + timedelta(days=1)
    assert load_precision(since=later, open_lake=partial(lake.connect, settings=home)).topics == []


def test_topics_test_says_what_labels_say_and_suggests_what_can_be_pasted(labelled: Terminal, tmp_path: Path) -> None:
    found = labelled.run_json("topics", "test", "--topic", "mek")
    assert found["labels"] == {
        "about": 5, "found": 5, "gained": 1, "lost": 0, "missed": 0, "not_about": 3, "wrong": 3, "corrected": 0,
    }  # fmt: skip
    printed = labelled.run("topics", "test", "--topic", "mek").stdout
    (suggested,) = re.findall(r"(?ms)^\[\[words\]\].*?^query = .*?$", printed)
    (written,) = re.findall(r"#   (.*)", printed)
    draft = Path(shutil.copytree(labelled.settings.watch, tmp_path / "draft"))
    topics = TOPICS.replace('"ashraf"', repr(written))
    (draft / "topics.toml").write_text(f"{suggested}\n{topics}")
    changed = labelled.run_json("topics", "test", "--topic", "mek", "--watch", str(draft))
    counts = {name: changed["labels"][name] for name in ("found", "lost", "wrong", "corrected")}
    assert counts == {"found": 5, "lost": 0, "wrong": 0, "corrected": 3}
    assert changed["suggestions"] == []


def test_a_topic_without_labels_is_tested_as_before(labelled: Terminal) -> None:
    assert "labels" not in labelled.run_json("topics", "test", "--topic", "iran")


def test_what_is_exported_is_accepted_again(labelled: Terminal, tmp_path: Path) -> None:
    exported = labelled.run("labels", "export", "--topic", "mek", "--text").stdout
    rows = [json.loads(line) for line in exported.splitlines()]
    assert {row["title"]: (row["topics"], row["not_topics"]) for row in rows if row["title"].endswith("0")} == {
        "camp0": (["mek"], []), "shrine0": ([], ["mek"]),
    }  # fmt: skip
    (file := tmp_path / "mek.jsonl").write_text(exported)
    assert [case.topics for case in load_cases(file)] == [frozenset(row["topics"]) for row in rows]
    tested = labelled.run("topics", "test", "--topic", "mek", "--texts", str(file)).stdout
    assert tested.count("mek: labelled as not about it") == 3
    as_json = labelled.run("topics", "test", "--texts", str(file), "--json").stdout
    assert [json.loads(line)["wrong"] for line in as_json.splitlines()] == [row["not_topics"] for row in rows]
    assert "Ashraf" not in labelled.run("labels", "export").stdout


def test_a_line_that_only_looks_like_a_labelled_article_is_text(labelled: Terminal, tmp_path: Path) -> None:
    lines = [
        '{"ashraf": 1}',
        "{ashraf}",
        '{"text": 5, "title": "ashraf \\ud800", "topics": [1, "mek"], "not_topics": "x"}',
    ]
    (file := tmp_path / "lines.txt").write_text("\n".join(lines))
    found = [
        json.loads(line) for line in labelled.run("topics", "test", "--texts", str(file), "--json").stdout.splitlines()
    ]
    assert [each["found"] for each in found] == [{"mek": ["ashraf"]}] * 3
    assert [each.get("wrong") for each in found] == [None, None, []]


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        pytest.param(("--topic", "mek"), 2, "give one answer: --yes, --no or --withdraw", id="no answer"),
        pytest.param(("--topic", "mek", "--yes", "--no"), 2, "give one answer", id="two answers"),
        pytest.param(("--yes",), 2, "ask one question", id="no question"),
        pytest.param(("--topic", "mek", "--article", "--yes"), 2, "ask one question", id="two questions"),
        pytest.param(
            ("--topic", "mekk", "--yes"), 1, "there is no topic 'mekk'; did you mean mek?", id="an unknown topic"
        ),
        pytest.param(("--topic", "mek", "--yes", "--note", "x" * 501), 2, "at most 500 characters", id="a long note"),
        pytest.param(("--link", "a1_gone", "--no"), 1, "a1_gone is no other article", id="an unknown link"),
    ],
)
def test_what_cannot_be_labelled_says_why(
    labelled: Terminal, arguments: tuple[str, ...], code: int, words: str
) -> None:
    done = labelled.run("labels", "add", RIGHT[0].article_id, *arguments, code=code)
    assert words in " ".join(done.stderr.split())


def test_an_article_that_is_gone_is_named(labelled: Terminal) -> None:
    done = labelled.run("labels", "add", "a1_gone", "--article", "--no", code=1)
    assert "nothing was stored: a1_gone is not in the lake" in done.stderr


def test_what_was_probably_meant_is_named_and_a_withdrawal_is_called_so(labelled: Terminal) -> None:
    first, there = RIGHT[0].article_id, labelled
    assert "did you mean mek?" in there.run("labels", "add", first, "--topic", "mekk", "--yes", code=1).stderr
    mistyped = first[:-1] + ("x" if first[-1] != "x" else "y")
    words = " ".join(there.run("labels", "add", mistyped, "--topic", "mek", "--yes", code=1).stderr.split())
    assert f"did you mean {first}?" in words
    words = " ".join(there.run("labels", "add", first, "--link", mistyped, "--yes", code=1).stderr.split())
    assert "is no other article in the lake" in words
    assert "did you mean" not in words, "the article itself is not offered"
    there.run("labels", "add", first, "--article", "--yes")
    assert there.run("labels", "add", first, "--article", "--withdraw").stdout.strip().endswith(": 1 label withdrawn")


def test_a_language_that_does_not_exist_is_refused(labelled: Terminal) -> None:
    first = RIGHT[0].article_id
    refused = labelled.run("labels", "add", first, "--language", "spanish", "--yes", code=1).stderr
    assert "did you mean 'es'" in refused
    labelled.run("labels", "add", first, "--language", "en", "--no")


def test_a_topic_that_was_only_denied_is_listed(labelled: Terminal) -> None:
    labelled.run("labels", "add", RIGHT[1].article_id, "--topic", "albania", "--no")
    (albania,) = [each for each in labelled.run_json("labels", "precision")["topics"] if each["name"] == "albania"]
    assert (albania["others_right"], albania["others_wrong"], albania["missed"]) == (0, 0, 0)
    labelled.run("labels", "add", RIGHT[1].article_id, "--topic", "albania", "--withdraw")
