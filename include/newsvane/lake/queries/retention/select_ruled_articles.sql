-- reads: articles, retention_rules; writes: ruled_articles
-- The articles with a rule of their own. Of several rules, the one that deletes first counts; 0 days means never.
CREATE OR REPLACE TEMP TABLE ruled_articles AS
SELECT
    articles.article_id, articles.outlet, articles.fetched_at, articles.title, articles.text IS NOT NULL AS has_text,
    min(if(rule.text_days = 0, 1000000, rule.text_days)) AS text_days,
    min(if(rule.facts_days = 0, 1000000, rule.facts_days)) AS facts_days
FROM articles JOIN retention_rules AS rule
    ON rule.outlet = articles.outlet OR (rule.topic <> '' AND list_contains(articles.topics, rule.topic))
GROUP BY ALL;
