"""`newsvane names`: whom coverage names, in whatever script."""
# ruff: noqa: PLC0415 - the pipeline is imported by the command that looks for names

import sys
from collections.abc import Callable
from datetime import UTC, date, datetime, time
from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer

from newsvane.analysis import names, one_name
from newsvane.analysis.known_names import require_topics
from newsvane.analysis.queries import Row
from newsvane.cli.config.in_force import warn_of_mistakes
from newsvane.cli.console import print_hint, print_json, print_words, show_table
from newsvane.cli.options import AsCsv, AsJson, Days, FirstDay, Limit, Since, TopicId, Until, WatchFolder, parse_period
from newsvane.cli.progress import show_progress
from newsvane.csv_output import write_csv
from newsvane.dates import first_of_days
from newsvane.plurals import count_noun
from newsvane.records import NameKind
from newsvane.settings import get_settings

if TYPE_CHECKING:
    from newsvane.analysis.name_changes import EntityChanges

Kind = Annotated[NameKind | None, typer.Option("--kind", help="Only people, organisations or places.")]
EntityId = Annotated[str, typer.Argument(metavar="ID", help="Id or a spelling of a name: edi-rama, 'Edi Rama'.")]
ALL_DAYS = 36_500
"""More days than any archive has."""
MAX_OTHERS = 5
"""How many names are listed that change for another reason than entities.toml."""
NONE_YET = "No names yet. `newsvane names update` looks for them in articles that landed before there were names."


def register(app: typer.Typer) -> None:
    """Add the commands."""
    commands = typer.Typer(no_args_is_help=True, help="The people, organisations and places that coverage names.")
    commands.command(epilog="Example: `newsvane names top --kind person --days 30`")(top)
    commands.command(epilog="Example: `newsvane names rising`")(rising)
    commands.command(epilog="Example: `newsvane names first --days 3 --kind person`")(first)
    commands.command(epilog="Example: `newsvane names together edi-rama --kind person`")(together)
    commands.command(epilog="Example: `newsvane names places --topic mek --days 30 --geojson > events.geojson`")(places)
    commands.command(epilog="Example: `newsvane names show maryam-rajavi`")(show)
    commands.command("test", epilog="Example: `newsvane names test --watch drafts/watch`")(check)
    commands.command(epilog="Example: `newsvane names update --since 2026-01-01`")(update)
    app.add_typer(commands, name="names", epilog="Example: `newsvane names top`")


