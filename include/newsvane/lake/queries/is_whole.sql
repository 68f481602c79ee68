-- Whether the working copy holds as many articles as the lake, each indexed once.
SELECT
    (SELECT count(*) FROM coverage) = (SELECT count(*) FROM lake.articles WHERE len(topics) > 0)
    AND (SELECT count(*) FROM coverage) = (SELECT count(*) FROM fts_main_coverage.docs) AS whole;
