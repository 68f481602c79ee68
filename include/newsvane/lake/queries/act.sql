FROM acts WHERE act_id = $act_id;
