"""An analyst's first half hour: the tutorial's sections on SQL, charts and search, then the guides they lead to."""

import re

import pytest

from tests.journeys.conftest import Checkout
from tests.journeys.pages import TUTORIAL, command_of, commands
from tests.journeys.shell import Shell, words

PNG = b"\x89PNG"
FIRST_QUERY = 'newsvane sql "SELECT title, outlets, articles, originals FROM stories ORDER BY outlets DESC LIMIT 3"'
TYPED = {
    "source .venv/bin/activate": "",
    "export NEWSVANE_HOME=.demo/newsvane": "",
    FIRST_QUERY: " 5 5 1 ",
    "newsvane sql --examples": "FROM trend(",
    "newsvane sql \"FROM trend('mek', 'week') WHERE articles >= 1 ORDER BY period DESC\"": "articles",
    "newsvane trends albania": "albania: articles per day",
    "newsvane trends iran mek albania --html trends.html": "trends.html: 3 charts, ",
    "newsvane search tirana --limit 3": "3 of ",
    "newsvane search 'title:exiles AND lang:en'": "northline.example",
    "newsvane search '\"اشرف ۳\" OR ashraf*'": "khabar-negar.example",
    "newsvane stories --topic mek --days 30": "s1_1df37cdc93d014aefdf5",
    "newsvane story s1_1df37cdc93d014aefdf5": "northline.example",
    "newsvane article a1_f86cdd34305eab677061": "Police search Iranian exiles' camp in Albania",
}
"""What sections 3 to 5 of the tutorial tell people to type, each with some words of the answer."""


@pytest.fixture
def shell(checkout: Checkout) -> Shell:
    """A shell of 200 columns, after the tutorial's first two lines."""
    shell = checkout.open(200)
    for line in commands(TUTORIAL, "3. ")[:2]:
        shell.run(line)
    return shell


def test_the_tutorial_from_the_first_query_to_the_last_search(checkout: Checkout) -> None:
    typed = [line for section in "345" for line in commands(TUTORIAL, f"{section}. ")]
    assert typed == [*TYPED]
    shell = checkout.open(80)
    seen = {line: words(shell.run(line)) for line in typed}
    assert {line: printed for line, printed in seen.items() if TYPED[line] not in printed} == {}
    assert "<html" in (checkout.folder / "trends.html").read_text("utf-8")


def test_the_shell_starts_answers_and_is_left(shell: Shell) -> None:
    printed = shell.query("newsvane sql", "SELECT 6 * 7 || ' answers' AS a;", "FROM stories LIMIT 1;", leave=".exit\n")
    assert "42 answers" in printed
    assert "To leave: .exit" in printed
    assert "Error" not in printed


def test_charts_and_an_export_are_files(shell: Shell, checkout: Checkout) -> None:
    shell.run(command_of("docs/guides/measure-trends.md", "Charts and shares", "newsvane trends iran --html"))
    assert (checkout.folder / "iran.png").read_bytes()[:4] == PNG
    assert "<svg" in (checkout.folder / "iran.html").read_text("utf-8")
    shell.run(command_of("docs/guides/query-the-lake.md", "Query the lake", "newsvane export"))
    assert (checkout.folder / "coverage.parquet").read_bytes()[:4] == b"PAR1"


def test_a_search_is_filtered_and_a_wrong_name_is_answered_with_the_right_one(shell: Shell) -> None:
    search = command_of("docs/guides/search-and-look-back.md", "Search", "newsvane search 'central:mek")
    assert "khabar-negar.example" in words(shell.run(search))
    assert "did you mean albania?" in words(shell.run("newsvane trends albanai", code=2))
    wrong_id = "newsvane story s1_1df37cdc93d014aefdf6"
    assert "did you mean s1_1df37cdc93d014aefdf5?" in words(shell.run(wrong_id, code=2))
    assert '"title"' in words(shell.run('newsvane sql "SELECT titel FROM coverage"', code=2))


def test_a_wide_row_is_shown_a_field_per_line_where_it_does_not_fit(checkout: Checkout, columns: int) -> None:
    shell = checkout.open(columns)
    for line in commands(TUTORIAL, "3. ")[:2]:
        shell.run(line)
    asked = "SELECT article_id, outlet, title, language, published_at, story_id FROM coverage ORDER BY title LIMIT 2"
    printed = shell.run(f'newsvane sql "{asked}"')
    assert ("─" in printed) == (columns == 200)
    assert len(re.findall(r"\ba1_\w{20}\b", printed)) == 2
