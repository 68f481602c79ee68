"""The story page: the articles on one event, their copies and translations, and the evidence for each."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import datetime

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from newsvane import lake
from newsvane.analysis.arrival_words import describe_past_source
from newsvane.analysis.queries import load_query
from newsvane.analysis.stories import BEGINNING_GONE, is_beginning_gone, load_stories_around
from newsvane.lake.engine.sql import fetch_rows_of
from newsvane.settings import get_settings
from newsvane.ui_links import UiPage, ui_link, ui_path
from newsvane_pages.actions import list_rule_titles
from newsvane_pages.article_rows import find_times, load_rows, order_in_time, select_names
from newsvane_pages.coverage import topic_titles
from newsvane_pages.headlines import translate_headlines
from newsvane_pages.html_rendering import page
from newsvane_pages.lake_queries import Row, fetch_rows, open_cursor, submit_query
from newsvane_pages.not_there import report_unknown_id
from newsvane_pages.place_map import count_places, draw_maps
from newsvane_pages.story_counts import count_outlets, leave_out_claims
from newsvane_pages.story_echo import describe_lag, draw_echo
from newsvane_pages.story_timeline import draw_timeline

router = APIRouter()

ROWS = 100
"""The maximum number of articles, and of alerts, on the page."""
COLUMNS = """
article_id, url, title, outlet, outlet_kind, outlet_country, published_at, published_source, fetched_at, source,
archived_at, ordered_at,
reported_at, authors, topics, language, language_confidence, page_language, translation_state,
translation_notice_language, translation_source_language, translation_source_url, translation_evidence, words,
revision, revised_at, raw_file, observed_at, absent_at, date_contradicted, length(text) > 50_000 AS goes_on,
if(length(text) > 50_000, regexp_replace(left(text, 50_000), '\\s\\S{0,100}$', ''), text) AS shown_text
"""
"""What is shown of an article: of its text at most 50,000 characters, which end with a whole word."""
AT_ONCE = 30
"""How many articles are listed at once; the others are folded."""
MAX_NAMES = 20
"""The maximum number of names that are shown with a story, those in most of its articles."""
NOT_HERE = "There is no story with this id in the lake: its articles are gone, or the address is not complete."
MAX_DEPTH = 3
"""The maximum number of indentation levels for copies of copies."""


@router.get("/stories/{story_id}")
def story(request: Request, story_id: str) -> Response:
    """Show the articles of a story. If the story was merged into another, show that one.

    If none of its articles is on a topic, redirect to the article: rules without a topic report such articles, too.
    """
    with open_cursor() as cursor:
        articles = _articles(cursor, story_id)
        if not articles:
            (current,) = fetch_rows(cursor, "current_story", story_id=story_id)
            articles = _articles(cursor, current["story_id"])
        if not articles and (alone := _find_off_topic(cursor, story_id, current["story_id"])):
            root = request.scope.get("root_path", "")
            return RedirectResponse(f"{root}/{ui_path(UiPage.ARTICLES, alone)}", status_code=307)
        if not articles:
            raise report_unknown_id(cursor, UiPage.STORIES, story_id, NOT_HERE)
        found = articles[0]["story_id"]
        reports = leave_out_claims(articles)
        beginning = fetch_rows_of(cursor, load_query("story_beginning"), story_id=found)
        names = [article["article_id"] for article in articles]
        days = [each["reported_at"].date() for each in reports]
        looking_around = submit_query(
            lambda other: load_stories_around(found, min(days), max(days), open_lake=lambda **_: nullcontext(other))
        )
        alerts = fetch_rows(cursor, "story_alerts", story_id=found, articles=names, limit=ROWS)
        select_names(cursor, reports)
        places = count_places(fetch_rows(cursor, "places_of_articles"))
        named = fetch_rows(cursor, "names_of_story", limit=MAX_NAMES)
        landed_by_hand = {
            row["article_id"]: row for row in fetch_rows_of(cursor, load_query("landed_by_hand"), articles=names)
        }
    first = next((article for article in articles if not article["copy_of"]), articles[0])
    tree, by_id = as_tree(articles), {article["article_id"]: article for article in articles}
    return page(
        request,
        "story.html",
        tab="coverage",
        articles=tree,
        timeline=draw_timeline(articles),
        echo=draw_echo(tree),
        named=named,
        places=places,
        maps=draw_maps(places),
        since=min(days),
        around=looking_around(),
        delays={each["article_id"]: describe_lag(each, by_id[each["copy_of"]]) for each in tree if each["depth"]},
        counts=count_outlets(reports),
        reported=reports,
        at_once=AT_ONCE,
        headlines=translate_headlines(request, articles),
        alerts=alerts,
        rule_titles=list_rule_titles() if alerts else {},
        landed_by_hand=landed_by_hand,
        reports={article["article_id"]: article["title"] for article in articles},
        first=first,
        order=describe_order(reports),
        gone=BEGINNING_GONE if is_beginning_gone(beginning, found) else "",
        seconds=needs_seconds(reports),
        titles=topic_titles(),
        address=ui_link(get_settings().ui_url, UiPage.STORIES, found),
    )


def _articles(cursor: lake.Connection, story_id: str | None) -> list[Row]:
    """Return the articles of a story in order of time, each with its original. An unknown story has none."""
    members = {row["article_id"]: row for row in fetch_rows(cursor, "story_members", story_id=story_id)}
    if not members:
        return []
    sources = {row["copy_of"] for row in members.values()} - {None}
    times = find_times(cursor, [*members.keys() | sources], [row["grouped_at"] for row in members.values()])
    found = _load_first(cursor, times)
    outside = [*sources - members.keys()]
    stories = (
        {row["article_id"]: row["story_id"] for row in fetch_rows(cursor, "stories_of_articles", articles=outside)}
        if outside
        else {}
    )
    return [
        article | members[name] | _original(found.get(members[name]["copy_of"]), stories)
        for name, article in found.items()
        if name in members
    ][:ROWS]


def _find_off_topic(cursor: lake.Connection, *stories: str | None) -> str:
    """Return the article that stands for the first of these stories that has one, all off topic; "" if none has."""
    found = (row["article_id"] for story in stories for row in fetch_rows(cursor, "story_members", story_id=story))
    return next(found, "")


def _load_first(cursor: lake.Connection, times: Mapping[str, datetime]) -> dict[str, Row]:
    """Return those articles that came first, by id and in order of time. `times`: when they were read."""
    if len(times) > 2 * ROWS:
        times = {
            row["article_id"]: row["fetched_at"]
            for row in load_rows(cursor, "articles_of_story", times, limit=2 * ROWS)
        }
    rows = lake.load_candidates(cursor, times, columns=COLUMNS)
    return {row["article_id"]: row for row in sorted(rows, key=order_in_time)}


def _original(source: Row | None, stories: Mapping[str, str]) -> Row:
    """Return outlet, title, story and whether the date is contradicted of the original, if it is in the lake.

    `stories` has the story of each original that belongs to another story.
    """
    if source is None:
        return dict.fromkeys(("first_outlet", "first_title", "first_story_id", "first_contradicted"))
    return {
        "first_outlet": source["outlet"],
        "first_title": source["title"],
        "first_contradicted": source["date_contradicted"],
        "first_story_id": stories.get(source["article_id"]),
    }


@dataclass(frozen=True)
class Order:
    """Which outlet was first with a story, and how sure that is, as in the lake's macro `first_to_report`.

    `article_id`, `outlet`: of the first article. `earlier_than`, `unsure`: the other outlets, by whether our polls show
    that the first one was before them. `never_absent`: those of the unsure ones that no poll was seen without it.
    `told_by`: the file or archive that says when the first one had its article; "" if our polls do.
    """

    article_id: str
    outlet: str
    earlier_than: tuple[str, ...] = ()
    unsure: tuple[str, ...] = ()
    never_absent: tuple[str, ...] = ()
    told_by: str = ""

    @property
    def is_certain(self) -> bool:
        """Return whether our polls show that the first outlet was before all others."""
        return not self.unsure


def describe_order(articles: Sequence[Row]) -> Order:
    """Return which outlet was first. `articles`: those of a story, in order of time.

    An outlet counts with its first article, but rather not with a copy or translation of another one of its own.
    """
    outlets = {article["article_id"]: article["outlet"] for article in articles}

    def is_own_copy(article: Row) -> bool:
        source = article.get("first_outlet") or outlets.get(article["copy_of"])
        return bool(source == article["outlet"])

    by_outlet: dict[str, Row] = {}
    for article in sorted(articles, key=is_own_copy):
        by_outlet.setdefault(article["outlet"], article)
    chosen = {article["article_id"] for article in by_outlet.values()}
    first, *others = (article for article in articles if article["article_id"] in chosen)
    seen_at = first["observed_at"] or first["fetched_at"]
    told_by = describe_past_source(first)
    later = {
        each["outlet"]: not told_by and each["absent_at"] is not None and each["absent_at"] >= seen_at
        for each in others
    }
    return Order(
        first["article_id"],
        first["outlet"],
        earlier_than=tuple(outlet for outlet, is_later in later.items() if is_later),
        unsure=tuple(outlet for outlet, is_later in later.items() if not is_later),
        never_absent=tuple(
            each["outlet"] for each in others if each["absent_at"] is None and not later[each["outlet"]]
        ),
        told_by=told_by,
    )


def needs_seconds(articles: Sequence[Row]) -> bool:
    """Return whether two of the times that decide who was first differ only in their seconds."""
    times = {articles[0]["observed_at"], *(each["absent_at"] for each in articles)} - {None}
    return len({time.replace(second=0, microsecond=0) for time in times}) < len(times)


def as_tree(articles: Sequence[Row]) -> list[Row]:
    """Order articles so that copies and translations follow their original, and set `depth` for indentation.

    Siblings keep the given order. A copy whose original is missing, or that is part of a cycle, gets depth 0, and so
    does an article that merely claims to be a translation.
    """
    copies: defaultdict[str, list[Row]] = defaultdict(list)
    known = {article["article_id"] for article in articles}
    below = {each["article_id"] for each in articles if each["copy_of"] in known and not each["original"]}
    for article in articles:
        if article["article_id"] in below:
            copies[article["copy_of"]].append(article)
    placed: dict[str, Row] = {}

    def place(article: Row, depth: int) -> None:
        if article["article_id"] not in placed:
            placed[article["article_id"]] = article | {"depth": min(depth, MAX_DEPTH)}
            for copy in copies[article["article_id"]]:
                place(copy, depth + 1)

    for article in sorted(articles, key=lambda each: each["article_id"] in below):
        place(article, 0)
    return list(placed.values())
