-- If there are more stories than before, more of them name each name: what is usual grows by the same factor. It never
-- shrinks, because some stories of the last days may still be to come.
CREATE OR REPLACE VIEW rising_names AS
WITH days AS (SELECT max(day) AS last FROM coverage),
growth AS (
    SELECT greatest(
        1,
        4 * count(DISTINCT c.story_id) FILTER (c.day > d.last - 7)
            / nullif(count(DISTINCT c.story_id) FILTER (c.day <= d.last - 7), 0)
    ) AS factor
    FROM coverage AS c
    CROSS JOIN days AS d
    WHERE c.day > d.last - 35 AND c.day <= d.last
),
counted AS (
    SELECT
        n.entity_id, any_value(n.kind) AS kind, any_value(n.name) AS name,
        count(DISTINCT n.story_id) FILTER (n.day > d.last - 7) AS stories,
        count(DISTINCT n.story_id) FILTER (n.day <= d.last - 7) / 4 AS per_week
    FROM name_mentions AS n
    CROSS JOIN days AS d
    WHERE n.day > d.last - 35 AND n.mentions > 0
    GROUP BY n.entity_id
), compared AS (
    SELECT c.entity_id, c.kind, c.name, c.stories, c.per_week * g.factor AS usual FROM counted AS c CROSS JOIN growth AS g
)
SELECT entity_id, kind, name, stories, usual, round((stories + 1) / (usual + 1), 2) AS ratio
FROM compared
WHERE stories >= 3 AND stories > 2 * usual;
COMMENT ON VIEW rising_names IS 'Entities that at least 3 stories of the last 7 days with coverage name, and more than twice as many as usual.
kind: person, org or place.
stories: Number of stories that name it, of these 7 days.
usual: Such stories per week in the 28 days before; if there are more stories in these 7 days than per week before, times the same factor.
ratio: How many times as many as usual, each with 1 added, so that few stories do not count as much.';
