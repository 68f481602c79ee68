-- reads: acts; returns: the row of an action
FROM acts WHERE act_id = $act_id;
