-- reads: grouped_articles; writes: named_groups
-- The groupings of some articles in a time.
CREATE OR REPLACE TEMP TABLE named_groups AS
FROM grouped_articles WHERE grouped_at BETWEEN {first} AND {last} AND {chosen};
