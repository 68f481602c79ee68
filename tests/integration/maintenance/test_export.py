"""`newsvane export`: every format has the same rows, filters apply, and no incomplete file is left."""

import csv
import json
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from xml.etree import ElementTree

import duckdb
import pytest

from newsvane import lake, xlsx_output
from newsvane.settings import Settings
from tests.support.empty_lake import create_lake
from tests.support.lake_factories import NOW, article, batch
from tests.support.terminal import Terminal

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


@pytest.fixture(scope="module")
def terminal(tmp_path_factory: pytest.TempPathFactory) -> Terminal:
    """A lake with four articles on topic and one off it."""
    settings = create_lake(Settings(home=tmp_path_factory.mktemp("export")))
    with lake.writer(settings) as con:
        lake.land_articles(
            con,
            batch(
                article("a", title="=HYPERLINK('x')", text="Talks in Tirana, آلبانی"),
                article("b", topics=("albania",), language="es", outlet="two.example"),
                article("c", topics=("albania", "iran"), published_at=NOW.replace(day=20)),
                article("d", topics=("mek",), language="sq", published_at=NOW.replace(day=10)),
                article("off", topics=()),
            ),
        )
    return Terminal({"NEWSVANE_HOME": str(settings.home)}, {})


def rows(path: Path) -> Iterator[dict[str, object]]:
    """Rows by any reader but ours where there is one."""
    match path.suffix:
        case ".csv":
            with path.open(encoding="utf-8") as file:
                yield from csv.DictReader(file)
        case ".json":
            yield from json.loads(path.read_text("utf-8"))
        case ".jsonl":
            yield from map(json.loads, path.read_text("utf-8").splitlines())
        case _:
            with duckdb.connect(str(path), read_only=True) if path.suffix == ".duckdb" else duckdb.connect() as con:
                source = "coverage" if path.suffix == ".duckdb" else "read_parquet(?)"
                found = con.execute(f"FROM {source}", [str(path)] if path.suffix == ".parquet" else None)
                names = [column[0] for column in found.description]
                yield from (dict(zip(names, row, strict=True)) for row in found.fetchall())


@pytest.mark.parametrize("suffix", [".parquet", ".csv", ".json", ".jsonl", ".duckdb"])
def test_each_format_holds_all_coverage(terminal: Terminal, tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"it's coverage{suffix}"
    path.write_bytes(b"what was there before")
    printed = terminal.run("export", str(path)).stdout
    assert "4 articles" in printed
    found = {str(row["url"])[-1]: row for row in rows(path)}
    assert list(found) == ["d", "c", "b", "a"]
    assert found["a"]["text"] == "Talks in Tirana, آلبانی"
    assert found["a"]["title"] == ("'=HYPERLINK('x')" if suffix == ".csv" else "=HYPERLINK('x')")
    if suffix in {".json", ".jsonl"}:
        assert (found["c"]["published_at"], found["c"]["topics"]) == (
            "2026-11-20T12:00:00.000000Z",
            ["albania", "iran"],
        )
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize(
    ("options", "found"),
    [
        pytest.param(("--topic", "iran"), "ca", id="a topic"),
        pytest.param(("--topic", "iran", "--topic", "mek"), "dca", id="two topics"),
        pytest.param(("--language", "es"), "b", id="a language"),
        pytest.param(("--outlet", "two.example"), "b", id="an outlet"),
        pytest.param(("--since", "2026-11-20"), "cba", id="from a day on"),
        pytest.param(("--until", "2026-11-20"), "dc", id="up to a day"),
        pytest.param(("--query", "tirana OR title:b"), "ba", id="a query"),
        pytest.param(("--query", "tirana", "--topic", "mek"), "", id="all at once: none"),
    ],
)
def test_filters_select_articles(terminal: Terminal, tmp_path: Path, options: tuple[str, ...], found: str) -> None:
    path = tmp_path / "some.jsonl"
    terminal.run("export", str(path), *options)
    assert "".join(str(row["url"])[-1] for row in rows(path)) == found


def read_workbook(path: Path) -> list[tuple[str, ...]]:
    """Return the rows of the first sheet, the header first; numbers as text."""
    with zipfile.ZipFile(path) as file:
        strings = ElementTree.fromstring(file.read("xl/sharedStrings.xml"))
        sheet = ElementTree.fromstring(file.read("xl/worksheets/sheet1.xml"))
    texts = ["".join(each.itertext()) for each in strings]
    rows = sheet.iter(f"{MAIN}row")
    return [tuple(_value_of(cell, texts) for cell in row) for row in rows]


def _value_of(cell: ElementTree.Element, texts: Sequence[str]) -> str:
    value = cell.findtext(f"{MAIN}v") or ""
    return texts[int(value)] if cell.get("t") == "s" else value


def test_a_workbook_holds_all_coverage(terminal: Terminal, tmp_path: Path) -> None:
    path = tmp_path / "coverage.xlsx"
    assert "4 articles" in terminal.run("export", str(path)).stdout
    head, *found = read_workbook(path)
    assert head[1] == "url"
    assert [row[1] for row in found] == [f"https://one.example/{name}" for name in "dcba"]
    assert any("=HYPERLINK('x')" in row for row in found)


def test_a_workbook_of_a_query(terminal: Terminal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "counts.xlsx"
    sql = "SELECT outlet, count(*) AS articles FROM coverage GROUP BY outlet ORDER BY outlet"
    asked = ("sql", sql, "--xlsx", str(path))
    assert "2 rows" in terminal.run(*asked).stdout
    before = read_workbook(path)
    assert before == [("outlet", "articles"), ("one.example", "3"), ("two.example", "1")]
    monkeypatch.setattr(xlsx_output, "MAX_ROWS", 2)
    assert "holds 1 rows, and there are more" in terminal.run(*asked, code=2).stderr
    missing = str(tmp_path / "none" / "counts.xlsx")
    assert "does not exist" in terminal.run("sql", "SELECT 1", "--xlsx", missing, code=2).stderr
    assert read_workbook(path) == before
    assert list(tmp_path.iterdir()) == [path]


def test_a_workbook_needs_a_query_and_a_name_of_its_kind(terminal: Terminal, tmp_path: Path) -> None:
    for asked in (
        ("sql", "SELECT 1", "--xlsx", str(tmp_path / "one.csv")),
        ("sql", "--xlsx", str(tmp_path / "a.xlsx")),
    ):
        assert "must end in .xlsx" in " ".join(terminal.run(*asked, code=2).stderr.split())
    assert not list(tmp_path.iterdir())


def test_days_that_hold_nothing_are_pointed_out(terminal: Terminal, tmp_path: Path) -> None:
    path = str(tmp_path / "none.csv")
    done = terminal.run("export", path, "--until", "2001-01-01")
    assert "0 articles" in done.stdout
    assert "Nothing matches" in done.stderr
    wrong = ("--since", "2026-11-24", "--until", "2026-11-20")
    assert "is after --until" in terminal.run("export", path, *wrong, code=2).stderr


def test_a_failed_export_leaves_no_file(terminal: Terminal, tmp_path: Path) -> None:
    path = tmp_path / "some.parquet"
    for options in (("--query", "(("), ("--as-of", "2001-01-01")):
        assert terminal.run("export", str(path), *options, code=2 if "--query" in options else 1).stdout == ""
    assert list(tmp_path.iterdir()) == []
