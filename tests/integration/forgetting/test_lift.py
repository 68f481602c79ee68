"""What was forgotten may be read again when somebody lifts it, and the newest decision counts everywhere."""

import secrets
from functools import partial
from pathlib import Path

import pytest

from newsvane import lake, pipeline
from newsvane.analysis.articles import load_article
from newsvane.errors import ActionRefused, UnknownName
from newsvane.pipeline import tombstone_list
from newsvane.pipeline.ops import forgetting
from newsvane.settings import Settings
from tests.integration.forgetting import traces
from tests.support.lake_factories import NOW, ask
from tests.support.scene import Scene
from tests.support.steps import run_steps, steps
from tests.support.terminal import Terminal


def lift(settings: Settings, *names: str, reason: str = "revoked") -> forgetting.Lifted:
    return forgetting.lift(
        names, act_id=f"act-{secrets.token_hex(4)}", reason=reason, done_by="judge", settings=settings
    )


def _is_stored(settings: Settings, one: lake.FoundArticle) -> bool:
    return ask(settings, f"SELECT count(*) FROM articles WHERE article_id = '{one.article_id}'") == [(1,)]


def _cycle(own: Settings, cycle: Scene, run: str) -> None:
    environment = {**cycle.environment, "NEWSVANE_HOME": str(own.home)}
    everything = (f"{__name__}:plan_all", (run,))
    run_steps(own, environment, [everything, *steps(run)[1:]])


def plan_all(run: str, *, settings: Settings) -> None:
    pipeline.plan_polls(run, everything=True, settings=settings)


def test_what_is_lifted_is_read_again(own: Settings, cycle: Scene) -> None:
    one = traces.find_article(own, traces.COPIED)
    traces.forget(own, one.article_id)
    _cycle(own, cycle, "before")
    assert not _is_stored(own, one)
    done = lift(own, one.canonical_url.replace("https://", "http://"))  # as its server speaks
    assert done.queued == 1
    assert lift_rows(own) == [("lift", "articles", "revoked", "judge")]
    with pytest.raises(UnknownName, match="waits; the next run reads it"):
        load_article(one.canonical_url, open_lake=partial(lake.open_reader, settings=own))
    _cycle(own, cycle, "after")
    assert _is_stored(own, one)
    ((text,),) = ask(own, f"SELECT text FROM articles WHERE article_id = '{one.article_id}'")
    assert text == one.texts[0]
    assert one.title not in (own.home / "forgotten" / tombstone_list.LIST).read_text("utf-8")


@pytest.mark.parametrize("by", ["id", "outlet"])
def test_what_an_unchanged_feed_lists_is_read_after_a_lift(own: Settings, cycle: Scene, by: str) -> None:
    one = traces.find_article(own, traces.COPIED)
    name = one.article_id if by == "id" else one.outlet
    find = forgetting.find_articles if by == "id" else forgetting.find_outlet
    asked = {"names": [name]} if by == "id" else {"name": name}
    forgetting.forget(
        partial(find, with_copies=False, **asked), act_id="act", reason="by order", done_by="clerk", settings=own
    )
    assert lift(own, name).queued == 0
    _cycle(own, cycle, "after")
    assert _is_stored(own, one)
    polled = "FROM feed_states WHERE status = 'ok' AND polled_at > (SELECT max(done_at) FROM acts)"
    ((most_fresh, read),) = ask(own, f"SELECT max(entries_fresh), count(*) {polled}")
    assert read
    assert most_fresh == 0, "what a feed has listed before is not new"
    assert ask(
        own, f"SELECT count(*) FROM articles WHERE article_id = '{one.article_id}' AND absent_at IS NOT NULL"
    ) == [(0,)]


def lift_rows(settings: Settings) -> list[tuple[object, ...]]:
    return ask(settings, "SELECT kind, target, reason, done_by FROM acts WHERE kind = 'lift'")


