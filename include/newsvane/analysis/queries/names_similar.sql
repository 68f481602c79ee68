-- reads: entities; returns: the entities with a word like each of these words, in their name or id, the most similar first
-- $words: as an id would have them. $nearness: of the least similar word, by Jaro and Winkler, at least.
WITH named AS (
    SELECT entity_id, kind, name, string_split(lower(strip_accents(name)), ' ') || string_split(entity_id, '-') AS parts
    FROM entities
    WHERE $kind IS NULL OR kind = $kind
), compared AS (
    SELECT entity_id, kind, name, list_min(list_transform(
        $words::VARCHAR[],
        lambda word: list_max(list_transform(parts, lambda part: jaro_winkler_similarity(part, word)))
    )) AS nearness
    FROM named
)
SELECT entity_id, kind, name FROM compared
WHERE nearness >= $nearness
ORDER BY nearness DESC, entity_id
LIMIT $limit;
