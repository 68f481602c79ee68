"""A small archive of the ferry and of other things, and a backfill of it in small batches, for tests that kill it."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from newsvane import pipeline
from newsvane.pipeline.backfill import warc_batches
from newsvane.settings import Settings
from tests.support.installation import ENGLISH, page
from tests.support.warc_files import Record, write_warc

FIRST = datetime(2024, 1, 1, 12, tzinfo=UTC)
OTHER = [
    "The bakery on the market square sells bread with walnuts again, after the oven had been repaired by a cousin.",
    "Its owner said that customers had asked for it every morning, and that she could not sleep any more at night.",
    "The oven is from the year 1931 and was carried through the door in eleven parts by the volunteer fire brigade.",
]


def write_archive(folder: Path) -> Path:
    """Write a file of twelve pages, which has a copy and a page that is no article, and one that was compressed as a
    whole. Return the folder.
    """
    write_warc(folder / "a.warc.gz", [_make_record(number) for number in range(12)])
    write_warc(folder / "b.warc.gz", [_make_record(number) for number in range(12, 18)], form="whole")
    return folder


def _make_record(number: int) -> Record:
    """Return a page. Every third is on topic; of these, every second is a copy of the one before."""
    time = FIRST + timedelta(days=number)
    is_ferry = number % 3 == 0
    own = f"On day {number // 2 * 2} a seagull with a red ring was counted by {number // 2} children of the school."
    paragraphs = [*(ENGLISH if is_ferry else OTHER), own]
    made = page(f"The {'ferry' if is_ferry else 'report'} of day {number}", paragraphs if number != 7 else [])
    meta = f"<meta property='article:published_time' content='{time:%Y-%m-%dT%H:%M:%SZ}'>"
    body = made.body.replace("</head>", f"{meta}</head>").encode()
    return Record(f"http://outlet{number % 4}.example/{number}", body, date=time + timedelta(hours=2))


def run_backfill(folder: str, *, settings: Settings) -> None:
    """Do a whole backfill of a folder in batches of four pages."""
    warc_batches.MAX_PAGES = 4
    request = pipeline.BackfillRequest(inputs=(folder,))
    chunks = pipeline.plan_backfill(request, settings=settings)
    results = [pipeline.run_part(chunk, settings=settings) for chunk in chunks]
    pipeline.finish_backfill(request.run, results, settings=settings)
