-- A copy stays a copy when its original gets another text. With a text that a page gets back comes back its date.
ALTER TABLE article_groups ADD COLUMN copied_text VARCHAR;
COMMENT ON COLUMN article_groups.copied_text IS 'SHA-256 of the normalized text of copy_of that this is a copy of, if copy_of has another text now; null: it still has it, or an original.';
ALTER TABLE article_revisions ADD COLUMN published_before TIMESTAMPTZ;
COMMENT ON COLUMN article_revisions.published_before IS 'published_at of the article before the change, UTC; null: none, or not recorded.';
