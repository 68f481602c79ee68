-- reads: articles, retention_rules; returns: per rule, how many texts and articles it would delete now, and when the first of these was read
-- An article for which several rules hold counts for each of them, because each of them alone would delete it.
WITH ruled AS (
    SELECT
        rule.number, articles.fetched_at,
        coalesce(rule.text_days > 0 AND articles.text IS NOT NULL AND articles.fetched_at < $now - rule.text_days * INTERVAL 1 DAY, false)
            AS loses_text,
        coalesce(rule.facts_days > 0 AND articles.fetched_at < $now - rule.facts_days * INTERVAL 1 DAY, false) AS loses_facts
    FROM retention_rules AS rule JOIN articles
        ON rule.outlet = articles.outlet OR (rule.topic <> '' AND list_contains(articles.topics, rule.topic))
)
SELECT
    number, count(*) FILTER (loses_text) AS texts, count(*) FILTER (loses_facts) AS facts,
    min(fetched_at) FILTER (loses_text OR loses_facts) AS oldest
FROM ruled
GROUP BY number;
