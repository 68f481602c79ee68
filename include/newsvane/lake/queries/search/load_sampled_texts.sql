-- reads: articles; returns: outlet, language, title and the first $length characters of the text of articles by id
-- $first and $last: the times between which they were read
SELECT article_id, outlet, language, concat_ws(chr(10), title, left(text, $length)) AS text FROM articles
WHERE article_id IN (SELECT unnest($ids)) AND fetched_at BETWEEN $first AND $last
ORDER BY article_id;
