"""`newsvane outlets`: what is known about outlets, and which of those in the lake have no known country."""
# ruff: noqa: PLC0415 - the pipeline is imported by the command that writes

import sys
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Annotated, Any

import typer

from newsvane import configuration, urls
from newsvane.analysis.known_names import WHERE_LISTED, load_outlets
from newsvane.analysis.queries import Row, fetch_rows, load_query
from newsvane.cli.config.in_force import warn_of_mistakes
from newsvane.cli.console import name_some, print_json, print_words, show_facts, show_table
from newsvane.cli.options import AsCsv, AsJson, Limit
from newsvane.csv_output import write_csv
from newsvane.outlets import KnownOutlets, format_line
from newsvane.plurals import count_noun
from newsvane.records import Feed, OutletFacts
from newsvane.settings import get_settings
from newsvane.similar_names import find_misspelt, find_similar

UNKNOWN_COUNTRY = "??"
"""Stands in a line to paste until somebody has found out the country; `newsvane config check` reports it."""

_COLUMNS = {
    "outlet": "outlet",
    "on_topic": "on topic",
    "articles": "articles",
    "unread": "unread",
    "first_seen": "first seen",
    "last_seen": "last seen",
    "languages": "languages",
    "watched": "watched",
    "line": "line for outlets.toml",
}

Domain = Annotated[str, typer.Argument(metavar="DOMAIN", help="Domain of an outlet, or the address of an article.")]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    commands = typer.Typer(no_args_is_help=True, help="What is known about outlets.")
    commands.command(epilog="Example: `newsvane outlets unknown --limit 50`")(unknown)
    commands.command(epilog="Example: `newsvane outlets show nytimes.com`")(show)
    commands.command(epilog="Example: `newsvane outlets apply`")(apply)
    app.add_typer(commands, name="outlets", epilog="Example: `newsvane outlets unknown`")


def unknown(limit: Limit = 20, as_json: AsJson = False, as_csv: AsCsv = False) -> None:
    """List outlets whose country is not known, because nothing is known about them. Those that matter most come first.

    They have articles or unread entries in the lake, but no facts. Some have a source of their own on the watch list
    (watched), which does not say their country.

    Those with the most articles on a topic come first, then those with the most articles, then with the most unread
    entries. Each has the line to paste under `[outlets]` in outlets.toml; put its name and country in.
    """
    if as_json and as_csv:
        raise typer.BadParameter("choose one of --json and --csv")
    known, watched = _load_known()
    own = {feed.outlet for feed in watched}
    located = own - {feed.outlet for feed in watched if not feed.country}
    rows = [row for row in _fetch_seen() if row["outlet"] not in located and not known.find(row["outlet"])]
    shown = [row | {"watched": row["outlet"] in own, "line": _suggest_line(row)} for row in rows[:limit]]
    if as_json:
        print_json(shown)
        return
    for row in shown:
        row["languages"] = " ".join(row["languages"])
    if as_csv:
        write_csv([*_COLUMNS], [[row[column] for column in _COLUMNS] for row in shown], sys.stdout)
        return
    show_table(
        shown,
        _COLUMNS,
        empty="Every outlet in the lake has facts, or a source of its own that says its country.",
        wide="line",
        needed=2,
    )
    if rows:
        print_words(f"{count_noun(len(rows), 'unknown outlet')}, {len(shown):,} shown.")


