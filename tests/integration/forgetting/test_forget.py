"""Forgetting removes an article from every file of a home, keeps what stays intact, and lets nothing back in."""

import contextlib
import json
import os
import threading
from dataclasses import replace
from functools import partial

import pytest

from newsvane import lake, pipeline
from newsvane.archive import ArchiveWriter, read_archived_page
from newsvane.errors import ActionRefused, ArchiveDamaged, LakeBusy, UnknownName
from newsvane.pipeline import erasure, tombstone_list
from newsvane.pipeline.ops import forgetting
from newsvane.pipeline.ops.forgetting import proof
from newsvane.records import Page
from newsvane.settings import Settings
from tests.integration.forgetting import traces
from tests.integration.forgetting.traces import COPIED, DISTINCTIVE, find_article, forget, scan
from tests.support import counted_articles
from tests.support.lake_factories import NOW, article, ask
from tests.support.scene import Scene
from tests.support.steps import run_steps, steps

PLACES = ("archive/", "staging/poll/", "staging/ingest/", "coverage.duckdb", "lake/published.duckdb", "lake/data/")
"""Files that contain an article before it is forgotten, and that the proof must look into."""


def test_nothing_is_left_in_any_file(own: Settings) -> None:
    one = find_article(own, COPIED)
    before = scan(own, one)
    for place in PLACES:
        assert any(name.startswith(place) for name in before), f"the scan does not see {place}"
    done = forget(own, one.article_id, with_copies=True)
    assert done.scan
    assert (done.scan.found, done.scan.unread) == ((), ())
    assert scan(own, one) == ()
    assert done.rows["articles"] == 3
    for address in one.urls:
        assert proof.scan(own, [address, one.article_id]).found == ()
    assert [check for check in lake.check_integrity(own) if check.state != "ok"] == []


@pytest.mark.parametrize(
    ("step", "place"),
    [
        pytest.param("newsvane.pipeline.erasure.clean_archive", "archive/", id="archive"),
        pytest.param("newsvane.pipeline.erasure.clean_staging", "staging/", id="staging"),
        pytest.param("newsvane.lake.publish_again", "coverage.duckdb", id="published file"),
        pytest.param("newsvane.lake.purge", "lake/", id="files of the lake"),
    ],
)
def test_the_proof_finds_what_a_broken_step_leaves(
    own: Settings, monkeypatch: pytest.MonkeyPatch, step: str, place: str
) -> None:
    module, _, name = step.rpartition(".")
    owner = {"newsvane.lake": lake, "newsvane.pipeline.erasure": erasure}[module]
    monkeypatch.setattr(owner, name, lambda *given, **named: {} if name == "purge" else 0)
    done = forget(own, find_article(own, COPIED).article_id, with_copies=True)
    assert done.scan
    assert any(place in each for each in done.scan.found)


def test_an_address_within_a_text_is_no_passage(own: Settings) -> None:
    one = find_article(own, COPIED)
    address = "https://harbour-gazette.example/story/lanterns"
    told = replace(one, texts=(f"It is reported in the archive at {address} and nowhere else. " * 3,))
    passages = proof.choose_passages([told], [])
    assert passages
    assert not any("harbour-gazette" in each for each in passages)
    assert proof.choose_passages([replace(told, title=address, texts=())], []) == [one.canonical_url]


def test_what_stays_is_intact(own: Settings) -> None:
    one = find_article(own, COPIED)
    log = own.home / "airflow" / "logs" / "read.log"
    size = log.stat().st_size
    ((story,),) = ask(own, f"SELECT story_id FROM article_groups WHERE article_id = '{one.article_id}'")
    raws = ask(own, "SELECT article_id FROM articles WHERE raw_file IS NOT NULL")
    forget(own, one.article_id)
    with contextlib.closing(lake.connect(settings=own)) as con:
        others = lake.load_articles(con, [key for (key,) in raws])
        assert counted_articles.list_counted(con) == counted_articles.list_stored(con)
    assert len(others) == len(raws) - 1
    for other in others:
        assert other.raw
        assert read_archived_page(own.archive_path, other.raw).body
    assert log.stat().st_size == size
    assert "page http://other.example/a: skipped" in log.read_text()
    counted = "SELECT count(*) FILTER (copy_of IS NULL), count(copy_of) FROM article_groups"
    ((original, copies),) = ask(own, f"{counted} WHERE story_id = '{story}'")
    assert (original, copies) == (1, 1), "the copies that stay are grouped again"
    assert ask(own, "SELECT count(*) FROM trend_stale") == [(0,)]


