-- reads: nothing; returns: of some words, the one with fewest edits to become $word, none that is less similar than $nearness, by Jaro and Winkler
SELECT word FROM (SELECT unnest($words::VARCHAR[]) AS word)
WHERE jaro_winkler_similarity(word, $word) >= $nearness AND abs(length(word) - length($word)) <= 2
ORDER BY damerau_levenshtein(word, $word), jaro_winkler_similarity(word, $word) DESC, word
LIMIT 1;
