-- reads: labels; returns: how many answers an action has stored, and how many it has withdrawn
SELECT count(*) FILTER (verdict IS NOT NULL) AS stored, count(*) FILTER (verdict IS NULL) AS withdrawn
FROM labels
WHERE starts_with(label_id, $act_id || '/');
