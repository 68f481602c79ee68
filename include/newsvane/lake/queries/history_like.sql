WITH shared AS (
    SELECT article_id FROM (
        SELECT article_id, unnest(buckets) AS bucket FROM article_sketches WHERE day >= $since
    )
    WHERE bucket IN (SELECT unnest($buckets::BIGINT[]))
), found AS (
    SELECT article_id FROM shared
    UNION
    SELECT article_id FROM articles
    WHERE fetched_at >= $since AND (
        text_hash IN (SELECT unnest($text_hashes::VARCHAR[]))
        OR canonical_url IN (SELECT unnest($source_urls::VARCHAR[]))
        OR translation_source_canonical IN (SELECT unnest($canonical_urls::VARCHAR[]))
    )
), wanted AS (
    SELECT article_id FROM found
    UNION
    SELECT article_id FROM article_groups
    WHERE story_id IN (SELECT story_id FROM article_groups SEMI JOIN found USING (article_id))
)
SELECT articles.* FROM articles SEMI JOIN wanted USING (article_id) ORDER BY article_id;
