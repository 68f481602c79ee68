-- reads: mentions; returns: how many articles, originals, stories and outlets name one entity, by period: day, week or month
SELECT
    day, count(*) AS articles, count(*) FILTER (original)::INTEGER AS originals, count(*) FILTER (is_first)::INTEGER AS stories,
    count(*) FILTER (translated)::INTEGER AS translated, count(DISTINCT outlet) AS outlets, mode(outlet) AS largest_outlet, max(of_outlet) AS largest
FROM (
    SELECT
        date_trunc($grain, day)::DATE AS day, original, outlet, translated,
        row_number() OVER (PARTITION BY story_id ORDER BY day, article_id) = 1 AS is_first,
        count(*) OVER (PARTITION BY date_trunc($grain, day), outlet) AS of_outlet
    FROM mentions WHERE mentions > 0
)
GROUP BY day
ORDER BY day;
