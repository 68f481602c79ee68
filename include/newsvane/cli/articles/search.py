"""`newsvane search`: search coverage, newest or best first, and show the matching passages."""

import shlex
from datetime import UTC, date, datetime
from typing import Annotated

import typer

from newsvane import topics
from newsvane.analysis.arrival_words import describe_past_source
from newsvane.analysis.copy_words import describe_copy
from newsvane.analysis.known_names import expand_query
from newsvane.analysis.queries import Row, fetch_rows
from newsvane.analysis.required_words import WordCounts
from newsvane.analysis.search import Found, list_articles, search_articles
from newsvane.cli.articles.snippets import highlight
from newsvane.cli.console import out, print_address, print_hint, print_json, print_words
from newsvane.cli.options import (
    QUERY,
    AsJson,
    AsOf,
    Countries,
    FirstDay,
    Languages,
    Limit,
    Outlets,
    TopicId,
    parse_day,
    parse_period,
)
from newsvane.cli.queries import load_query
from newsvane.dates import first_of_days
from newsvane.plurals import count_noun
from newsvane.printable import printable, printable_line
from newsvane.search import Filters


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(epilog="""Example: `newsvane search '"nuclear talks" AND lang:es'`""")(search)


def search(
    query: Annotated[
        str | None, typer.Argument(help=f"{QUERY}. Without it, a filter lists all that it selects.")
    ] = None,
    *,
    ranked: Annotated[
        bool, typer.Option("--ranked", help="Best match first (BM25 of the search index), not the newest.")
    ] = False,
    topic: TopicId = None,
    languages: Languages = None,
    outlets: Outlets = None,
    countries: Countries = None,
    originals: Annotated[bool, typer.Option("--originals", help="Only articles that are no copies.")] = False,
    days: Annotated[
        int | None,
        typer.Option(min=1, max=3650, help="Search only this many days, counting the last one: today or --until."),
    ] = None,
    since: FirstDay = None,
    until: Annotated[
        datetime | None, typer.Option("--until", metavar="DAY", parser=parse_day, help="Last day, UTC.")
    ] = None,
    limit: Limit = 20,
    as_json: AsJson = False,
    as_of: AsOf = None,
) -> None:
    """Search coverage in the lake, newest first, or best match first.

    The search index of this machine finds the articles (`newsvane search-index`). Without it, and with --as-of, the
    search goes back in time until enough articles are found, and through the whole lake for a rare word unless --days
    or --since is given. The last line says how many articles there are in all. Names in every script:
    `org:mek`, `person:`, `place:`; the page Search offers them. Articles on no topic are not searched, because their
    texts are not stored: if nothing is found, a line on stderr says how many there are.
    """
    if ranked and as_of:
        raise typer.BadParameter(
            "give either --ranked or --as-of: the search index, which ranks, does not know the past"
        )
    if query is None and (
        ranked or not (topic or languages or outlets or countries or originals or days or since or until)
    ):
        raise typer.BadParameter(
            "give a query, such as `newsvane search tirana`, or a filter that lists the newest: --topic mek --days 7"
        )
    first, last = _parse_days(days, since, until, as_of or datetime.now(UTC))
    filters = Filters(
        topics=(topic,) if topic else (),
        languages=tuple(languages or ()),
        outlets=tuple(outlets or ()),
        countries=tuple(countries or ()),
        originals=originals,
        since=first,
        until=last,
    )
    if query is None:
        found = list_articles(filters, limit=limit, as_of=as_of)
    else:
        found = search_articles(query, filters, limit=limit, ranked=ranked, as_of=as_of)
    if ranked and found.scanned:
        print_hint(f"Only the search index knows the rank, so the newest come first. {found.scanned}")
    hits = [hit | {"snippet": highlight(hit["snippet"])} for hit in found.hits]
    if as_json:
        print_json(hits)
    else:
        show_hits(hits)
        period = _describe_period(days, filters, as_of)
        print_words(_describe_total(found, period))
        if query:
            _explain(query, found, as_of, period)


def _parse_days(
    days: int | None, since: datetime | None, until: datetime | None, now: datetime
) -> tuple[date | None, date | None]:
    """Return the first and the last day, None if it is open. Raises BadParameter if options exclude each other."""
    if days and since:
        raise typer.BadParameter("give either --days or --since")
    if days:  # the last of them is today, where --until is later
        last = min(until.date(), now.date()) if until else now.date()
        return first_of_days(last, days), until and last
    if since and until:
        parse_period(since, until, 1, until.date())
    return since and since.date(), until and until.date()


