"""Validate what a run has read: bad articles are quarantined one by one, a bad batch is rejected as a whole."""

import logging
from collections.abc import Mapping
from datetime import UTC, datetime

from newsvane import quality
from newsvane.errors import QualityFailed
from newsvane.pipeline.ingest.entry_reader import ReadResult
from newsvane.pipeline.staging import RunFolder
from newsvane.records import Record
from newsvane.settings import Settings, get_settings

log = logging.getLogger(__name__)


class Validation(Record):
    """The result of validating a run. Staged as `judged-000.jsonl`.

    `refused`: the failed expectations of each quarantined article, by its id.
    """

    refused: Mapping[str, tuple[str, ...]] = {}
    warnings: tuple[str, ...] = ()


def validate(run: str, *, settings: Settings | None = None) -> dict[str, int]:
    """Check what a run has read against the expectations. Return the counts.

    Raises QualityFailed if the batch is rejected as a whole: nothing lands, and the entries stay pending.
    """
    settings = settings or get_settings()
    folder = RunFolder(settings.staging_path, "ingest", run)
    results = list(folder.read("read", ReadResult))
    verdict = quality.validate(
        [result.article for result in results if result.article],
        skipped=[result.skipped for result in results if result.skipped],
        docs=settings.docs_path,
        now=datetime.now(UTC),
        run_id=run,
    )
    for warning in verdict.warnings:
        log.warning("quality: %s", warning)
    if verdict.failures:
        raise QualityFailed(f"{'; '.join(verdict.failures)}. Data Docs: {verdict.docs}", reason="batch_refused")
    with folder.open_writer("judged", 0) as write:
        write(Validation(refused=dict(verdict.refused), warnings=verdict.warnings))
    return {
        "accepted": len(verdict.accepted),
        "refused": len(verdict.refused),
        "skipped": sum(result.skipped is not None for result in results),
        "warnings": len(verdict.warnings),
    }
