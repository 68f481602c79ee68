"""Mistakes in TOML are told in words, all at once, each with its line."""

import pytest

from newsvane.alerts import load_alerts
from newsvane.errors import ConfigError, Mistake
from newsvane.feeds import parse_watch_list
from newsvane.topics import resolve_query


def mistakes(text: str) -> list[Mistake]:
    with pytest.raises(ConfigError) as caught:
        parse_watch_list(text, path="feeds.toml")
    return list(caught.value.mistakes)


GOOD = '[[feed]]\nid = "a"\nurl = "http://a.example/rss"\n'


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        pytest.param(
            "[feed]\nid = 1\n" + GOOD, 1, "write [[feed]] with two brackets", id="single brackets, then double"
        ),
        pytest.param('[feed]\nid = "a"\n[feed]\nid = "b"\n', 1, "write [[feed]]", id="single brackets twice"),
        pytest.param('[feed]\nid = "a"\n', 1, "[feed] has single brackets: write [[feed]]", id="single brackets once"),
        pytest.param('[[feed]\nid = "a"\n', 1, "write [[feed]]", id="a bracket is missing"),
        pytest.param("[[feed]]\nid = a\n", 2, 'text needs quotes: write id = "a"', id="no quotes"),
        pytest.param("[[feed]]\nid = “a”\n", 2, "curly quotes", id="curly quotes"),
        pytest.param("[[feed]]\nid = „a“\n", 2, "curly quotes", id="low quotes"),
        pytest.param('[[feed]]\nid = "a\n', 2, "the closing quote is missing", id="no closing quote"),
        pytest.param("[[feed]]\nid = 'It's'\n", 2, "more follows on this line", id="a quote in a text"),
        pytest.param('[[feed]]\nid: "a"\n', 2, "write = in place of the colon", id="a colon"),
        pytest.param("[[feed]]\npaused = True\n", 2, "write true in small letters", id="a capital"),
        pytest.param('[[feed]]\nid = "a"\nid = "b"\n', 3, "is already there: remove one", id="a key twice"),
        pytest.param('[[feed]]\nfolder = ["a"\nid = "b"\n', 2, "no closing bracket", id="an open list"),
        pytest.param('[[feed]]\ntitle = "C:\\x"\n', 2, "two backslashes", id="a backslash"),
        pytest.param('[[feed]]\ntitle = """a\n', 2, "three quotes", id="an open text"),
        pytest.param('[[feeds]]\nid = "a"\n', 1, "did you mean [[feed]]?", id="a table misspelt"),
        pytest.param(GOOD + 'titel = "A"\n', 4, "did you mean 'title'?", id="a key misspelt"),
        pytest.param(GOOD + "paused = 'yes please'\n", 4, "write true or false", id="no truth value"),
        pytest.param(GOOD + 'folder = "Iran"\n', 4, 'write a list: ["…", "…"]', id="no list"),
    ],
)
def test_a_mistake_is_told_in_words_with_its_line(text: str, line: int, words: str) -> None:
    found = mistakes(text)[0]
    assert found.line == line
    assert words in found.message
    assert found.found == text.split("\n")[line - 1].strip()


def test_every_mistake_is_reported_in_the_order_of_the_lines() -> None:
    text = GOOD + 'titel = "A"\nlanguage = "Farsi"\n\n[[feed]]\nid = "a"\nurl = "b.example"\ncountry = 5\n'
    assert [mistake.line for mistake in mistakes(text)] == [4, 5, 8, 10]
    text = GOOD + 'titel = "A"\nlanguage = "Farsi"\n\n[[feed]]\nid = "a"\nurl = "b.example"\n'
    assert [mistake.line for mistake in mistakes(text)] == [4, 5, 8]


def test_every_mistake_in_syntax_that_can_be_seen_is_reported() -> None:
    text = '[feed]\nid = “a”\nurl = http://a.example/\ntitle = "A\npaused = False\n'
    assert [mistake.line for mistake in mistakes(text)] == [1, 2, 3, 4, 5]


def test_a_mistake_in_each_table_is_reported_beside_those_that_can_be_seen() -> None:
    text = (
        '[[feed]]\nid = "a"\nid = "b"\ntitle = A\n\n[[feed]]\nid = "c"\nurl = "http://c.example/" x\n'
        'folder = [\n  "d"\n\n[[feed]]\nid = "e"\ntitle = "C:\\x"\nkind "state"\ntitle = 8:00\n'
    )
    found = mistakes(text)
    assert [mistake.line for mistake in found] == [3, 4, 8, 9, 14, 15, 16]
    assert 'text needs quotes: write title = "8:00"' in found[-1].message


def test_a_list_that_never_ends_is_one_mistake_where_it_begins() -> None:
    text = '[[feed]]\nid = "a"\nurl = "http://a.example/rss"\nfolder = ["a"\nlinks = ["b"]  # [sic\n'
    assert [mistake.line for mistake in mistakes(text)] == [4]


