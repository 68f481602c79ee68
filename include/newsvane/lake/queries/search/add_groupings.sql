-- reads: grouped_articles; writes: named_groups
-- The groupings of some articles at any other time: they were grouped again, or landed late.
INSERT INTO named_groups
FROM grouped_articles
WHERE NOT grouped_at BETWEEN {first} AND {last} AND {chosen};
