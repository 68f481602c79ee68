"""Store what people say about articles. Rows are only added: an answer is changed or withdrawn by a newer one.

The functions are used inside `writer`, so answers and the row of their action in `acts` are written in one transaction.
"""

from collections.abc import Collection, Sequence

import duckdb

from newsvane.errors import ActionRefused
from newsvane.lake.engine.sql import fetch_rows, flatten, load_incoming, run_query
from newsvane.lake.tables.acts import ActionRequest
from newsvane.records import Label
from newsvane.similar_names import describe_unknown, find_similar

_SHOWN = 3
"""How many of the answers that cannot be stored are named."""


def land_labels(
    con: duckdb.DuckDBPyConnection, request: ActionRequest, labels: Sequence[Label], *, topics: Collection[str]
) -> str:
    """Store the answers of a person that say something new, and return the result in words.

    `topics`: the ids of the configured topics. What the lake says now is stored with each answer. An answer about an
    article that is gone, or about nothing known, is named in the result; if there is no other, raises ActionRefused.
    """
    rows = [
        flatten(label, label_id=f"{request.act_id}/{number:02}", labelled_by=request.done_by,
                labelled_at=request.asked_at.isoformat())
        for number, label in enumerate(labels)
    ]  # fmt: skip
    load_incoming(con, "labels", rows)
    unusable = fetch_rows(con, "list_unusable_labels", topics=list(topics))
    if len(unusable) == len(rows):
        raise ActionRefused(f"nothing was stored: {_describe(con, unusable, topics)}", reason="no_target")
    lost = {(row["article_id"], row["question"], row["subject"]) for row in unusable}
    load_incoming(
        con, "labels", (row for row in rows if (row["article_id"], row["question"], row["subject"]) not in lost)
    )
    run_query(con, "land_labels")
    (done,) = fetch_rows(con, "count_labels_of_action", act_id=request.act_id)
    stored, withdrawn = int(done["stored"]), int(done["withdrawn"])
    words = [f"{stored} {'label' if stored == 1 else 'labels'} stored"] if stored or not withdrawn else []
    words += [f"{withdrawn} {'label' if withdrawn == 1 else 'labels'} withdrawn"] if withdrawn else []
    if known := len(rows) - len(unusable) - stored - withdrawn:
        words.append(f"{known} said nothing new")
    if unusable:
        words.append(f"{len(unusable)} not stored: {_describe(con, unusable, topics)}")
    return "; ".join(words)


def _describe(con: duckdb.DuckDBPyConnection, unusable: Sequence[dict[str, str]], topics: Collection[str]) -> str:
    """Say what is wrong with answers that cannot be stored, and what was probably meant."""
    faults = {(row["article_id"] if row["reason"] == "gone" else row["subject"]): row for row in unusable}
    more = f" and {len(faults) - _SHOWN} more" if len(faults) > _SHOWN else ""
    return ", ".join(_explain(con, row, topics) for row in [*faults.values()][:_SHOWN]) + more


def _explain(con: duckdb.DuckDBPyConnection, row: dict[str, str], topics: Collection[str]) -> str:
    article_id, subject, is_gone = row["article_id"], row["subject"], row["reason"] == "gone"
    if row["question"] == "topic" and not is_gone:
        return describe_unknown("topic", subject, find_similar(subject, topics), topics)
    wrong = article_id if is_gone else subject
    meant = [found["article_id"] for found in fetch_rows(con, "list_similar_articles", id=wrong)]
    meant = [each for each in meant if each not in {wrong, article_id}]
    what = "is not in the lake" if is_gone else "is no other article in the lake"
    return f"{wrong} {what}" + (f"; did you mean {' or '.join(meant)}?" if meant else "")
