-- reads: feed_daily, landed_polls; writes: flooding_feeds
-- Of the feeds that were just polled, those with unusually many new entries today or yesterday. The first reading of an
-- address counts none (fresh), and neither do entries that return (new). After days without a good poll, the entries of
-- all these days may be listed at once.
CREATE OR REPLACE TEMP TABLE flooding_feeds AS
WITH polled AS (
    SELECT feed_id, max((polled_at AT TIME ZONE 'UTC')::DATE) AS today FROM landed_polls GROUP BY feed_id
), many AS (
    FROM polled
    SEMI JOIN (FROM feed_daily WHERE day >= $since::DATE - 1 AND least(fresh, new) > $at_least) USING (feed_id)
), days AS (
    SELECT
        feed_id, day, many.today - day AS age, least(fresh, new) AS listed,
        day - lag(day) OVER (PARTITION BY feed_id ORDER BY day) AS gap
    FROM feed_daily JOIN many USING (feed_id)
    WHERE day >= $since::DATE - 2 - $history_days AND day <= many.today AND polls > failed
), usual AS (
    SELECT feed_id, quantile_disc(listed, 0.1) AS low, quantile_disc(listed, 0.9) AS high
    FROM days
    WHERE age > 1
    GROUP BY feed_id
    HAVING count(*) >= $min_days
)
SELECT
    feed_id,
    format(
        '{:,} new entries on {}; usually {} a day', listed, strftime(day, '%-d %b %Y'),
        if(low = high, high::VARCHAR, low || ' to ' || high)
    ) AS detail
FROM days JOIN usual USING (feed_id)
WHERE age <= 1 AND listed > greatest($at_least, $factor * high * gap)
QUALIFY row_number() OVER (PARTITION BY feed_id ORDER BY listed DESC) = 1;
