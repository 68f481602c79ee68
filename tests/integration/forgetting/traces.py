"""What a home may keep of an article besides what a cycle writes, and helpers to forget it and to look for it."""

import contextlib
import secrets
from datetime import UTC, datetime
from functools import partial

from newsvane import lake
from newsvane.pipeline.ops import forgetting
from newsvane.pipeline.ops.forgetting import proof
from newsvane.records import Delivery, Message, Quarantined
from newsvane.settings import Settings
from tests.support.lake_factories import NOW, article

COPIED = "camp-search-questions"
"""An article of tirana-courier.example that two other outlets copy."""
DISTINCTIVE = "The unmistakable words of the harbour master about seventeen green lanterns"


def find_article(settings: Settings, slug: str) -> lake.FoundArticle:
    """Return an article of the lake by the end of its address."""
    with contextlib.closing(lake.connect(settings=settings)) as con:
        ids = con.execute("SELECT article_id FROM articles WHERE url LIKE ?", [f"%{slug}%"]).fetchall()
        (found,) = lake.find_articles_to_forget(con, article_ids=[key for (key,) in ids])
    return found


def forget(settings: Settings, *names: str, with_copies: bool = False) -> forgetting.Forgotten:
    """Forget articles."""
    find = partial(forgetting.find_articles, names=names, with_copies=with_copies)
    return forgetting.forget(
        find, act_id=f"act-{secrets.token_hex(4)}", reason="by order", done_by="clerk", settings=settings
    )


def forget_copied(*, settings: Settings) -> None:
    """Forget the article that others copy, with its copies."""
    done = forget(settings, find_article(settings, COPIED).article_id, with_copies=True)
    assert done.scan
    assert done.scan.found == ()


def scan(settings: Settings, one: lake.FoundArticle) -> tuple[str, ...]:
    """Return the files that contain distinctive words of an article, without the home before their names."""
    found = proof.scan(settings, proof.choose_passages([one], []))
    assert found.unread == ()
    return tuple(name.removeprefix(f"{settings.home}/") for name in found.found)


def leave_traces(settings: Settings) -> None:
    """Leave an article in quarantine, its revision, a sent digest, a pending one, and lines in logs."""
    one = find_article(settings, COPIED)
    held = article("held", text=f"{DISTINCTIVE}. " * 9, title=DISTINCTIVE)
    digest = {"rule": "r", "channel": "webhook", "kind": "digest", "created_at": datetime.now(UTC)}
    with lake.writer(settings) as con:
        keys = [
            key for (key,) in con.execute("SELECT key FROM outbox WHERE article_id = ?", [one.article_id]).fetchall()
        ]
        body = f"Ten stories, among them: {one.title}\n{one.canonical_url}"
        lake.land_messages(
            con,
            [
                Message(
                    key="d_sent", subject="Digest", body=body, html=f"<p>{one.title}</p>", covers=tuple(keys), **digest
                ),
                Message(key="d_waiting", subject="Digest", body=body, covers=(*keys, "m_other"), **digest),
            ],
        )
        sent = Delivery(key="d_sent", channel="webhook", at=datetime.now(UTC), ok=True, attempt=1)
        lake.record_deliveries(con, [sent])
        lake.land_articles(
            con,
            lake.Batch(
                run_id="q", now=NOW, quarantined=(Quarantined(article=held, reasons=("x",), run_id="q", at=NOW),)
            ),
        )
    log = settings.home / "airflow" / "logs" / "read.log"
    log.parent.mkdir(parents=True)
    log.write_text(
        f"page {one.canonical_url}: article {one.article_id}, 138 words\npage http://other.example/a: skipped\n"
    )
