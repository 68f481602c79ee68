"""Validate a batch before it lands: which articles may land, which are quarantined and why, and is the batch usable.

`validate` is called with everything a run read, before anything is written:

- `expectations` lists what is expected, as data. Row expectations apply to single articles; an article that fails one
  is quarantined, and the name of the expectation is the reason. Batch expectations apply to shares of a batch. One that
  is not met is a warning, except that nothing may land if 50 or more pages were read and none contained an article.
- `great_expectations_runner` evaluates them with Great Expectations and writes its Data Docs (HTML reports).
- The result is a `Verdict`: accepted and refused articles, warnings, failures and the path of the report.

Great Expectations is imported only when there is something to validate: the import costs 7 CPU-seconds.
"""

import html
import logging
import re
from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from newsvane.quality.expectations import make_article_expectations, make_page_expectations
from newsvane.records import Article, Record, Skipped

logging.getLogger("great_expectations").setLevel(logging.WARNING)  # its import logs a line for each of 200 functions

_CONTROL_CHARACTERS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_MAX_SHOWN = 200
"""The maximum length of a string in the Data Docs."""

__all__ = ["Verdict", "validate"]


class Verdict(Record):
    """The result of a validation.

    `accepted`: article ids in the order given. `refused`: pairs of an article id and the names of the expectations it
    does not meet. `warnings` and `failures`: about the batch, in words for people; with a failure nothing may land.
    `docs`: the index page of the Data Docs.
    """

    accepted: tuple[str, ...] = ()
    refused: tuple[tuple[str, tuple[str, ...]], ...] = ()
    warnings: tuple[str, ...] = ()
    failures: tuple[str, ...] = ()
    docs: Path | None = None


def validate(
    articles: Sequence[Article], *, skipped: Sequence[Skipped], docs: Path | None, now: datetime, run_id: str
) -> Verdict:
    """Validate a batch of articles, and the pages that were read for it.

    `skipped`: pages that gave no article; those skipped at the stage "read" count. Of several articles with one id and
    address, the last one counts. `docs`: the folder for the Data Docs; None: do not write them.
    """
    distinct = {(article.article_id, article.canonical_url): article for article in articles}
    rows = [_make_row(article) for article in distinct.values()]
    pages = [{"outcome": "article" if row["text_characters"] else "no_text"} for row in rows]
    pages += [{"outcome": html.escape(skip.reason)} for skip in skipped if skip.stage == "read"]
    tables = [
        ("articles", rows, make_article_expectations(len(rows), now)),
        ("pages", pages, make_page_expectations(len(pages))),
    ]
    tables = [(name, table, expectations) for name, table, expectations in tables if table and expectations]
    if not tables:
        return Verdict()

    from newsvane.quality.great_expectations_runner import evaluate  # noqa: PLC0415

    refused: dict[str, list[str]] = defaultdict(list)
    messages: dict[str, list[str]] = {"warning": [], "failure": []}
    for expectation, outcome in evaluate(tables, docs=docs, now=now, run_id=run_id):
        if outcome.is_met:
            continue
        if expectation.severity == "row" and outcome.failing_ids:
            for article_id in outcome.failing_ids:
                refused[article_id].append(expectation.name)
        else:
            severity = "warning" if expectation.severity == "warning" else "failure"
            messages[severity].append(f"{expectation.name}: expected {expectation.description}; {outcome.observed}")
    return Verdict(
        accepted=tuple(dict.fromkeys(row["article_id"] for row in rows if row["article_id"] not in refused)),
        refused=tuple((article_id, tuple(names)) for article_id, names in refused.items()),
        warnings=tuple(messages["warning"]),
        failures=tuple(messages["failure"]),
        docs=docs / "site" / "index.html" if docs else None,
    )


def _make_row(article: Article) -> dict[str, Any]:
    """Return the values of an article that the expectations examine.

    Texts are left out, and strings are escaped, because Data Docs put them into their pages unescaped.
    """
    return {
        "article_id": article.article_id,
        "address": html.escape(article.url[:_MAX_SHOWN]),
        "outlet": html.escape(article.outlet[:_MAX_SHOWN]),
        "title_characters": sum(map(str.isalnum, article.title)),
        "text_characters": sum(map(str.isalnum, article.text)),
        "control_characters": sum(len(_CONTROL_CHARACTERS.findall(text)) for text in (article.title, article.text)),
        "words": article.words,
        "language": html.escape(article.language[:_MAX_SHOWN]),
        "published_at": article.published_at,
        "topics": len(article.topics),
    }
