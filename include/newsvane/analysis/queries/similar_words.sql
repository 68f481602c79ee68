-- reads: nothing; returns: the most similar of some words, by Jaro and Winkler, none if it is less similar than $nearness
SELECT word FROM (SELECT unnest($words::VARCHAR[]) AS word)
WHERE jaro_winkler_similarity(word, $word) >= $nearness AND abs(length(word) - length($word)) <= 2
ORDER BY jaro_winkler_similarity(word, $word) DESC, word
LIMIT 1;
