-- reads: incoming_articles, new_articles; returns: how many articles were new, and how many the lake had already
SELECT
    (SELECT count(*) FROM new_articles) AS articles,
    (SELECT count(DISTINCT article_id) FROM incoming_articles) - (SELECT count(*) FROM new_articles) AS known;
