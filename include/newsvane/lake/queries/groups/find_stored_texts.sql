-- reads: incoming_article_sketches, nearby_sketches; returns: the ids of incoming articles that are not stored, and of the article in which their outlet has the same text already, or null
SELECT incoming.article_id, min(stored.article_id) AS stored_id
FROM (FROM incoming_article_sketches ANTI JOIN nearby_sketches USING (article_id)) AS incoming
LEFT JOIN nearby_sketches AS stored
    ON stored.outlet = incoming.outlet
    AND stored.text_key = incoming.text_key
    AND abs(stored.day - incoming.day) <= $window_days
GROUP BY incoming.article_id;
