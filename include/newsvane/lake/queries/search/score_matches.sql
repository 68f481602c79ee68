-- reads: nothing; writes: matches
-- Sets the score of the articles with these ids (first placeholder) to these values (second), in their order.
UPDATE matches SET score = scored.score
FROM (SELECT unnest(?::VARCHAR[]) AS article_id, unnest(?::DOUBLE[]) AS score) AS scored
WHERE matches.article_id = scored.article_id;
