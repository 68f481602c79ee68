-- reads: originals; returns: the texts to look for trending terms in, each with whether it is of the time in question or of before
-- The sample is the same every time: texts are drawn in the order of a hash of their ids.
SELECT language, outlet, title || chr(10) || left(text, $letters) AS text, day >= $since AS now
FROM originals
WHERE day BETWEEN $begin AND $until AND list_contains(topics, $topic) AND text IS NOT NULL
    AND (len($languages) = 0 OR language IN (SELECT unnest($languages)))
QUALIFY row_number() OVER (PARTITION BY day >= $since ORDER BY hash(article_id)) <= $most;
