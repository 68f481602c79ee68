-- reads: article_sketches; returns: the embeddings of articles that still have the text that was embedded
-- The day of a sketch can be up to three days from that of the article, because of time zones and wrong clocks.
SELECT stored.article_id, stored.embedding
FROM article_sketches AS stored
JOIN (SELECT unnest($article_ids::VARCHAR[]) AS article_id, unnest($text_keys::BIGINT[]) AS text_key) AS wanted
    ON wanted.article_id = stored.article_id AND wanted.text_key = stored.text_key
WHERE stored.day BETWEEN $since::DATE - INTERVAL 3 DAY AND $until::DATE + INTERVAL 3 DAY AND len(stored.embedding) > 0;
