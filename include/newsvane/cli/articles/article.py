"""`newsvane article`: print an article of the lake with its facts, its whole text and what it said before."""

from collections.abc import Sequence
from typing import Annotated

import typer

from newsvane.analysis.arrival_words import describe_past_source
from newsvane.analysis.articles import load_article, load_first_version
from newsvane.analysis.evidence_words import explain_change, join_evidence
from newsvane.analysis.queries import Row
from newsvane.cli.articles.story import (
    COPY_ORDERS,
    describe_evidence,
    describe_landed_by_hand,
    describe_relation,
    describe_times,
)
from newsvane.cli.console import print_json, print_words, show_facts
from newsvane.cli.options import AsJson, AsOf
from newsvane.printable import printable, printable_line


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(epilog="Example: `newsvane article a1_f86cdd34305eab677061`")(article)


def article(
    article_id: Annotated[str, typer.Argument(metavar="ID", help="Id of an article in the lake, or its address.")],
    as_json: AsJson = False,
    as_of: AsOf = None,
) -> None:
    """Print an article of the lake: its facts, its whole text and, if it was changed, what it said first.

    For an address that led to no article, it says why. `newsvane search` and `newsvane story` print ids. `newsvane
    quarantine show` prints an article in quarantine, and `newsvane read` one that is not in the lake.
    """
    row = load_article(article_id, as_of=as_of)
    revisions = row.pop("revisions")
    first = load_first_version(row, revisions) if revisions else None
    if as_json:
        print_json(row | {"revisions": revisions, "first_version": first})
        return
    _show(row)
    _show_text("Text", row["text"])
    if revisions:
        _show_revisions(revisions, first)


def _show(row: Row) -> None:
    times = row | {"claimed_at": row["published_at"]}
    show_facts({
        "Title": row["title"],
        "Authors": row["authors"],
        "Outlet": ", ".join(filter(None, (row["outlet"], row["country"], row["outlet_kind"]))),
        "Address": row["url"],
        "Id": row["article_id"],
        "Story": row["story_id"],
        "Copy": _describe_copy(row),
        "In this story": _describe_resemblance(row),
        "Time": describe_times(times),
        "Time found in": row["published_source"],
        "First listed by": row["found_by"],
        "From the past": _describe_arrival(row),
        "Read": row["fetched_at"],
        "Landed by hand": describe_landed_by_hand(row["landed_by_hand"]) if row["landed_by_hand"] else "",
        "Revision": _describe_revision(row),
        "Kind": row["kind"],
        "Language": f"{row['language']} (the page declares {quote_language(row['page_language'])})",
        "Machine translation": "; ".join(
            filter(None, (row["translation_state"], join_evidence(row["translation_evidence"] or ())))
        ),
        "Topics": row["topics"] or "none (off topic)",
        "Words": row["words"],
        "Archived page": row["raw_file"],
    })


def quote_language(code: str | None) -> str:
    """Return the code of a language in quotes, since "no" is Norwegian."""
    return repr(printable_line(code)) if code else "no language"


def _describe_arrival(row: Row) -> str:
    """Return how an article of the past arrived; "" if it is none."""
    source = describe_past_source(row)
    captured = f", captured {printable(row['archived_at'])}" if source and row["archived_at"] else ""
    return f"{source}{captured}"


def _describe_resemblance(row: Row) -> str:
    """Return why an original is in the story of an earlier report; "" if it is not."""
    if not row["similar_to"]:
        return ""
    evidence = join_evidence(row["story_evidence"] or ())
    return "; ".join(filter(None, (f"because it resembles {row['similar_to']}", evidence)))


def _describe_copy(row: Row) -> str:
    if not row["copy_of"]:
        return ""
    whose = describe_relation(row, row["from_outlet"] or "").rstrip(".")
    article_id = f"article {row['copy_of']}" if row["from_outlet"] else ""
    return "; ".join(filter(None, (whose, article_id, COPY_ORDERS.get(row["copy_order"], ""), describe_evidence(row))))


def _describe_revision(row: Row) -> str:
    changed = row["revision"] and row["revision"] > 1
    return f"{row['revision']}, changed {printable(row['revised_at'])}" if changed else ""


def _show_text(heading: str, text: str | None) -> None:
    print_words(f"\n{heading}", style="bold")
    print_words(printable(text) or "The text is not stored: the article is off topic, or retention has deleted it.")


def _show_revisions(revisions: Sequence[Row], first: Row | None) -> None:
    print_words("\nChanges", style="bold")
    for each in revisions:
        before = f"; the title was {printable_line(each['title_before'])}" if each["title_before"] else ""
        print_words(f"{printable(each['revised_at'])}: {printable_line(explain_change(each['summary']))}{before}")
    if first is None:
        print_words("\nWhat it said first is no longer in the lake: the snapshot of that time has expired.")
        return
    _show_text(f"What it said first: {printable_line(first['title'])}", first["text"])
