DELETE FROM renamed WHERE stored_id IN (SELECT unnest($stored_ids::VARCHAR[]));
