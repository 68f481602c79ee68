-- reads: nothing; writes: matches
CREATE OR REPLACE TEMP TABLE matches (
    article_id VARCHAR, story_id VARCHAR, outlet VARCHAR, outlet_kind VARCHAR, country VARCHAR, language VARCHAR,
    original BOOLEAN, day DATE, moment TIMESTAMPTZ, fetched_at TIMESTAMPTZ, is_translated BOOLEAN, score DOUBLE, is_claim BOOLEAN
);
