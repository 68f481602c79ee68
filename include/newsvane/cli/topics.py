"""`newsvane topics test`: show what a query matches, and what a change of a topic gains and loses."""
# ruff: noqa: PLC0415 - queries and languages are imported by the command that uses them

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.text import Text

from newsvane import lake
from newsvane.analysis.known_names import require_known
from newsvane.analysis.queries import Row, fetch_rows
from newsvane.analysis.search import COLUMNS
from newsvane.cli.articles.search import show_hits
from newsvane.cli.articles.snippets import build_snippet
from newsvane.cli.console import print_hint, print_json, print_words
from newsvane.cli.options import DAY_EXAMPLES, QUERY, AsJson, Limit, WatchFolder, parse_first_day
from newsvane.cli.queries import load_query
from newsvane.errors import NoLake
from newsvane.plurals import count_noun
from newsvane.printable import printable_line
from newsvane.records import Article, Span
from newsvane.settings import get_settings

if TYPE_CHECKING:
    from newsvane.cli.topic_labels import LabelFinding
    from newsvane.configuration import Configuration


def register(app: typer.Typer) -> None:
    """Add the commands."""
    commands = typer.Typer(no_args_is_help=True, help="The topics of the watch folder.")
    commands.command("test", epilog="""Example: `newsvane topics test 'durres OR durrës'`""")(check)
    commands.callback()(_group)
    app.add_typer(commands, name="topics", epilog="Example: `newsvane topics test --topic mek`")


def _group() -> None:
    """The topics of the watch folder."""


def check(
    query: Annotated[str | None, typer.Argument(help=QUERY)] = None,
    *,
    topic: Annotated[str | None, typer.Option("--topic", help="A topic as it is now in topics.toml.")] = None,
    texts: Annotated[
        typer.FileText | None,
        typer.Option(
            "--texts",
            metavar="FILE",
            encoding="utf-8",
            errors="replace",
            help="Test these texts or labelled articles, one per line; - is stdin.",
        ),
    ] = None,
    since: Annotated[
        datetime | None,
        typer.Option(
            "--since",
            metavar="DAY",
            parser=parse_first_day,
            help=f"First day, UTC: {DAY_EXAMPLES}; by default all days.",
        ),
    ] = None,
    watch: WatchFolder = None,
    limit: Limit = 10,
    as_json: AsJson = False,
) -> None:
    """Show what a query matches, or what a change of topics.toml gains and loses.

    With a query, searches all articles in the lake and shows the matching passages. Without one, takes each topic, or
    the one of --topic, as it is now in topics.toml, and lists the articles in the lake that it newly matches and those
    that it no longer matches. The texts of off-topic articles are not stored, so only their titles are searched. If
    people have labelled articles, it also counts those that the topic gains, loses and gets wrong, and suggests words
    that correct it.

    With --texts the lake is not used: each line of the file is a text, shown with the words that match the query, the
    topic or, if neither is given, each topic. A line may also be labelled, as `newsvane labels export --text` prints
    it: matches that contradict the labels are marked.
    """
    if query is not None and topic is not None:
        raise typer.BadParameter("give either a query or --topic")
    if texts is not None and since is not None:
        raise typer.BadParameter("give either --texts or --since: texts have no days")
    queries = {query: _expand(query, watch)} if query is not None else _load_queries(topic, watch)
    if not as_json:
        _note_unused_operators({"": query} if query is not None else queries)
    try:
        if texts is not None:
            _test_on_texts(queries, texts, as_json=as_json)
        elif query is not None:
            _show_matches(queries[query], since=since, limit=limit, as_json=as_json)
        else:
            _show_changes(queries, since=since, limit=limit, as_json=as_json, only=topic)
    except NoLake as error:
        another = "to use the articles of another home, set NEWSVANE_HOME to it, and --watch to this folder"
        raise NoLake(f"{error}; {another}", reason=error.reason) from error


def _expand(query: str, watch: Path | None) -> str:
    """Return the query with the lists that it names, as they are now in topics.toml."""
    from newsvane.topics import expand_lists

    return expand_lists(query, _check(watch).lists) if "@" in query else query


