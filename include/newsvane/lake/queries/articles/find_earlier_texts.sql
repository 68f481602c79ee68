-- reads: article_revisions; returns: when these articles had these texts before, the latest times of each
SELECT article_id, text_hash_before AS text_hash, observed_before AS observed_at, absent_before AS absent_at,
    published_before AS published_at
FROM article_revisions
WHERE article_id IN (SELECT unnest($article_ids::VARCHAR[]))
    AND text_hash_before IN (SELECT unnest($text_hashes::VARCHAR[]))
    AND text_hash_before <> ''
QUALIFY row_number() OVER (PARTITION BY article_id, text_hash_before ORDER BY revision DESC) = 1;
