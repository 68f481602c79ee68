"""Fetch, archive and read the page behind one entry. Failures become results that say whether to try again."""

import asyncio
import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

from newsvane import telegram
from newsvane.archive import ArchiveWriter
from newsvane.errors import NewsvaneError, OutOfTime, Transient, describe_unforeseen, format_traceback
from newsvane.fetch import Fetcher
from newsvane.pipeline.ingest.page_reader import PageReader
from newsvane.pipeline.ingest.redirect_quota import RedirectQuota
from newsvane.records import Article, Entry, Page, Raw, Record, Skipped, Stage, Utc
from newsvane.settings import Settings

log = logging.getLogger(__name__)

FIRST_RETRY_DELAY = timedelta(minutes=5)
"""The wait before a page is fetched a second time. Each further wait is three times as long."""
MAX_RETRY_DELAY = timedelta(days=1)
"""No page waits longer for its next try, whatever its server asks for."""
_MAX_TRIPLINGS = 6
"""After so many, a wait exceeds MAX_RETRY_DELAY."""


class ReadResult(Record):
    """The outcome of reading an entry: an article, or the reason why there is none. Staged as `read-NNN.jsonl`.

    `entry`: without its content; `tries` includes this attempt. `next_try_at`: None if there is no further attempt.
    `raw`: where the page of one that was skipped is archived; None if it is not.
    """

    entry: Entry
    next_try_at: Utc | None = None
    article: Article | None = None
    skipped: Skipped | None = None
    raw: Raw | None = None


def set_aside(result: ReadResult, stage: Stage, reason: str, detail: str, settings: Settings) -> ReadResult:
    """Return the result of a page that cannot land: it is tried again later, until its tries are used up.

    Setting aside the same result twice gives the same times.
    """
    found = result.article.fetched_at if result.article else result.skipped.at if result.skipped else None
    return _record_failure(result.entry, stage, reason, detail, settings, now=found or datetime.now(UTC))


def _record_failure(
    entry: Entry,
    stage: Stage,
    reason: str,
    detail: str,
    settings: Settings,
    *,
    now: datetime,
    is_final: bool = False,
    retry_after: timedelta | None = None,
) -> ReadResult:
    """Return the result of an attempt that failed. `entry`: its `tries` include this attempt."""
    will_retry = not is_final and entry.tries < settings.page_tries
    delay = max(FIRST_RETRY_DELAY * 3 ** min(entry.tries - 1, _MAX_TRIPLINGS), retry_after or FIRST_RETRY_DELAY)
    return ReadResult(
        entry=entry,
        next_try_at=now + min(delay, MAX_RETRY_DELAY) if will_retry else None,
        skipped=Skipped(
            url=entry.url,
            stage=stage,
            reason=reason,
            detail=detail,
            feed_id=entry.feed_id or None,
            entry_id=entry.entry_id,
            at=now,
            will_retry=will_retry,
        ),
    )


class EntryReader:
    """Reads the pages of entries. Pages are parsed one at a time, in `thread`, while others are being fetched."""

    def __init__(
        self,
        fetcher: Fetcher,
        archive: ArchiveWriter,
        thread: ThreadPoolExecutor,
        pages: PageReader,
        settings: Settings,
        *,
        redirects: RedirectQuota,
    ) -> None:
        self._fetcher, self._archive, self._thread = fetcher, archive, thread
        self._pages, self._redirects, self._settings = pages, redirects, settings

    async def read(self, entry: Entry) -> ReadResult | None:
        """Read one entry; return None if its turn did not come in time.

        A failure of any kind is part of the result: a page never ends the reading of others.
        """
        led_to: list[str] = []

        def may_follow(target: str) -> None:
            if site := self._redirects.follow(entry, target):
                led_to.append(site)

        found = await self._read(entry, may_follow)
        update = {"led_to": led_to[-1] if led_to else None}
        return found and found.model_copy(update={"entry": found.entry.model_copy(update=update)})

    async def _read(self, entry: Entry, may_follow: Callable[[str], None]) -> ReadResult | None:
        try:
            return await self._fetcher.process(
                telegram.find_page_to_read(entry.url) or entry.url,
                lambda page: self._read_page(entry, page),
                max_bytes=self._settings.page_max_bytes,
                source=entry.feed_id,
                may_follow=may_follow,
            )
        except OutOfTime:
            return None
        except NewsvaneError as error:
            return self._failed(entry, error)
        except Exception as error:  # whatever a page or its server makes our code do must not end the chunk
            log.error("page %s: cannot be read because of an error in Newsvane\n%s", entry.url, format_traceback(error))
            return self._failed(entry, Transient(describe_unforeseen(error), reason="unreadable"))

    async def _read_page(self, entry: Entry, page: Page) -> ReadResult:
        raw = self._archive.write(page)
        found = await asyncio.get_running_loop().run_in_executor(self._thread, self._pages.read, page, entry)
        entry = entry.model_copy(update={"tries": entry.tries + 1, "content": ""})
        if isinstance(found, Skipped):
            log.info("page %s: skipped (%s)", entry.url, found.reason)
            skipped = found.model_copy(update={"entry_id": entry.entry_id, "feed_id": entry.feed_id or None})
            return ReadResult(entry=entry, skipped=skipped, raw=raw)
        log.info("page %s: article %s, %d words, language %s", entry.url, found.article_id, found.words, found.language)
        return ReadResult(entry=entry, article=found.model_copy(update={"raw": raw}))

    def _failed(self, entry: Entry, error: NewsvaneError) -> ReadResult:
        attempted = entry.model_copy(update={"tries": entry.tries + 1, "content": ""})
        result = _record_failure(
            attempted,
            "fetch",
            error.reason,
            str(error),
            self._settings,
            now=datetime.now(UTC),
            is_final=not isinstance(error, Transient),
            retry_after=error.retry_after,
        )
        outlook = "will be tried again" if result.next_try_at else "will not be tried again"
        log.info("page %s: not fetched (%s), %s", entry.url, error.reason, outlook)
        return result
