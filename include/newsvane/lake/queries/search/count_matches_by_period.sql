-- reads: matches; returns: counts per period
WITH dated AS (
    SELECT *, date_trunc($grain, day)::DATE AS period FROM matches
), by_outlet AS (
    SELECT period, outlet, count(*) AS articles FROM dated GROUP BY period, outlet
), largest AS (
    SELECT period, arg_max(outlet, (articles, outlet)) AS outlet, max(articles) AS articles FROM by_outlet GROUP BY period
)
SELECT
    d.period AS day, count(*)::BIGINT AS articles, count(*) FILTER (d.original)::BIGINT AS originals,
    count(DISTINCT d.story_id)::BIGINT AS stories, count(*) FILTER (d.is_translated)::BIGINT AS translated,
    count(DISTINCT d.outlet)::BIGINT AS outlets, any_value(l.outlet) AS largest_outlet, any_value(l.articles)::BIGINT AS largest
FROM dated AS d JOIN largest AS l ON l.period = d.period
GROUP BY d.period
ORDER BY d.period;
