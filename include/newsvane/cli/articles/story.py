"""`newsvane story`: who was first with a story, how sure that is and why, and who copied or translated whom."""

from collections.abc import Mapping, Sequence
from typing import Annotated

import typer
from rich.text import Text

from newsvane.cli.console import count_noun, print_json, print_words, printable, printable_line
from newsvane.cli.known_names import unknown_id
from newsvane.cli.options import AsJson, AsOf
from newsvane.cli.queries import Row, fetch_rows, load_query

COPY_KINDS = {
    "same_address": "another form of the page of",
    "same_text": "the same text as",
    "near_copy": "nearly the same text as",
    "translation": "a translation of",
}
CLAIMED = "says that it is a translation of"
COPY_ORDERS = {
    "certain": "our polls show that the original came first",
    "uncertain": "our polls do not show which came first",
}


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(epilog="Example: `newsvane story s1_1df37cdc93d014aefdf5`")(story)


def story(
    story_id: Annotated[str, typer.Argument(metavar="ID", help="Id of a story, or of one of its articles.")],
    as_json: AsJson = False,
    as_of: AsOf = None,
) -> None:
    """Show who was first with a story, how sure that is and why, and who copied or translated whom.

    `newsvane stories` and `newsvane search` print ids. What the words mean: docs/guides/provenance.md.
    """
    found = fetch_rows(load_query("story_facts"), {"id": story_id}, as_of=as_of)
    if not found:
        raise unknown_id("story", story_id, hint="`newsvane stories` lists the latest")
    facts = found[0]
    asked = {"story_id": facts["story_id"]}
    outlets = fetch_rows(load_query("story_order"), asked, as_of=as_of)
    copies = fetch_rows(load_query("story_copies"), asked, as_of=as_of)
    verdict = describe_order(outlets)
    if as_json:
        print_json(facts | {"who_was_first": verdict, "outlets_in_order": outlets, "copies": copies})
        return
    _show_facts(facts)
    print_words("\nWho was first?", style="bold")
    print_words(verdict)
    for outlet in outlets:
        _show_outlet(outlet)
    if copies:
        print_words("\nCopies and translations", style="bold")
        for copy in copies:
            _show_copy(copy)
    print_words(
        "\nA time that is claimed is the outlet's own word. `newsvane article ID` prints an article.", style="dim"
    )


def describe_order(outlets: Sequence[Row]) -> str:
    """Return who was first, how sure that is, and why. `outlets`: the first article of each, in order."""
    first, *others = outlets
    name = printable_line(first["outlet"])
    if not others:
        return f"Only {name} has this story, so there is no order."
    seen_at = first["observed_at"]
    later = [each for each in others if each["certainty"] == "certain"]
    unsure = [each for each in others if each["certainty"] != "certain"]
    if not unsure:
        return (
            f"Certain: {name} had it first among the outlets that we watch. When we had seen its article, at "
            f"{printable(seen_at)}, polls of all others did not yet find theirs."
        )
    words = f"Uncertain: {name} may have been first. We cannot tell whether it was before {_names(unsure)}."
    if later:
        words += f" It was certainly before {_names(later)}."
    return (
        f"{words} Why: {'; '.join(_explain(unsure))}. The order follows the claimed times, within what our polls saw."
    )


def _explain(unsure: Sequence[Row]) -> list[str]:
    """Return why our polls do not show that these outlets were later."""
    unpolled = [each for each in unsure if each["absent_at"] is None]
    too_early = [each for each in unsure if each["absent_at"] is not None]
    reasons = []
    if unpolled:
        whom = _names(unpolled) if too_early else "each of these"
        reasons.append(f"our first look at {whom} found its article, which shows that it was there, not since when")
    if too_early:
        whom = _names(too_early) if unpolled else "each of these"
        reasons.append(f"when we last looked at {whom} in vain, we had not yet seen the first article either")
    return reasons


def describe_times(row: Mapping[str, object]) -> str:
    """Return what is claimed of the time of an article and what our polls saw."""
    claimed = row["claimed_at"]
    parts = [f"claims {printable(claimed)}" if claimed else "claims no time"]
    parts.append(f"first seen {printable(row['observed_at']) or 'at an unknown time'}")
    parts.append(f"not there {printable(row['absent_at'])}" if row["absent_at"] else "not looked for before")
    if row["date_contradicted"]:
        parts.append("the claim is contradicted: it lies before a poll that did not find it, or was changed later")
    elif claimed and row["date_contradicted"] is None:
        parts.append("we cannot check this date")
    return "; ".join(parts)


def describe_copy(copy: Mapping[str, object], original: str) -> str:
    """Return what a copy is, of which outlet, and who says so."""
    kind = CLAIMED if copy["copy_claimed"] else COPY_KINDS.get(str(copy["copy_kind"]), "a copy of")
    if copy["copy_claimed"] and isinstance(evidence := copy.get("copy_evidence"), list) and len(evidence) > 1:
        kind += " a copy of"  # the page names an article that has taken its text from the original
    words = f"{kind} {printable_line(original) or copy['copy_of']}"
    return f"{words}; only its page says so, the texts could not confirm it" if copy["copy_claimed"] else words


def _show_facts(facts: Row) -> None:
    print_words(printable_line(facts["title"]) or "(no title)", style="bold")
    counts = [
        count_noun(facts["articles"], "article"), count_noun(facts["originals"], "original"),
        count_noun(facts["outlets"], "outlet"), f"in {printable(facts['languages'])}",
        f"{facts['first_day']} to {facts['last_day']}", f"on {printable_line(facts['topics'])}",
    ]  # fmt: skip
    print_words(f"{facts['story_id']}: {', '.join(counts)}")


def _show_outlet(row: Row) -> None:
    place = f"{row['place']}. "
    about = ", ".join(filter(None, (row["outlet_kind"], row["language"], row["certainty"])))
    print_words(Text.assemble("\n", place, (printable_line(row["outlet"]), "bold"), f" ({printable_line(about)})"))
    print_words(describe_times(row), indent=len(place))
    print_words(f"{printable_line(row['title']) or '(no title)'}", indent=len(place))
    print_words(row["article_id"], indent=len(place), style="dim")


def _show_copy(row: Row) -> None:
    print_words(
        Text.assemble("\n", (printable_line(row["outlet"]), "bold"), f": {describe_copy(row, row['from_outlet'])}")
    )
    if order := COPY_ORDERS.get(row["copy_order"]):
        print_words(f"{order}; evidence: {printable_line('; '.join(row['copy_evidence'] or [])) or 'none'}", indent=3)
    print_words(f"{row['article_id']}, of {row['copy_of']}", indent=3, style="dim")


def _names(rows: Sequence[Row]) -> str:
    return ", ".join(printable_line(row["outlet"]) for row in rows)
