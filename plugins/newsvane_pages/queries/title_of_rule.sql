-- reads: outbox; returns: the title with which the messages of a rule begin, from the latest that has one
SELECT left(subject, length(subject) - length(headline) - 2) AS title
FROM (
    SELECT subject, created_at, facts ->> 'headline' AS headline
    FROM outbox WHERE rule = $rule AND facts IS NOT NULL
)
WHERE headline <> '' AND length(subject) > length(headline) + 2 AND ends_with(subject, ': ' || headline)
ORDER BY created_at DESC
LIMIT 1;
