-- What is known of each attempt to deliver, and messages that are sent anew.

ALTER TABLE outbox ADD COLUMN resent_at TIMESTAMPTZ;
ALTER TABLE outbox ADD COLUMN resent_after INTEGER;
COMMENT ON COLUMN outbox.resent_at IS 'When somebody had it sent anew, UTC. Null: nobody has.';
COMMENT ON COLUMN outbox.resent_after IS 'Attempts before that: tries are counted anew; null: none.';
COMMENT ON COLUMN outbox.next_try_at IS 'Not before then, UTC; null: at once, or never where it is not pending. More than 26 hours ahead is a clock that jumped and counts as at once.';

ALTER TABLE deliveries ADD COLUMN unsure BOOLEAN;
ALTER TABLE deliveries ADD COLUMN rest_until TIMESTAMPTZ;
ALTER TABLE deliveries ADD COLUMN address VARCHAR;
COMMENT ON COLUMN deliveries.attempted_at IS 'When the attempt began, UTC.';
COMMENT ON COLUMN deliveries.unsure IS 'True: it failed, but the message may have arrived; null: not known.';
COMMENT ON COLUMN deliveries.rest_until IS 'Until when the channel asked to be left alone (Retry-After), UTC; null: it did not.';
COMMENT ON COLUMN deliveries.address IS 'Where it went, without secrets; null: not known.';
