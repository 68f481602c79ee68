"""What was read to rows of the lake: validate, then group, match rules and land in one transaction."""

import logging
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from newsvane import lake, quality
from newsvane.errors import QualityFailed
from newsvane.pipeline.alerting import evaluate
from newsvane.pipeline.ingest.group import group
from newsvane.pipeline.ingest.originals import originals
from newsvane.pipeline.ingest.read import Reading
from newsvane.pipeline.staging import Run
from newsvane.records import Article, Outcome, Quarantined, Record
from newsvane.settings import Settings, get_settings

log = logging.getLogger(__name__)


class Judgement(Record):
    """What the gate said of a run: the refused articles by id, with the expectations they failed."""

    refused: Mapping[str, tuple[str, ...]] = {}
    warnings: tuple[str, ...] = ()


def validate(run: str, *, settings: Settings | None = None) -> dict[str, int]:
    """Judge what a run has read; the counts.

    Raises QualityFailed where the batch as a whole is refused: nothing of it lands, the entries stay pending.
    """
    settings = settings or get_settings()
    work = Run(settings.staging_path, "ingest", run)
    readings = list(work.reading("read", Reading))
    verdict = quality.validate(
        [reading.article for reading in readings if reading.article],
        skipped=[reading.skipped for reading in readings if reading.skipped],
        docs=settings.docs_path,
        now=datetime.now(UTC),
        run_id=run,
    )
    for warning in verdict.warnings:
        log.warning("quality: %s", warning)
    if verdict.failures:
        raise QualityFailed(f"{'; '.join(verdict.failures)}. Data Docs: {verdict.docs}", reason="batch_refused")
    with work.writing("judged", 0) as write:
        write(Judgement(refused=dict(verdict.refused), warnings=verdict.warnings))
    return {
        "accepted": len(verdict.accepted),
        "refused": len(verdict.refused),
        "skipped": sum(reading.skipped is not None for reading in readings),
        "warnings": len(verdict.warnings),
    }


def land_articles(run: str, *, settings: Settings | None = None) -> dict[str, int]:
    """Group what a run has read with the history and land it, with its alerts, in one transaction; the counts.

    `to_read`: entries to be read now, in all: those above `settings.read_limit`, and originals just found.

    Raises Terminal, after landing the rest, where a chunk was lost.
    """
    settings = settings or get_settings()
    work = Run(settings.staging_path, "ingest", run)
    judgement = next(work.reading("judged", Judgement, 0))
    readings = list(work.reading("read", Reading))
    counts = land_readings(readings, judgement, run, settings, gate=True)
    work.require_whole("read")
    return counts


@lake.retry_on_conflict
def land_readings(
    readings: Sequence[Reading],
    judgement: Judgement,
    run: str,
    settings: Settings,
    *,
    alert: bool = True,
    gate: bool = False,
) -> dict[str, int]:
    """Land readings that were judged; tell nobody where not `alert`, nothing of what was refused where not `gate`."""
    now = datetime.now(UTC)
    read = {reading.article.article_id: reading.article for reading in readings if reading.article}
    kept = [each for each in readings if each.article and each.article.article_id not in judgement.refused]
    accepted = [_without_text(article) for key, article in read.items() if key not in judgement.refused]
    refused = judgement.refused if gate else {}
    with lake.writer(settings, "articles") as connection:
        grouped = group(connection, accepted, settings)
        result = lake.land_articles(
            connection,
            lake.Batch(
                run_id=run,
                now=now,
                articles=tuple(accepted),
                groupings=grouped.groupings,
                sketches=grouped.sketches,
                revisions=grouped.revisions,
                skipped=tuple(reading.skipped for reading in readings if reading.skipped),
                quarantined=tuple(
                    Quarantined(article=read[key], reasons=reasons, run_id=run, at=now)
                    for key, reasons in judgement.refused.items()
                ),
                outcomes=tuple(_outcome(reading, judgement) for reading in readings),
                originals=originals(kept, settings=settings, now=now),
                messages=evaluate.of_articles(
                    connection, grouped.landed, refused=refused, read=len(read), settings=settings, now=now
                )
                if alert
                else (),
            ),
        )
        waiting = lake.count_due_entries(connection, now=now)
    counts = {"articles": len(accepted), **result.model_dump(exclude={"days"}), "to_read": waiting}
    log.info("landed articles: %s", counts)
    return counts


def _without_text(article: Article) -> Article:
    """An off-topic article keeps its facts and leaves its text."""
    return article if article.topics else article.model_copy(update={"text": ""})


def _outcome(reading: Reading, judgement: Judgement) -> lake.EntryOutcome:
    article, skipped = reading.article, reading.skipped
    outcome: Outcome = "article"
    if skipped:
        outcome = "pending" if skipped.will_retry else "skipped"
    elif article and article.article_id in judgement.refused:
        outcome = "quarantined"
    return lake.EntryOutcome(
        entry_id=reading.entry.entry_id,
        content_hash=reading.entry.content_hash,
        outcome=outcome,
        article_id=article.article_id if article else None,
        tries=reading.entry.tries,
        next_try_at=reading.next_try_at,
    )
