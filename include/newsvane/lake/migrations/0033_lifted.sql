-- What was forgotten may be read again, when somebody decides so.
ALTER TABLE tombstones ADD COLUMN belongs_to VARCHAR;
ALTER TABLE tombstones ADD COLUMN lifted_at TIMESTAMPTZ;
ALTER TABLE tombstones ADD COLUMN lift_act_id VARCHAR;
COMMENT ON TABLE tombstones IS 'What was removed by request, in a form that recognises it and says nothing about it. It is not read again until the tombstone is lifted. One row per hash.';
COMMENT ON COLUMN tombstones.belongs_to IS 'Of another address or the text of an article, and of an article of a forgotten outlet: the hash of that article or outlet, with which it is lifted; null: none.';
COMMENT ON COLUMN tombstones.lifted_at IS 'When it was lifted, so that it may be read again, UTC; null: it is in force.';
COMMENT ON COLUMN tombstones.lift_act_id IS 'The action in acts that says who lifted it and why; null: it is in force.';
COMMENT ON COLUMN acts.kind IS 'pause_feed, resume_feed, replay, land (an article that failed validation, as it was), discard, resend, add_rule or remove_rule (an alert rule made on the pages), test_channel (a test message), label, forget, or lift (what was forgotten may be read again).';
COMMENT ON COLUMN acts.target IS 'The feed_id, article_id, message key, rule id, channel id or topic id to which the action was applied; of forget and lift only the kind: articles, outlet or person.';
