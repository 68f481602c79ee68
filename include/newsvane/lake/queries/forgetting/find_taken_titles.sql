-- reads: articles; returns: which of these titles other articles than these have, whole or as a part of theirs, however they write quotation marks, dashes and spaces
WITH others AS (
    SELECT DISTINCT regexp_replace(translate(title, $typographic, $plain), '\s+', ' ', 'g') AS folded
    FROM articles WHERE article_id NOT IN (SELECT unnest($article_ids::VARCHAR[]))
), asked AS (
    SELECT title, regexp_replace(translate(title, $typographic, $plain), '\s+', ' ', 'g') AS folded
    FROM (SELECT unnest($titles::VARCHAR[]) AS title)
)
SELECT title FROM asked WHERE EXISTS (SELECT 1 FROM others WHERE contains(others.folded, asked.folded));
