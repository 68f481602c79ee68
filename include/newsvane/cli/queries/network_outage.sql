-- reads: feed_polls; returns: in what words the polls of a run say that our own network was down, null if they do not
SELECT any_value(split_part(detail, ';', 1)) AS words
FROM feed_polls
WHERE run_id = $run_id AND starts_with(detail, $words);
