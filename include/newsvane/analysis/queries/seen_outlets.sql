-- reads: articles, unread; returns: the counts, days and languages of an outlet, or of each outlet, those that matter most first
SELECT
    outlet,
    sum(on_topic)::BIGINT AS on_topic,
    sum(articles)::BIGINT AS articles,
    sum(unread)::BIGINT AS unread,
    min(first_day) AS first_seen,
    max(last_day) AS last_seen,
    coalesce(list(language ORDER BY articles + unread DESC, language) FILTER (language IS NOT NULL), []) AS languages
FROM (
    SELECT
        outlet, language, sum(on_topic) AS on_topic, sum(articles) AS articles, sum(unread) AS unread,
        min(first_day) AS first_day, max(last_day) AS last_day
    FROM (
        SELECT
            outlet, nullif(language, 'und') AS language, count(*) FILTER (len(topics) > 0) AS on_topic,
            count(*) AS articles, 0 AS unread,
            (min(fetched_at) AT TIME ZONE 'UTC')::DATE AS first_day,
            (max(fetched_at) AT TIME ZONE 'UTC')::DATE AS last_day
        FROM articles
        GROUP BY ALL
        UNION ALL
        SELECT outlet, language, 0, 0, sum(entries), min(day), max(day) FROM unread GROUP BY outlet, language
    )
    GROUP BY outlet, language
)
WHERE outlet <> '' AND ($outlet IS NULL OR outlet = $outlet)
GROUP BY outlet
ORDER BY on_topic DESC, articles DESC, unread DESC, outlet;
