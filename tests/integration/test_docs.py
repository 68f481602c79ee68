"""Check that the documentation is true: SQL, Python and TOML run; commands, links, files and `make` targets exist."""

import contextlib
import os
import re
import shlex
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
import typer

from newsvane import alerts, feeds, names, outlets, runbook, settings, topics
from newsvane.cli import app
from newsvane.fetch import variable_of
from newsvane.retention import parse_retention
from newsvane.settings import Settings
from tests.support import cookbook, provenance_lake
from tests.support.scene import PROJECT, Scene
from tests.world import neighbour, truth
from tests.world.content import World

PAGES = {
    str(path.relative_to(PROJECT)): path.read_text("utf-8")
    for path in (
        *sorted(PROJECT.glob("*.md")),
        *sorted((PROJECT / "docs").rglob("*.md")),
        PROJECT / "tests" / "world" / "README.md",
    )
}
FENCE = re.compile(r"^```(?P<kind>\w*)\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL)
GENERATED = "docs/reference/commands.md"
DECISIONS = "docs/design/decisions/"


def blocks(*kinds: str) -> list[Any]:
    """Return the fenced blocks of these kinds, as parameters `page` and `body`."""
    return [
        pytest.param(page, found["body"], id=f"{page} {number}")
        for page, text in PAGES.items()
        if page != GENERATED
        for number, found in enumerate(FENCE.finditer(text), 1)
        if found["kind"] in kinds
    ]


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    with cookbook.filled(tmp_path_factory.mktemp("docs")) as one:
        yield one


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return provenance_lake.filled(Settings(home=tmp_path_factory.mktemp("example") / "home"))


@pytest.mark.parametrize(("page", "body"), [block for block in blocks("sql") if not cookbook.is_example(*block.values)])
def test_sql_runs_and_returns_the_result_shown(world: Scene, page: str, body: str) -> None:
    with contextlib.closing(cookbook.connection(world.settings, body)) as connection:
        result = connection.execute(body.replace(".demo/newsvane", str(world.settings.home)))
        if body.startswith(cookbook.ANYWHERE):
            result = connection.execute("FROM coverage")
            assert result.fetchall()
            return
        began, answers = cookbook.answers(PAGES[page])
        if page != cookbook.COOKBOOK:
            assert result.fetchall()
            columns = [column[0] for column in result.description or ()]
            heading = answers.get(body, "").partition("\n")[0].strip()
            assert heading == "" or re.split(r"\s{2,}", heading) == columns
            return
        found = cookbook.relative(cookbook.printed(result), world.began.date())
        assert found == cookbook.relative(answers[body], began), "python -m tests.support.cookbook"


@pytest.mark.parametrize(("page", "body"), [block for block in blocks("sql") if cookbook.is_example(*block.values)])
def test_sql_on_provenance_returns_the_result_shown(example: Settings, page: str, body: str) -> None:
    with contextlib.closing(cookbook.connection(example, body)) as connection:
        found = cookbook.printed(connection.execute(body))
    assert found == cookbook.answers(PAGES[page])[1].get(body), "python -m tests.support.cookbook"


def test_each_trend_to_type_begins_with_the_latest_news(world: Scene) -> None:
    typed = re.findall(r"^newsvane sql \"(FROM trend\(.+)\"$", "\n".join(PAGES.values()), re.MULTILINE)
    assert len(typed) >= 3
    for sql in typed:
        with contextlib.closing(cookbook.connection(world.settings, sql)) as connection:
            periods = connection.execute(f"SELECT period, articles FROM ({sql})").fetchall()
        assert periods == sorted(periods, reverse=True), sql
        assert all(articles for _, articles in periods), sql


def test_the_cookbook_answers_at_least_40_questions() -> None:
    _, answers = cookbook.answers(PAGES[cookbook.COOKBOOK])
    assert len(answers) >= 40
    assert [sql for sql, shown in answers.items() if shown == "No rows.\n"] == []


@pytest.mark.parametrize(("page", "body"), blocks("python"))
def test_python_blocks_run_and_print_something(world: Scene, page: str, body: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", body],
        env={**os.environ, **world.environment},
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip()


def test_the_tutorial_counts_the_outlets_of_a_story_as_the_demo_has_them() -> None:
    world = World(datetime(2026, 11, 24, 12, 0, tzinfo=UTC))
    theirs = neighbour.truth(world)
    found = truth.truth(world)["articles"] | theirs
    claims = {url for url, each in theirs.items() if each.get("copy_kind") == "translation"}
    copies = Counter(each["copy_of"] for url, each in found.items() if each.get("copy_of") and url not in claims)
    tutorial = PAGES["docs/tutorial/first-half-hour.md"]
    words = dict(enumerate(("one", "two", "three", "four", "five", "six", "seven"), 1))
    (_, most), (second, fewer) = copies.most_common(2)
    carrying = words[most + 1]
    assert f"{carrying} outlets carry it, but only one of the {carrying} articles counts as an original" in tutorial
    assert len(claims) == 1
    assert found[second]["title"] in tutorial
    carry = words[fewer + 1]
    assert f"{carry.capitalize()} outlets carry this story with the same text. One of the {carry} pages" in tutorial


@pytest.mark.parametrize(("page", "body"), blocks("toml"))
def test_toml_blocks_load_as_watch_files(page: str, body: str) -> None:
    known = {
        "# feeds.toml": lambda text: feeds.parse_watch_list(text, path=page),
        "# outlets.toml": lambda text: outlets.parse_outlets(text, path=page),
        "# retention.toml": lambda text: parse_retention(text, path=page),
        "# entities.toml": lambda text: names.parse_entities(text, path=page, known=names.build_lexicon().entities),
        "# topics.toml": lambda text: topics.load_topics(text, path=page),
        "# alerts.toml": lambda text: alerts.load_alerts(text, path=page, resolve=topics.resolve_query).all_rules,
    }
    assert known[body.partition("\n")[0]](body)


def commands_shown() -> Iterator[Any]:
    """Yield each `newsvane …`: after `$ ` in a console, at the start of a line in a script, or between backticks."""
    line = r"^{}(?:[A-Z_]+=\S+ )*(?:\.venv/bin/)?newsvane\b(.*)$"
    typed = {}
    for page, text in PAGES.items():
        found = re.findall(r"`(?:\.venv/bin/)?newsvane( [^`…]+)`", FENCE.sub("", text)) if page != GENERATED else []
        for block in FENCE.finditer(text):
            prompt = {"console": r"\$ ", "sh": ""}.get(block["kind"])
            if prompt is not None and page != GENERATED:
                found += re.findall(line.format(prompt), block["body"], re.MULTILINE)
        typed |= {f"{page}: newsvane{words}": shlex.split(re.split(r" [>|] ", words)[0]) for words in found}
    return (pytest.param(arguments, id=name) for name, arguments in typed.items())


@pytest.mark.parametrize("arguments", [*commands_shown()])
def test_commands_and_options_exist(arguments: list[str]) -> None:
    command: Any = typer.main.get_command(app)
    context, rest = None, ["newsvane", *arguments]
    while rest:
        context = command.make_context(rest[0], [], parent=context, resilient_parsing=True)
        context.resilient_parsing = False
        rest = command.make_parser(context).parse_args(rest[1:])[1]
        if not hasattr(command, "commands"):
            break
        if rest:
            _, command, _ = command.resolve_command(context, rest)
    assert rest == []


def test_settings_page_equals_the_code() -> None:
    assert PAGES["docs/reference/settings.md"] == settings.render_page(), (
        "python -m newsvane.settings > docs/reference/settings.md"
    )


def test_runbook_page_equals_the_code_and_has_every_anchor() -> None:
    assert PAGES["docs/operations/runbook.md"] == runbook.render_markdown(), (
        "python -m newsvane.runbook > docs/operations/runbook.md"
    )
    assert {entry.anchor for entry in runbook.load_entries()} <= anchors(PAGES["docs/operations/runbook.md"])


@pytest.mark.parametrize("page", PAGES)
def test_links_point_to_existing_files_and_headings(page: str) -> None:
    folder = (PROJECT / page).parent
    for target in re.findall(r"\]\(([^)\s]+)\)", FENCE.sub("", PAGES[page])):
        if target.startswith(("http://", "https://")):
            continue
        name, _, anchor = target.partition("#")
        path = (folder / name).resolve() if name else PROJECT / page
        assert path.exists(), target
        assert path.is_relative_to(PROJECT), target
        assert not anchor or anchor in anchors(path.read_text("utf-8")), target


def anchors(text: str) -> set[str]:
    """Return the anchors that GitHub gives to a page's headings."""
    headings = re.findall(r"^#+ (.+)$", FENCE.sub("", text), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def test_the_architecture_names_files_that_exist() -> None:
    named = set(re.findall(r"`([\w/-]+(?:/|\.(?:py|sql|toml|yml)))`", PAGES["docs/design/architecture.md"]))
    package = PROJECT / "include" / "newsvane"
    folders = (PROJECT, package, *(package / "lake" / "queries").iterdir())
    missing = {name for name in named if not any((folder / name).exists() for folder in folders)}
    assert missing <= {"faults.toml", "services.toml", "delivery/told/", "lake/migrations/NNNN_name.sql"}


def test_the_index_links_to_every_page() -> None:
    linked = {f"docs/{target}" for target in re.findall(r"\]\(([\w/-]+\.md)\)", PAGES["docs/README.md"])}
    pages = {page for page in PAGES if page.startswith("docs/") and not page.startswith(DECISIONS)}
    assert pages - linked == {"docs/README.md"}


def test_decisions_are_numbered_without_gaps_and_listed_in_the_index() -> None:
    index = re.findall(r"^(\d+)\. \[(.+)\]\((\S+\.md)#\S+\)$", PAGES[f"{DECISIONS}README.md"], re.MULTILINE)
    written = [
        (number, title, page.removeprefix(DECISIONS))
        for page, text in PAGES.items()
        if page.startswith(DECISIONS)
        for number, title in re.findall(r"^## (\d+)\. (.+)$", text, re.MULTILINE)
    ]
    assert index == sorted(written, key=lambda decision: int(decision[0]))
    assert [int(number) for number, _, _ in index] == list(range(1, len(index) + 1))


@pytest.mark.parametrize("page", PAGES)
def test_make_targets_exist(page: str) -> None:
    targets = set(re.findall(r"^([a-z-]+):", (PROJECT / "Makefile").read_text("utf-8"), re.MULTILINE))
    typed = re.findall(r"(?:`|^(?:    |\$ ))make ([a-z][a-z-]*)", PAGES[page], re.MULTILINE)
    assert set(typed) <= targets


@pytest.mark.parametrize("page", PAGES)
def test_named_files_and_settings_exist(page: str) -> None:
    named = re.findall(r"`((?:tests|dags|docs|plugins|include|benchmarks)/[\w./-]+)`", PAGES[page])
    assert [name for name in named if not (PROJECT / name).exists()] == []
    variables = {f"NEWSVANE_{name.upper()}" for name in settings.Settings.model_fields} | {"NEWSVANE_ALERT_URL"}
    demo = {"NEWSVANE_DEMO_WEBHOOK", "NEWSVANE_DEMO_MAIL", variable_of("paper")}
    assert set(re.findall(r"\bNEWSVANE_[A-Z_]*[A-Z]\b", PAGES[page])) <= variables | demo


@pytest.mark.parametrize("page", PAGES)
def test_no_page_names_a_registry_or_a_machine(page: str) -> None:
    hosts = r"pypi\.org|pythonhosted|files\.python|conda\.io|anaconda\.org|docker\.io|ghcr\.io|npmjs|crates\.io"
    assert re.findall(rf"{hosts}|(?<!\w)/home/|(?<!\w)/tmp/", PAGES[page]) == []
