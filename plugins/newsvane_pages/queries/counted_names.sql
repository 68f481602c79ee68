-- reads: trend_daily; returns: whether articles were ever counted for a topic and for an outlet
SELECT coalesce(bool_or(topic = $topic), false) AS topic, coalesce(bool_or(outlet = $outlet), false) AS outlet FROM trend_daily;
