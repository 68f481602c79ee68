"""Saved searches: who sees and changes them, what is refused, and that none is lost or doubled."""

import json
import os
import subprocess
import sys
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import quote
from xml.etree import ElementTree

import pytest

from newsvane.settings import Settings
from tests.airflow.test_plugin_actions import OURS, submit
from tests.servers import postgres
from tests.servers.needed import needs
from tests.support import airflow_app
from tests.support.airflow_app import PROJECT
from tests.support.empty_lake import create_lake

HOSTILE = "<script>alert(1)</script> \"'& \u202ereversed\r\nX-Header: 1"
SHOWN = "<script>alert(1)</script> \"'& reversed X-Header: 1"
PERSIAN = "ایران OR " * 200
"""A query whose address is longer than a form may be."""


def save(who: str, name: str, **fields: str) -> dict[str, Any]:
    return {"who": who} | submit("", name=name, **fields)


def change(who: str, search: str, wish: str, **fields: str) -> dict[str, Any]:
    return {"who": who} | submit(f"/{{{search}}}", change=wish, **fields)


def get(who: str, path: str) -> dict[str, Any]:
    return {"who": who, "method": "GET", "path": f"/newsvane/search/saved{path}"}


STEPS: dict[str, dict[str, Any]] = {
    "kept": save("viewer", HOSTILE) | {"as": "private"},
    "kept and shared": save("viewer", "Of a viewer", shared="1") | {"as": "shared"},
    "kept by an op": save("op", "Of an op", shared="1", address="?q=tirana&q=durres&language=sq") | {"as": "other"},
    "the same name of another": save("op", "Of a viewer"),
    "long": save("op", "Long", address=f"?q={quote(PERSIAN)}"),
    "the same name": save("viewer", " Of a viewer "),
    "no name": save("viewer", "\u202e "),
    "a long name": save("viewer", "x" * 81),
    "no query": save("viewer", "No query", address="?language=sq"),
    "a wrong filter": save("viewer", "A wrong filter", address="?q=iran&language=farsi"),
    "list of the viewer": get("viewer", ""),
    "list of the op": get("op", ""),
    "on the search page": {"who": "viewer", "method": "GET", "path": "/newsvane/search"},
    "its results": {
        "who": "op", "method": "GET", "path": "/newsvane/search?q=tirana&q=durres&language=sq",
    },
    "feed": get("viewer", "/{private}/feed.atom"),
    "feed of another": get("admin", "/{private}/feed.json"),
    "shared feed": get("admin", "/{shared}/feed.json"),
    "feed of nothing": get("viewer", "/0123/feed.atom"),
    "renamed by another": change("admin", "private", "rename", name="Mine now"),
    "renamed by a viewer": change("viewer", "other", "rename", name="Mine now"),
    "deleted by a viewer": change("viewer", "other", "delete"),
    "an unknown change": change("viewer", "private", "give"),
    "renamed to a taken name": change("viewer", "private", "rename", name="Of a viewer"),
    "renamed": change("viewer", "private", "rename", name="Renamed"),
    "feed after": get("viewer", "/{private}/feed.atom"),
    "unshared by who may act": change("user", "shared", "unshare"),
    "feed of what was unshared": get("admin", "/{shared}/feed.json"),
    "deleted": change("viewer", "private", "delete"),
    "deleted again": change("viewer", "private", "delete"),
    "list at the end": get("viewer", ""),
    "forged": get("op", "?q=iran") | {"method": "POST", "headers": OURS, "body": "name=x"},
    "from another site": save("op", "Of another site") | {"headers": {"Origin": "https://evil.example"}},
    "another's form": save("op", "Of another") | {"form_of": "viewer"},
    "a forged change": change("op", "other", "delete") | {"form_of": "viewer"},
    "list of the op at the end": get("op", ""),
}  # fmt: skip


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    """All steps in one process, in order; the answers by name."""
    folder = tmp_path_factory.mktemp("saved")
    settings = create_lake(Settings(home=folder / "var", watch=PROJECT / "tests" / "world" / "watch"))
    environment = {"NEWSVANE_HOME": str(settings.home), "NEWSVANE_WATCH": str(settings.watch)}
    answers = airflow_app.start([*STEPS.values()], folder / "airflow", environment)
    return dict(zip(STEPS, answers, strict=True))