def show(domain: Domain, as_json: AsJson = False) -> None:
    """Show what is known about an outlet, its sources on the watch list, and what the lake has of it."""
    outlet = _find_outlet(domain)
    known, watched = _load_known()
    facts = known.find(outlet)
    seen = next(iter(_fetch_seen(outlet)), {})
    sources = [feed for feed in watched if feed.outlet == outlet]
    stated = _find_stated(sources)
    found: dict[str, Any] = {"outlet": outlet, **(facts.model_dump() if facts else {})}
    found |= {"sources": [feed.feed_id for feed in sources], "watch_list": stated, **seen}
    suggested = _suggest_line({"outlet": outlet, "languages": [], **seen}, stated)
    found["line"] = format_line(outlet, facts) if facts else suggested
    if as_json:
        print_json(found)
        return
    headings = {"on_topic": "on topic", "first_seen": "first seen", "last_seen": "last seen", "line": "outlets.toml"}
    headings["watch_list"] = "watch list"
    found["watch_list"] = ", ".join(f"{key} {value}" for key, value in stated.items())
    lists = {key: " ".join(value) if isinstance(value, list) else value for key, value in found.items()}
    show_facts({headings.get(key, key): value for key, value in lists.items()})
    if facts is None:
        print_words(_advise(found["sources"], stated))
    if not (facts or sources or seen):
        print_words(f"Neither the watch list nor the lake has it. {_offer_similar(outlet)}")


def apply(as_json: AsJson = False) -> None:
    """Give stored articles the country and kind that are known about their outlets today.

    Use it after a change of outlets.toml, or of `country` and `kind` in feeds.toml; without it, a change counts for
    articles that are read from then on. Pages are not read again, topics are not matched again, and no alerts are sent.
    The days of articles that change are counted again. An unknown fact replaces nothing.
    """
    from newsvane import pipeline

    warn_of_mistakes(get_settings())
    applied = pipeline.apply_outlet_facts()
    counted = pipeline.refresh_trends()
    if as_json:
        print_json(applied)
    else:
        changed = count_noun(applied.articles, "article"), count_noun(applied.unread_counts, "daily count")
        print_words(f"{' and '.join(changed)} of unread entries changed; {count_noun(counted['days'], 'day')} counted.")
    pipeline.require_counted(counted)


def _load_known() -> tuple[KnownOutlets, tuple[Feed, ...]]:
    """Return the facts and the watch list in force."""
    settings = get_settings()
    warn_of_mistakes(settings)
    found = configuration.find_in_force(settings)
    return found.outlets, found.feeds


def _fetch_seen(outlet: str | None = None) -> list[Row]:
    return fetch_rows(load_query("seen_outlets"), {"outlet": outlet})


def _find_stated(sources: Sequence[Feed]) -> dict[str, str]:
    """Return what these sources of an outlet say about it. The first that says something counts."""
    return {
        field: value
        for field in ("country", "kind", "language")
        for feed in reversed(sources)
        if field in feed.model_fields_set and (value := getattr(feed, field))
    }


def _advise(sources: Sequence[str], stated: Mapping[str, str]) -> str:
    """Say where an outlet that outlets.toml does not have is described, and where to describe it."""
    if not stated:
        return "Nothing is known about it: put the last line, with name and country, into outlets.toml."
    where = f"The watch list describes it: {name_some(sources)} in feeds.toml, or in a file that it includes."
    if "country" in stated:
        return f"{where} It needs no line in outlets.toml."
    return f"{where} It lacks the country: put the last line, with name and country, into outlets.toml."


def _offer_similar(outlet: str) -> str:
    """Ask whether a known outlet was meant, or say where all of them are listed. A domain may exist elsewhere."""
    outlets = load_outlets()
    misspelt = find_misspelt(outlet, outlets)
    similar = find_similar(outlet, outlets) if "." not in outlet else [misspelt] if misspelt else []
    return f"Did you mean {' or '.join(similar)}?" if similar else f"{WHERE_LISTED['outlet']}."


def _suggest_line(row: Row, stated: Mapping[str, str] = MappingProxyType({})) -> str:
    """Return a line of outlets.toml, to be completed. `stated`: what the watch list says about the outlet."""
    facts = {"country": UNKNOWN_COUNTRY, "language": row["languages"][0] if len(row["languages"]) == 1 else None}
    return format_line(row["outlet"], OutletFacts.model_validate({"name": row["outlet"], **facts, **stated}))


def _find_outlet(words: str) -> str:
    try:
        return urls.outlet(words if "://" in words else f"https://{words}/")
    except ValueError as error:
        raise typer.BadParameter(str(error)) from error
