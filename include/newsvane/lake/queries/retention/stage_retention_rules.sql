-- reads: nothing; writes: retention_rules
CREATE OR REPLACE TEMP TABLE retention_rules AS
SELECT
    unnest(range(len($outlets::VARCHAR[]))) AS number,
    unnest($outlets::VARCHAR[]) AS outlet, unnest($topics::VARCHAR[]) AS topic,
    unnest($text_days::INTEGER[]) AS text_days, unnest($facts_days::INTEGER[]) AS facts_days;
