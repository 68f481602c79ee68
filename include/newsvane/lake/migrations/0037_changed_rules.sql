-- Alert rules that were made on the pages can be changed there.
COMMENT ON COLUMN acts.kind IS 'pause_feed, resume_feed, replay, land (an article that failed validation, as it was), discard, resend, add_rule, change_rule or remove_rule (an alert rule made on the pages), test_channel (a test message), label, forget, or lift (what was forgotten may be read again).';
