-- If more is read than before, more names are read: what is usual grows by as much, as in charts. It never shrinks, because
-- less may have been read only because a day is not yet counted.
CREATE OR REPLACE VIEW rising_names AS
WITH days AS (SELECT max(day) AS last FROM coverage),
growth AS (
    SELECT greatest(
        1, 4 * sum(s.articles) FILTER (s.day > d.last - 7) / nullif(sum(s.articles) FILTER (s.day <= d.last - 7), 0)
    ) AS factor
    FROM seen_daily AS s
    CROSS JOIN days AS d
    WHERE s.topic = '*' AND s.day > d.last - 35 AND s.day <= d.last
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
usual: The same per week of the 28 days before; if more was seen in these 7 days than per week before, as many times as much.
ratio: How many times as many as usual, each with 1 added, so that few stories do not count as much.';
