-- reads: articles, feeds; returns: all topics with articles, and the outlets of all articles and feeds
SELECT
    (SELECT coalesce(list(DISTINCT topic), []) FROM (SELECT unnest(topics) AS topic FROM articles)) AS topics,
    (
        SELECT coalesce(list(outlet), []) FROM (
            SELECT outlet FROM articles WHERE outlet <> ''
            UNION
            SELECT outlet FROM feeds WHERE outlet <> ''
        )
    ) AS outlets;
