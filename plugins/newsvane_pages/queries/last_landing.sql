-- reads: article_groups; returns: when articles landed last, null if none has
SELECT max(grouped_at) AS landed_at FROM article_groups;