@pytest.mark.parametrize(
    "rest", ['title = "A"\n', 'links = ["b"]\n', "", "\n\n", "\n[[feed]]\nid = 'b'\n", "# a\n[[feed]]"]
)
@pytest.mark.parametrize("items", ['"a",\n', '\n  "a",\n  "b",\n', '\n  "[",\n  "b"\n', '"a",'])
def test_a_list_without_its_bracket_is_said_to_have_none(items: str, rest: str) -> None:
    found = mistakes(f'[[feed]]\nid = "a"\nurl = "http://a.example/rss"\nfolder = [{items}{rest and chr(10)}{rest}')
    assert [(mistake.line, mistake.message) for mistake in found] == [
        (4, "not valid TOML: the list has no closing bracket")
    ]


@pytest.mark.parametrize(
    ("items", "line", "where"),
    [('["b" "c"]', 7, "between two values"), ('[\n  "b"  # one\n\n  "c",\n]', 8, "at the end of this line")],
)
def test_a_missing_comma_is_told_where_it_belongs(items: str, line: int, where: str) -> None:
    whole = '[[feed]]\nid = "a"\nurl = "http://a.example/rss"\nfolder = [\n  "[a",\n]\n'
    found = mistakes(f"{whole}links = {items}\n")
    assert [(mistake.line, mistake.message) for mistake in found] == [
        (line, f"not valid TOML: a comma is missing in the list, {where}")
    ]


def test_numbers_and_dates_need_no_quotes() -> None:
    found = mistakes("[[feed]]\nid = a\npaused = 1\ntitle = 2026-11-27  # a day\nsite = -1.5e3\n")
    assert [mistake.line for mistake in found] == [2]


def test_a_secret_without_quotes_is_not_shown() -> None:
    with pytest.raises(ConfigError) as caught:
        load_alerts('[[channel]]\nid = "a"\nurl = slack://tOpSeCrEt\n', path="alerts.toml")
    (mistake,) = caught.value.mistakes
    assert "tOpSeCrEt" not in repr(mistake)
    assert "text needs quotes" in mistake.message


def test_every_mistake_in_a_rule_is_reported_without_their_consequences() -> None:
    rule = (
        '[[channel]]\nid = "desk"\nurl = "x"\n\n[[rule]]\nid = "a"\ntitle = "A"\ntopics = ["irn"]\n'
        'channels = ["dsk"]\ndigest = "daily"\nat = "08:00"\nzone = "Tirana"\nquery = "lang:english"\n'
    )
    with pytest.raises(ConfigError) as caught:
        load_alerts(rule, path="a.toml", topics=["iran"], resolve=resolve_query)
    assert [mistake.line for mistake in caught.value.mistakes] == [8, 9, 10, 12, 13]
    without = rule.replace('title = "A"\n', "").replace('["dsk"]', '"desk"').replace('["irn"]', "5")
    with pytest.raises(ConfigError) as caught:
        load_alerts(without.replace('query = "lang:english"\n', ""), path="a.toml", topics=["iran"])
    assert [mistake.line for mistake in caught.value.mistakes] == [5, 7, 8, 9, 11]


def test_a_misspelt_key_that_must_be_there_is_one_mistake() -> None:
    assert [mistake.message for mistake in mistakes('[[feed]]\nid = "a"\nurll = "http://a.example/"\n')] == [
        "unknown key 'urll'; did you mean 'url'?"
    ]


def test_texts_of_several_lines_are_not_taken_for_mistakes() -> None:
    text = GOOD + 'title = """\n[feed]\nid = “b”\nx: y\n"""\nlanguage = fa\n'
    assert [mistake.line for mistake in mistakes(text)] == [9]


def test_an_error_tells_the_first_mistake_and_counts_the_others() -> None:
    with pytest.raises(ConfigError, match=r"feeds.toml, line 4: .* \(and 1 more: `newsvane config check` lists them\)"):
        parse_watch_list(GOOD + 'titel = "A"\nsight = "B"\n', path="feeds.toml")


def test_lines_that_end_as_on_windows_are_one_mistake() -> None:
    text = '[[feed]]\nid = "a"\nfolder = [\n  "b",\n[[feed]]\nid = "c"\n'.replace("\n", "\r\n")
    assert [mistake.line for mistake in mistakes(text)] == [3]


@pytest.mark.parametrize("rest", ["title = 'd'\n", 'title = "d"\n', "\n\n", "", "\n[[feed]]\nid = 'b'\n"])
def test_a_single_quote_that_is_missing_is_told_on_its_line(rest: str) -> None:
    found = mistakes("[[feed]]\nid = 'a'\nfolder = ['b', 'c]" + (f"\n{rest}" if rest else ""))
    assert [(each.line, "the closing quote is missing" in each.message) for each in found] == [(3, True)]
