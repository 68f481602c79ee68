"""The page Actions on a real lake: requests to remove something do not say what it was, and can be told apart."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from newsvane import lake
from newsvane.records import Tombstone
from newsvane.settings import Settings
from newsvane_pages import actions
from tests.support.empty_lake import create_lake
from tests.support.page_client import get_html, page_client

NOW = datetime.now(UTC)


def request(act_id: str, kind: lake.ActionKind, target: str) -> lake.ActionResult:
    return lake.ActionResult(
        act_id=act_id, kind=kind, target=target, reason="an order", done_by="legal", asked_at=NOW, done_at=NOW,
        state="done", words="removed",
    )  # fmt: skip


def tombstone(name: str, act_id: str, lift_act_id: str | None = None) -> Tombstone:
    lifted_at = NOW + timedelta(seconds=1) if lift_act_id else None
    return Tombstone(
        kind="outlet",
        hash=name,
        salt="s",
        forgotten_at=NOW,
        act_id=act_id,
        lifted_at=lifted_at,
        lift_act_id=lift_act_id,
    )


@pytest.fixture
def client(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[TestClient]:
    """Of two outlets that were removed, one is let in again."""
    settings = create_lake(Settings(home=tmp_path))
    requests = [
        request("cli-first", "forget", "outlet"), request("cli-second", "forget", "outlet"),
        request("cli-third", "lift", "outlet"), request("cli-fourth", "forget", "person"),
        request("manual-run", "pause_feed", "herald"), request("manual-removal", "remove_rule", "ships"),
    ]  # fmt: skip
    with lake.writer(settings) as con:
        for each in requests:
            lake.record_action(con, each)
        lake.land_tombstones(con, [tombstone("1", "cli-first"), tombstone("2", "cli-second", "cli-third")])
    monkeypatch.setattr(actions, "list_latest_runs", lambda *_: [])
    with page_client(settings, actions.router) as served:
        yield served


def row(html: str, act_id: str) -> str:
    return html.split(f'<li id="{act_id}">')[1].split('<li id="', maxsplit=1)[0]


@pytest.mark.parametrize(
    ("act_id", "title"),
    [
        pytest.param("cli-first", "Forget: an outlet", id="an outlet"),
        pytest.param("cli-third", "Lift: an outlet", id="let in again"),
        pytest.param("cli-fourth", "Forget: the articles that name a person", id="a person"),
    ],
)
def test_what_was_removed_has_no_link_and_its_request_has_an_id(client: TestClient, act_id: str, title: str) -> None:
    shown = row(get_html(client, "/actions"), act_id)
    assert f'<span class="title">{title}</span>' in shown
    assert f"<li>request <code>{act_id}</code></li>" in shown


def test_a_lift_says_which_request_it_lifted(client: TestClient) -> None:
    html = get_html(client, "/actions")
    assert '<li>lifted: request <a href="#cli-second"><code>cli-second</code></a></li>' in row(html, "cli-third")
    assert html.count("lifted: ") == 1


def test_other_actions_lead_to_their_targets(client: TestClient) -> None:
    shown = row(get_html(client, "/actions"), "manual-run")
    assert '<a href="/feeds#herald">' in shown
    assert "<li>run <code>manual-run</code></li>" in shown


def test_a_removed_rule_has_the_title_that_a_run_gave_it(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    assert ">ships</a>" in row(get_html(client, "/actions"), "manual-removal").replace("<bdi>", "").replace(
        "</bdi>", ""
    )
    run = {
        "dag_id": "newsvane_act", "dag_run_id": "manual-addition", "state": "success", "triggering_user_name": "olga",
        "run_after": f"{NOW - timedelta(days=30)}",
        "conf": {"act": "add_rule", "target": "ships", "rule": '[[rule]]\ntitle = "All ships"\n'},
    }  # fmt: skip
    monkeypatch.setattr(actions, "list_latest_runs", lambda _, dag_id: [run] if dag_id == run["dag_id"] else [])
    shown = row(get_html(client, "/actions"), "manual-removal")
    assert "All ships" in shown
    assert "<code>ships</code>" in shown
