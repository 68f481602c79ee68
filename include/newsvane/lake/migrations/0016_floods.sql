-- Whose article caused a message, so that the messages of one outlet never take the places of all others.
ALTER TABLE outbox ADD COLUMN outlet VARCHAR DEFAULT '';
COMMENT ON COLUMN outbox.outlet IS 'Outlet whose article caused the message; empty: the message is not limited by outlet, or is older than this column.';
COMMENT ON COLUMN outbox.key IS 'Made from the rule, what the alert is about, and the channel, so that an alert is sent only once. An alert that a digest only counts (held is flood) has a key of its own, so that the story can still be reported.';
COMMENT ON COLUMN outbox.held IS 'Why it was held: digest, quiet (quiet hours), cap (hourly cap reached) or flood (its outlet has so many others waiting that a digest only counts it); empty: it was not held.';