def _explain(query: str, found: Found, as_of: datetime | None, period: str) -> None:
    """Say what a query may have meant instead, and why it finds nothing. `period`: as of `_describe_period`."""
    within = f",{period}" if period else ""
    if words := topics.explain_unused_operator(query, guess=not found.hits):
        print_hint(f"Note: {words}.")
    if found.meant:
        print_hint(f"Did you mean `{found.meant}`?")
    if found.alone.counts:
        print_hint(_describe_words(found.alone, within))
    if found.at_other_times:
        print_hint(f"At other times: {count_noun(found.at_other_times, 'article')}. Choose other days, or none.")
    if not found.hits:
        _hint_at_missing(query, as_of)


def _describe_words(alone: WordCounts, within: str) -> str:
    """Say how many articles each word of a query finds by itself `within` some days, and how many have them all."""
    each = ", ".join(
        f"{word} finds {count_noun(number, 'article') if number else 'none'}" for word, number in alone.counts
    )
    words = f"By itself{within}, {each}."
    if not alone.in_place:
        return words
    if not alone.anywhere:
        return f"{words} No article has all of them."
    return (
        f"{words} All of them, wherever they are (`{alone.anywhere}`): {count_noun(alone.found_anywhere, 'article')}."
    )


def _describe_period(days: int | None, filters: Filters, as_of: datetime | None) -> str:
    """Return the days to which a search is limited, in words; "" if it is not."""
    since, until = (
        f" {word} {day}" if day else "" for word, day in (("since", filters.since), ("until", filters.until))
    )
    if days and filters.until:
        return f" on {filters.until}" if days == 1 else f" from {filters.since} to {filters.until}"
    if days and as_of:
        return f" from {filters.since} to {printable(as_of)}"
    if days:
        return f" in the last {count_noun(days, 'day')}" if days > 1 else " today"
    return since + until


def _describe_total(found: Found, period: str) -> str:
    if not found.hits:
        return f"Nothing found{period}."
    shown = len(found.hits)
    return (
        f"{found.total:,} found" if shown == found.total else f"{shown:,} of {found.total:,} found; --limit shows more"
    )


def _hint_at_missing(query: str, as_of: datetime | None) -> None:
    """Say which articles a search that found nothing cannot find, if there are any, and what to do about it."""
    asked = topics.compile_query(expand_query(query))
    if asked.asks_for_names and as_of is None:
        from newsvane.analysis.known_entities import find_own_names  # noqa: PLC0415 - only these queries need names

        if own := find_own_names(asked.name_keys):
            print_hint(
                f"Articles that landed before entities.toml had {', '.join(own)} get the name with "
                "`newsvane names update --all`."
            )
    (row,) = fetch_rows(load_query("off_topic_articles"), as_of=as_of)
    if row["articles"] and asked.asks_for_names:
        print_hint(f"No names are looked for in {count_noun(row['articles'], 'article')} on no topic.")
    elif row["articles"]:
        print_hint(
            f"Of {count_noun(row['articles'], 'article')} on no topic only the titles are stored: "
            f"`newsvane topics test {shlex.quote(query)}` searches these, too."
        )


def show_hits(hits: list[Row]) -> None:
    """Print the articles found: time, outlet, title, passage, URL and id."""
    for hit in hits:
        when = (
            printable(hit["published_at"]) if hit["published_at"] else f"no date, read {printable(hit['fetched_at'])}"
        )
        if hit["date_contradicted"]:
            when = f"claims {when}, first seen {printable(hit['observed_at'] or hit['fetched_at'])}"
        copy = f"  {relation}" if (relation := _describe_relation(hit)) else ""
        past = f"  from {source}" if (source := describe_past_source(hit)) else ""
        score = f"  score {hit['score']:.2f}" if "score" in hit else ""
        print_words(
            f"{when}  {printable_line(hit['outlet'])}  {printable_line(hit['language'])}{copy}{past}{score}",
            style="dim",
        )
        print_words(printable_line(hit["title"]) or "(no title)", style="bold")
        print_words(hit["snippet"])
        print_address(hit["url"])
        story = f", story {hit['story_id']}" if hit.get("story_id") else ""
        print_words(f"{hit['article_id']}{story}", style="dim")
        out.print()


def _describe_relation(hit: Row) -> str:
    """Return what an article is of another one, and whether only the pages say so; "" if it is of none."""
    if not hit.get("copy_of"):
        return ""
    return f"{describe_copy(hit).badge} of {printable_line(hit['copy_of_outlet'] or hit['copy_of'])}"
