-- reads: coverage, lake.articles; returns: whether the working copy has as many articles as the lake
SELECT (SELECT count(*) FROM coverage) = (SELECT count(*) FROM lake.articles WHERE len(topics) > 0) AS complete;
