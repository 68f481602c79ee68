SELECT (SELECT count(*) FROM articles) AS articles, (SELECT count(*) FROM entries) AS entries;
