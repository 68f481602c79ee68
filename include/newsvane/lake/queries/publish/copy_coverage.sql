-- reads: lake.article_names, lake.coverage, lake.entities, lake.feed_health, lake.trend_daily, lake.unread_daily; writes: article_names, coverage, entities, feed_health, trend_daily, unread_daily
INSERT INTO coverage BY NAME
SELECT * REPLACE (CASE WHEN getvariable('texts') THEN text END AS text) FROM lake.coverage ORDER BY day, article_id;

INSERT INTO trend_daily BY NAME FROM lake.trend_daily ORDER BY day, topic, language, outlet;

INSERT INTO unread_daily BY NAME FROM lake.unread_daily ORDER BY day, outlet, feed_id;

INSERT INTO feed_health BY NAME FROM lake.feed_health ORDER BY feed_id;

INSERT INTO entities BY NAME FROM lake.entities ORDER BY entity_id;

INSERT INTO article_names BY NAME FROM lake.article_names ORDER BY article_id, entity_id;
