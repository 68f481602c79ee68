-- reads: article_groups; returns: how many of these articles were grouped in a time
SELECT count(*) AS articles FROM article_groups WHERE grouped_at BETWEEN {first} AND {last} AND article_id IN ({ids});
