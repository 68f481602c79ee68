-- When an article had the text that a revision replaced: a page that gets its own text back has had it since then.
ALTER TABLE article_revisions ADD COLUMN text_hash_before VARCHAR;
ALTER TABLE article_revisions ADD COLUMN observed_before TIMESTAMPTZ;
ALTER TABLE article_revisions ADD COLUMN absent_before TIMESTAMPTZ;
COMMENT ON COLUMN article_revisions.text_hash_before IS 'SHA-256 of the normalized text by which the article was grouped before the change; null: not recorded.';
COMMENT ON COLUMN article_revisions.observed_before IS 'observed_at of the article before the change, UTC; null: not recorded.';
COMMENT ON COLUMN article_revisions.absent_before IS 'absent_at of the article before the change, UTC; null: none, or not recorded.';
COMMENT ON COLUMN articles.published_source IS 'Where published_at was found: json_ld, microdata, meta, time_element, feed, url, script, text, updated (the page only says when it was changed) or none.';
