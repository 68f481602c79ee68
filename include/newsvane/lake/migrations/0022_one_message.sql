-- One message per story and channel, whichever rules match; and articles that somebody landed although they had failed.
COMMENT ON COLUMN acts.kind IS 'pause_feed, resume_feed, replay, land (an article that failed validation, as it was), discard or resend.';
COMMENT ON COLUMN outbox.covers IS 'Keys of the messages that it stands for: those that a digest lists, or those of other rules on the same story; empty: only its own.';
COMMENT ON COLUMN outbox.told_by IS 'Key of the message that is sent in its place: a digest, or the message of another rule on the same story; null: it is sent itself.';
COMMENT ON COLUMN outbox.state IS 'held: until due_at; pending: to be sent; delivered; folded: not sent, because the message told_by says the same; dead: given up.';
COMMENT ON COLUMN outbox.settled_at IS 'When it was delivered, given up or folded, UTC; null: not yet.';
COMMENT ON COLUMN outbox.facts IS 'What it says, as JSON, with the facts that webhooks receive; null: none.';
COMMENT ON VIEW provenance_anomalies IS 'What is odd about where articles come from. One row per finding; a page that claims several things has several. A finding is a reason to look, not a proof: outlets correct dates, and agencies and their clients share texts.
kind: contradicted_date: the claimed date lies more than an hour before a poll that did not find the article, or before the date that the page named first; one_sided_claim: a claim about an article of another outlet that nothing confirms; late_rewrite: more than a day after it was first read, the text was replaced by one that is less than 40 % alike; mirror: two outlets share at least 5 texts of 50 words or more, and at least half of the texts of the smaller one.
outlet: Outlet whose article or claim it is; for mirrors, the one that is more often the copy.
article_id: Id of the article; null: the finding is about an outlet.
other_outlet: Outlet that the claim is about, or the other one of the mirror; null: none.
found_at: When it was found, UTC.
words: The finding in words, without its subject: a page of the outlet, or for mirrors the outlet.';
