-- reads: first_to_report(); returns: the outlets of a story in the order in which they reported it, each with its first article
SELECT
    place, outlet, outlet_kind, language, certainty, claimed_at, observed_at, absent_at, date_contradicted, title, article_id,
    source
FROM first_to_report($story_id)
ORDER BY place;