def test_messages_lose_their_words_and_keep_their_keys(own: Settings) -> None:
    one = find_article(own, COPIED)
    keys = {key for (key,) in ask(own, f"SELECT key FROM outbox WHERE article_id = '{one.article_id}'")}
    forget(own, one.article_id)
    rows = ask(own, "SELECT key, subject, state FROM outbox")
    assert keys <= {key for key, *_ in rows}
    assert {subject for key, subject, _ in rows if key in {*keys, "d_sent"}} == {"Removed by request"}
    assert "d_waiting" not in {key for key, *_ in rows}, "a digest that waits is not sent with it"
    again = lake.ActionRequest(act_id="a", kind="resend", target="d_sent", reason="lost", done_by="c", asked_at=NOW)
    with lake.writer(own, "acts") as con, pytest.raises(ActionRefused, match="removed by request"):
        lake.resend_message(con, again, now=NOW)


def test_a_staged_page_that_names_its_address_stays_without_it(own: Settings) -> None:
    one, other = find_article(own, COPIED), "https://other.example/claims"
    staged = own.home / "staging" / "ingest" / "claims" / "read-000.jsonl"
    staged.parent.mkdir(parents=True)
    claims = {"claimed_url": one.canonical_url, "redirects": [one.canonical_url, other]}
    staged.write_text(json.dumps({"article": {"url": other} | claims}) + "\n", "utf-8")
    done = forget(own, one.article_id)
    assert done.scan
    assert done.scan.found == ()
    assert json.loads(staged.read_text("utf-8"))["article"] == {"url": other, "claimed_url": None, "redirects": [other]}


def test_an_article_in_quarantine_is_forgotten(own: Settings) -> None:
    assert proof.scan(own, [DISTINCTIVE]).found
    done = forget(own, "https://one.example/held")
    assert done.rows["quarantine"] == 1
    assert proof.scan(own, [DISTINCTIVE]).found == ()


def test_links_to_it_are_overwritten_in_archived_pages_and_others_stay(own: Settings) -> None:
    links = '<a href="/held">Held</a> <a href="held/">more</a> <a href="/held-back">Held back</a> <a href="/">Home</a>'
    pages = {
        address: Page(url=address, final_url=address, status=200, fetched_at=NOW, body=body.encode())
        for address, body in (
            ("https://one.example/list", links),
            ("https://two.example/list", f"{links} https://one.example/held, and more"),
        )
    }
    with ArchiveWriter(own.archive_path, f"{NOW:%Y-%m-%d}/lists.warc.gz") as archive:
        raws = {address: archive.write(page) for address, page in pages.items()}
    size = (own.archive_path / raws["https://one.example/list"].file).stat().st_size
    forget(own, "https://one.example/held")
    after = {address: read_archived_page(own.archive_path, raw).body.decode() for address, raw in raws.items()}
    assert after["https://one.example/list"] == links.replace('"/held"', '"xxxxx"').replace('"held/"', '"xxxxx"')
    assert after["https://two.example/list"] == f"{links} {'x' * len('https://one.example/held')}, and more"
    assert (own.archive_path / raws["https://one.example/list"].file).stat().st_size == size


def test_the_page_of_a_telegram_post_is_erased_though_it_has_another_address(own: Settings) -> None:
    post, read_from = "https://t.me/harbour_desk/415", "https://t.me/harbour_desk/415?embed=1"
    page = Page(url=read_from, final_url=read_from, status=200, fetched_at=NOW, body=DISTINCTIVE.encode())
    with ArchiveWriter(own.archive_path, f"{NOW:%Y-%m-%d}/posts.warc.gz") as archive:
        raw = archive.write(page)
    told = article("415", url=post, canonical_url=post, text=f"{DISTINCTIVE}. " * 9, raw=raw)
    with lake.writer(own) as con:
        lake.land_articles(con, lake.Batch(run_id="posts", now=NOW, articles=(told,)))
    forget(own, post)
    with pytest.raises(ArchiveDamaged, match="removed by request"):
        read_archived_page(own.archive_path, raw)


