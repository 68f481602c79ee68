-- reads: landed_outbox; returns: the number of messages that were new
SELECT count(*) AS messages FROM landed_outbox;
