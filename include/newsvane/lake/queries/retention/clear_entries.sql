-- reads: forgotten_articles; writes: entries
-- The entry stays, so that its address is not read again, and says nothing any more.
UPDATE entries SET title = '', authors = [], content = NULL, outcome = 'skipped', article_id = NULL, image_url = NULL, source_url = NULL
WHERE article_id IN (SELECT article_id FROM forgotten_articles);
