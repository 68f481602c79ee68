-- reads: articles, label_verdicts; returns: what people say together about each question, answered since a time, by question, with the outlet of the article, null if it is gone
WITH answered AS MATERIALIZED (
    FROM label_verdicts WHERE labelled_at >= $since
)
SELECT answered.*, found.outlet
FROM answered
LEFT JOIN (SELECT article_id, outlet FROM articles SEMI JOIN answered USING (article_id)) AS found USING (article_id)
ORDER BY question, subject, article_id;
