-- reads: coverage; returns: how many articles of the published file contain any of these words
SELECT count(*) AS articles FROM coverage WHERE fts_main_coverage.match_bm25(article_id, $words) IS NOT NULL;
