-- What was held left when it was let go. Rows of a time to come, by a clock that was wrong, count nowhere.
SELECT rule, channel, count(*) AS messages
FROM outbox
WHERE state NOT IN ('held', 'folded') AND coalesce(due_at, created_at) > $since AND coalesce(due_at, created_at) <= $until
GROUP BY ALL;
