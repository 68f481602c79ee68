FROM feed_polls QUALIFY row_number() OVER (PARTITION BY feed_id ORDER BY polled_at DESC) = 1;
