-- Pages that are read because a translation names them as its original.

ALTER TABLE entries ADD COLUMN original_of VARCHAR;
COMMENT ON COLUMN entries.original_of IS 'Article that is a translation of this page and led to it; null: a feed alone did.';
COMMENT ON COLUMN entries.feed_id IS 'Feed that brought it first; only there a change of the item counts. Empty: none yet, see original_of.';
COMMENT ON TABLE entries IS 'Items of the feeds, and originals of translations: addresses to read, and what came of them. One row an entry_id.';
