CREATE TABLE published.coverage AS FROM coverage ORDER BY day, article_id;
CREATE TABLE published.trend_daily AS FROM trend_daily ORDER BY day, topic, language, outlet;
CREATE TABLE published.feed_health AS FROM feed_health ORDER BY feed_id;
