-- Floods: whose article caused a message, so that one outlet never takes the places of all others; and feeds with
-- unusually many new entries.
ALTER TABLE outbox ADD COLUMN outlet VARCHAR DEFAULT '';
COMMENT ON COLUMN outbox.outlet IS 'Outlet whose article caused the message; empty: the message is not limited by outlet, or is older than this column.';
COMMENT ON COLUMN outbox.key IS 'Made from the rule, what the alert is about, and the channel, so that an alert is sent only once. An alert that a digest only counts (held is flood) has a key of its own, so that the story can still be reported.';
COMMENT ON COLUMN outbox.held IS 'Why it was held: digest, quiet (quiet hours), cap (hourly cap reached), share (its outlet had taken its share of the hourly cap) or flood (its outlet has so many others waiting that a digest only counts it); empty: it was not held.';
COMMENT ON TABLE feed_troubles IS 'Periods in which a feed was sick or silent, or flooded the lake. One row per feed_id, kind and began_at.';
COMMENT ON COLUMN feed_troubles.kind IS 'sick: its polls failed, 3 or more in a row over 6 hours or more; silent: no fresh items for unusually long, see feed_volume; flood: in a day more than 100 new entries and more than 5 times as many as on nine of ten days of the 28 before.';
COMMENT ON COLUMN feed_troubles.began_at IS 'sick: the first failed poll; silent: the last poll that found fresh items; flood: the poll at which it was noticed; UTC.';
COMMENT ON COLUMN feed_troubles.ended_at IS 'When it ended, UTC: the first poll without failure (sick), the first fresh items (silent), the first poll after a whole usual day (flood), or the feed was paused or is no longer watched; null: not ended.';
COMMENT ON COLUMN feed_troubles.reason IS 'Code of the last failure; silent or flood for the others.';
COMMENT ON COLUMN feed_troubles.detail IS 'The last failure, the silence or the flood, in words.';
