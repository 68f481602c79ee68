"""The staging folder of an unfinished run of an older version: polled and read but not landed."""

import json
import tarfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

RUN = "in-flight"
FOLDER = Path(__file__).parent
SAMPLE = FOLDER / "0.1.0.tar.gz"


def unpack(home: Path) -> dict[str, set[str]]:
    """Put it under this home; the ids of the entries and articles that it holds, as plain JSON has them."""
    with tarfile.open(SAMPLE) as archive:
        archive.extractall(home, filter="data")
    polled, read = (list(_lines(home, f"{step}/*/{kind}-*")) for step, kind in (("poll", "polled"), ("ingest", "read")))
    return {
        "entries": {entry["entry_id"] for each in polled for entry in each["entries"]},
        "articles": {each["article"]["article_id"] for each in read if each["article"]},
    }


def _lines(home: Path, pattern: str) -> Iterator[dict[str, Any]]:
    for path in (home / "staging").glob(f"{pattern}.jsonl"):
        yield from map(json.loads, path.read_text("utf-8").splitlines())
