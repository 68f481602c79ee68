-- reads: articles; returns: the texts of these articles
SELECT article_id, title, outlet, url, language, text, first_title, first_text, revision, fetched_at, revised_at, translation_state
FROM articles
WHERE fetched_at BETWEEN $first AND $last AND article_id IN (SELECT unnest($articles));
