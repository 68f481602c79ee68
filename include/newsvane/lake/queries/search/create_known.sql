-- reads: nothing; writes: known_articles
CREATE OR REPLACE TEMP TABLE known_articles AS
SELECT unnest(?::STRUCT(
    article_id VARCHAR, outlet VARCHAR, outlet_kind VARCHAR, country VARCHAR, language VARCHAR, moment TIMESTAMPTZ,
    fetched_at TIMESTAMPTZ, is_translated BOOLEAN
)[], recursive := true);