def test_titles_of_others_that_begin_like_it_stay(own: Settings) -> None:
    title, one = "Lantern count at the harbour: part 1", "https://one.example/part-1"
    titles = {f"part-1{number}": f"{title}{number}" for number in range(3)}
    others = [article(name, title=each, text=f"{name}: {DISTINCTIVE}. " * 9) for name, each in titles.items()]
    others.append(article("whole", title=f"{title}, explained", text=f"Explained: {DISTINCTIVE}. " * 9))
    pages = [
        Page(
            url=each.url, final_url=each.url, status=200, fetched_at=NOW,
            body=f"<h1>{each.title}</h1> <a href='{one}'>{title}</a> {title}".encode(),
        )
        for each in others
    ]  # fmt: skip
    with ArchiveWriter(own.archive_path, f"{NOW:%Y-%m-%d}/parts.warc.gz") as archive:
        raws = [archive.write(page) for page in pages]
    with lake.writer(own) as con:
        articles = (article("part-1", title=title, url=one, text=f"First: {DISTINCTIVE}. " * 9), *others)
        lake.land_articles(con, lake.Batch(run_id="parts", now=NOW, articles=articles))
    forget(own, one)
    for page, raw in zip(pages, raws, strict=True):
        after = read_archived_page(own.archive_path, raw).body.decode()
        clean = page.body.decode().replace(one, "x" * len(one)).replace(f">{title}</a>", f">{'x' * len(title)}</a>")
        assert after == clean, "another article has that title as a part of its own"


def test_the_same_title_of_another_with_other_quotation_marks_stays(own: Settings) -> None:
    title, one, other = "The harbour master’s lantern count", "https://one.example/first", "https://two.example/second"
    body = f"<h1>{title.replace('’', chr(39))}</h1>".encode()
    with ArchiveWriter(own.archive_path, f"{NOW:%Y-%m-%d}/seconds.warc.gz") as archive:
        raw = archive.write(Page(url=other, final_url=other, status=200, fetched_at=NOW, body=body))
    told = article("second", url=other, title=title.replace("’", "'"), text=f"Second: {DISTINCTIVE}. " * 9)
    with lake.writer(own) as con:
        first = article("first", title=title, url=one, text=f"First: {DISTINCTIVE}. " * 9)
        lake.land_articles(con, lake.Batch(run_id="titles", now=NOW, articles=(first, told)))
    forget(own, one)
    assert read_archived_page(own.archive_path, raw).body == body


def test_it_is_not_read_again(own: Settings, cycle: Scene) -> None:
    one = find_article(own, COPIED)
    forget(own, one.article_id, with_copies=True)
    with lake.writer(own) as con:
        con.execute("DELETE FROM feed_items")  # as if every feed listed everything anew
        con.execute("UPDATE feed_states SET body_hash = NULL, etag = NULL, last_modified = NULL")
    environment = {**cycle.environment, "NEWSVANE_HOME": str(own.home)}
    poll = [("plan_polls", ("again",)), *steps("again")[1:]]
    run_steps(
        own,
        environment,
        [(name, given) if name != "plan_polls" else (f"{__name__}:plan_all", ()) for name, given in poll],
    )
    assert ask(own, f"SELECT count(*) FROM articles WHERE article_id = '{one.article_id}'") == [(0,)]
    rows = ask(own, "SELECT url, detail, feed_id FROM skipped WHERE reason = 'forgotten'")
    assert rows
    assert not any(COPIED in str(row) for row in rows)
    assert scan(own, one) == ()


def plan_all(*, settings: Settings) -> None:
    pipeline.plan_polls("again", everything=True, settings=settings)


def test_what_was_read_meanwhile_is_left_out_and_erased(own: Settings) -> None:
    with contextlib.closing(lake.connect(settings=own)) as con:
        (read,) = lake.load_articles(con, [find_article(own, COPIED).article_id])
    assert read.raw
    changing = [*own.home.glob("staging/*/*/*.jsonl"), *own.home.glob("archive/*/*.gz")]
    before = {path: path.read_bytes() for path in changing}
    one = find_article(own, COPIED)
    forget(own, one.article_id, with_copies=True)
    for path, content in before.items():  # as if tasks had been polling and reading it meanwhile
        path.write_bytes(content)
    pipeline.land_polls("run-1", settings=own)
    pipeline.land_articles("run-1", settings=own)
    assert ask(own, f"SELECT count(*) FROM articles WHERE article_id = '{one.article_id}'") == [(0,)]
    with pytest.raises(ArchiveDamaged, match="removed by request"):
        read_archived_page(own.archive_path, read.raw)
    assert [name for name in scan(own, one) if not name.startswith("archive/")] == [], "but titles in lists of links"


