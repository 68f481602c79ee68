-- One message per story and channel, whichever rules match; and articles that somebody landed although they had failed.
COMMENT ON COLUMN acts.kind IS 'pause_feed, resume_feed, replay, land (an article that failed validation, as it was), discard or resend.';
COMMENT ON COLUMN outbox.covers IS 'Keys of the messages that it stands for: those that a digest lists, or those of other rules on the same story; empty: only its own.';
COMMENT ON COLUMN outbox.told_by IS 'Key of the message that is sent in its place: a digest, or the message of another rule on the same story; null: it is sent itself.';
COMMENT ON COLUMN outbox.state IS 'held: until due_at; pending: to be sent; delivered; folded: not sent, because the message told_by says the same; dead: given up.';
COMMENT ON COLUMN outbox.settled_at IS 'When it was delivered, given up or folded, UTC; null: not yet.';
COMMENT ON COLUMN outbox.facts IS 'What it says, as JSON, with the facts that webhooks receive; null: none.';
