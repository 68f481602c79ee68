"""Validate and land a batch of articles of the past, in one short transaction."""

import logging
import time
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import partial

from newsvane import quality
from newsvane.errors import LakeBusy
from newsvane.pipeline.backfill.batch_reading import ReadBatch
from newsvane.pipeline.ingest.entry_reader import ReadResult
from newsvane.pipeline.ingest.isolation import land_isolated
from newsvane.pipeline.ingest.land import land_results
from newsvane.pipeline.ingest.validate import Validation
from newsvane.pipeline.staging import site_of
from newsvane.records import Skipped
from newsvane.settings import Settings

log = logging.getLogger(__name__)

MAX_BUSY_SECONDS = 900.0
"""How long live work may keep the lake busy until a backfill gives up; it goes on when it is started again."""


def land_batch(batch: ReadBatch, run: str, settings: Settings) -> Counter[str]:
    """Land a batch and return the counts of all its pages. No alert is written, and no original is looked for.

    While live work keeps the lake busy, this waits. Raises LakeBusy after MAX_BUSY_SECONDS.
    """
    counts = Counter(batch.counts)
    if not batch.results:
        return counts
    validation = _validate(batch.results, run)
    landed = _land_when_free(batch.results, validation, run, settings.model_copy(update={"read_originals": "none"}))
    counts.update({
        "articles": landed["new"] + landed["updated"] - landed["off_topic"],
        "off_topic": landed["off_topic"],
        "quarantined": landed["quarantined"],
        "copies": landed["copies"],
    })
    counts.update(each.skipped.reason for each in batch.results if each.skipped)
    return counts


def _land_when_free(
    results: Sequence[ReadResult], validation: Validation, run: str, settings: Settings
) -> dict[str, int]:
    deadline = time.monotonic() + MAX_BUSY_SECONDS
    while True:
        try:
            return land_isolated(
                results,
                partial(land_results, validation=validation, run=run, settings=settings, alert=False),
                source=lambda result: site_of(result.entry.url),
                set_aside=_set_aside,
            )
        except LakeBusy:
            if time.monotonic() > deadline:
                raise
            log.info("the lake is busy with live work, which goes first")


def _set_aside(result: ReadResult, error: str) -> ReadResult:
    """Return a result that cannot land, with the reason."""
    skipped = Skipped(
        url=result.entry.url,
        stage="land",
        reason="unreadable",
        detail=error,
        entry_id=result.entry.entry_id,
        at=result.entry.seen_at,
    )
    return ReadResult(entry=result.entry, skipped=skipped)


def _validate(results: Sequence[ReadResult], run: str) -> Validation:
    """Validate each article. Expectations on outlets are about live reading: an old article is not late."""
    articles = [each.article for each in results if each.article]
    verdict = quality.validate(articles, skipped=(), docs=None, now=datetime.now(UTC), run_id=run)
    return Validation(refused=dict(verdict.refused), warnings=verdict.warnings)
