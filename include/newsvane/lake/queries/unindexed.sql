SELECT (SELECT count(*) FROM coverage) - (SELECT count(*) FROM fts_main_coverage.docs) AS articles;
