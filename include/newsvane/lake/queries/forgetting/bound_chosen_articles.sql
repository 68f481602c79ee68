-- reads: chosen_articles; writes: nothing
-- The variables are known when a statement is planned, so that files of other days are not opened.
SET VARIABLE chosen_first = (SELECT min(fetched_at) FROM chosen_articles);
SET VARIABLE chosen_last = (SELECT max(fetched_at) FROM chosen_articles);
