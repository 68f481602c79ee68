-- Alerts that wait for a digest, for the end of quiet hours or of a capped hour, and what a digest told together.

ALTER TABLE outbox ADD COLUMN kind VARCHAR DEFAULT '';
ALTER TABLE outbox ADD COLUMN markdown VARCHAR DEFAULT '';
ALTER TABLE outbox ADD COLUMN thread VARCHAR DEFAULT '';
ALTER TABLE outbox ADD COLUMN held VARCHAR DEFAULT '';
ALTER TABLE outbox ADD COLUMN due_at TIMESTAMPTZ;
ALTER TABLE outbox ADD COLUMN told_by VARCHAR;
ALTER TABLE outbox ADD COLUMN facts VARCHAR;
COMMENT ON COLUMN outbox.kind IS 'story, update, escalation, digest, trend, name, quarantine or feed; empty: older than this column.';
COMMENT ON COLUMN outbox.markdown IS 'The same for chats, in markup that they share; empty: none.';
COMMENT ON COLUMN outbox.thread IS 'Key of the first alert on its story to this channel; empty: it is the first, or tells of no story.';
COMMENT ON COLUMN outbox.held IS 'Why it was held: digest, quiet (hours) or cap (enough in an hour); empty: it was not.';
COMMENT ON COLUMN outbox.due_at IS 'Until when it is held, when it was let go; UTC; null: it was not held.';
COMMENT ON COLUMN outbox.told_by IS 'Key of the digest that tells it; null: it goes by itself.';
COMMENT ON COLUMN outbox.facts IS 'What it says, as JSON; null: none.';
COMMENT ON COLUMN outbox.state IS 'held: until due_at; pending; delivered; folded: in the digest told_by; dead: given up.';
COMMENT ON COLUMN outbox.key IS 'Made of rule, what it tells of and channel: what makes an alert go out once.';
