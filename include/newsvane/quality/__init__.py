"""Validate a batch before it lands: which articles may land, which are quarantined and why, and is the batch usable.

`validate` is called with everything a run read, before anything is written:

- `expectations` lists what is expected, as data: of single articles, and of what was read of each outlet. An article
  that fails one is quarantined, and the name of the expectation is the reason. The pages of an outlet that gave no text
  are to be read again later. The other expectations on outlets are warnings. Nothing lands only if hardly any of the
  watched outlets gave a text.
- `outlets` sums up what was read of each outlet.
- `great_expectations_runner` evaluates them with Great Expectations and writes its Data Docs (HTML reports).
- The result is a `Verdict`: accepted and refused articles, refused outlets, warnings, failures, the path of the report.

Great Expectations is imported only when there is something to validate: the import costs more than two CPU seconds.
"""

import html
import logging
import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from newsvane import telegram
from newsvane.errors import describe_unforeseen, format_traceback
from newsvane.quality.expectations import Expectation, make_article_expectations, make_outlet_expectations
from newsvane.quality.outlets import MAX_SHOWN, make_rows, outlet_of, sum_up
from newsvane.records import Article, Record, Skipped

log = logging.getLogger(__name__)
logging.getLogger("great_expectations").setLevel(logging.WARNING)  # its import logs a line for each of 200 functions

_CONTROL_CHARACTERS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_MAX_NAMED = 10
"""The maximum number of outlets that a message names."""

__all__ = ["Verdict", "outlet_of", "validate"]


class Verdict(Record):
    """The result of a validation.

    `accepted`: article ids in the order given. `refused`: pairs of an article id and the names of the expectations it
    does not meet. `refused_outlets`: pairs of an outlet whose pages are to be read again, and why, in words. `broken`:
    pairs of the id of an article that could not be validated, and the error. `warnings` and `failures`: about outlets
    and the batch, in words for people; with a failure nothing may land. `docs`: the index page of the Data Docs.
    """

    accepted: tuple[str, ...] = ()
    refused: tuple[tuple[str, tuple[str, ...]], ...] = ()
    refused_outlets: tuple[tuple[str, str], ...] = ()
    broken: tuple[tuple[str, str], ...] = ()
    warnings: tuple[str, ...] = ()
    failures: tuple[str, ...] = ()
    docs: Path | None = None


def validate(
    articles: Sequence[Article],
    *,
    skipped: Sequence[Skipped],
    watched: Collection[str] = (),
    docs: Path | None,
    now: datetime,
    run_id: str,
) -> Verdict:
    """Validate a batch of articles, and the pages that were read for it.

    `skipped`: pages that gave no article; those that should have had a text count (see `_should_have_text`). `watched`:
    the outlets whose own feeds listed pages of the batch. Of several articles with one id and address, the last one
    counts. `docs`: the folder for the Data Docs; None: do not write them.
    """
    distinct = {(article.article_id, article.canonical_url): article for article in articles}
    rows, broken = _make_article_rows(distinct.values())
    outlets = sum_up(distinct.values(), list(filter(_should_have_text, skipped)), watched)
    tables = [
        ("articles", rows, make_article_expectations(now)),
        ("outlets", outlet_rows := make_rows(outlets), _choose_applicable(outlet_rows, make_outlet_expectations(now))),
    ]
    tables = [(name, table, expectations) for name, table, expectations in tables if table and expectations]
    if not tables:
        return Verdict(broken=broken)

    from newsvane.quality.great_expectations_runner import evaluate  # noqa: PLC0415

    refused: dict[str, list[str]] = defaultdict(list)
    refused_outlets: list[tuple[str, str]] = []
    messages: dict[str, list[str]] = {"warning": [], "failure": []}
    outlets_by_row = {outlet.row_id: outlet for outlet in outlets}
    for expectation, outcome in evaluate(tables, docs=docs, now=now, run_id=run_id):
        if outcome.is_met:
            continue
        expected = f"{expectation.name}: expected {expectation.description}"
        match expectation.severity:
            case "row" if outcome.failing_ids:
                for article_id in outcome.failing_ids:
                    refused[article_id].append(expectation.name)
            case "outlet" if outcome.failing_ids:
                for outlet in (outlets_by_row[row_id] for row_id in outcome.failing_ids):
                    refused_outlets.append((outlet.outlet, f"{expected}; none in the {outlet.pages} pages of this run"))
            case "warning" if outcome.failing_ids:
                messages["warning"].append(f"{expected}; not so: {_list_names(outcome.failing_ids)}")
            case severity:
                messages["warning" if severity == "warning" else "failure"].append(f"{expected}; {outcome.observed}")
    return Verdict(
        accepted=tuple(dict.fromkeys(row["article_id"] for row in rows if row["article_id"] not in refused)),
        refused=tuple((article_id, tuple(names)) for article_id, names in refused.items()),
        refused_outlets=tuple(refused_outlets),
        broken=broken,
        warnings=tuple(messages["warning"]),
        failures=tuple(messages["failure"]),
        docs=docs / "site" / "index.html" if docs else None,
    )


def _should_have_text(skipped: Skipped) -> bool:
    """Return whether a page was read without a text, and is not known to be something else than an article."""
    return skipped.stage == "read" and skipped.kind in {None, "wall", "error"}


def _choose_applicable(rows: Iterable[dict[str, Any]], expectations: Iterable[Expectation]) -> list[Expectation]:
    """Return the expectations for whose column a row has a value."""
    columns = {name for row in rows for name, value in row.items() if value is not None}
    return [each for each in expectations if each.arguments["column"] in columns]


def _list_names(names: Sequence[str]) -> str:
    more = f" and {len(names) - _MAX_NAMED} more" if len(names) > _MAX_NAMED else ""
    return ", ".join(names[:_MAX_NAMED]) + more


def _make_article_rows(
    articles: Iterable[Article],
) -> tuple[list[dict[str, Any]], tuple[tuple[str, str], ...]]:
    """Return a row per article, and the ids of those for which that raised an error, with the error in words."""
    rows: list[dict[str, Any]] = []
    broken: list[tuple[str, str]] = []
    for article in articles:
        try:
            rows.append(_make_row(article))
        except Exception as error:  # whatever an article makes our code do must not end the batch
            log.error(
                "article %s: cannot be validated because of an error in Newsvane\n%s",
                article.article_id,
                format_traceback(error),
            )
            broken.append((article.article_id, describe_unforeseen(error, "validating")))
    return rows, tuple(broken)


def _make_row(article: Article) -> dict[str, Any]:
    """Return the values of an article that the expectations examine.

    Texts are left out, and strings are escaped, because Data Docs put them into their pages unescaped.
    """
    return {
        "article_id": article.article_id,
        "address": html.escape(article.url[:MAX_SHOWN]),
        "outlet": html.escape(article.outlet[:MAX_SHOWN]),
        "has_title": int(any(map(str.isalnum, article.title))),
        "has_text": int(any(map(str.isalnum, article.text))),
        "control_characters": sum(len(_CONTROL_CHARACTERS.findall(text)) for text in (article.title, article.text)),
        "words": article.words,
        "written": int(article.kind in {"article", "live_blog"} and not telegram.find_post(article.canonical_url)),
        "language": html.escape(article.language[:MAX_SHOWN]),
        "published_at": article.published_at,
        "topics": len(article.topics),
    }
