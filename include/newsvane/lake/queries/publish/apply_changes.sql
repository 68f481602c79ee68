-- reads: coverage, ducklake_table_changes(), lake.article_names, lake.coverage, lake.entities, lake.feed_health, lake.trend_daily, lake.unread_daily; writes: article_names, changed, changed_days, changed_ids, coverage, entities, feed_health, incoming, regrouped, trend_daily, unread_daily
-- The changes of the lake from the snapshot `since` through `until`. These are variables, not parameters or subqueries,
-- because variables are known when a statement is planned, so files without a changed row are not opened.
CREATE OR REPLACE TEMP TABLE changed AS
SELECT article_id, min(fetched_at) AS fetched_at
FROM ducklake_table_changes('lake', 'main', 'articles', getvariable('since'), getvariable('until'))
GROUP BY article_id;

SET VARIABLE first = (SELECT min(fetched_at) FROM changed);
SET VARIABLE last = (SELECT max(fetched_at) FROM changed);

CREATE OR REPLACE TEMP TABLE incoming AS
SELECT * REPLACE (CASE WHEN getvariable('texts') THEN text END AS text)
FROM lake.coverage
WHERE fetched_at BETWEEN getvariable('first') AND getvariable('last') AND article_id IN (SELECT article_id FROM changed);

-- Articles of which only the grouping or the feed changed.
CREATE OR REPLACE TEMP TABLE regrouped AS
WITH changed_groups AS (
    SELECT article_id
    FROM ducklake_table_changes('lake', 'main', 'article_groups', getvariable('since'), getvariable('until'))
), changed_feeds AS (
    SELECT feed_id FROM ducklake_table_changes('lake', 'main', 'feeds', getvariable('since'), getvariable('until'))
)
SELECT article_id, fetched_at
FROM (SELECT article_id, feed_id, fetched_at FROM coverage ANTI JOIN changed USING (article_id))
WHERE article_id IN (FROM changed_groups) OR feed_id IN (FROM changed_feeds);

SET VARIABLE first = (SELECT min(fetched_at) FROM regrouped);
SET VARIABLE last = (SELECT max(fetched_at) FROM regrouped);

UPDATE coverage SET
    original = new.original, copy_of = new.copy_of, copy_kind = new.copy_kind, copy_score = new.copy_score,
    copy_evidence = new.copy_evidence, copy_order = new.copy_order,
    copy_claimed = new.copy_claimed, story_id = new.story_id, outlet_kind = new.outlet_kind,
    outlet_country = new.outlet_country, feed_title = new.feed_title
FROM (
    FROM lake.coverage
    WHERE fetched_at BETWEEN getvariable('first') AND getvariable('last')
        AND article_id IN (SELECT article_id FROM regrouped)
) AS new
WHERE coverage.article_id = new.article_id;

DELETE FROM coverage WHERE article_id IN (SELECT article_id FROM changed);

INSERT INTO coverage BY NAME FROM incoming ORDER BY day, article_id;

CREATE OR REPLACE TEMP TABLE changed_days AS
SELECT DISTINCT day FROM ducklake_table_changes('lake', 'main', 'trend_daily', getvariable('since'), getvariable('until'));

DELETE FROM trend_daily WHERE day IN (FROM changed_days);

INSERT INTO trend_daily BY NAME FROM lake.trend_daily WHERE day IN (FROM changed_days) ORDER BY day, topic, language, outlet;

CREATE OR REPLACE TEMP TABLE changed_days AS
SELECT DISTINCT day FROM ducklake_table_changes('lake', 'main', 'unread_daily', getvariable('since'), getvariable('until'));

DELETE FROM unread_daily WHERE day IN (FROM changed_days);

INSERT INTO unread_daily BY NAME FROM lake.unread_daily WHERE day IN (FROM changed_days) ORDER BY day, outlet, feed_id;

DELETE FROM feed_health;

INSERT INTO feed_health BY NAME FROM lake.feed_health ORDER BY feed_id;

CREATE OR REPLACE TEMP TABLE changed_ids AS
SELECT DISTINCT entity_id AS id
FROM ducklake_table_changes('lake', 'main', 'entities', getvariable('since'), getvariable('until'));

DELETE FROM entities WHERE entity_id IN (FROM changed_ids);

INSERT INTO entities BY NAME FROM lake.entities WHERE entity_id IN (FROM changed_ids) ORDER BY entity_id;

CREATE OR REPLACE TEMP TABLE changed_ids AS
SELECT DISTINCT article_id AS id
FROM ducklake_table_changes('lake', 'main', 'article_names', getvariable('since'), getvariable('until'));

DELETE FROM article_names WHERE article_id IN (FROM changed_ids);

INSERT INTO article_names BY NAME
FROM lake.article_names WHERE article_id IN (FROM changed_ids) ORDER BY article_id, entity_id;
