"""`newsvane forget`: it lists first, acts only with --yes and a reason, and says what a scan finds."""

import re

import pytest

from newsvane.pipeline.ops.forgetting import proof
from newsvane.settings import Settings
from tests.integration.forgetting.traces import COPIED, DISTINCTIVE, find_article
from tests.support.lake_factories import ask
from tests.support.terminal import Terminal


@pytest.fixture
def terminal(own: Settings) -> Terminal:
    return Terminal({"NEWSVANE_HOME": str(own.home), "NEWSVANE_WATCH": str(own.watch)}, {})


def _say(terminal: Terminal, *arguments: str, code: int = 0) -> str:
    done = terminal.run(*arguments, code=code)
    return " ".join((done.stdout + done.stderr).split())


def test_it_lists_and_changes_nothing(own: Settings, terminal: Terminal) -> None:
    one = find_article(own, COPIED)
    said = _say(terminal, "forget", "article", one.canonical_url)
    for words in (one.title, "1 of articles", "2 copies", "--with-copies", "Nothing was removed", "--yes --reason"):
        assert words in said
    listed = terminal.run_json("forget", "article", one.article_id, "--with-copies")
    assert (len(listed["articles"]), listed["copies"]) == (3, [])
    assert ask(own, "SELECT count(*) FROM tombstones") == [(0,)]


@pytest.mark.parametrize("name", ["example", "www.khabar-negar.example"])
def test_what_is_no_outlet_is_not_said_to_be_kept_out(terminal: Terminal, name: str) -> None:
    said = _say(terminal, "forget", "outlet", name, code=2)
    assert "is no outlet" in said
    assert "kept out" not in said


def test_an_outlet_that_nobody_knows_is_pointed_out(terminal: Terminal) -> None:
    said = _say(terminal, "forget", "outlet", "khabar-negr.example")
    assert "did you mean khabar-negar.example" in said
    assert "With --yes --force it is kept out all the same" in said
    assert "To remove this and to keep it out, add --yes --force --reason 'WHY'." in said
    given = ("forget", "outlet", "khabar-negr.example", "--yes", "--reason", "by order")
    said = _say(terminal, *given, code=2)
    assert "did you mean khabar-negar.example? Nothing was removed; to keep this one out all the same, add" in said
    assert "khabar-negr.example is kept out from now on: the lake had nothing of it." in _say(
        terminal, *given, "--force"
    )
    assert "khabar-negr.example is kept out since" in _say(terminal, *given)


def test_an_outlet_that_resembles_none_is_kept_out_before_it_is_read(terminal: Terminal) -> None:
    said = _say(terminal, "forget", "outlet", "zz9.test", "--yes", "--reason", "by order")
    assert "there is no outlet 'zz9.test'; `newsvane sql" in said
    assert "zz9.test is kept out from now on: the lake had nothing of it." in said


def test_it_acts_with_a_reason(own: Settings, terminal: Terminal) -> None:
    one = find_article(own, COPIED)
    assert "--reason: say why" in _say(terminal, "forget", "article", one.article_id, "--yes", code=2)
    assert _say(terminal, "forget", "resume") == "Nothing was interrupted."
    given = ("--yes", "--reason", "by order", "--who", "legal desk")
    assert "none contains it" in _say(terminal, "forget", "article", one.article_id, "--with-copies", *given)
    assert ask(own, "SELECT kind, reason, done_by FROM acts") == [("forget", "by order", "legal desk")]
    assert "was removed on" in _say(terminal, "article", one.article_id, code=2)
    assert "was removed on" in _say(terminal, "article", one.canonical_url, code=2)