def test_a_backup_and_forgetting_keep_each_other_out(own: Settings) -> None:
    with lake.lock(own, "backup"), pytest.MonkeyPatch.context() as patch:
        patch.setattr(lake, "lock", partial(lake.lock, wait=0.1))
        with pytest.raises(LakeBusy, match="a backup is being made"):
            forget(own, find_article(own, COPIED).article_id)
    assert tombstone_list.load_pending(own) is None


def test_readers_and_publications_do_not_keep_the_text(own: Settings) -> None:
    one, stop = find_article(own, COPIED), threading.Event()
    errors: list[BaseException] = []

    def read() -> None:
        while not stop.is_set():
            try:
                with contextlib.closing(lake.connect(settings=own)) as con:
                    con.execute("SELECT count(*) FROM coverage WHERE text LIKE '%a%'").fetchone()
                lake.publish(own)
            except lake.DatabaseError:
                pass  # a file that it was reading is gone
            except BaseException as error:
                errors.append(error)
                raise

    threads = [threading.Thread(target=read) for _ in range(2)]
    for each in threads:
        each.start()
    try:
        run_steps(own, dict(os.environ), [(f"{traces.__name__}:forget_copied", ())])
    finally:
        stop.set()
        for each in threads:
            each.join()
    assert errors == []
    assert scan(own, one) == ()


def test_a_request_needs_a_reason_and_a_known_article(own: Settings) -> None:
    find = partial(forgetting.find_articles, names=["a1_nothing"], with_copies=False)
    with pytest.raises(ActionRefused, match="say why"):
        forgetting.forget(find, act_id="a", reason=" ", done_by="clerk", settings=own)
    with pytest.raises(UnknownName, match="there is no article 'a1_nothing'"):
        forget(own, "a1_nothing")
    with pytest.raises(UnknownName, match="neither the id of an article nor an address"):
        forget(own, "something")
    assert ask(own, "SELECT count(*) FROM acts") == [(0,)]


def test_the_action_is_recorded_without_its_subject(own: Settings) -> None:
    one = find_article(own, COPIED)
    forget(own, one.article_id)
    ((kind, target, reason, who, words),) = ask(own, "SELECT kind, target, reason, done_by, words FROM acts")
    assert (kind, target, reason, who) == ("forget", "articles", "by order", "clerk")
    assert "1 of articles" in str(words)
    assert COPIED not in repr((words, target))


def test_an_outlet_and_a_person_are_forgotten(own: Settings) -> None:
    find = partial(forgetting.find_outlet, name="khabar-negar.example", with_copies=False)
    done = forgetting.forget(find, act_id="outlet", reason="r", done_by="c", settings=own)
    assert done.scan
    assert done.scan.found == ()
    assert ask(own, "SELECT count(*) FROM articles WHERE outlet = 'khabar-negar.example'") == [(0,)]
    assert ask(own, "SELECT count(*) FROM entries WHERE canonical_url LIKE '%khabar-negar%'") == [(0,)]
    with contextlib.closing(lake.connect(settings=own)) as con:
        named = forgetting.find_person(con, name="maryam-rajavi", with_copies=False)
    assert named.doomed.articles
    done = forgetting.forget(
        partial(forgetting.find_person, name="maryam-rajavi", with_copies=False),
        act_id="person", reason="r", done_by="c", settings=own,
    )  # fmt: skip
    assert done.scan
    assert done.scan.found == ()
    assert ask(own, "SELECT count(*) FROM article_names WHERE entity_id = 'maryam-rajavi'") == [(0,)]
    assert ask(own, "SELECT count(*) FROM entities WHERE entity_id = 'maryam-rajavi'") == [(0,)]
    with contextlib.closing(lake.connect(settings=own)) as con:
        assert counted_articles.list_counted(con) == counted_articles.list_stored(con)
