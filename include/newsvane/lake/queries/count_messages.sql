SELECT count(*) AS messages FROM landed_outbox;