def test_a_file_that_still_has_the_text_is_a_failure_until_a_scan_finds_none(own: Settings, terminal: Terminal) -> None:
    one = find_article(own, COPIED)
    (export := own.home / "export.txt").write_text(one.texts[0], "utf-8")
    given = ("--with-copies", "--yes", "--reason", "by order")
    assert "still in these files" in _say(terminal, "forget", "article", one.article_id, *given, code=1)
    terminal.run("forget", "article", one.article_id, *given)
    said = _say(terminal, "doctor", code=1)
    assert f"its text was still in {export}" in said
    ((act, state),) = ask(own, "SELECT act_id, state FROM acts WHERE kind = 'forget'")
    assert state == "failed"
    words = " ".join((one.texts[0]).split()[:6])
    terminal.run("forget", "scan", words, code=1)
    assert f"request {act} stays: {export} is as it was" in _say(terminal, "forget", "scan", "words that nobody wrote")
    assert "its text was still in" in _say(terminal, "doctor", code=1)
    export.unlink()
    assert "its text was still in" in _say(terminal, "doctor", code=1)
    assert f"The warning about the request {act} has ended" in _say(terminal, "forget", "scan", words)
    assert "its text was still in" not in terminal.run("doctor").stdout


def test_an_address_that_is_not_stored_is_kept_out(terminal: Terminal) -> None:
    address = "https://tirana-courier.example/never-read"
    assert "With --yes the address is kept out." in _say(terminal, "forget", "article", address)
    said = _say(terminal, "forget", "article", address, "--yes", "--reason", "by order")
    assert f"{address} is kept out from now on: the lake had no such article." in said


def test_a_mistyped_id_leads_to_the_right_one(own: Settings, terminal: Terminal) -> None:
    article_id = find_article(own, COPIED).article_id
    said = _say(terminal, "forget", "article", f"{article_id[:-1]}x", code=2)
    assert f"did you mean {article_id}" in said


def test_it_says_how_many_copies_stay(own: Settings, terminal: Terminal) -> None:
    one = find_article(own, COPIED)
    said = _say(terminal, "forget", "article", one.article_id, "--yes", "--reason", "by order", "--who", "legal desk")
    assert "copies, translations and originals of it that stay: 2; what they say as well was not looked for" in said
    (stays,) = re.findall(r"They stay, and can be forgotten by their ids: (a1_\w+), a1_\w+", said)
    assert ask(own, f"SELECT count(*) FROM articles WHERE article_id = '{stays}'") == [(1,)]


def test_a_scan_says_where_a_text_is(terminal: Terminal) -> None:
    said = _say(terminal, "forget", "scan", DISTINCTIVE, code=1)
    assert "files contain it" in said
    assert "In the lake: quarantine a1_" in said
    assert "none contains it" in _say(terminal, "forget", "scan", "words that nobody has ever written here")


def test_a_long_list_of_files_says_how_many_are_left_out() -> None:
    names = tuple(f"file-{number}" for number in range(25))
    words = proof.Scan(files=30, passages=1, found=names).words
    assert words.startswith("25 of 30 files contain it: file-0, file-1")
    assert words.endswith("file-19 and 5 more")


@pytest.mark.parametrize("given", [("",), ("words", " ")])
def test_an_empty_text_is_no_text_to_look_for(terminal: Terminal, given: tuple[str, ...]) -> None:
    assert "an empty text is in every file" in _say(terminal, "forget", "scan", *given, code=2)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        pytest.param(("outlet", "khabar"), "write its domain", id="no domain"),
        pytest.param(
            ("outlet", "www.khabar-negar.example"), 'as those of "khabar-negar.example"; write that', id="a host"
        ),
        pytest.param(("person", "Nobody Atall"), "no article names 'Nobody Atall'", id="an unknown person"),
        pytest.param(("article", "a1_x"), "there is no article 'a1_x'", id="an unknown id"),
        pytest.param(("lift", "khabar-negar.example"), "--reason: say why", id="a lift without a reason"),
    ],
)
def test_a_wrong_name_is_explained(terminal: Terminal, given: tuple[str, ...], words: str) -> None:
    assert words in _say(terminal, "forget", *given, code=2)