def _note_unused_operators(queries: Mapping[str, str]) -> None:
    """Say which queries, by topic ("": of none), have what looks like an operator, but is searched as a word."""
    from newsvane.topics import explain_unused_operator

    for topic, query in queries.items():
        if words := explain_unused_operator(query, guess=True):
            print_hint(f"Note: {f'topic {topic!r}: ' if topic else ''}{words}.")


def _check(watch: Path | None) -> "Configuration":
    from newsvane import configuration

    return configuration.check_folder(watch) if watch else configuration.check(get_settings())


def _load_queries(wanted: str | None, watch: Path | None) -> dict[str, str]:
    topics = {each.topic_id: each.query for each in _check(watch).topics}
    if wanted is None:
        return topics
    require_known("topic", [wanted], topics)
    return {wanted: topics[wanted]}


def _load_articles(since: datetime | None) -> list[Row]:
    return fetch_rows(load_query("articles_newest_first"), {"since": since and since.date()})


def _show_matches(query: str, *, since: datetime | None, limit: int, as_json: bool) -> None:
    """Show what a query matches."""
    from newsvane.topics import compile_query, list_unfit_fields

    compiled = compile_query(query)
    for fault in [] if as_json else list_unfit_fields(compiled):
        print_hint(f"Note: a topic cannot use this query, because {fault}.")
    hits: list[Row] = []
    counts = {"matched": 0, "off topic so far": 0}
    articles = _load_articles(since)
    for row in articles:
        found = lake.build_article(row)
        if spans := compiled.matches(found):
            counts["matched"] += 1
            counts["off topic so far"] += not found.topics
            if len(hits) < limit:
                hits.append(_build_hit(row, found, spans) | {"original": True})
    if as_json:
        print_json({**counts, "articles": hits})
        return
    show_hits(hits)
    off_topic = f", {counts['off topic so far']:,} of them off topic so far" if counts["off topic so far"] else ""
    shown = f"; the newest {len(hits):,} are shown" if len(hits) < counts["matched"] else ""
    print_words(f"{counts['matched']:,} of {count_noun(len(articles), 'article')} matched{off_topic}{shown}")
    if not counts["matched"]:
        _explain_nothing(query, articles, since)


def _explain_nothing(query: str, articles: Sequence[Row], since: datetime | None) -> None:
    """Say which words of a query that matches nothing are in no article, and what to try instead."""
    searched = _list_words(query)
    absent = _find_absent(searched, articles) if articles else []
    period = f" since {since.date()}" if since else ""
    if absent:
        print_hint(f"No stored text or title{period} has {', '.join(absent)}.")
    elif articles and len(searched) > 1:
        print_hint(f"Each of these words is in a stored text or title{period}, but nothing meets the whole query.")
    if since:
        print_hint("Without --since, all days are searched.")


def _list_words(query: str) -> list[str]:
    """Return the different words of a query that are searched in title and text; none if it was probably pasted."""
    from newsvane.analysis.required_words import MAX_WORDS
    from newsvane.topics.free_words import find_searched_words

    words = [*dict.fromkeys(word.text for word in find_searched_words(query))]
    return words if len(words) <= MAX_WORDS else []


def _find_absent(words: Iterable[str], articles: Iterable[Row]) -> list[str]:
    """Return the words that no article has."""
    from newsvane.topics import compile_query

    absent = {word: compile_query(f'"{word}"') for word in words}
    for row in articles:
        if not absent:
            break
        article = lake.build_article(row)
        absent = {word: query for word, query in absent.items() if not query.matches(article)}
    return [*absent]


@dataclass
class _Change:
    """What a topic matches now, compared with the topics that the articles have."""

    matched: int = 0
    gained: int = 0
    lost: int = 0
    newly_matched: list[Row] = field(default_factory=list)
    no_longer_matched: list[Row] = field(default_factory=list)


