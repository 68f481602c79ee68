-- reads: articles, entries, feeds, grouped_articles, outbox; returns: the articles that a feed of their own outlet has listed after one of these messages about their story was written for another outlet, with what is known of the story
-- A poll lands up to $poll_delay after it saw the listing.
WITH waiting AS (
    SELECT story_id, outlet, min(created_at) AS written_at FROM outbox
    WHERE key IN (SELECT unnest($keys::VARCHAR[]))
    GROUP BY ALL
), members AS (
    SELECT g.*, a.outlet
    FROM grouped_articles AS g JOIN articles AS a USING (article_id)
    WHERE g.story_id IN (SELECT story_id FROM waiting)
), counted AS (
    SELECT
        story_id,
        coalesce(nullif(count(DISTINCT outlet) FILTER (NOT original OR copy_of IS NULL), 0), count(DISTINCT outlet)) AS outlets,
        count(DISTINCT outlet) FILTER (copy_of IS NULL) AS originals
    FROM members
    GROUP BY story_id
), listed AS (
    SELECT e.article_id, f.outlet, max(coalesce(e.changed_at, e.seen_at)) AS listed_at
    FROM entries AS e JOIN feeds AS f ON f.feed_id = e.feed_id
    WHERE e.own AND e.article_id IN (SELECT article_id FROM members)
    GROUP BY ALL
)
SELECT DISTINCT members.*, listed_at, outlets, originals
FROM members
JOIN listed ON listed.article_id = members.article_id AND listed.outlet = members.outlet
JOIN counted ON counted.story_id = members.story_id
JOIN waiting
    ON waiting.story_id = members.story_id
    AND waiting.outlet <> members.outlet
    AND listed_at > written_at - $poll_delay::INTERVAL
ORDER BY listed_at, members.article_id;
