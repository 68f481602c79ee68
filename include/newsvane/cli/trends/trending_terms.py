"""`newsvane terms`: words and names that rise with a topic."""
# ruff: noqa: PLC0415 - what finds terms is imported by the command that looks for them

from datetime import UTC, datetime, timedelta
from typing import Annotated

import typer

from newsvane.cli.console import dump, out, show_table
from newsvane.cli.options import AsJson, Days, Languages, Limit, Since, Until, span
from newsvane.cli.queries import ask, statement

LETTERS = 2_000
"""Read of each text: what is new in a report stands at its beginning."""
TEXTS = 3_000
"""Read of either time, at the most."""
BEFORE = 4
"""Times as long as the time that is asked about is the time before, where nothing is said."""


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(epilog="Example: `newsvane terms iran --days 7 --language fa`")(terms)


def terms(
    topic: Annotated[str, typer.Argument(help="Id of a topic in topics.toml.")],
    *,
    days: Days = 7,
    before: Annotated[
        int | None, typer.Option(min=1, max=3650, help="Days before that to compare with; four times as many.")
    ] = None,
    since: Since = None,
    until: Until = None,
    language: Languages = None,
    names: Annotated[bool, typer.Option("--names", help="Only names, and terms of scripts without capitals.")] = False,
    limit: Limit = 20,
    as_json: AsJson = False,
) -> None:
    """Show words and names that more texts on a topic hold than did before.

    Language by language; copies and translations are not counted, and names of several words stay together. A term is
    in three texts at least, its share has doubled, and chance alone does so with one term in a thousand.
    """
    from newsvane.trends.trending_terms import TopicText, find_trending_terms

    first, last = span(since, until, days, datetime.now(UTC).date())
    begin = first - timedelta(days=before or BEFORE * ((last - first).days + 1))
    asked = {
        "topic": topic, "begin": begin, "since": first, "until": last, "languages": language or [], "most": TEXTS,
        "letters": LETTERS,
    }  # fmt: skip
    texts = [TopicText(**row) for row in ask(statement("terms"), asked)]
    trending = find_trending_terms(texts, limit=10 * limit)
    found = [term for term in trending if not names or term.name is not False][:limit]
    if as_json:
        dump(found)
        return
    rows = [
        {
            "term": term.term,
            "language": term.language,
            "now": f"{term.now} of {term.texts_now}",
            "before": f"{term.before} of {term.texts_before}",
            "rise": f"×{term.rise:.1f}",
            "beside": term.beside,
        }
        for term in found
    ]
    columns = {name: name for name in ("term", "language", "now", "before", "rise", "beside")} | {"language": "in"}
    columns["beside"] = "in the same texts"
    read = sum(text.now for text in texts)
    show_table(rows, columns, empty="Nothing rises: too few texts, or nothing that is new in them.", wide="beside")
    out.print(f"{first} to {last}, {read} texts; before that {len(texts) - read} from {begin} on", style="dim")
