"""Validate what a run has read: bad articles are quarantined, and each outlet is judged by its own pages alone."""

import logging
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Literal

from newsvane import quality
from newsvane.errors import QualityFailed
from newsvane.pipeline.ingest.canonical_claims import separate_pages
from newsvane.pipeline.ingest.entry_reader import ReadResult, set_aside
from newsvane.pipeline.ingest.foreign_listings import prefer_own_listings
from newsvane.pipeline.staging import RunFolder
from newsvane.records import Record
from newsvane.settings import Settings, get_settings

log = logging.getLogger(__name__)


class HeldBack(Record):
    """Why a page that was read does not land now, but is read again later. `detail`: in words."""

    reason: Literal["outlet_read", "unreadable"]
    detail: str


class Validation(Record):
    """The result of validating a run. Staged as `judged-000.jsonl`.

    `refused`: the failed expectations of each quarantined article, by its id. `held_back`: the pages to be read again
    later, by entry id: those of outlets that gave no text at all, and articles that could not be validated.
    `validated`: how many articles and held-back pages there were; 0 if unknown.
    """

    refused: Mapping[str, tuple[str, ...]] = {}
    held_back: Mapping[str, HeldBack] = {}
    validated: int = 0
    warnings: tuple[str, ...] = ()

    def reasons(self) -> dict[str, tuple[str, ...]]:
        """Return why each article or page does not land, by its id."""
        return dict(self.refused) | {key: (held.reason,) for key, held in self.held_back.items()}


def validate(run: str, *, settings: Settings | None = None) -> dict[str, int]:
    """Check what a run has read against the expectations. Return the counts.

    `held_back` in the counts: pages of outlets that gave no text at all; they are read again later. Raises
    QualityFailed if hardly any of the watched outlets gave a text: nothing lands, and the entries stay pending.
    """
    settings = settings or get_settings()
    folder = RunFolder(settings.staging_path, "ingest", run)
    results = separate_pages(prefer_own_listings(folder.read("read", ReadResult)))
    verdict = quality.validate(
        [result.article for result in results if result.article],
        skipped=[result.skipped for result in results if result.skipped],
        watched={quality.outlet_of(result.entry.canonical_url) for result in results if result.entry.own},
        docs=settings.docs_path,
        now=datetime.now(UTC),
        run_id=run,
    )
    for warning in verdict.warnings:
        log.warning("quality: %s", warning)
    if verdict.failures:
        raise QualityFailed(f"{'; '.join(verdict.failures)}. Data Docs: {verdict.docs}", reason="batch_refused")
    for outlet, why in verdict.refused_outlets:
        log.warning("quality: the pages of %s are read again later: %s. Data Docs: %s", outlet, why, verdict.docs)
    held_back = _hold_back(results, verdict)
    validation = Validation(
        refused=dict(verdict.refused),
        held_back=held_back,
        validated=sum(bool(result.article) or result.entry.entry_id in held_back for result in results),
        warnings=verdict.warnings,
    )
    with folder.open_writer("judged", 0) as write:
        write(validation)
    return {
        "accepted": len(verdict.accepted),
        "refused": len(verdict.refused),
        "held_back": len(held_back),
        "skipped": sum(result.skipped is not None for result in results),
        "warnings": len(verdict.warnings),
    }


def postpone(result: ReadResult, validation: Validation, settings: Settings) -> ReadResult:
    """Return a result as it lands: one that is held back is read again later, until its tries are used up."""
    held = validation.held_back.get(result.entry.entry_id)
    return set_aside(result, "validate", held.reason, held.detail, settings) if held else result


def _hold_back(results: Iterable[ReadResult], verdict: quality.Verdict) -> dict[str, HeldBack]:
    outlets, broken = dict(verdict.refused_outlets), dict(verdict.broken)
    found: dict[str, HeldBack] = {}
    for result in results:
        article, skipped = result.article, result.skipped
        if article and article.article_id in broken:
            found[result.entry.entry_id] = HeldBack(reason="unreadable", detail=broken[article.article_id])
        elif skipped and skipped.stage == "read" and (why := outlets.get(quality.outlet_of(skipped.url))):
            detail = f"{why}. This page: {skipped.detail or skipped.reason}"
            found[result.entry.entry_id] = HeldBack(reason="outlet_read", detail=detail)
    return found
