"""Mistakes in TOML are told in words, all at once, each with its line."""

import pytest

from newsvane.errors import ConfigError, Mistake
from newsvane.feeds import parse_watch_list


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
        pytest.param("[[feed]]\nid = a\n", 2, 'text needs quotes: write = "a"', id="no quotes"),
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
    assert [mistake.line for mistake in mistakes(text)] == [4, 5, 10]
    text = GOOD + 'titel = "A"\nlanguage = "Farsi"\n\n[[feed]]\nid = "a"\nurl = "b.example"\n'
    assert [mistake.line for mistake in mistakes(text)] == [4, 5, 8]


def test_every_mistake_in_syntax_that_can_be_seen_is_reported() -> None:
    text = '[feed]\nid = “a”\nurl = http://a.example/\ntitle = "A\npaused = False\n'
    assert [mistake.line for mistake in mistakes(text)] == [1, 2, 3, 4, 5]


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
