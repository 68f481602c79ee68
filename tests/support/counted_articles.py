"""What `counted_articles` contains, and what it has to contain by the tables of which it is made."""

from typing import Any

from newsvane import lake

_COUNTED = "SELECT * FROM counted_articles ORDER BY article_id"
_STORED = """
SELECT
    day, article_id, outlet, language, topics, central_topics, translation_state IN ('translated', 'proxy'),
    coalesce(story_id, article_id), copy_of IS NULL OR coalesce(is_claim, false), copy_of IS NOT NULL,
    coalesce(is_claim, false), (SELECT outlet FROM articles AS source WHERE source.article_id = copy_of), copy_kind,
    (SELECT count(*) < 2 FROM article_groups AS other WHERE other.story_id = grouped.story_id) AS is_alone,
    (SELECT entity_id FROM article_names AS n WHERE n.article_id = grouped.article_id AND n.is_event_place) AS place,
    reported_at, observed_at, fetched_at
FROM (
    SELECT *, (least(published_at, fetched_at) AT TIME ZONE 'UTC')::DATE AS day
    FROM ordered_articles LEFT JOIN article_groups USING (article_id)
) AS grouped
WHERE len(topics) > 0 OR (SELECT outlet FROM articles AS source WHERE source.article_id = copy_of) <> outlet
ORDER BY article_id
"""


def list_counted(con: lake.Connection) -> list[tuple[Any, ...]]:
    """Return all rows, by id."""
    return con.execute(_COUNTED).fetchall()


def list_stored(con: lake.Connection) -> list[tuple[Any, ...]]:
    """Return the rows that there should be once all days are counted, by id."""
    return con.execute(_STORED).fetchall()
