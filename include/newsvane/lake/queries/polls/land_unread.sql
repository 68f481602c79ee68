-- reads: incoming_unread_daily, landed_polls; writes: unread_daily
-- Only the entries of polls that land now are counted, so a repeated landing counts nothing twice.
MERGE INTO unread_daily USING (
    SELECT day, outlet, feed_id, any_value(own) AS own, max(language) AS language, max(country) AS country,
        max(kind) AS kind, sum(entries) AS entries
    FROM incoming_unread_daily SEMI JOIN landed_polls USING (feed_id)
    GROUP BY day, outlet, feed_id
) AS more
ON unread_daily.day = more.day AND unread_daily.outlet = more.outlet AND unread_daily.feed_id = more.feed_id
    AND unread_daily.day >= $since
WHEN MATCHED THEN UPDATE SET
    own = more.own, language = more.language, country = more.country, kind = more.kind,
    entries = unread_daily.entries + more.entries
WHEN NOT MATCHED THEN INSERT BY NAME;
