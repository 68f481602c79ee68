-- reads: articles, feeds; returns: the outlets of all articles and of all feeds
SELECT outlet FROM articles WHERE outlet <> ''
UNION
SELECT outlet FROM feeds WHERE outlet <> ''
ORDER BY outlet;
