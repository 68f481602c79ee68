-- reads: articles; returns: a row if there is any article of an outlet
SELECT 1 AS found FROM articles WHERE outlet = $outlet LIMIT 1;
