-- Articles of the past: how they arrived, and when an archive captured them.
ALTER TABLE articles ADD COLUMN source VARCHAR;
ALTER TABLE articles ADD COLUMN archived_at TIMESTAMPTZ;
COMMENT ON COLUMN articles.source IS 'How an article of the past arrived: warc (a WARC file), wayback (a web archive), list (a list of addresses) or sitemap; null: a source of the watch list led to it, or it was read by its address.';
COMMENT ON COLUMN articles.archived_at IS 'When an archive captured the page that was read, UTC; null: its server answered when it was read (fetched_at).';
COMMENT ON COLUMN articles.published_source IS 'Where published_at was found: json_ld, microdata, meta, time_element, feed, url, script, text, relative (the page says how long ago), updated (the page only says when it was changed), capture (the page says nothing, and an archive captured it then) or none.';
COMMENT ON COLUMN articles.observed_at IS 'When we first saw the article: the end of the poll that found it, or the reading of this text if the page could not be read within an hour, or has been rewritten since; of an article of the past, when an archive captured it, or when the list with its address was first used; UTC; null: not recorded.';
COMMENT ON COLUMN articles.raw_file IS 'WARC file that contains the page, relative to the archive, or file: and its absolute path if it is outside; null: not archived.';
