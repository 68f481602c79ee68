-- reads: articles; returns: titles and languages of these articles
-- $first and $last: the times between which they were read
SELECT article_id, title, language FROM articles
WHERE fetched_at BETWEEN $first AND $last AND list_contains($articles::VARCHAR[], article_id);
