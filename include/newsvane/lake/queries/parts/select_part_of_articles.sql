-- reads: articles, moved_pages, part_articles; returns: the articles of a part, with the places that their pages have in it
SELECT
    articles.* REPLACE (
        moved.new_file AS raw_file, moved.new_offset AS raw_offset,
        CASE WHEN moved.new_file IS NOT NULL THEN raw_digest END AS raw_digest
    )
FROM articles
SEMI JOIN part_articles USING (article_id)
LEFT JOIN moved_pages AS moved ON moved.old_file = articles.raw_file AND moved.old_offset = articles.raw_offset;
