-- reads: articles; returns: titles and languages of these articles
SELECT article_id, title, language FROM articles
WHERE fetched_at BETWEEN $first AND $last AND list_contains($articles::VARCHAR[], article_id);
