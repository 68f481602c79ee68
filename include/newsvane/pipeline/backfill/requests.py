"""What a backfill is to read, and how far it has come. Both are kept in the folder of its run."""

import hashlib
import shlex
from collections import Counter
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Literal

from newsvane import storage
from newsvane.errors import Terminal
from newsvane.pipeline.staging import BACKFILL_PREFIX, RunFolder
from newsvane.records import Record, Utc
from newsvane.settings import Settings

LIVE_DAYS = 2
"""Today and yesterday belong to live reading, which alerts people."""


LIVE_WORDS = "today and yesterday belong to live reading"
"""Why later days are not filled in, for people."""


class BackfillRequest(Record):
    """What to read. `inputs`: absolute paths of WARC files, of lists of addresses, and of folders with such files.

    `sitemaps`: addresses of sitemaps or indexes of them. `wayback`: domains, or beginnings of addresses that end with
    `*`. `since`, `until`: the first and the last day of publication; None: no limit, and the day before yesterday.
    `only_on_topic`: pages off topic leave no row, and most of them are not even parsed.
    """

    inputs: tuple[str, ...] = ()
    sitemaps: tuple[str, ...] = ()
    wayback: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    only_on_topic: bool = False

    @property
    def run(self) -> str:
        """The name of the run: the same for the same request, so that it goes on where it was interrupted."""
        return BACKFILL_PREFIX + hashlib.sha256(self.model_dump_json().encode()).hexdigest()[:12]

    @property
    def command(self) -> str:
        """The command that makes this request."""
        options = [f"--sitemap={url}" for url in self.sitemaps] + [f"--wayback={each}" for each in self.wayback]
        options += [f"--since={self.since}"] * bool(self.since) + [f"--until={self.until}"] * bool(self.until)
        return shlex.join(["newsvane", "backfill", *self.inputs, *options, *["--only-on-topic"] * self.only_on_topic])

    def find_last_day(self, now: datetime) -> date:
        """Return the last day that may be filled in."""
        newest = now.date() - timedelta(days=LIVE_DAYS)
        return min(self.until or newest, newest)

    def describe_limit(self, now: datetime) -> str:
        """Return, for people, that a day before `until` is the last one that may be filled in; "" if `until` may be."""
        last = self.find_last_day(now)
        if self.until is None or self.until == last:
            return ""
        return f"--until {self.until}: the last day that is filled in is {last}, because {LIVE_WORDS}."


class StartedRequest(Record):
    """A request, and when it was first planned."""

    request: BackfillRequest
    started_at: Utc


class Part(Record):
    """A part of a backfill: a WARC file, or a file of leads in the folder of the run.

    `key`: names its content, so that its progress is found again. `size`: in bytes, or the number of leads.
    """

    kind: Literal["warc", "leads"]
    path: str
    key: str
    size: int
    label: str


class Progress(Record):
    """How far a part has come. `position`: where reading goes on; `counts`: how many pages had which outcome."""

    position: int = 0
    counts: Mapping[str, int] = {}
    done: bool = False

    def advance(self, position: int, counts: Mapping[str, int]) -> "Progress":
        """Return the progress after a batch."""
        total = Counter(self.counts)
        total.update(counts)
        return Progress(position=position, counts={key: number for key, number in total.items() if number})


class PlanProblems(Record):
    """What planning left out, by reason: lines without an address, repeated addresses, unreachable sitemaps …

    `failed`: the sources that could not be read, and why. `lines`: which lines of lists have no address.
    """

    counts: Mapping[str, int] = {}
    failed: tuple[str, ...] = ()
    lines: tuple[str, ...] = ()


class BackfillFolder:
    """The folder of a backfill."""

    def __init__(self, settings: Settings, run: str) -> None:
        self.run = RunFolder(settings.staging_path, "backfill", run)
        self.slug = run

    def start(self, request: BackfillRequest, now: datetime) -> StartedRequest:
        """Return the request with the time when it was first planned."""
        storage.make_folder(self.run.path)
        with self.run.open_writer("request", 0) as write:
            started = StartedRequest(request=request, started_at=now)
            write(started)
        return started

    def find_request(self) -> StartedRequest | None:
        """Return the request that was planned in this folder, if any."""
        try:
            return next(self.run.read("request", StartedRequest, 0), None)
        except FileNotFoundError:
            return None

    def load_request(self) -> StartedRequest:
        """Return the request. Raises Terminal if there is none."""
        found = self.find_request()
        if found is None:
            message = f"{self.run.path} holds no planned backfill: plan it again, it goes on where it was"
            raise Terminal(message, reason="no_plan")
        return found

    def save_problems(self, problems: PlanProblems) -> None:
        """Store what planning left out."""
        with self.run.open_writer("problems", 0) as write:
            write(problems)

    def load_problems(self) -> PlanProblems:
        """Return what planning left out."""
        return next(self.run.read("problems", PlanProblems, 0))

    def load_part(self, number: int) -> Part:
        """Return a planned part."""
        return next(self.run.read("plan", Part, number))

    def load_progress(self, part: Part) -> Progress:
        """Return how far a part has come."""
        try:
            return next(self.run.read(f"progress-{part.key}", Progress, 0), Progress())
        except FileNotFoundError:
            return Progress()

    def save_progress(self, part: Part, progress: Progress) -> None:
        """Store how far a part has come. What it counts has landed."""
        with self.run.open_writer(f"progress-{part.key}", 0) as write:
            write(progress)

    def remove(self) -> None:
        """Remove the folder: the next backfill with the same request begins anew."""
        storage.remove_folder(self.run.path)


def utc_now() -> datetime:
    """Return the current time."""
    return datetime.now(UTC)
