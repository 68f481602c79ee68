-- Trends by country and kind of outlet; what was counted without them is counted anew at the next run.

ALTER TABLE trend_daily ADD COLUMN country VARCHAR;
ALTER TABLE trend_daily ADD COLUMN kind VARCHAR;
COMMENT ON TABLE trend_daily IS 'Coverage in counts that add up over days, languages, outlets, countries and kinds, not over topics. One row a day, topic, language, outlet, country and kind with articles.';
COMMENT ON COLUMN trend_daily.country IS 'ISO 3166 code of the outlet''s seat, as in coverage; null: not given.';
COMMENT ON COLUMN trend_daily.kind IS 'Kind of the outlet, as outlet_kind in coverage; null: not counted anew yet.';

INSERT INTO trend_stale SELECT DISTINCT day FROM trend_daily;

CREATE VIEW attention AS
SELECT
    t.day, t.topic, sum(t.articles)::BIGINT AS articles, sum(t.originals)::BIGINT AS originals,
    sum(t.stories)::BIGINT AS stories, count(DISTINCT t.outlet) AS outlets, sum(t.translated)::BIGINT AS translated,
    r.read, sum(t.articles) / r.read AS share
FROM trend_daily AS t
JOIN (
    SELECT day, sum(articles)::BIGINT AS read FROM trend_daily WHERE topic = '*' GROUP BY day
) AS r ON r.day = t.day
WHERE t.topic <> '*'
GROUP BY t.day, t.topic, r.read;
COMMENT ON VIEW attention IS 'A row a day and topic with coverage: its counts beside all that was read that day.
day: Day of coverage: of publication where known, else of reading; UTC.
topic: Topic id.
articles: Articles, copies included.
originals: Articles that are no copies.
stories: Stories whose first article on the topic is of that day.
outlets: Outlets that wrote on it.
translated: Articles that a machine translated.
read: All articles of that day, on topic or not: the denominator.
share: articles of read, 0 to 1.';
