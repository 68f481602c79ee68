-- reads: articles, entries, feeds, grouped_articles; returns: the articles that landed since then, with what was known of their stories at that time
-- What merely claims to be a translation counts only in a story of nothing else. In the order in which they landed. Only articles that a rule looks at ($topics) have their text.
-- A revised article keeps the time of its first landing but not the run, so that a copy may stand before its original
-- here. In truth it never landed without one: a story always has an original.
-- `listed_by` is what is known today: an outlet's own feed may have listed a page later than that of another outlet.
WITH grouped AS (
    SELECT
        a.article_id, a.outlet, coalesce(g.story_id, a.article_id) AS story_id, g.copy_of, g.is_claim,
        CASE WHEN a.revision = 1 THEN max(a.fetched_at) OVER (PARTITION BY a.run_id, a.revision) ELSE a.fetched_at END
            AS landed_at
    FROM articles AS a LEFT JOIN grouped_articles AS g ON g.article_id = a.article_id
), counted AS (
    SELECT
        article_id, story_id, landed_at,
        landed_at = min(landed_at) OVER (PARTITION BY story_id) AS is_new_story,
        coalesce(nullif(count(DISTINCT outlet) FILTER (is_claim IS NOT true) OVER so_far, 0), count(DISTINCT outlet) OVER so_far) AS outlets,
        greatest(1, count(DISTINCT outlet) FILTER (copy_of IS NULL) OVER so_far) AS originals,
        coalesce(nullif(count(DISTINCT outlet) FILTER (is_claim IS NOT true) OVER before, 0), count(DISTINCT outlet) OVER before) AS outlets_before,
        count(DISTINCT outlet) FILTER (copy_of IS NULL) OVER before AS originals_before
    FROM grouped
    WINDOW
        so_far AS (PARTITION BY story_id ORDER BY landed_at RANGE BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW),
        before AS (
            PARTITION BY story_id ORDER BY landed_at
            RANGE BETWEEN UNBOUNDED PRECEDING AND INTERVAL 1 MICROSECOND PRECEDING
        )
), own_listings AS (
    SELECT DISTINCT e.article_id, f.outlet FROM entries AS e JOIN feeds AS f ON f.feed_id = e.feed_id WHERE e.own
)
SELECT
    a.* EXCLUDE (text), CASE WHEN list_has_all(a.topics, $topics::VARCHAR[]) THEN a.text END AS text,
    c.story_id AS in_story, c.landed_at, c.is_new_story, c.outlets, c.originals, c.outlets_before, c.originals_before,
    g.copy_of, g.copy_kind,
    CASE
        WHEN own.article_id IS NULL AND f.outlet <> a.outlet AND a.outlet IN (SELECT outlet FROM feeds WHERE watched)
        THEN coalesce(nullif(f.outlet, ''), f.feed_id)
        ELSE ''
    END AS listed_by
FROM counted AS c
JOIN articles AS a ON a.article_id = c.article_id
LEFT JOIN grouped_articles AS g ON g.article_id = c.article_id
LEFT JOIN feeds AS f ON f.feed_id = a.feed_id
LEFT JOIN own_listings AS own ON own.article_id = a.article_id AND own.outlet = a.outlet
WHERE c.landed_at >= $since
ORDER BY c.landed_at, a.article_id;
