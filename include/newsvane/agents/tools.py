"""What agents may ask. The docstring of a function is what an agent reads about the tool.

Every function returns plain JSON, within the limits of `limits`, and raises NewsvaneError.
"""

from datetime import UTC, date, datetime
from typing import Annotated, Any

from pydantic import Field

from newsvane.agents.answers import Answer, fit, fit_facts, page, pick
from newsvane.agents.lake_access import limited_lake
from newsvane.agents.limits import MAX_ANSWER_BYTES, MAX_ARTICLE_TEXT, MAX_OFFSET, MAX_PAGE
from newsvane.analysis import articles, search, stories
from newsvane.analysis.known_names import load_topic_ids, load_topic_titles
from newsvane.analysis.queries import fetch_rows, load_query
from newsvane.dates import first_of_days
from newsvane.errors import QueryError
from newsvane.safe_text import strip_controls
from newsvane.search import Filters

Name = Annotated[str, Field(max_length=200, pattern=r"^[^\x00-\x1f\x7f]*$")]
"""A name or an id. A NUL would end the statements that DuckLake sends to its catalog."""
Day = Annotated[date, Field(ge=date(1990, 1, 1), le=date(2100, 1, 1))]
"""A day from which counting back and forth leads to days that exist."""
Topic = Annotated[Name | None, Field(description="Id of a topic, as list_topics returns it. Default: all topics.")]
Outlet = Annotated[Name | None, Field(description="Domain of an outlet, such as 'bbc.co.uk'. Default: all outlets.")]
Since = Annotated[Day | None, Field(description="First day, YYYY-MM-DD, UTC.")]
Until = Annotated[Day | None, Field(description="Last day, YYYY-MM-DD, UTC. Default: today.")]
Limit = Annotated[int, Field(ge=1, le=MAX_PAGE, description="Rows per page.")]
Offset = Annotated[int, Field(ge=0, le=MAX_OFFSET, description="Rows to skip: how to get the next page.")]
ArticleId = Annotated[Name, Field(description="Id of an article, such as 'a1_f86cdd34305eab677061'.")]
StoryId = Annotated[Name, Field(description="Id of a story ('s1_…'), or of one of its articles.")]

_FURTHER = f"beyond offset {MAX_OFFSET}, narrow the days with since and until"
_ARTICLE_COLUMNS = (
    "article_id", "url", "title", "authors", "outlet", "country", "outlet_kind", "published_at", "published_source",
    "observed_at", "absent_at", "date_contradicted", "fetched_at", "source", "archived_at", "language", "languages",
    "kind", "section", "topics", "central_topics", "words", "story_id", "original", "copy_of", "copy_kind",
    "from_outlet", "copy_order", "copy_claimed", "copy_evidence", "translation_state", "translation_source_language",
    "translation_source_url", "translation_evidence", "revision", "revised_at", "revisions",
)  # fmt: skip


def search_articles(
    query: Annotated[
        str,
        Field(
            min_length=1,
            max_length=2_000,
            description='Words, "phrases", prefix*, AND OR NOT, NEAR/8, and the fields title: text: outlet: lang: '
            "country: central: person: org: place: published:[2026-01 TO 2026-03]. Example: "
            "'durres AND (port OR ferry) NOT lang:it'",
        ),
    ],
    *,
    topic: Topic = None,
    since: Since = None,
    until: Until = None,
    originals: Annotated[bool, Field(description="Leave copies and translations out.")] = False,
    ranked: Annotated[bool, Field(description="The best matches first (BM25), not the newest.")] = False,
    limit: Limit = 20,
    offset: Offset = 0,
) -> Answer:
    """Search articles, newest first, with the passage that matches. `total` says how many match.

    If none does, `did_you_mean` is the query with other words in the place of some that no article has.
    Use get_article for the whole text and get_story for who was first. `date_contradicted`: our polls show that the
    date which the page claims is wrong.
    """
    if since and until:
        find_period(since, until, days=1)
    filters = Filters(topics=(topic,) if topic else (), originals=originals, since=since, until=until)
    with limited_lake() as open_lake:
        found = search.search_articles(query, filters, limit=offset + limit, ranked=ranked, open_lake=open_lake)
    hits = [hit | {"snippet": "".join(hit["snippet"])} for hit in found.hits[offset:]]
    answer = page("articles", hits, offset=offset, total=found.total, further=_FURTHER)
    return answer | {"did_you_mean": found.meant} if found.meant else answer


