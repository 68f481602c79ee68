-- reads: labels; returns: how many answers an action has stored
SELECT count(*) AS labels FROM labels WHERE starts_with(label_id, $act_id || '/');
