-- reads: articles, part_articles; returns: where the archived pages of the articles of a part are
SELECT DISTINCT raw_file, raw_offset FROM articles SEMI JOIN part_articles USING (article_id)
WHERE raw_file IS NOT NULL
ORDER BY raw_file, raw_offset;
