-- What was removed by request, in a form that only recognises it.
CREATE TABLE tombstones (kind VARCHAR, hash VARCHAR, salt VARCHAR, forgotten_at TIMESTAMPTZ, act_id VARCHAR);
COMMENT ON TABLE tombstones IS 'What was removed by request and is not read again, in a form that recognises it and says nothing about it. One row per hash.';
COMMENT ON COLUMN tombstones.kind IS 'article; outlet: all articles of it; text: an article of the same outlet with the same text at another address.';
COMMENT ON COLUMN tombstones.hash IS 'SHA-256 of the salt, the kind and the id of the article, the domain of the outlet, or the outlet and the hash of the text.';
COMMENT ON COLUMN tombstones.salt IS 'Random characters in front of what is hashed, so that hashes of two lakes cannot be compared.';
COMMENT ON COLUMN tombstones.forgotten_at IS 'When it was forgotten, UTC.';
COMMENT ON COLUMN tombstones.act_id IS 'The action in acts that says who asked for it and why.';
COMMENT ON COLUMN acts.kind IS 'pause_feed, resume_feed, replay, land (an article that failed validation, as it was), discard, resend, add_rule or remove_rule (an alert rule made on the pages), test_channel (a test message), label, or forget.';
COMMENT ON COLUMN acts.target IS 'The feed_id, article_id, message key, rule id, channel id or topic id to which the action was applied; of forget only the kind: articles, outlet or person.';
