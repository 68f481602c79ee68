-- Beside what is new: the stories of what is read again, and of whatever holds a sentence that its outlet begins or
-- ceases to repeat.
CREATE OR REPLACE TEMP TABLE touched AS
WITH offered AS (
    SELECT article_id, day, unnest(lines) AS line FROM incoming_article_sketches
), stored AS (
    SELECT article_id, day, unnest(lines) AS line FROM sketches_around
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
), crossed AS (
    SELECT here.line, here.day
    FROM days AS here JOIN days AS there ON there.line = here.line AND abs(there.day - here.day) <= $window_days
    GROUP BY here.line, here.day
    HAVING (sum(there.before) >= $repeated) <> (sum(there.after) >= $repeated)
), changed AS (
    SELECT article_id FROM concerned SEMI JOIN crossed USING (line, day)
    UNION SELECT article_id FROM incoming_article_sketches
)
SELECT article_id FROM article_groups
WHERE story_id IN (SELECT story_id FROM article_groups SEMI JOIN changed USING (article_id))
    AND article_id NOT IN (SELECT article_id FROM incoming_article_sketches);
