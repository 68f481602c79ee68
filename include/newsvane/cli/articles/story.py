"""`newsvane story`: who was first with a story, how sure that is and why, and who copied or translated whom."""

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Annotated, Any

import typer
from rich.text import Text

from newsvane.analysis.arrival_words import CAPTURED_SOURCES, describe_past_source
from newsvane.analysis.articles import load_article, read_address
from newsvane.analysis.copy_words import describe_copy
from newsvane.analysis.evidence_words import join_evidence
from newsvane.analysis.queries import Row
from newsvane.analysis.stories import load_story
from newsvane.cli.console import out, print_json, print_words, terminal_width
from newsvane.cli.options import AsJson, AsOf
from newsvane.cli.tables import cut_text
from newsvane.outlet_counts import describe_outlets
from newsvane.plurals import count_noun
from newsvane.printable import printable, printable_line

MAX_ROWS = 20
"""How many outlets, copies and resemblances are shown of each."""
_STORY_PAGE = re.compile(r"/stories/(s1_\w+)")
COPY_ORDERS = {
    "certain": "our polls show that the original came first",
    "uncertain": "our polls do not show which came first",
}


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(epilog="Example: `newsvane story s1_1df37cdc93d014aefdf5`")(story)


def story(
    story_id: Annotated[str, typer.Argument(metavar="ID", help="Id or address of a story, or of one of its articles.")],
    as_json: AsJson = False,
    as_of: AsOf = None,
) -> None:
    """Show who was first with a story, how sure that is and why, and who copied or translated whom.

    `newsvane stories` and `newsvane search` print ids. What the words mean: docs/guides/provenance.md.
    """
    found = load_story(_read_id(story_id, as_of), as_of=as_of)
    if as_json:
        print_json(found)
        return
    parts = ("outlets_in_order", "copies", "resemblances", "contradicted", "landed_by_hand", "around")
    outlets, copies, resemblances, contradicted, landed_by_hand, around = (found.pop(name) for name in parts)
    _show_facts(found)
    print_words("\nWho was first?", style="bold")
    print_words(found["who_was_first"])
    if contradicted:
        print_words("\nContradicted dates", style="bold")
        for row in contradicted:
            print_words(f"{printable_line(row['outlet'])} {describe_contradiction(row)} ({row['article_id']})")
    seconds = needs_seconds([outlets[0]["observed_at"], *(each["absent_at"] for each in outlets)])
    _show_rows(outlets, partial(_show_outlet, seconds=seconds))
    if copies:
        print_words("\nCopies and translations", style="bold")
        unreliable = frozenset(row["article_id"] for row in contradicted)
        _show_rows(copies, partial(_show_copy, unreliable=unreliable))
    if resemblances:
        print_words("\nWhy reports that are no copies are in this story", style="bold")
        _show_rows(resemblances, _show_resemblance)
    if landed_by_hand:
        print_words("\nLanded by hand", style="bold")
        for row in landed_by_hand:
            print_words(f"{row['article_id']}: {describe_landed_by_hand(row)}")
    if around:
        print_words("\nStories before and after with the same names", style="bold")
        for row in around:
            _show_story_around(row)
    print_words(
        "\nA time that is claimed is the outlet's own word. `newsvane article ID` prints an article.", style="dim"
    )


def _read_id(written: str, as_of: datetime | None) -> str:
    """Return the id of a story or an article. `written`: such an id, the address of a story's page, or an article's."""
    if linked := _STORY_PAGE.search(written):
        return linked[1]
    return str(load_article(written, as_of=as_of)["article_id"]) if read_address(written) else written


def describe_times(row: Mapping[str, Any], *, seconds: bool = False) -> str:
    """Return what is claimed of the time of an article and what our polls saw, with seconds if minutes are equal."""
    claimed, absent_at = row["claimed_at"], row["absent_at"]
    seconds = seconds or needs_seconds([claimed, row["observed_at"], absent_at])
    seen_at = _format(row["observed_at"], seconds=seconds) or "at an unknown time"
    is_captured = row.get("source") in CAPTURED_SOURCES
    first_seen = f"captured {seen_at}, as {describe_past_source(row)} says" if is_captured else f"first seen {seen_at}"
    if row["date_contradicted"]:
        return f"{describe_contradiction(row, seconds=seconds)}; {first_seen}"
    parts = [f"claims {_format(claimed, seconds=seconds)}" if claimed else "claims no time", first_seen]
    if absent_at or not is_captured:
        parts.append(f"not there {_format(absent_at, seconds=seconds)}" if absent_at else "not looked for before")
    if claimed and row["date_contradicted"] is None:
        parts.append("we cannot check this date")
    return "; ".join(parts)


def describe_contradiction(row: Mapping[str, Any], *, seconds: bool = False) -> str:
    """Return what contradicts the claimed time: a poll that did not find the article, or its own page afterwards."""
    claimed, absent_at = row["claimed_at"], row["absent_at"]
    if absent_at and claimed < absent_at:
        why = f"but was not there at {_format(absent_at, seconds=seconds)}"
    else:
        why = "but its page has since claimed an earlier time"
    return f"claims {_format(claimed, seconds=seconds)}, {why}: contradicted"


