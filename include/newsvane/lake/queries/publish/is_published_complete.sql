-- reads: coverage, fts_main_coverage.docs, lake.articles; returns: whether the working copy has as many articles as the lake, each indexed once
SELECT
    (SELECT count(*) FROM coverage) = (SELECT count(*) FROM lake.articles WHERE len(topics) > 0)
    AND (SELECT count(*) FROM coverage) = (SELECT count(*) FROM fts_main_coverage.docs) AS complete;