def top(
    kind: Kind = None,
    *,
    days: Days = 7,
    since: Since = None,
    until: Until = None,
    topic: TopicId = None,
    limit: Limit = 20,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """Show whom most stories of some days name. A story counts once, however many copies it has."""
    require_topics([topic])
    begin, end = parse_period(since, until, days, datetime.now(UTC).date())
    rows, is_cut = _load(partial(names.load_top_names, begin, end, kind=kind, topic=topic), limit)
    columns = {"entity_id": "id", "kind": "kind", "stories": "stories", "articles": "articles", "outlets": "outlets"}
    _print(rows, {**columns, "languages": "in"}, as_json, as_csv, NONE_YET)
    _say_if_cut(is_cut, limit)
    _print_period(begin, end, as_json or as_csv)


def rising(kind: Kind = None, limit: Limit = 20, as_json: AsJson = False, as_csv: AsCsv = False) -> None:
    """Show whom at least three stories of the last 7 days name, and more than twice as many as usual.

    Usual is the number per week of the 28 days before. If there are more stories in the last 7 days than per week
    before, it is multiplied by the same factor. The list is ordered by the ratio (stories + 1) / (usual + 1), by which
    a name with few stories rises less.
    """
    rows, is_cut = _load(partial(names.load_rising_names, kind=kind), limit)
    columns = {"entity_id": "id", "kind": "kind", "stories": "stories", "usual": "usual", "ratio": "ratio"}
    empty = "No name is in at least three stories and more than twice as many as usual."
    _print(rows, columns, as_json, as_csv, empty)
    _say_if_cut(is_cut, limit)
    if rows and not (as_json or as_csv):
        print_words(
            "usual: stories per week of the 28 days before, times the factor by which there are more stories now. "
            "ratio: (stories + 1) / (usual + 1), by which a name with few stories rises less.",
            style="dim",
        )


def first(kind: Kind = None, days: Days = 7, limit: Limit = 20, as_json: AsJson = False, as_csv: AsCsv = False) -> None:
    """Show whom coverage has named for the first time, with the article that did."""
    begin = _find_begin(days)
    rows, is_cut = _load(partial(names.load_first_mentions, begin, kind=kind), limit)
    columns = {"entity_id": "id", "first_named_at": "first", "title": "title", "outlet": "outlet", "kind": "kind"}
    period = "today" if days == 1 else f"in the last {days} days"
    empty = f"Nobody was named for the first time {period}. --days asks for more."
    _print(rows, columns, as_json, as_csv, empty)
    _say_if_cut(is_cut, limit)


def together(
    entity_id: EntityId,
    kind: Kind = None,
    *,
    days: Annotated[
        int | None, typer.Option(min=1, max=3650, help="Number of days, counting the last one; by default all.")
    ] = None,
    since: Since = None,
    until: Until = None,
    limit: Limit = 20,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """Show whom the same stories name together with a person, an organisation or a place."""
    begin, end = parse_period(since, until, days or ALL_DAYS, datetime.now(UTC).date())
    load = partial(one_name.load_names_together, entity_id, since=begin, until=end, kind=kind)
    rows, is_cut = _load(load, limit)
    columns = {"entity_id": "id", "kind": "kind", "stories": "stories", "articles": "articles", "last_day": "last"}
    _print(rows, columns, as_json, as_csv, f"No article names anybody together with {entity_id}.")
    _say_if_cut(is_cut, limit)
    if days or since or until:
        _print_period(begin, end, as_json or as_csv)


def places(
    topic: TopicId = None,
    *,
    days: Days = 7,
    since: Since = None,
    until: Until = None,
    geojson: Annotated[
        bool, typer.Option("--geojson", help="Print GeoJSON, with a point per place, for maps.")
    ] = False,
    limit: Limit = 50,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """Show where the events of some days happened, according to dateline, title or lead."""
    require_topics([topic])
    begin, end = parse_period(since, until, days, datetime.now(UTC).date())
    rows, is_cut = _load(partial(names.load_event_places, begin, end, topic=topic), limit)
    if geojson:
        if as_json or as_csv:
            raise typer.BadParameter("choose one of --json, --csv and --geojson")
        print_json(names.build_geojson(rows))
        _say_if_cut(is_cut, limit)
        return
    columns = {
        "entity_id": "id", "country": "country", "stories": "stories", "articles": "articles", "last_day": "last",
        "latitude": "latitude", "longitude": "longitude",
    }  # fmt: skip
    _print(rows, columns, as_json, as_csv, "No article says where its event happened.")
    _say_if_cut(is_cut, limit)
    _print_period(begin, end, as_json or as_csv)


def show(entity_id: EntityId, as_json: AsJson = False) -> None:
    """Show one person, organisation or place: all spellings, how often it is named, and where first."""
    found = one_name.load_entity(entity_id)
    if as_json:
        print_json(found)
        return
    columns = {
        "name": "name", "kind": "kind", "country": "country", "articles": "articles", "stories": "stories",
        "outlets": "outlets", "languages": "languages", "spellings": "spellings", "first_named_at": "first named",
        "first_outlet": "first outlet", "first_article_id": "first article", "last_named_at": "last named",
    }  # fmt: skip
    show_table([_join_lists(found)], columns, empty="", whole=True)


def check(watch: WatchFolder = None, days: Days = 30, limit: Limit = 20, as_json: AsJson = False) -> None:
    """Show which names recent articles gain or lose with entities.toml as it is now, or in a draft.

    What it finds in their texts is compared with the names that they have, and nothing is changed: `newsvane names
    update --all` gives them the new ones. Articles whose texts were deleted keep their names and are left out.
    """
    from newsvane import configuration
    from newsvane.analysis.name_changes import compare_entities

    tables = (configuration.check_folder(watch) if watch else configuration.check(get_settings())).entities
    now = datetime.now(UTC)
    with show_progress() as steps, steps.step("Compare names") as on_done:
        found = compare_entities(tables, _find_begin(days), now, on_done=on_done)
    if as_json:
        print_json({
            "articles": found.compared,
            "changes": found.rows,
            "changed_entities": found.changed,
            "other_names": found.others,
        })
        return
    columns = {"entity_id": "id", "kind": "kind", "new": "new", "gone": "gone", "example": "example"}
    empty = "entities.toml changes the names of no article."
    show_table(found.rows[:limit], columns, empty=empty, wide="example")
    more = f"; {len(found.rows) - limit:,} more names change" if len(found.rows) > limit else ""
    print_words(f"Compared {count_noun(found.compared, 'article')}{more}.", style="dim")
    _explain_changes(found, limit)


def _explain_changes(found: "EntityChanges", limit: int) -> None:
    """Say what changes without a row, and what to do."""
    named = {row["entity_id"] for row in found.rows}
    if silent := [each for each in found.changed if each not in named]:
        print_words(f"Changed, but named as before in these articles: {', '.join(silent[:limit])}.", style="dim")
    if found.others:
        listed = ", ".join(found.others[:MAX_OTHERS]) + (", …" if len(found.others) > MAX_OTHERS else "")
        why = "these articles were named by an earlier version of the program or of entities.toml, or never"
        print_words(f"{count_noun(len(found.others), 'other name')} would change, too ({listed}): {why}.", style="dim")
    if found.changed and found.rows:
        print_words("Once this file is in force, `newsvane names update --all` names stored articles again.")
    elif found.rows or found.others:
        print_words("`newsvane names update --all` names stored articles again.")
    elif not found.changed:
        print_words("All that entities.toml says is in force or known already.", style="dim")


def update(
    since: FirstDay = None,
    until: Until = None,
    everything: Annotated[
        bool, typer.Option("--all", help="Also in articles whose names are known, after entities.toml has changed.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Find the names in stored articles: in those that were never searched for names, or in all of them.

    The days are those on which the articles were read; by default all. It may be interrupted and run again.
    """
    from newsvane import pipeline

    warn_of_mistakes(get_settings())
    today = datetime.now(UTC).date()
    begin = since.date() if since else datetime(2000, 1, 1, tzinfo=UTC).date()
    end = until.date() if until else today
    if begin > end:
        raise typer.BadParameter(f"--since {begin} is after --until {end}")
    with show_progress() as steps, steps.step("Look for names") as on_done:
        done = pipeline.name_stored_articles(begin, end, everything=everything, on_done=on_done)
    counted = pipeline.refresh_trends()
    if as_json:
        print_json({"articles": done})
    else:
        print_words(f"Looked for names in {count_noun(done, 'article')}.")
    pipeline.require_counted(counted)


def _load(load: Callable[..., list[Row]], limit: int) -> tuple[list[Row], bool]:
    """Return at most `limit` rows, and whether there are more."""
    rows = load(limit=limit)
    return rows, len(rows) == limit and len(load(limit=limit + 1)) > limit


def _say_if_cut(is_cut: bool, limit: int) -> None:
    if is_cut:
        print_hint(f"There are more than {limit:,}; --limit shows more.")


def _print(rows: list[Row], columns: dict[str, str], as_json: bool, as_csv: bool, empty: str) -> None:
    """Print rows as JSON, or the keys in `columns`, and the name after the id, as a table or as CSV."""
    if as_json and as_csv:
        raise typer.BadParameter("choose one of --json and --csv")
    (first, heading), *others = columns.items()
    shown = {first: heading, "name": "name", **dict(others)}
    if as_json:
        print_json(rows)
    elif as_csv:
        write_csv([*shown], ([row[key] for key in shown] for row in map(_join_lists, rows)), sys.stdout)
    else:
        show_table(map(_join_lists, rows), shown, empty=empty, wide=columns.get("title", ""))


def _print_period(begin: date, end: date, is_for_machines: bool) -> None:
    if not is_for_machines:
        print_words(f"{begin} to {end}. --days asks for more.", style="dim")


def _join_lists(row: Row) -> Row:
    return {key: ", ".join(value) if isinstance(value, list) else value for key, value in row.items()}


def _find_begin(days: int) -> datetime:
    """Return the beginning of the first of the last `days` days, UTC; today is one of them."""
    return datetime.combine(first_of_days(datetime.now(UTC).date(), days), time(), UTC)
