"""An analyst's first half hour: the tutorial's sections on SQL, charts and search, and the guides that they lead to."""

import re

import pytest

from tests.journeys.conftest import Checkout
from tests.journeys.pages import TUTORIAL, command_of, commands
from tests.journeys.shell import Shell, words
from tests.support.keyboard import plain

PNG = b"\x89PNG"


@pytest.fixture
def shell(checkout: Checkout, columns: int) -> Shell:
    return checkout.open(columns)


def test_the_tutorial_from_the_first_query_to_the_last_search(shell: Shell, checkout: Checkout) -> None:
    typed = [line for number in "345" for line in commands(TUTORIAL, f"{number}. ")]
    seen = {line: words(shell.run(line)) for line in typed}
    expected = {
        "source .venv/bin/activate": "",
        "export NEWSVANE_HOME=.demo/newsvane": "",
        'newsvane sql "SELECT title, outlets, articles, originals FROM stories ORDER BY outlets DESC LIMIT 3"': "5 5 1",
        "newsvane sql --examples": "FROM trend(",
        "newsvane sql \"FROM trend('mek', 'week')\"": "articles",
        "newsvane trends albania": "Albania",
        "newsvane trends iran mek albania --html trends.html": "trends.html",
        "newsvane search tirana --limit 3": "3 of",
        "newsvane search 'title:exiles AND lang:en'": "exiles",
        "newsvane search '\"اشرف ۳\" OR ashraf*'": "shraf",
        "newsvane stories --topic mek --days 30": "northline.example",
        "newsvane story s1_1df37cdc93d014aefdf5": "northline.example",
        "newsvane article a1_f86cdd34305eab677061": "Police search Iranian exiles' camp in Albania",
    }
    assert typed == [*expected]
    assert {line: printed for line, printed in seen.items() if expected[line] not in printed} == {}
    assert "<html" in (checkout.folder / "trends.html").read_text("utf-8")


def test_the_shell_charts_a_mistake_and_an_export(shell: Shell, checkout: Checkout) -> None:
    for line in commands(TUTORIAL, "3. ")[:2]:
        shell.run(line)
    printed = shell.query("newsvane sql", "SELECT 6 * 7 || ' answers' AS a;", "FROM stories LIMIT 1;", leave=".exit\n")
    assert "42 answers" in printed
    assert "To leave: .exit" in printed
    assert "Error" not in printed
    page, picture = "docs/guides/measure-trends.md", "newsvane trends iran --html"
    shell.run(command_of(page, "Charts and shares", picture))
    assert (checkout.folder / "iran.png").read_bytes()[:4] == PNG
    assert "<svg" in (checkout.folder / "iran.html").read_text("utf-8")
    shell.run(command_of("docs/guides/query-the-lake.md", "Query the lake", "newsvane export"))
    assert (checkout.folder / "coverage.parquet").read_bytes()[:4] == b"PAR1"
    filters = command_of("docs/guides/search-and-look-back.md", "Search", "newsvane search 'central:mek")
    assert "found" in words(shell.run(filters))


def test_a_wrong_name_is_answered_with_the_right_one(checkout: Checkout) -> None:
    shell = checkout.open(80)
    for line in commands(TUTORIAL, "3. ")[:2]:
        shell.run(line)
    assert "did you mean albania?" in words(shell.run("newsvane trends albanai", code=2))
    wrong_id = "newsvane story s1_1df37cdc93d014aefdf6"
    assert "did you mean s1_1df37cdc93d014aefdf5?" in words(shell.run(wrong_id, code=2))
    wrong_outlet = "newsvane stories --outlet northlin.example --days 30"
    assert "did you mean northline.example?" in words(shell.run(wrong_outlet, code=2))
    assert '"title"' in words(shell.run('newsvane sql "SELECT titel FROM coverage"', code=2))


def test_a_wide_row_is_shown_a_field_per_line_where_it_does_not_fit(checkout: Checkout, columns: int) -> None:
    shell = checkout.open(columns)
    for line in commands(TUTORIAL, "3. ")[:2]:
        shell.run(line)
    asked = "SELECT article_id, outlet, title, language, published_at, story_id FROM coverage ORDER BY title LIMIT 2"
    printed = plain(shell.run(f'newsvane sql "{asked}"'))
    assert ("─" in printed) == (columns == 200)
    assert len(re.findall(r"\ba1_\w{20}\b", printed)) == 2
