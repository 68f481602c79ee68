-- reads: incoming_article_sketches, nearby_sketches; returns: the ids of stored articles with a sentence that their outlet begins or stops repeating
-- Articles with a sentence that reaches the number of repetitions through this batch, or falls below it because an
-- article of the batch is read again and no longer has the sentence.
WITH offered AS (
    SELECT article_id, day, unnest(lines) AS line FROM incoming_article_sketches
), stored AS (
    SELECT article_id, day, unnest(lines) AS line FROM nearby_sketches
), replaced AS (
    FROM stored SEMI JOIN incoming_article_sketches USING (article_id)
), concerned AS (
    FROM stored SEMI JOIN (SELECT line FROM offered UNION SELECT line FROM replaced) USING (line)
), days AS (
    SELECT line, day, sum(before) AS before, sum(after) AS after
    FROM (
        SELECT line, day, 1 AS before, 0 AS after FROM concerned
        UNION ALL SELECT line, day, 0, 1 FROM concerned ANTI JOIN incoming_article_sketches USING (article_id)
        UNION ALL SELECT line, day, 0, 1 FROM offered
    )
    GROUP BY line, day
), often AS (
    SELECT line FROM days GROUP BY line HAVING greatest(sum(before), sum(after)) >= $repeated
), crossed AS (
    SELECT here.line, here.day
    FROM (FROM days SEMI JOIN often USING (line)) AS here
    JOIN days AS there ON there.line = here.line AND abs(there.day - here.day) <= $window_days
    GROUP BY here.line, here.day
    HAVING (sum(there.before) >= $repeated) <> (sum(there.after) >= $repeated)
)
SELECT DISTINCT article_id FROM concerned SEMI JOIN crossed USING (line, day);