def _show_changes(
    queries: Mapping[str, str], *, since: datetime | None, limit: int, as_json: bool, only: str | None
) -> None:
    changes = _find_changes(queries, since, limit)
    findings = _examine_labels(queries)
    if as_json:
        labels = {name: finding.as_json(name) for name, finding in findings.items()}
        found = {name: {**asdict(change), **labels.get(name, {})} for name, change in changes.items()}
        print_json(found[only] if only is not None else found)
        return
    for name, change in changes.items():
        _print_listed("+", change.newly_matched, change.gained)
        _print_listed("-", change.no_longer_matched, change.lost)
        counts = (
            f": {count_noun(change.matched, 'article')} matched, {change.gained:,} newly, {change.lost:,} no longer"
        )
        print_words(Text.assemble((printable_line(name), "bold"), counts))
        if name in findings:
            findings[name].show(name)


def _find_changes(queries: Mapping[str, str], since: datetime | None, limit: int) -> dict[str, _Change]:
    from newsvane.topics import find

    changes = {name: _Change() for name in queries}
    for row in _load_articles(since):
        article = lake.build_article(row)
        for name, query in queries.items():
            change, spans, had = changes[name], find(query, article), name in article.topics
            change.matched += bool(spans)
            if spans and not had:
                change.gained += 1
                listed = change.newly_matched
            elif had and not spans:
                change.lost += 1
                listed = change.no_longer_matched
            else:
                continue
            if len(listed) < limit:
                listed.append(_build_hit(row, article, spans))
    return changes


def _examine_labels(queries: Mapping[str, str]) -> dict[str, "LabelFinding"]:
    """Return what labels say of the topics that have any."""
    from newsvane.analysis.label_suggestions import LabelledArticle
    from newsvane.analysis.labels import load_labelled_articles
    from newsvane.cli.topic_labels import examine

    labelled: dict[str, list[LabelledArticle]] = {}
    for row in load_labelled_articles():
        article = lake.build_article(row)
        for topic in queries.keys() & {*row["topics_right"], *row["topics_wrong"]}:
            labelled.setdefault(topic, []).append(LabelledArticle(article, topic in row["topics_right"]))
    return {topic: examine(topic, queries[topic], found) for topic, found in labelled.items()}


def _build_hit(row: Row, article: Article, spans: Sequence[Span]) -> Row:
    return {name: row[name] for name in COLUMNS} | {"snippet": build_snippet(article, spans)}


def _print_listed(sign: str, hits: Sequence[Row], total: int) -> None:
    """Print a line for each article that is gained or lost, and its passage. A terminal breaks long lines itself."""
    style = "green" if sign == "+" else "red"
    for hit in hits:
        title = printable_line(hit["title"]) or "(no title)"
        line = Text.assemble((f"{sign} ", style), (title, "bold"), f"  {printable_line(hit['outlet'])}")
        print_words(line)
        print_words(hit["snippet"], indent=2)
    if more := total - len(hits):
        print_words(f"{sign} {more:,} more; list them with --limit {total}", style="dim")


def _test_on_texts(queries: Mapping[str, str], lines: Iterable[str], *, as_json: bool) -> None:
    from newsvane.cli.labelled_passages import read_passage
    from newsvane.topics import find

    for line in filter(None, map(str.strip, lines)):
        passage = read_passage(line)
        spans = {name: find(query, passage.article) for name, query in queries.items()}
        found = {name: _matched_words(passage.article, some) for name, some in spans.items() if some}
        wrong = passage.find_contradictions(queries, found)
        if as_json:
            shown = {"text": passage.shown, "language": passage.article.language, "found": found}
            print_json(shown | ({"wrong": wrong} if passage.is_labelled else {}), indent=None)
            continue
        print_words(printable_line(passage.shown))
        for name, words in found.items():
            print_words(Text.assemble((printable_line(name), "bold"), f": {printable_line(words)}"), indent=2)
        if not found:
            print_words("no match", style="dim", indent=2)
        for name in wrong:
            why = "not about it" if name in found else "about it"
            print_words(f"{printable_line(name)}: labelled as {why}", style="red", indent=2)


def _matched_words(article: Article, spans: Iterable[Span]) -> list[str]:
    texts = {"title": article.title, "text": article.text}
    return list(
        dict.fromkeys(texts[span.field][span.start : span.end] if span.field in texts else span.field for span in spans)
    )
