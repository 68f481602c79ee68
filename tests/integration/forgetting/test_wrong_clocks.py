"""A decision that a wrong clock or a forger has dated in the future never keeps an article from being forgotten."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from newsvane import lake, pipeline
from newsvane.errors import LakeError
from newsvane.pipeline import tombstone_list
from newsvane.pipeline.ops import forgetting
from newsvane.records import Tombstone
from newsvane.settings import Settings
from newsvane.tombstones import Tombstones
from tests.integration.forgetting import traces
from tests.support.lake_factories import NOW, ask

FUTURE = datetime.now(UTC) + timedelta(days=26_000)
IN_FORCE = "SELECT count(*) FROM tombstones WHERE lifted_at IS NULL"
STORED = "SELECT count(*) FROM articles WHERE article_id = "


def _lift_in_the_future(settings: Settings) -> list[Tombstone]:
    """Return the tombstones of a home, all lifted in many years."""
    change = {"lifted_at": FUTURE, "lift_act_id": "forged"}
    return [each.model_copy(update=change) for each in tombstone_list.read_list(settings)]


def _write(path: Path, tombstones: list[Tombstone]) -> None:
    path.write_text("".join(f"{each.model_dump_json()}\n" for each in tombstones))


def test_a_list_that_lifts_in_the_future(own: Settings, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    one = traces.find_article(own, traces.COPIED)
    lake.backup(own, tmp_path / "backup", NOW, link=False)
    traces.forget(own, one.article_id)
    _write(tmp_path / "forged.jsonl", _lift_in_the_future(own))
    (own.home / "lake").rename(tmp_path / "lost")
    pipeline.restore(tmp_path / "backup", forgotten=tmp_path / "forged.jsonl", settings=own)
    assert "dated in the future" in caplog.text
    assert ask(own, f"{STORED}'{one.article_id}'") == [(0,)]
    assert ask(own, f"SELECT count(*) FROM tombstones WHERE lifted_at > '{NOW + timedelta(days=900)}'") == [(0,)]


def test_a_lake_that_lifts_in_the_future(own: Settings, tmp_path: Path) -> None:
    one = traces.find_article(own, traces.COPIED)
    lake.backup(own, tmp_path / "backup", NOW, link=False)
    traces.forget(own, one.article_id)
    forged = _lift_in_the_future(own)
    (own.home / "lake").rename(tmp_path / "lost")
    (own.home / "forgotten").rename(tmp_path / "lost list")
    pipeline.restore(tmp_path / "backup", settings=own)
    with lake.writer(own) as con:  # as an older version did
        lake.land_tombstones(con, forged)
    assert traces.find_article(own, traces.COPIED) == one
    traces.forget(own, one.article_id)
    assert ask(own, f"{STORED}'{one.article_id}'") == [(0,)]
    assert ask(own, IN_FORCE) == [(len(forged),)]
    assert Tombstones(tombstone_list.read_list(own)).find_article(one.article_id)
    forgetting.lift([one.article_id], act_id="lift", reason="revoked", done_by="judge", settings=own)
    assert ask(own, IN_FORCE) == [(0,)]


def test_a_backup_that_lifts_in_the_future(own: Settings, tmp_path: Path) -> None:
    one = traces.find_article(own, traces.COPIED)
    with lake.writer(own) as con:
        salt = "salt"
        found = forgetting.find_articles(con, names=[one.article_id], with_copies=False)
        at = datetime.now(UTC)
        first = Tombstone(kind="article", hash="0", salt=salt, forgotten_at=at, act_id="a")
        made = forgetting.request.make_tombstones(found, Tombstones([first]), "act", at)
        lake.land_tombstones(con, [each.model_copy(update={"lifted_at": FUTURE}) for each in made])
    lake.backup(own, tmp_path / "backup", NOW, link=False)
    traces.forget(own, one.article_id)
    (own.home / "lake").rename(tmp_path / "lost")
    pipeline.restore(tmp_path / "backup", settings=own)
    assert ask(own, f"{STORED}'{one.article_id}'") == [(0,)]


@pytest.mark.parametrize("act", ["forget", "lift"])
def test_a_decision_without_effect_is_an_error(own: Settings, monkeypatch: pytest.MonkeyPatch, act: str) -> None:
    one = traces.find_article(own, traces.COPIED)
    traces.forget(own, one.article_id)
    monkeypatch.setattr(lake, "land_tombstones", lambda con, tombstones: None)
    monkeypatch.setattr("newsvane.lake.tables.forgetting.land_tombstones", lambda con, tombstones: None)
    if act == "lift":
        with pytest.raises(LakeError, match="nothing was lifted"):
            forgetting.lift([one.article_id], act_id="lift", reason="revoked", done_by="judge", settings=own)
        assert ask(own, "SELECT count(*) FROM acts WHERE kind = 'lift'") == [(0,)]
    else:
        other = ask(own, "SELECT article_id FROM articles ORDER BY ALL LIMIT 1")[0][0]
        with pytest.raises(LakeError, match="removed, but not kept out: the lake has a newer decision about"):
            traces.forget(own, str(other))
