"""Land what a run has read: group it, evaluate the alert rules and write everything to the lake in one transaction."""

import logging
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import partial

from newsvane import lake
from newsvane.pipeline.alerting import evaluate
from newsvane.pipeline.ingest.canonical_claims import (
    find_stored_versions,
    move_refusals,
    separate_pages,
    settle_pages,
)
from newsvane.pipeline.ingest.entry_reader import ReadResult, set_aside
from newsvane.pipeline.ingest.foreign_listings import (
    find_known_pages,
    find_listing_outlets,
    leave_out,
    prefer_own_listings,
)
from newsvane.pipeline.ingest.forgotten import erase_left_out, land_left_out, load_tombstones, split_forgotten
from newsvane.pipeline.ingest.group import group_batch
from newsvane.pipeline.ingest.isolation import land_isolated
from newsvane.pipeline.ingest.moved_entries import observe_moved
from newsvane.pipeline.ingest.naming import name_articles
from newsvane.pipeline.ingest.originals import find_originals
from newsvane.pipeline.ingest.validate import Validation, postpone
from newsvane.pipeline.staging import RunFolder, site_of
from newsvane.records import Article, Outcome, Quarantined
from newsvane.settings import Settings, get_settings

log = logging.getLogger(__name__)


def land_articles(run: str, *, settings: Settings | None = None) -> dict[str, int]:
    """Land what a run has read, grouped with the stored articles, together with its alerts. Return the counts.

    `to_read` in the counts: all entries in the lake that can be read now, including those beyond `settings.read_limit`
    and the originals that were just found. An article that cannot be landed is set aside, and the others land.

    Raises Terminal, after landing the rest, if a chunk has no results.
    """
    settings = settings or get_settings()
    folder = RunFolder(settings.staging_path, "ingest", run)
    validation = next(folder.read("judged", Validation, 0))
    results = separate_pages(prefer_own_listings(folder.read("read", ReadResult)))
    counts = land_isolated(
        [postpone(each, validation, settings) for each in results],
        partial(land_results, validation=validation, run=run, settings=settings, alert_on_refused=True),
        source=lambda result: site_of(result.entry.url),
        set_aside=lambda result, error: set_aside(result, "land", "unreadable", error, settings),
    )
    folder.require_all_chunks("read")
    return counts


@lake.retry_on_conflict
def land_results(
    results: Sequence[ReadResult],
    validation: Validation,
    run: str,
    settings: Settings,
    *,
    alert: bool = True,
    alert_on_refused: bool = False,
) -> dict[str, int]:
    """Land validated results in one transaction. Return the counts.

    `alert`: evaluate the alert rules on what is new, but for articles of the past, which are no news, and write their
    messages. `alert_on_refused`: also evaluate the rules on the quarantined share.
    """
    now = datetime.now(UTC)
    with lake.writer(settings, "articles") as connection:
        tombstones = load_tombstones(connection)
        results, left_out = split_forgotten(results, tombstones)
        known = find_known_pages(connection, results, settings)
        unsettled = [leave_out(result, known) for result in results]
        settled = settle_pages(connection, unsettled)
        results, articles = settled.results, observe_moved(connection, settled.results, settled.articles)
        refused = move_refusals(validation.refused, unsettled, results)
        validation = validation.model_copy(update={"refused": refused})
        accepted = [_drop_text_if_off_topic(each) for key, each in articles.items() if key not in validation.refused]
        named = name_articles(accepted, settings)
        accepted = list(named.articles)
        passed = [each for each in results if each.article and each.article.article_id not in validation.refused]
        stored = find_stored_versions(connection, accepted)
        grouped = group_batch(connection, accepted, stored, settings)
        listed_by = find_listing_outlets(connection, passed, settings)
        landing = lake.land_articles(
            connection,
            lake.Batch(
                run_id=run,
                now=now,
                articles=grouped.articles,
                groupings=grouped.groupings,
                sketches=grouped.sketches,
                names=named.names,
                revisions=grouped.revisions,
                skipped=tuple(result.skipped for result in results if result.skipped),
                quarantined=tuple(
                    Quarantined(article=articles[key], reasons=reasons, run_id=run, at=now)
                    for key, reasons in validation.refused.items()
                    if key in articles
                ),
                outcomes=tuple(_entry_outcome(result, validation) for result in results),
                originals=tuple(
                    each
                    for each in find_originals(passed, settings=settings, now=now)
                    if not tombstones.find_entry(each)
                ),
                messages=evaluate.evaluate_articles(
                    connection,
                    [
                        each.model_copy(update={"listed_by": listed_by.get(each.article.article_id, "")})
                        for each in grouped.landed
                        if each.article.source is None
                    ],
                    refused=validation.reasons() if alert_on_refused else {},
                    read=validation.validated or len(articles),
                    settings=settings,
                    now=now,
                )
                if alert
                else (),
            ),
        )
        land_left_out(connection, left_out, run, now)
        waiting = lake.count_due_entries(connection, now=now)
    erase_left_out(left_out, settings)
    counts = {"articles": len(accepted), **landing.model_dump(exclude={"days"}), "to_read": waiting}
    log.info("landed articles: %s", counts)
    return counts


def _drop_text_if_off_topic(article: Article) -> Article:
    """Return the article without its text if it matches no topic: its other facts are kept."""
    return article if article.topics else article.model_copy(update={"text": "", "first_text": None})


def _entry_outcome(result: ReadResult, validation: Validation) -> lake.EntryOutcome:
    article, skipped = result.article, result.skipped
    outcome: Outcome = "article"
    if skipped:
        outcome = "pending" if skipped.will_retry else "skipped"
    elif article and article.article_id in validation.refused:
        outcome = "quarantined"
    return lake.EntryOutcome(
        entry_id=result.entry.entry_id,
        content_hash=result.entry.content_hash,
        outcome=outcome,
        article_id=article.article_id if article else None,
        tries=result.entry.tries,
        next_try_at=result.next_try_at,
        led_to=result.entry.led_to,
    )
