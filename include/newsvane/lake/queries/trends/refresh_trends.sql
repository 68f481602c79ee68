-- reads: article_groups, articles, counted_days, grouped_articles, ordered_articles, own_feeds, trend_daily; writes: counted_cells, trend_daily
-- A story is counted in the cell of its first article on the topic, so stories add up over cells. The query works in
-- small steps that each scan few columns, because most articles belong to other days and other stories.
-- An article on no topic that only a source of others listed is not counted if its outlet has a source of its own: that
-- one has it in `unread_daily`, or the address may be made up.
CREATE OR REPLACE TEMP TABLE counted_cells AS
WITH on_days AS (
    SELECT article_id FROM articles
    WHERE fetched_at >= (SELECT min(day)::TIMESTAMPTZ FROM counted_days)
        AND (least(published_at, fetched_at) AT TIME ZONE 'UTC')::DATE IN (SELECT day FROM counted_days)
), touched_stories AS (
    SELECT DISTINCT story_id FROM article_groups SEMI JOIN on_days USING (article_id)
), grouped AS (
    SELECT article_id, copy_of, story_id, original FROM grouped_articles SEMI JOIN touched_stories USING (story_id)
    UNION ALL
    SELECT article_id, NULL, article_id, true FROM on_days ANTI JOIN article_groups USING (article_id)
), cells AS (
    SELECT
        a.article_id, a.published_at, a.fetched_at, a.ordered_at, a.language, a.outlet,
        coalesce(f.country, a.country) AS country, coalesce(nullif(f.kind, 'other'), a.outlet_kind, 'other') AS kind,
        a.translation_state, g.copy_of, g.story_id, g.original,
        unnest(if(
            len(a.topics) = 0 AND f.feed_id IS NULL AND a.outlet IN (SELECT outlet FROM own_feeds WHERE watched AND NOT paused),
            [], list_append(a.topics, '*')
        )) AS topic
    FROM ordered_articles AS a
    JOIN grouped AS g ON g.article_id = a.article_id
    LEFT JOIN own_feeds AS f ON f.feed_id = a.feed_id AND f.outlet IN (a.outlet, '')
), ranked AS (
    SELECT
        *, (least(published_at, fetched_at) AT TIME ZONE 'UTC')::DATE AS day, row_number() OVER (
            PARTITION BY topic, story_id
            ORDER BY copy_of IS NOT NULL, ordered_at, published_at IS NULL, coalesce(published_at, fetched_at), article_id
        ) = 1 AS begins_story
    FROM cells
)
SELECT
    day, topic, language, outlet, count(*)::INTEGER AS articles,
    count(*) FILTER (original)::INTEGER AS originals,
    count(*) FILTER (begins_story)::INTEGER AS stories,
    count(*) FILTER (translation_state IN ('translated', 'proxy'))::INTEGER AS translated, country, kind
FROM ranked SEMI JOIN counted_days USING (day)
GROUP BY day, topic, language, outlet, country, kind;

DELETE FROM trend_daily
WHERE day IN (FROM counted_days) AND rowid NOT IN (
    SELECT old.rowid
    FROM trend_daily AS old
    JOIN counted_cells AS new USING (day, topic, language, outlet, kind, articles, originals, stories, translated)
    WHERE old.country IS NOT DISTINCT FROM new.country
);

INSERT INTO trend_daily BY NAME (FROM counted_cells EXCEPT FROM trend_daily WHERE day IN (FROM counted_days));
