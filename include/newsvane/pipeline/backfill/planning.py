"""Divide what a backfill is to read into parts: each WARC file is one, and addresses are divided by site."""

import hashlib
import logging
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path
from zlib import crc32

from newsvane import configuration, urls
from newsvane.errors import ConfigError
from newsvane.past import Lead, parse_addresses, require_asked
from newsvane.pipeline.backfill.batch_reading import Period
from newsvane.pipeline.backfill.inputs import ListTooLong, find_inputs, open_lines
from newsvane.pipeline.backfill.lead_sources import Problems, find_leads, may_be_of
from newsvane.pipeline.backfill.requests import LIVE_WORDS, BackfillFolder, BackfillRequest, Part, PlanProblems, utc_now
from newsvane.pipeline.staging import Chunk, site_of
from newsvane.records import Record
from newsvane.settings import Settings, get_settings

log = logging.getLogger(__name__)

LEAD_PARTS = 8
"""Parts of a list of addresses. All addresses of a site are in one of them, so that a site is asked by one task."""
MAX_NAMED_LISTS = 5
"""How many lists with lines that cannot be used are named."""
MAX_LEADS = 3_000_000
"""Addresses of one backfill: each of them takes a hundred bytes of memory while it is planned."""


def plan_backfill(request: BackfillRequest, *, settings: Settings | None = None) -> list[Chunk]:
    """Divide a request into parts and return their descriptions. The run of the same request is planned again.

    Raises ConfigError if an input does not exist, if a web archive cannot be asked for what is named, if no day may be
    filled in, or if there is nothing to read.
    """
    settings, now = settings or get_settings(), utc_now()
    configuration.load(settings)
    period, problems = _find_period(request, now), Problems()
    if limit := request.describe_limit(now):
        log.warning(limit)
    for address in request.wayback:
        _require_asked(address)
    inputs = find_inputs(request.inputs)
    folder = BackfillFolder(settings, request.run)
    if folder.find_request() is None:
        folder.start(request, now)
    for stale in folder.run.path.glob("plan-*.jsonl"):
        stale.unlink()
    parts = [_describe_warc(path) for path in inputs.warcs]
    parts += _stage_leads(folder, _all_leads(request, inputs.lists, period, settings, problems), problems.counts)
    if not parts:
        raise ConfigError(_describe_nothing(problems, request), reason="input")
    for number, part in enumerate(parts):
        with folder.run.open_writer("plan", number) as write:
            write(part)
    folder.save_problems(
        PlanProblems(counts=problems.counts, failed=tuple(problems.failed), lines=tuple(problems.lines))
    )
    return [
        Chunk(run=request.run, number=number, label=part.label, items=part.size) for number, part in enumerate(parts)
    ]


def _require_asked(address: str) -> None:
    try:
        require_asked(address)
    except ValueError as error:
        raise ConfigError(f"--wayback {error}", reason="input") from error


def _find_period(request: BackfillRequest, now: datetime) -> Period:
    period = Period(request.since, request.find_last_day(now))
    if period.since and period.since > period.until:
        message = f"no day from {period.since} on may be filled in; the last one is {period.until}: {LIVE_WORDS}"
        raise ConfigError(message, reason="input")
    return period


def _describe_nothing(problems: Problems, request: BackfillRequest) -> str:
    """Return why there is nothing to read, and what to do: a source that could not be read is no empty one."""
    if problems.failed:
        more = f" (and {len(problems.failed) - 1} more)" if len(problems.failed) > 1 else ""
        other = ", or name another Wayback Machine with NEWSVANE_WAYBACK_URL" if request.wayback else ""
        return f"could not read {problems.failed[0]}{more}; check the address and the network{other}"
    words = {"outside_period": "dated outside the period"}
    found = [f"{number:,} {words.get(reason, reason)}" for reason, number in problems.counts.most_common(5)]
    nothing = f"there is nothing to read: {', '.join(found) or 'the inputs hold no WARC file and no address'}"
    named = f" ({'; '.join(problems.lines)})" if problems.lines else ""
    advice = "; an address begins with https:// or http://, and the column of a table that has it is named url"
    return f"{nothing}{named}{'' if not named or 'outside_period' in problems.counts else advice}"


def _all_leads(
    request: BackfillRequest, lists: tuple[Path, ...], period: Period, settings: Settings, problems: Problems
) -> Iterator[Lead]:
    for path in lists:
        yield from _read_list(path, period, problems)
    yield from find_leads(request.sitemaps, request.wayback, period, settings, problems)


def _read_list(path: Path, period: Period, problems: Problems) -> Iterator[Lead]:
    """Yield the addresses of a list that may be of the period, by the dates in the list.

    What is wrong with a line or with the file is counted, and the rest is used.
    """
    faults, first = Counter[str](), ""
    try:
        with open_lines(path) as lines:
            for found in parse_addresses(lines):
                if not isinstance(found, Lead):
                    faults[found.reason] += 1
                    first = first or f"line {found.line:,} ({found.reason})"
                elif not may_be_of(found.published_at, None, period):
                    problems.counts["outside_period"] += 1
                else:
                    yield found
    except (ListTooLong, OSError) as error:
        log.warning("%s: %s", path, error)
        problems.counts[error.reason if isinstance(error, ListTooLong) else "no_file"] += 1
    if faults:
        problems.counts.update(faults)
        many = f"{faults.total():,} lines cannot be used, the first is" if faults.total() > 1 else "not used:"
        if len(problems.lines) < MAX_NAMED_LISTS:
            problems.lines.append(f"{path.name}: {many} {first}")


def _describe_warc(path: Path) -> Part:
    found = path.stat()
    key = hashlib.sha256(f"{path} {found.st_size} {found.st_mtime_ns}".encode()).hexdigest()[:16]
    return Part(
        kind="warc", path=str(path), key=key, size=found.st_size, label=f"{path.name}, {_format_size(found.st_size)}"
    )


def _stage_leads(folder: BackfillFolder, leads: Iterator[Lead], problems: Counter[str]) -> list[Part]:
    """Write each address once into the part of its site. An address counts from its first line."""
    seen: set[int] = set()
    sizes, digests = Counter[int](), [hashlib.sha256() for _ in range(LEAD_PARTS)]
    with ExitStack() as stack:
        writers: dict[int, Callable[[Record], None]] = {}
        for lead in leads:
            key = hash(urls.entry_id(lead.canonical_url))
            if key in seen:
                problems["repeated"] += 1
                continue
            if len(seen) >= MAX_LEADS:
                raise ConfigError(f"there are more than {MAX_LEADS:,} addresses: divide the lists", reason="input")
            seen.add(key)
            number = crc32(site_of(lead.url).encode()) % LEAD_PARTS
            if number not in writers:
                writers[number] = stack.enter_context(folder.run.open_writer(f"leads-{number}", 0))
            writers[number](lead)
            digests[number].update(lead.url.encode("utf-8", "replace"))
            sizes[number] += 1
    return [
        Part(
            kind="leads", path=f"leads-{number}", key=digests[number].hexdigest()[:16], size=size,
            label=f"{size:,} addresses, part {position}",
        )
        for position, (number, size) in enumerate(sorted(sizes.items()), 1)
    ]  # fmt: skip


def _format_size(size: int) -> str:
    return f"{size / 1e9:.1f} GB" if size >= 1e9 else f"{size / 1e6:.1f} MB"
