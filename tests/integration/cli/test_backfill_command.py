"""`newsvane backfill` says what it will not request, which days it leaves alone, and which sources do not answer."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from newsvane.pipeline.backfill import lead_sources
from tests.support.installation import ENGLISH, Installation, install, page
from tests.support.outlet import Answer
from tests.support.terminal import Terminal


@pytest.fixture
def answers() -> dict[str, Answer]:
    return {f"/{name}": Answer(page(f"The ferry {name}", [*ENGLISH, f"{name} gulls came."]).body) for name in "abcd"}


@pytest.fixture
def installation(tmp_path: Path, answers: dict[str, Answer]) -> Iterator[Installation]:
    with install(tmp_path, "", answers) as one:
        yield one


@pytest.fixture
def desk(installation: Installation, monkeypatch: pytest.MonkeyPatch) -> Terminal:
    monkeypatch.setattr(lead_sources, "_FIRST_PAUSE", 0.0)
    names = ("home", "watch", "connect_to", "host_delay")
    return Terminal({f"NEWSVANE_{name.upper()}": str(getattr(installation.settings, name)) for name in names}, {})


@pytest.fixture
def listed(tmp_path: Path) -> str:
    """A list with two pages of May 2025, one of July, and one without a date."""
    dates = {"a": "2025-05-02", "b": "2025-05-03", "c": "2025-07-01", "d": ""}
    path = tmp_path / "list.csv"
    path.write_text("url,date\n" + "".join(f"http://n.example/{name},{day}\n" for name, day in dates.items()))
    return str(path)


MAY = ("--since", "2025-05-01", "--until", "2025-05-31")


def test_the_estimate_leaves_out_what_is_not_requested(desk: Terminal, listed: str) -> None:
    estimate = desk.run_json("backfill", listed, *MAY, "--dry-run")["estimate"]
    assert (estimate["pages"], estimate["requests"], estimate["left_out"]) == (3, 3, {"outside_period": 1})
    counts = desk.run_json("backfill", listed, *MAY)["counts"]
    assert (counts["articles"], counts["undated"], counts["outside_period"]) == (2, 1, 1)
    again = desk.run_json("backfill", listed, *MAY)
    assert (again["estimate"]["requests"], again["counts"]["known"]) == (1, 3), "the page without a date is tried again"
    said = " ".join(desk.run("backfill", listed, *MAY, "--dry-run").stdout.split())
    assert "about 1 page " in said
    assert "Not read 1 outside the period, 2 known already" in said


def test_the_estimate_names_the_lines_of_a_list_without_an_address(desk: Terminal, listed: str) -> None:
    with Path(listed).open("a") as file:
        file.write("gone,2025-05-02\n")
    said = " ".join(desk.run("backfill", listed, *MAY, "--dry-run").stdout.split())
    assert "Could not be read list.csv: not used: line 6 (bad_url)" in said
    with Path(listed).open("a") as file:
        file.write(",2025-05-02\n")
    said = " ".join(desk.run("backfill", listed, *MAY, "--dry-run").stdout.split())
    assert "Could not be read list.csv: 2 lines cannot be used, the first is line 6 (bad_url)" in said


def test_a_list_with_nothing_of_the_period_says_so(desk: Terminal, listed: str, tmp_path: Path) -> None:
    dated = tmp_path / "dated.csv"
    dated.write_text("".join(Path(listed).read_text().splitlines(keepends=True)[:-1]))
    said = desk.run("backfill", str(dated), "--until", "2020-01-01", code=2).stderr
    assert "there is nothing to read: 3 dated outside the period" in " ".join(said.split())


@pytest.mark.parametrize("more", [(), ("--dry-run",)])
def test_the_last_day_that_may_be_filled_in_is_named(desk: Terminal, listed: str, more: tuple[str, ...]) -> None:
    today = datetime.now(UTC).date()
    last = today - timedelta(days=2)
    said = " ".join(desk.run("backfill", listed, "--until", f"{today}", *more).stderr.split())
    assert f"--until {today}: the last day that is filled in is {last}, because today and yesterday belong" in said
    assert "--until" not in desk.run("backfill", listed, "--until", f"{last}", *more).stderr
    refused = desk.run("backfill", listed, "--since", f"{today}", *more, code=2).stderr
    assert f"the last one is {last}" in " ".join(refused.split())


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("http://closed.test", "the host refuses the connection;"),
        ("http://nowhere.invalid", "the host name does not resolve"),
        ("http://archive.example", "HTTP 404: page not found;"),
    ],
)
def test_an_archive_that_does_not_answer_is_no_empty_one(desk: Terminal, url: str, reason: str) -> None:
    _, _, served_at = desk.environment["NEWSVANE_CONNECT_TO"].partition("=")
    there = desk.with_environment(
        NEWSVANE_WAYBACK_URL=url, NEWSVANE_CONNECT_TO=f".example={served_at},closed.test=127.0.0.1:9"
    )
    said = " ".join(there.run("backfill", "--wayback", "old.example", "--dry-run", code=2).stderr.split())
    assert f"could not read the index of {url} about old.example: {reason}" in said
    assert "check the address and the network, or name another Wayback Machine with NEWSVANE_WAYBACK_URL" in said
    assert "nothing to read" not in said


def test_the_estimate_names_the_sources_that_could_not_be_read(desk: Terminal, listed: str) -> None:
    said = desk.run("backfill", listed, "--sitemap", "http://n.example/sitemap.xml", "--dry-run").stdout
    assert "Could not be read the sitemap http://n.example/sitemap.xml: HTTP 404" in " ".join(said.split())
