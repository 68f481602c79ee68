-- reads: label_verdicts; returns: what people say together about each question, answered since a time, by question
FROM label_verdicts WHERE labelled_at >= $since ORDER BY question, subject, article_id;