@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("kept", 303), ("kept and shared", 303), ("the same name of another", 303), ("long", 303), ("renamed", 303),
        ("deleted", 303), ("unshared by who may act", 303),
        ("the same name", 409), ("renamed to a taken name", 409),
        ("no name", 422), ("a long name", 422), ("no query", 422), ("a wrong filter", 422), ("an unknown change", 422),
        ("feed", 200), ("shared feed", 200), ("feed of another", 404), ("feed of nothing", 404),
        ("renamed by another", 404), ("renamed by a viewer", 403), ("deleted by a viewer", 403),
        ("feed of what was unshared", 404), ("deleted again", 404),
        ("forged", 403), ("from another site", 403), ("another's form", 403), ("a forged change", 403),
    ],
)  # fmt: skip
def test_only_who_may_changes_or_sees_a_search(found: dict[str, dict[str, Any]], name: str, status: int) -> None:
    assert found[name]["status"] == status, found[name]["text"]


def test_a_private_search_is_shown_to_its_owner_alone(found: dict[str, dict[str, Any]]) -> None:
    own, others = unescape(found["list of the viewer"]["text"]), unescape(found["list of the op"]["text"])
    assert [name in own for name in (SHOWN, "Of a viewer", "Of an op", "shared by")] == [True] * 4
    assert [name in others for name in (SHOWN, "Of a viewer", "Of an op", "shared by")] == [False, True, True, True]
    assert "/search?q=tirana&q=durres&language=sq" in own
    assert own.count('value="delete"') == 2, "a viewer may not change what an op shares"
    assert others.count('value="delete"') == 4
    assert SHOWN in unescape(found["on the search page"]["text"])


def test_who_saves_a_search_stays_on_its_results_and_may_make_it_a_rule(found: dict[str, dict[str, Any]]) -> None:
    assert "/search?q=tirana&q=durres&language=sq#" in found["kept by an op"]["headers"]["location"]
    assert "This search is saved as" in found["its results"]["text"]
    rule = "/alerts/rules/new?q=tirana&q=durres&language=sq&title="
    assert rule in unescape(found["list of the op"]["text"])


def test_its_name_is_text_everywhere(found: dict[str, dict[str, Any]]) -> None:
    for name in ("list of the viewer", "on the search page", "feed"):
        assert "<script>alert" not in found[name]["text"]
    title = ElementTree.fromstring(found["feed"]["text"]).findtext("{http://www.w3.org/2005/Atom}title")
    assert title == f"Newsvane: {SHOWN}"
    assert json.loads(found["shared feed"]["text"])["title"] == "Newsvane: Of a viewer"


def test_its_feed_stays_when_it_is_renamed(found: dict[str, dict[str, Any]]) -> None:
    before, after = (ElementTree.fromstring(found[name]["text"]) for name in ("feed", "feed after"))
    atom = "{http://www.w3.org/2005/Atom}"
    assert before.findtext(f"{atom}id") == after.findtext(f"{atom}id")
    assert after.findtext(f"{atom}title") == "Newsvane: Renamed"


def test_what_was_refused_changed_nothing(found: dict[str, dict[str, Any]]) -> None:
    own, others = found["list at the end"]["text"], found["list of the op at the end"]["text"]
    assert ("Renamed" in own, "Of a viewer" in own, "Mine now" in own) == (False, True, False)
    assert ("Of an op" in others, "Of another" in others, "Mine now" in others) == (True, False, False)


RACERS = 6
PROBE = """
import sys
from airflow.models import import_all_models
from concurrent.futures import ThreadPoolExecutor
from starlette.exceptions import HTTPException
from newsvane_pages import saved_searches as kept
from newsvane_pages.search_address import SearchState
wanted, person = SearchState(q=["iran"]), kept.Person("7", "Seven", False)
def save(name):
    try:
        kept.save_search(person, name, wanted, shared=False)
        return 200
    except HTTPException as error:
        return int(error.status_code)
def race(names):
    with ThreadPoolExecutor(len(names)) as pool:
        return sorted(pool.map(save, names))
"""
RACE = f"""
kept.MAX_SEARCHES = 3
print("FOUND", race(["one"] * {RACERS}), race(["two"]), race(["three"]), race(["four"]))
"""
RACE_TO_THE_LIMIT = f"""
kept.MAX_SEARCHES = 3
print("FOUND", sorted(race([f"name {{n}}" for n in range({RACERS})])))
"""
LOOP = "for n in range(1000):\n    save(f'kept {n}') == 200 and print(n, flush=True)\n    kept.MAX_SEARCHES = 1000"
COUNT = "print('FOUND', [each.name for each in kept.list_searches(person)])"