def describe_landed_by_hand(act: Mapping[str, Any]) -> str:
    """Return who landed an article although it had failed validation, when and why."""
    failed = f" although it had failed {printable_line(act['reasons'])}" if act["reasons"] else ""
    who = f"by {printable_line(act['done_by'])} on {printable(act['done_at'])}"
    return f"{who}{failed}: {printable_line(act['reason'])}"


def needs_seconds(times: Iterable[datetime | None]) -> bool:
    """Return whether two different times would look the same without their seconds."""
    known = {time for time in times if time}
    return len({time.replace(second=0, microsecond=0) for time in known}) < len(known)


def _format(time: datetime | None, *, seconds: bool) -> str:
    return f"{time:%Y-%m-%d %H:%M:%S}" if time and seconds else printable(time)


def describe_relation(copy: Mapping[str, Any], original: str) -> str:
    """Return what a copy is, and of which outlet, and what only pages say of that."""
    words = describe_copy(copy)
    return " ".join(filter(None, (f"{words.relation} {printable_line(original) or copy['copy_of']}.", words.doubt)))


def describe_evidence(copy: Mapping[str, Any]) -> str:
    """Return what is known of a link; "" if nothing is."""
    evidence = printable_line(join_evidence(describe_copy(copy).evidence))
    return f"evidence: {evidence}" if evidence else ""


def _show_facts(facts: Row) -> None:
    print_words(printable_line(facts["title"]) or "(no title)", style="bold")
    counts = [
        count_noun(facts["articles"], "article"), count_noun(facts["originals"], "original"),
        describe_outlets(facts["outlets"], facts["independent_outlets"]), f"in {printable(facts['languages'])}",
        f"{facts['first_day']} to {facts['last_day']}", f"on {printable_line(facts['topics'])}",
    ]  # fmt: skip
    print_words(f"{facts['story_id']}: {', '.join(counts)}")
    if facts["claims"]:
        print_words(f"Not counted: {describe_claims(facts['claims'])}.")


def describe_claims(claims: int) -> str:
    """Return how many articles of a story do not count because they merely claim to be translations."""
    return f"{count_noun(claims, 'more article')} that only {'claims' if claims == 1 else 'claim'} to be a translation"


def _show_rows(rows: Sequence[Row], show: Callable[[Row], None]) -> None:
    """Show the first rows of a list, and how many more there are."""
    for row in rows[:MAX_ROWS]:
        show(row)
    if len(rows) > MAX_ROWS:
        more = f"… and {len(rows) - MAX_ROWS:,} more: --json prints all"
        print_words("")
        print_words(more, indent=3)


def _show_outlet(row: Row, *, seconds: bool) -> None:
    place = f"{row['place']}. "
    about = ", ".join(filter(None, (row["outlet_kind"], row["language"], row["certainty"])))
    print_words(Text.assemble("\n", place, (printable_line(row["outlet"]), "bold"), f" ({printable_line(about)})"))
    print_words(describe_times(row, seconds=seconds), indent=len(place))
    print_words(f"{printable_line(row['title']) or '(no title)'}", indent=len(place))
    print_words(row["article_id"], indent=len(place), style="dim")


def _show_copy(row: Row, *, unreliable: Collection[str]) -> None:
    """Show a copy. `unreliable`: the articles whose dates are contradicted."""
    print_words(
        Text.assemble("\n", (printable_line(row["outlet"]), "bold"), f": {describe_relation(row, row['from_outlet'])}")
    )
    order = COPY_ORDERS.get(row["copy_order"], "")
    if row["copy_order"] == "uncertain" and {row["article_id"], row["copy_of"]} & {*unreliable}:
        order += ", and a date that one of the two claims is contradicted"
    _show_title(row)
    print_words("; ".join(filter(None, (order, describe_evidence(row)))), indent=3)
    print_words(f"{row['article_id']}, of {row['copy_of']}", indent=3, style="dim")


def _show_resemblance(row: Row) -> None:
    outlet, other = (printable_line(row[key]) for key in ("outlet", "similar_outlet"))
    whose = "its own" if other == outlet else other
    print_words(Text.assemble("\n", (outlet, "bold"), f" resembles another report, of {whose}:"))
    _show_title(row)
    evidence = join_evidence(row["story_evidence"] or ()) or "the evidence was not recorded"
    print_words(printable_line(evidence), indent=3)
    print_words(f"{row['article_id']}, similar to {row['similar_to']}", indent=3, style="dim")


def _show_title(row: Row) -> None:
    """Show the title of an article on one line of the terminal."""
    title, width = printable_line(row["title"]) or "(no title)", terminal_width(out)
    print_words(cut_text(title, width - 3) if width else title, indent=3)


def _show_story_around(row: Row) -> None:
    order = "before" if row["is_before"] else "after"
    print_words(f"\n{order}, {row['appeared_at']:%Y-%m-%d}: {printable_line(row['title']) or '(no title)'}")
    outlets = count_noun(row["outlets"], "outlet")
    print_words(f"{outlets}; both name {', '.join(map(printable_line, row['shared']))}", indent=3)
    print_words(row["story_id"], indent=3, style="dim")
