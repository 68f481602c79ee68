"""Every SQL file says in its first line which tables it reads and writes, and is right about it."""

import ast
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from newsvane import lake
from newsvane.lake.engine import sql
from newsvane.lake.engine.sql import load_query
from newsvane.settings import Settings

ROOT = Path(__file__).parents[3]
PACKAGE = ROOT / "include" / "newsvane" / "lake"
QUERIES = sorted((PACKAGE / "queries").glob("*/*.sql"))
FOLDERS = (
    ROOT / "include" / "newsvane" / "analysis" / "queries",
    ROOT / "include" / "newsvane" / "cli" / "queries",
    ROOT / "plugins" / "newsvane_pages" / "queries",
)
FILES = QUERIES + [file for folder in FOLDERS for file in sorted(folder.rglob("*.sql"))]

HEADER = re.compile(r"-- reads: ([^;]+)(?:; writes: ([^;]+))?(?:; (?:returns|sets): (\S.*))?")
PLACE = re.compile(
    r"\b(FROM|JOIN|USING|INTO|UPDATE|CALL|CREATE(?: OR REPLACE)?(?: TEMP)? (?:TABLE|VIEW))\s+([$\w.]+)(\s*\()?"
)
CTE = re.compile(r"(?:\bWITH(?: RECURSIVE)?|,|\))\s*(\w+) AS (?:MATERIALIZED )?\(")
LIST = re.compile(r"\bFROM\s+(\w+(?:\s*,\s*\w+)+)\b(?!\s*\()")
TEMPORARY = re.compile(r"CREATE OR REPLACE TEMP (?:TABLE|VIEW) (\w+)")


def names_of(text: str | None) -> set[str]:
    """Return the tables that a header names."""
    return set() if text in {None, "nothing"} else {name.strip() for name in str(text).split(",")}


def references(text: str) -> tuple[set[str], set[str]]:
    """Return the tables that SQL statements read and write. What they create themselves is not read.

    {coverage} stands for a part of the view.
    """
    text = re.sub(r"--[^\n]*", "", text).replace("{coverage}", "coverage")
    text = re.sub(r"DISTINCT\s+FROM", "", re.sub(r"'(?:[^']|'')*'", "''", text))
    reads, writes, created = set[str](), set[str](), set[str]()
    for statement in text.split(";"):
        subqueries, new = set(CTE.findall(statement)), set()
        for place in PLACE.finditer(statement):
            keyword, name, is_call = place.groups()
            if keyword.startswith("CREATE"):
                writes.add(name)
                new.add(name)
            elif keyword in {"INTO", "UPDATE"} or statement[: place.start()].endswith("DELETE "):
                writes.add(name)
            elif keyword == "CALL":
                writes.add(f"{name}()")
            elif name not in subqueries | created:
                reads.add(f"{name}()" if is_call else name)
        for names in LIST.findall(statement):
            reads |= {name.strip() for name in names.split(",")} - subqueries - created
        created |= new
    return reads, writes - {"SET", "WHEN"}


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """Every name that a query may use: tables, views, functions, and temporary tables."""
    settings = Settings(home=tmp_path_factory.mktemp("home"), catalog="")
    with lake.closing(lake.connect(False, settings=settings)) as con:
        relations = {
            str(name) for (name,) in con.execute("SELECT table_name FROM information_schema.tables").fetchall()
        }
        functions = {f"{name}()" for (name,) in con.execute("SELECT function_name FROM duckdb_functions()").fetchall()}
    functions |= {
        name.removeprefix("ducklake_") for name in functions
    }  # `lake.snapshots()` is ducklake_snapshots('lake')
    with closing(sqlite3.connect(settings.catalog_path)) as catalog:
        tables = {name for (name,) in catalog.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    code = "".join(file.read_text("utf-8") for file in [*FILES, *PACKAGE.rglob("*.py")])
    published = references(load_query("create_published_tables"))[1]
    incoming = {f"incoming_{table}" for table in relations}
    return relations | functions | tables | published | incoming | set(TEMPORARY.findall(code)) | {"$table"}


@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parent.name}/{file.name}")
def test_the_first_line_names_what_a_query_reads_and_writes(file: Path, known: set[str]) -> None:
    text = file.read_text("utf-8")
    first, _, rest = text.partition("\n")
    header = HEADER.fullmatch(first)
    assert header, "begin with `-- reads: …; returns: …` or `-- reads: …; writes: …`"
    assert header[2] or header[3], "say what the query returns or writes"
    reads, writes = names_of(header[1]), names_of(header[2])
    assert {name.removeprefix("lake.") for name in reads | writes} - known == set(), "there is no such table"
    assert (reads, writes) == references(rest)


def test_references_are_found_wherever_sql_names_a_table() -> None:
    text = """
        CREATE OR REPLACE TEMP TABLE landed AS
        WITH newest AS (FROM one) SELECT * FROM newest JOIN two USING (id), LATERAL (SELECT 1);
        MERGE INTO three USING landed ON true WHEN MATCHED THEN UPDATE WHEN NOT MATCHED THEN INSERT BY NAME;
        DELETE FROM four WHERE id IN (FROM five) AND a IS NOT DISTINCT FROM b; -- FROM a comment
        UPDATE six SET a = ' FROM a text'; CALL seven(); SELECT * FROM eight('x');
    """
    assert references(text) == ({"one", "two", "five", "eight()"}, {"landed", "three", "four", "six", "seven()"})


def _used() -> Iterator[str]:
    """Yield every string of the package, and the two queries of each table given to `land_selected`."""
    for file in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            match node:
                case ast.Constant(value=str(text)):
                    yield text
                case ast.Call(func=ast.Name(id="land_selected"), args=[_, ast.Constant(value=table)]):
                    yield from (f"select_landed_{table}", f"land_{table}")


def test_every_query_of_the_lake_is_used() -> None:
    assert {file.stem for file in QUERIES} - set(_used()) == set()


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_few_single_rows_are_subqueries_of_one_select(file: Path) -> None:
    """DuckDB tries every order of their joins: it plans ten in 19 ms, and in 2 ms if they are put side by side."""
    assert len(re.findall(r"^ {4}\(\s*SELECT", file.read_text("utf-8"), re.MULTILINE)) < 4


def test_a_missing_query_is_an_error_that_says_where_it_was_looked_for() -> None:
    with pytest.raises(LookupError, match=r"no query nonsense.sql in any folder of newsvane/lake/queries"):
        load_query("nonsense")


def test_two_queries_of_one_name_are_an_error_that_names_both_folders(monkeypatch: pytest.MonkeyPatch) -> None:
    folders = [PACKAGE / "queries" / "polls", PACKAGE / "queries" / "outbox"]
    monkeypatch.setattr(sql, "_list_queries", lambda: {"twice": folders})
    with pytest.raises(LookupError, match=r"more than one folder \(outbox, polls\)"):
        load_query("twice")


def test_every_file_name_is_unique() -> None:
    assert len({file.name for file in QUERIES}) == len(QUERIES)
