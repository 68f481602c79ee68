"""`newsvane terms`: show words and names that are trending on a topic."""
# ruff: noqa: PLC0415 - term extraction is imported by the command that uses it

from datetime import UTC, datetime, timedelta
from typing import Annotated

import typer

from newsvane.analysis.known_names import require_topics
from newsvane.analysis.queries import fetch_rows
from newsvane.cli.console import print_json, print_words, show_table
from newsvane.cli.options import AsJson, Days, Languages, Limit, Since, Until, parse_period
from newsvane.cli.queries import load_query

MAX_TEXT_LENGTH = 2_000
"""Only this many characters of each text are read, because a report begins with what is new."""
MAX_TEXTS = 3_000
"""The maximum number of texts read per period."""
COMPARE_TIMES = 4
"""By default the earlier period is this many times as long as the current one."""


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(epilog="Example: `newsvane terms iran --days 7 --language fa`")(terms)


def terms(
    topic: Annotated[str, typer.Argument(help="Id of a topic in topics.toml.")],
    *,
    days: Days = 7,
    before: Annotated[
        int | None,
        typer.Option(min=1, max=3650, help="Length of the earlier period in days; by default four times as long."),
    ] = None,
    since: Since = None,
    until: Until = None,
    language: Languages = None,
    names: Annotated[
        bool, typer.Option("--names", help="Only names, and terms in scripts without capital letters.")
    ] = False,
    limit: Limit = 20,
    as_json: AsJson = False,
) -> None:
    """Show words and names that more texts on a topic contain than before.

    Each language is analysed separately. Copies and translations are not counted, and names of several words stay
    together. A term is shown if it is in at least three texts, its share of texts has doubled, and the probability that
    this happened by chance is below one in a thousand.
    """
    from newsvane.trends.trending_terms import TopicText, find_trending_terms

    require_topics([topic])
    first, last = parse_period(since, until, days, datetime.now(UTC).date())
    begin = first - timedelta(days=before or COMPARE_TIMES * ((last - first).days + 1))
    parameters = {
        "topic": topic, "begin": begin, "since": first, "until": last, "languages": language or [], "most": MAX_TEXTS,
        "letters": MAX_TEXT_LENGTH,
    }  # fmt: skip
    texts = [TopicText(**row) for row in fetch_rows(load_query("term_texts"), parameters)]
    trending = find_trending_terms(texts, limit=10 * limit)
    found = [term for term in trending if not names or term.name is not False][:limit]
    if as_json:
        print_json(found)
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
    show_table(rows, columns, empty="No trending terms: too few texts, or nothing new in them.", wide="beside")
    print_words(f"{first} to {last}, {read} texts; compared with {len(texts) - read} texts since {begin}", style="dim")
