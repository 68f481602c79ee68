-- Alert rules can be added and removed by hand.
COMMENT ON COLUMN acts.kind IS 'pause_feed, resume_feed, replay, land (an article that failed validation, as it was), discard, resend, add_rule or remove_rule (an alert rule made on the pages).';
COMMENT ON COLUMN acts.target IS 'The feed_id, article_id, message key or rule id to which the action was applied.';
