-- reads: article_groups, forgotten_articles; writes: left_copies
-- Articles that stay and whose group refers to one that goes.
CREATE OR REPLACE TEMP TABLE left_copies AS
SELECT article_id, story_id FROM article_groups
WHERE (copy_of IN (SELECT article_id FROM forgotten_articles) OR similar_to IN (SELECT article_id FROM forgotten_articles))
    AND article_id NOT IN (SELECT article_id FROM forgotten_articles);
