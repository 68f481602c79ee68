"""A small archive of the news world: a hundred pages of its outlets from the two years before it begins.

Each page is made of sentences that are put together by its number, so that no page copies another. Coverage of Albania
grows over the two years, with a peak in the winter before the world begins.
"""

import random
from datetime import datetime, timedelta
from pathlib import Path

from tests.support.warc_files import Record, write_warc

DAYS, PAGES, PEAK = 730, 100, 20
"""`PEAK`: pages of the peak, within a month."""
OUTLETS = ("tirana-courier", "harbour-gazette", "meridian-post", "iran-letter")

_WHO = ("A baker", "The harbour master", "A deputy of the council", "A teacher of chemistry", "The widow of a diver",
        "An engineer of the railway", "A judge in retirement", "The goalkeeper of the second team")  # fmt: skip
_WHERE = ("in Tirana", "in the port of Durres", "on the Albanian coast", "in the hills above Tirana")
_WHAT = ("has counted the lorries that wait at the customs gate since spring", "asks who has paid for the new lamps",
         "wants the old cinema to be opened for rehearsals again", "has found letters from the year of the flood",
         "collects signatures against a road through the olive groves",
         "plans a museum for bicycles and pumps")  # fmt: skip
_MORE = (
    "The number, {n}, was read out at a meeting that lasted until the last bus had left.",
    "Nobody objected, although {m} people had come and two of them had brought a drum.",
    "An answer is expected before the grapes are ripe, said a clerk who did not want to be named.",
    "What it will cost was written on a board: {k} thousand, and underlined twice.",
    "A neighbour remembered that the same had been promised {m} years ago, under another mayor.",
    "In the evening, {n} candles stood along the wall, and a dog slept beside them.",
    "The newspaper of the school has printed all {m} questions that were left open.",
    "Rain is forecast for the day of the vote, and the hall has room for {k} umbrellas.",
)


def write_past(folder: Path, began: datetime) -> Path:
    """Write the archive, as a crawler would have, and return its file. `began`: the time when the world begins."""
    rng = random.Random("the past")
    days = sorted(_choose_days(rng))
    return write_warc(
        folder / "crawl-of-two-years.warc.gz",
        (_make_record(rng, number, began - timedelta(days=DAYS + 40 - day)) for number, day in enumerate(days)),
    )


def _choose_days(rng: random.Random) -> list[int]:
    rising = [int(DAYS * rng.random() ** 0.6) for _ in range(PAGES - PEAK)]
    return rising + [rng.randrange(DAYS - 330, DAYS - 300) for _ in range(PEAK)]


def _make_record(rng: random.Random, number: int, published: datetime) -> Record:
    who, where, what = rng.choice(_WHO), rng.choice(_WHERE), rng.choice(_WHAT)
    first = f"{who} {where} {what}, as {rng.choice(_WHO).lower()} told our reporter on day {number} of a long inquiry."
    more = [line.format(n=rng.randrange(100, 999), m=rng.randrange(3, 90), k=rng.randrange(11, 99))
            for line in rng.sample(_MORE, 5)]  # fmt: skip
    title = f"{who} {where} {what.partition(' ')[0]} no rest: case {number}"
    text = "".join(f"<p>{line}</p>" for line in (first, *more))
    outlet = rng.choice(OUTLETS)
    html = (
        f"<!DOCTYPE html><html lang='en'><head><title>{title}</title>"
        f"<meta property='article:published_time' content='{published.isoformat()}'></head>"
        f"<body><article><h1>{title}</h1>{text}</article></body></html>"
    )
    url = f"http://{outlet}.example/{published:%Y/%m/%d}/case-{number}"
    return Record(url, html.encode(), date=published + timedelta(hours=rng.randrange(1, 60)))
