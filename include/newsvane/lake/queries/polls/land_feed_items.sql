-- reads: incoming_feed_items; writes: feed_items
MERGE INTO feed_items USING (
    FROM incoming_feed_items QUALIFY row_number() OVER (PARTITION BY feed_id ORDER BY read_at DESC) = 1
) AS new ON feed_items.feed_id = new.feed_id
WHEN MATCHED AND (new.read_at > feed_items.read_at OR feed_items.read_at > getvariable('latest_plausible')) THEN UPDATE
WHEN NOT MATCHED THEN INSERT BY NAME;
