-- reads: incoming_article_sketches, nearby_sketches; returns: the hashes of the sentences that their outlet repeats, per article
WITH offered AS (
    SELECT article_id, day, unnest(lines) AS line FROM incoming_article_sketches
), stored AS (
    SELECT article_id, day, unnest(lines) AS line
    FROM nearby_sketches ANTI JOIN incoming_article_sketches USING (article_id)
), own AS (
    FROM offered UNION ALL FROM stored WHERE article_id IN (SELECT unnest($article_ids::VARCHAR[]))
), days AS (
    SELECT line, day, count(*) AS articles
    FROM (FROM offered UNION ALL FROM stored) SEMI JOIN own USING (line)
    GROUP BY line, day
), often AS (
    SELECT here.line, here.day
    FROM days AS here JOIN days AS there ON there.line = here.line AND abs(there.day - here.day) <= $window_days
    GROUP BY here.line, here.day
    HAVING sum(there.articles) >= $repeated
)
SELECT article_id, list(line) AS lines FROM own SEMI JOIN often USING (line, day) GROUP BY article_id;