def probe(code: str, home: Path, **more: str) -> "subprocess.Popen[str]":
    """Run code beside PROBE in a process of its own, with Airflow's database in `home` unless `more` names another."""
    paths = os.pathsep.join(str(PROJECT / each) for each in ("plugins", "include", "."))
    environment = {**os.environ, "AIRFLOW_HOME": str(home), "PYTHONPATH": paths, **more}
    return subprocess.Popen(
        [sys.executable, "-c", PROBE + code], env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def test_of_two_with_one_name_one_is_kept_and_there_are_no_more_than_allowed(tmp_path: Path) -> None:
    out, errors = probe(RACE, tmp_path).communicate(timeout=120)
    assert f"FOUND {[200] + [409] * (RACERS - 1)} [200] [200] [409]" in out, errors[-2000:]


def test_searches_that_are_saved_at_the_same_instant_are_no_more_than_allowed(tmp_path: Path) -> None:
    out, errors = probe(RACE_TO_THE_LIMIT, tmp_path).communicate(timeout=120)
    assert f"FOUND {[200] * 3 + [409] * (RACERS - 3)}" in out, errors[-2000:]


@needs("PostgreSQL", postgres.INSTALLED)
def test_so_are_those_that_are_saved_before_any_of_them_is_counted(tmp_path: Path) -> None:
    code = f"""
import threading, time
save("name first")
kept.MAX_SEARCHES, count, all_saved = 3, kept._count_searches, threading.Barrier({RACERS})
def count_together(*arguments):
    all_saved.wait(30)
    counted = count(*arguments)
    time.sleep(0.5)
    return counted
kept._count_searches = count_together
race([f"name {{n}}" for n in range({RACERS})])
"""
    with postgres.Postgres() as server:
        url = server.create("airflow", "airflow").replace("postgresql://", "postgresql+psycopg2://")
        shared = {"AIRFLOW__DATABASE__SQL_ALCHEMY_CONN": url}
        _, errors = probe(code, tmp_path, **shared).communicate(timeout=120)
        counted, _ = probe(COUNT, tmp_path, **shared).communicate(timeout=120)
    assert counted.count("name ") == 3, errors[-800:]


def test_what_was_saved_survives_a_kill(tmp_path: Path) -> None:
    running = probe(LOOP, tmp_path)
    assert running.stdout is not None
    said = [running.stdout.readline().strip() for _ in range(3)]
    running.kill()
    said += running.communicate()[0].split()
    out, errors = probe(COUNT, tmp_path).communicate(timeout=120)
    assert len(said) >= 3
    assert [name for name in said if f"'kept {name}'" not in out] == [], errors[-2000:]


@needs("PostgreSQL", postgres.INSTALLED)
def test_two_api_servers_begin_at_the_same_time(tmp_path: Path) -> None:
    """Both find no table in a database that they share, and both save the same names."""
    code = "print('FOUND', [save(f'kept {n}') for n in range(5)])"
    with postgres.Postgres() as server:
        url = server.create("airflow", "airflow").replace("postgresql://", "postgresql+psycopg2://")
        shared = {"AIRFLOW__DATABASE__SQL_ALCHEMY_CONN": url}
        both = [probe(code, tmp_path / name, **shared) for name in ("one", "other")]
        said = [each.communicate(timeout=120) for each in both]
        counted, _ = probe(COUNT, tmp_path / "one", **shared).communicate(timeout=120)
    answers = [json.loads(out.partition("FOUND ")[2] or "[]") for out, _ in said]
    assert [sorted(pair) for pair in zip(*answers, strict=True)] == [[200, 409]] * 5, [
        errors[-800:] for _, errors in said
    ]
    assert counted.count("kept ") == 5
