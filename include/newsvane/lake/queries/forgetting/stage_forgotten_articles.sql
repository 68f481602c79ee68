-- reads: nothing; writes: forgotten_articles
CREATE OR REPLACE TEMP TABLE forgotten_articles AS
SELECT unnest($article_ids::VARCHAR[]) AS article_id, unnest($titles::VARCHAR[]) AS title, unnest($fetched::TIMESTAMPTZ[]) AS fetched_at;
