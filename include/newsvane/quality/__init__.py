"""The gate: which articles of a batch may land, which go to quarantine and why, and whether the batch is sound.

The names of the row expectations are the reasons in the quarantine. A batch expectation warns, or refuses everything.
Great Expectations is imported when there is something to judge, and not before: it costs 7 CPU-seconds.
"""

import html
import logging
import re
from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from newsvane.quality.expectations import for_articles, for_pages
from newsvane.records import Article, Record, Skipped

logging.getLogger("great_expectations").setLevel(logging.WARNING)  # its import tells of two hundred functions

_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_SHOWN = 200
"""Characters of a string that Data Docs show."""

__all__ = ["Verdict", "validate"]


class Verdict(Record):
    """`accepted`: article ids in the order given. `refused`: (article id, names of the expectations it fails).

    `warnings` and `failures`: of the batch, for people; with a failure nothing may land. `docs`: the index page.
    """

    accepted: tuple[str, ...] = ()
    refused: tuple[tuple[str, tuple[str, ...]], ...] = ()
    warnings: tuple[str, ...] = ()
    failures: tuple[str, ...] = ()
    docs: Path | None = None


def validate(
    articles: Sequence[Article], *, skipped: Sequence[Skipped], docs: Path | None, now: datetime, run_id: str
) -> Verdict:
    """Judge a batch: its articles, and the pages it read (`skipped` of stage "read" among them).

    Of several articles with one id and address the last counts. `docs`: the folder of the Data Docs, None for none.
    """
    distinct = {(article.article_id, article.canonical_url): article for article in articles}
    rows = [_row(article) for article in distinct.values()]
    pages = [{"outcome": "article" if row["text_characters"] else "no_text"} for row in rows]
    pages += [{"outcome": html.escape(skip.reason)} for skip in skipped if skip.stage == "read"]
    tables = [("articles", rows, for_articles(len(rows), now)), ("pages", pages, for_pages(len(pages)))]
    tables = [(name, table, expectations) for name, table, expectations in tables if table and expectations]
    if not tables:
        return Verdict()

    from newsvane.quality.great_expectations_runner import check  # noqa: PLC0415

    refused: dict[str, list[str]] = defaultdict(list)
    said: dict[str, list[str]] = {"warning": [], "failure": []}
    for expectation, finding in check(tables, docs=docs, now=now, run_id=run_id):
        if finding.met:
            continue
        if expectation.on == "row" and finding.rows:
            for article_id in finding.rows:
                refused[article_id].append(expectation.name)
        else:
            gravity = "warning" if expectation.on == "warning" else "failure"
            said[gravity].append(f"{expectation.name}: expected {expectation.says}; {finding.observed}")
    return Verdict(
        accepted=tuple(dict.fromkeys(row["article_id"] for row in rows if row["article_id"] not in refused)),
        refused=tuple((article_id, tuple(names)) for article_id, names in refused.items()),
        warnings=tuple(said["warning"]),
        failures=tuple(said["failure"]),
        docs=docs / "site" / "index.html" if docs else None,
    )


def _row(article: Article) -> dict[str, Any]:
    """What the expectations look at: no texts, and strings escaped, as Data Docs put them into the page as they are."""
    return {
        "article_id": article.article_id,
        "address": html.escape(article.url[:_SHOWN]),
        "outlet": html.escape(article.outlet[:_SHOWN]),
        "title_characters": sum(map(str.isalnum, article.title)),
        "text_characters": sum(map(str.isalnum, article.text)),
        "control_characters": len(_CONTROLS.findall(article.title)) + len(_CONTROLS.findall(article.text)),
        "words": article.words,
        "language": html.escape(article.language[:_SHOWN]),
        "published_at": article.published_at,
        "topics": len(article.topics),
    }
