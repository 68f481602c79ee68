-- reads: rising_names; returns: the entities that more stories name than usual
SELECT entity_id, kind, name, stories, round(usual, 1) AS usual, ratio FROM rising_names
WHERE $kind IS NULL OR kind = $kind
ORDER BY ratio DESC, stories DESC, entity_id
LIMIT $limit;
