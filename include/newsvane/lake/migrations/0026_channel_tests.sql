-- A test message can be sent to a channel by hand.
COMMENT ON COLUMN acts.kind IS 'pause_feed, resume_feed, replay, land (an article that failed validation, as it was), discard, resend, add_rule or remove_rule (an alert rule made on the pages), or test_channel (a test message).';
COMMENT ON COLUMN acts.target IS 'The feed_id, article_id, message key, rule id or channel id to which the action was applied.';
