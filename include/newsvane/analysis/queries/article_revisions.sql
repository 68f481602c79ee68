-- reads: article_revisions; returns: the changes of an article, oldest first
SELECT revision, revised_at, summary, title_before, words_before, words_after
FROM article_revisions
WHERE article_id = $id
ORDER BY revision;
