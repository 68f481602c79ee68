-- reads: entries; returns: to how many pages of which site of another outlet the addresses of a source led within a day; entries with the ids `besides` are left out
-- What is due now is counted when it is requested.
SELECT feed_id, led_to AS site, count(*) AS pages
FROM entries
WHERE led_to IS NOT NULL AND feed_id <> ''
    AND (seen_at > $now - INTERVAL 1 DAY OR changed_at > $now - INTERVAL 1 DAY OR next_try_at > $now - INTERVAL 1 DAY)
    AND entry_id NOT IN (SELECT unnest($besides::VARCHAR[]))
    AND NOT (outcome = 'pending' AND (next_try_at IS NULL OR next_try_at <= $now))
GROUP BY feed_id, led_to;
