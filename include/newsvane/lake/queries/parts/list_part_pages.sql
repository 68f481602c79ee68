-- reads: articles, part_articles; returns: where the archived pages of the articles of a part are
SELECT DISTINCT raw_file, raw_offset FROM articles SEMI JOIN part_articles USING (article_id)
WHERE raw_file NOT LIKE 'file:%' -- those are in WARC files of others
ORDER BY raw_file, raw_offset;
