-- An alert outlives the grouping it was written for: where no story has that id any more, the story that the alert's
-- article belongs to now.
WITH asked AS (
    SELECT story_id FROM coverage WHERE story_id = $story_id
    UNION ALL
    SELECT coverage.story_id FROM outbox JOIN coverage USING (article_id) WHERE outbox.story_id = $story_id
), chosen AS (
    SELECT arg_min(story_id, story_id <> $story_id) AS story_id FROM asked
)
SELECT
    c.story_id, c.article_id, c.url, c.title, c.outlet, c.outlet_kind, c.outlet_country, c.published_at,
    c.published_source, c.fetched_at, c.authors, c.topics, c.language, c.language_confidence, c.page_language,
    c.original, c.copy_of, c.copy_kind, c.copy_score, c.copy_evidence, c.translation_state,
    c.translation_notice_language, c.translation_source_language, c.translation_source_url, c.translation_evidence,
    left(c.text, 700) AS beginning, length(c.text) > 700 AS goes_on, c.words, c.revision, c.revised_at, c.raw_file,
    first.outlet AS first_outlet, first.title AS first_title, first.story_id AS first_story_id
FROM coverage AS c
LEFT JOIN coverage AS first ON first.article_id = c.copy_of
WHERE c.story_id = (SELECT story_id FROM chosen)
ORDER BY least(c.published_at, c.fetched_at), c.article_id
LIMIT $limit;
