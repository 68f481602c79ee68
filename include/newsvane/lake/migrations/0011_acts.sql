-- What people do to the lake by hand: poll a feed no more, let go of a refused article, send an alert again.

CREATE TABLE acts (
    act_id VARCHAR, kind VARCHAR, target VARCHAR, reason VARCHAR, done_by VARCHAR, asked_at TIMESTAMPTZ,
    done_at TIMESTAMPTZ, state VARCHAR, words VARCHAR
);
COMMENT ON TABLE acts IS 'What people asked for by hand, and what came of it. One row an act_id.';
COMMENT ON COLUMN acts.act_id IS 'Run of newsvane_act, or of the command, that did it.';
COMMENT ON COLUMN acts.kind IS 'pause_feed, resume_feed, replay, discard or resend.';
COMMENT ON COLUMN acts.target IS 'The feed_id, article_id or key of a message that it was done to.';
COMMENT ON COLUMN acts.reason IS 'Why, in the words of who asked. Empty: none was given.';
COMMENT ON COLUMN acts.done_by IS 'Who asked: the user of Airflow, or of the machine.';
COMMENT ON COLUMN acts.asked_at IS 'When it was asked for, UTC.';
COMMENT ON COLUMN acts.done_at IS 'When it was done or failed, UTC.';
COMMENT ON COLUMN acts.state IS 'done or failed.';
COMMENT ON COLUMN acts.words IS 'What came of it, in words.';

CREATE TABLE feed_controls (
    feed_id VARCHAR, paused BOOLEAN, changed_at TIMESTAMPTZ, changed_by VARCHAR, reason VARCHAR
);
COMMENT ON TABLE feed_controls IS 'Feeds that somebody paused or resumed by hand: the last word on each. One row a feed_id.';
COMMENT ON COLUMN feed_controls.feed_id IS 'Name of the feed in the watch list.';
COMMENT ON COLUMN feed_controls.paused IS 'True: not polled, whatever the watch list says. False: as the watch list says.';
COMMENT ON COLUMN feed_controls.changed_at IS 'When, UTC.';
COMMENT ON COLUMN feed_controls.changed_by IS 'Who: the user of Airflow, or of the machine.';
COMMENT ON COLUMN feed_controls.reason IS 'Why, in their words. Empty: none was given.';

COMMENT ON COLUMN feeds.paused IS 'True: on the watch list, not polled, by the watch list or by feed_controls.';
