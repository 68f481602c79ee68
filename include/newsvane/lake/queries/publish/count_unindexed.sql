-- reads: coverage, fts_main_coverage.docs; returns: the number of articles that the full-text index lacks
SELECT (SELECT count(*) FROM coverage) - (SELECT count(*) FROM fts_main_coverage.docs) AS articles;
