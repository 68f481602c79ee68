-- reads: articles, first_to_report(); returns: the outlets of a story in the order in which they reported it, each with its first article
SELECT
    f.place, f.outlet, f.outlet_kind, f.language, f.certainty, f.claimed_at, f.observed_at, f.absent_at,
    f.date_contradicted, f.title, f.article_id, a.source
FROM first_to_report($story_id) AS f
LEFT JOIN articles AS a ON a.article_id = f.article_id
ORDER BY f.place;
