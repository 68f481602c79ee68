-- reads: acts, incoming_acts; writes: acts
INSERT INTO acts BY NAME FROM incoming_acts AS new ANTI JOIN acts AS old ON old.act_id = new.act_id;
