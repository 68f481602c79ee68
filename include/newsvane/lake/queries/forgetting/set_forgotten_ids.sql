-- reads: forgotten_articles; returns: nothing
SET VARIABLE forgotten_ids = (SELECT coalesce(list(DISTINCT article_id), []::VARCHAR[]) FROM forgotten_articles);
