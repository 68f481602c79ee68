-- reads: coverage; returns: articles of the published file that contain any of these words, best first
SELECT *
FROM (SELECT *, outlet_country AS country, fts_main_coverage.match_bm25(article_id, $words) AS score FROM coverage)
WHERE score IS NOT NULL
ORDER BY score DESC, article_id
LIMIT $limit;
