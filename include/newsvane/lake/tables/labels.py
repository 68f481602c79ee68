"""Store what people say about articles. Rows are only added: an answer is changed or withdrawn by a newer one.

The functions are used inside `writer`, so answers and the row of their action in `acts` are written in one transaction.
"""

from collections.abc import Collection, Sequence

import duckdb

from newsvane.errors import ActionRefused
from newsvane.lake.engine.sql import fetch_rows, flatten, load_incoming, run_query
from newsvane.lake.tables.acts import ActionRequest
from newsvane.records import Label

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
        raise ActionRefused(f"nothing was stored: {_describe(unusable)}", reason="no_target")
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
        words.append(f"{len(unusable)} not stored: {_describe(unusable)}")
    return "; ".join(words)


def _describe(unusable: Sequence[dict[str, str]]) -> str:
    """Say what is wrong with answers that cannot be stored."""
    whys = dict.fromkeys(
        f"{row['article_id']} is not in the lake" if row["reason"] == "gone" else _explain_unknown(row)
        for row in unusable
    )
    more = f" and {len(whys) - _SHOWN} more" if len(whys) > _SHOWN else ""
    return ", ".join([*whys][:_SHOWN]) + more


def _explain_unknown(row: dict[str, str]) -> str:
    if row["question"] == "topic":
        return f"there is no topic {row['subject']}"
    return f"{row['subject']} is no other article in the lake"