def test_a_restored_lake_knows_the_newest_decision(own: Settings, tmp_path: Path) -> None:
    one = traces.find_article(own, traces.COPIED)
    lake.backup(own, tmp_path / "first", NOW, archive=True, link=False)
    traces.forget(own, one.article_id)
    old_list = tmp_path / "old.jsonl"
    old_list.write_bytes((own.home / "forgotten" / tombstone_list.LIST).read_bytes())
    lake.backup(own, tmp_path / "second", NOW, archive=True, link=False)
    lift(own, one.canonical_url)
    lake.backup(own, tmp_path / "third", NOW, archive=True, link=False)
    for name, stored in (("second", False), ("first", True)):
        (own.home / "lake").rename(tmp_path / f"lost before {name}")
        pipeline.restore(tmp_path / name, settings=own)
        assert _is_stored(own, one) is stored
        assert ask(own, "SELECT count(*) FROM tombstones WHERE lifted_at IS NULL") == [(0,)]
    new = own.model_copy(update={"home": tmp_path / "new"})
    pipeline.restore(tmp_path / "third", forgotten=old_list, settings=new)
    assert ask(new, "SELECT count(*) FROM tombstones WHERE lifted_at IS NULL") == [(0,)]
    traces.forget(own, one.article_id)
    assert not _is_stored(own, one)
    (own.home / "lake").rename(tmp_path / "lost at last")
    pipeline.restore(tmp_path / "third", settings=own)
    assert ask(own, "SELECT count(*) FROM tombstones WHERE lifted_at IS NULL") != [(0,)]


def test_an_article_of_a_forgotten_outlet_is_lifted_with_the_outlet(own: Settings) -> None:
    one = traces.find_article(own, traces.COPIED)
    terminal = Terminal({"NEWSVANE_HOME": str(own.home), "NEWSVANE_WATCH": str(own.watch)}, {})
    terminal.run("forget", "outlet", one.outlet, "--yes", "--reason", "by order")
    for name in (one.canonical_url, one.article_id):
        with pytest.raises(ActionRefused, match=r"kept out since .*: by order; lift that"):
            lift(own, name)
    assert lift(own, one.outlet).queued == 0
    assert ask(own, "SELECT count(*) FROM tombstones WHERE lifted_at IS NULL") == [(0,)]


def test_lifting_needs_a_reason_and_something_forgotten(own: Settings) -> None:
    one = traces.find_article(own, traces.COPIED)
    with pytest.raises(UnknownName, match="is not kept out"):
        lift(own, one.canonical_url)
    traces.forget(own, one.article_id)
    with pytest.raises(ActionRefused, match="say why"):
        lift(own, one.article_id, reason=" ")
    with pytest.raises(UnknownName, match="'nothing' is not kept out"):
        lift(own, one.canonical_url, "nothing")
    assert lift_rows(own) == []
    assert lift(own, one.article_id).queued == 0


def test_who_asks_again_is_told_since_when_by_whom_and_why(own: Settings) -> None:
    one = traces.find_article(own, traces.COPIED)
    terminal = Terminal({"NEWSVANE_HOME": str(own.home), "NEWSVANE_WATCH": str(own.watch)}, {})
    given = ("--yes", "--reason", "order 12/2026", "--who", "legal desk")
    terminal.run("forget", "article", one.canonical_url, *given)
    acts = ask(own, "FROM acts")
    for name in (one.canonical_url, one.article_id):
        for more in ((), ("--yes", "--reason", "again")):
            said = " ".join(terminal.run("forget", "article", name, *more).stdout.split())
            assert f"{name} is kept out since" in said
            assert "by legal desk: order 12/2026" in said
            assert "The result at that time: removed 1 of articles" in said
            assert "Its rows are gone" in said
    assert terminal.run_json("forget", "article", one.article_id)["kept_out"][0]["done_by"] == "legal desk"
    assert ask(own, "FROM acts") == acts, "nothing was done again"
    said = terminal.run("forget", "lift", one.canonical_url, "--reason", "revoked").stdout
    assert "The next `newsvane run` reads 1 page" in said