def get_article(
    article_id: ArticleId,
    text_offset: Annotated[
        int, Field(ge=0, le=10_000_000, description="Characters of the text to skip: how to read on.")
    ] = 0,
) -> Answer:
    """Read one article: its facts, its text, its changes, and whether it copies or translates another one.

    No text: the article is off topic, or its text is no longer kept.
    """
    with limited_lake() as open_lake:
        found = articles.load_article(article_id, open_lake=open_lake)
    text = strip_controls(found["text"] or "")
    answer = fit_facts(pick(found, _ARTICLE_COLUMNS))
    answer["text"] = text[text_offset : text_offset + MAX_ARTICLE_TEXT]
    if text_offset + MAX_ARTICLE_TEXT < len(text):
        answer["continue"] = f"call again with text_offset={text_offset + MAX_ARTICLE_TEXT}, of {len(text)} characters"
    return answer


def get_story(story_id: StoryId) -> Answer:
    """Show one story (all articles on one event): who was first, how sure that is and why, and who copied whom.

    `outlets_in_order` has the first article of each outlet, `resemblances` why independent reports are in the story,
    `around` the stories before and after that name the same people. A time that is claimed is the outlet's own word.
    """
    with limited_lake() as open_lake:
        found = stories.load_story(story_id, open_lake=open_lake)
    lists = ("outlets_in_order", "copies", "resemblances", "contradicted", "around")
    answer = fit_facts({name: value for name, value in found.items() if name not in (*lists, "landed_by_hand")})
    for name in lists:
        answer[name] = fit(found[name], MAX_ANSWER_BYTES // (len(lists) + 1))
    if any(len(answer[name]) < len(found[name]) for name in lists):
        counts = ", ".join(f"{len(found[name])} {name}" for name in lists)
        calls = f"FROM first_to_report('{found['story_id']}') and FROM echo('{found['story_id']}')"
        answer["continue"] = f"there are {counts}; query_sql with {calls} has the rest"
    return answer


def list_stories(
    *,
    topic: Topic = None,
    outlet: Outlet = None,
    since: Since = None,
    until: Until = None,
    biggest: Annotated[bool, Field(description="The biggest stories first, not the latest.")] = False,
    limit: Limit = 20,
    offset: Offset = 0,
) -> Answer:
    """List stories, the latest first, with their numbers of articles and outlets. By default those of eight days."""
    first, last = find_period(since, until, days=8)
    with limited_lake() as open_lake:
        rows, total = stories.list_stories(
            first, last, topic=topic, outlets=[outlet] if outlet else [], limit=offset + limit, biggest=biggest,
            open_lake=open_lake,
        )  # fmt: skip
    return page("stories", rows[offset:], offset=offset, total=total, further=_FURTHER)


def list_topics() -> Answer:
    """List the topics that articles are sorted into: their ids, which other tools take, and their titles."""
    with limited_lake() as open_lake:
        ids = sorted(load_topic_ids(open_lake))
    titles = load_topic_titles()
    return {"topics": fit({"topic": each, "title": titles.get(each, "")} for each in ids)}


def list_outlets(outlet: Outlet = None, limit: Limit = 50, offset: Offset = 0) -> Answer:
    """List outlets, those with the most articles on a topic first, with counts, first and last day and languages."""
    with limited_lake() as open_lake:
        rows = fetch_rows(load_query("seen_outlets"), {"outlet": outlet}, open_lake=open_lake)
    further = "or query_sql: SELECT outlet, count(*) FROM coverage GROUP BY ALL"
    return page("outlets", rows[offset : offset + limit], offset=offset, total=len(rows), further=further)


def find_period(since: date | None, until: date | None, *, days: int) -> tuple[date, date]:
    """Return the first and the last day, by default the last `days` days. Raises QueryError if they are swapped."""
    last = until or datetime.now(UTC).date()
    first = since or first_of_days(last, days)
    if first > last:
        raise QueryError(f"since {first} is after until {last}: swap them", reason="period")
    return first, last


READING: tuple[Any, ...] = (search_articles, get_article, get_story, list_stories, list_topics, list_outlets)
"""The tools of this module."""
