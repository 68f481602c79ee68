-- Comments in plain English. No table, column, view or macro is changed, except for the descriptions in `macros`.

COMMENT ON TABLE acts IS 'Actions that people took by hand, and their results. One row per act_id.';
COMMENT ON COLUMN acts.act_id IS 'Id of the action: the run of newsvane_act, or of the command, that carried it out.';
COMMENT ON COLUMN acts.target IS 'The feed_id, article_id or message key to which the action was applied.';
COMMENT ON COLUMN acts.reason IS 'Why, in the words of the person who asked. Empty: no reason given.';
COMMENT ON COLUMN acts.done_by IS 'Who asked: the user of Airflow, or the user of the machine.';
COMMENT ON COLUMN acts.asked_at IS 'When it was requested, UTC.';
COMMENT ON COLUMN acts.words IS 'The result in words.';

COMMENT ON TABLE article_groups IS 'Which article each article is a copy of, and which story it belongs to. One row per article_id.';
COMMENT ON COLUMN article_groups.copy_of IS 'Article that this one copies (the earliest with the same text) or translates; never itself a copy; null: an original.';
COMMENT ON COLUMN article_groups.score IS 'Similarity on which the link is based, 0 to 1; null: an original.';
COMMENT ON COLUMN article_groups.story_id IS 'Id of the story: all articles on one event.';
COMMENT ON COLUMN article_groups.evidence IS 'Reasons for the link, in words; empty: none.';
COMMENT ON COLUMN article_groups.grouped_at IS 'When this grouping was last changed, UTC.';

COMMENT ON TABLE article_revisions IS 'What changed when an article was read again and differed. One row per article_id and revision.';
COMMENT ON COLUMN article_revisions.revision IS 'Number of the new revision; 2 is the first change.';
COMMENT ON COLUMN article_revisions.revised_at IS 'When the new revision was read, UTC.';
COMMENT ON COLUMN article_revisions.words_before IS 'Number of words in the text before the change.';
COMMENT ON COLUMN article_revisions.words_after IS 'Number of words in the text after the change.';
COMMENT ON COLUMN article_revisions.added IS 'Number of words that were added, repetitions counted; null: the text did not change, or was dropped.';
COMMENT ON COLUMN article_revisions.removed IS 'Number of words that were removed, repetitions counted; null: the text did not change, or was dropped.';
COMMENT ON COLUMN article_revisions.similarity IS 'Jaccard similarity of the 5-word shingles of both texts, 0 to 1; null: the text did not change, was dropped or is too short.';
COMMENT ON COLUMN article_revisions.run_id IS 'Run that stored the revision.';

COMMENT ON TABLE article_sketches IS 'Lookup keys for finding articles that may be copies, translations or part of the same story. One row per article_id.';
COMMENT ON COLUMN article_sketches.day IS 'Day of publication, or of the first reading if that is not known; UTC.';
COMMENT ON COLUMN article_sketches.buckets IS 'MinHash bands, one hash per band: two articles that share one may be copies; empty: too little text.';
COMMENT ON COLUMN article_sketches.shingles IS 'Number of shingles in the text; 0: too little text.';
COMMENT ON COLUMN article_sketches.lines IS 'One hash per sentence and outlet: a sentence that an outlet repeats does not count as text of its articles.';
COMMENT ON COLUMN article_sketches.keys IS 'Hashes of the keys by which translations and reports on the same event are found.';

COMMENT ON TABLE articles IS 'Every article that was read and passed validation, on topic or not. One row per article_id.';
COMMENT ON COLUMN articles.article_id IS 'Id made from the canonical address.';
COMMENT ON COLUMN articles.url IS 'Address that answered, after redirects.';
COMMENT ON COLUMN articles.canonical_url IS 'Canonical form of the address: for identification, not for fetching.';
COMMENT ON COLUMN articles.outlet IS 'Registered domain of the outlet.';
COMMENT ON COLUMN articles.feed_id IS 'Feed that led to the article; null: it was read by its address, without a feed.';
COMMENT ON COLUMN articles.title IS 'Title as the page gives it; escape it before you show it as HTML.';
COMMENT ON COLUMN articles.authors IS 'Names of the authors; empty: none given.';
COMMENT ON COLUMN articles.published_at IS 'Time of publication, UTC; null: not known.';
COMMENT ON COLUMN articles.published_source IS 'Where published_at was found: json_ld, microdata, meta, time_element, feed, url, script, text or none.';
COMMENT ON COLUMN articles.published_zone IS 'Time zone as written on the page (+02:00, Z); null: none given, UTC was assumed.';
COMMENT ON COLUMN articles.updated_at IS 'Time of the last change according to the page, UTC; null: not given.';
COMMENT ON COLUMN articles.text IS 'Paragraphs, separated by a blank line; null: dropped by retention, or because the article is off topic.';
COMMENT ON COLUMN articles.text_hash IS 'SHA-256 of the normalized text; kept when the text is dropped.';
COMMENT ON COLUMN articles.words IS 'Number of words in the text; kept when the text is dropped.';
COMMENT ON COLUMN articles.image_url IS 'Address of the picture; null: none.';
COMMENT ON COLUMN articles.language IS 'Language of the body: ISO 639-1, or 639-3 for languages without a two-letter code; und: not determined.';
COMMENT ON COLUMN articles.languages IS 'Languages that each make up at least a fifth of the words, the most frequent first; more than one: a mixed page.';
COMMENT ON COLUMN articles.page_language IS 'Language that the page declares; null: none.';
COMMENT ON COLUMN articles.translation_notice_language IS 'Language of the translation notice; null: no notice.';
COMMENT ON COLUMN articles.translation_source_language IS 'Language from which the article was translated; null: not known.';
COMMENT ON COLUMN articles.translation_source_url IS 'Address of the original, as named by the page; null: none.';
COMMENT ON COLUMN articles.translation_source_canonical IS 'Canonical form of translation_source_url; null: none.';
COMMENT ON COLUMN articles.raw_file IS 'WARC file that contains the page, relative to the archive; null: not archived.';
COMMENT ON COLUMN articles.raw_offset IS 'Byte offset of the page''s record in that file; null: not archived.';
COMMENT ON COLUMN articles.revision IS '1 when first read, and 1 more each time the article was read again and differed.';
COMMENT ON COLUMN articles.run_id IS 'Run that stored this revision.';
COMMENT ON COLUMN articles.section IS 'Section or category, as given by the page; null: not given.';
COMMENT ON COLUMN articles.alternates IS 'The same page in other languages, according to its hreflang links; empty: none.';
COMMENT ON COLUMN articles.liveblog IS 'True: a live blog, a report that is continually extended; null: not recorded.';
COMMENT ON COLUMN articles.country IS 'ISO 3166 code of the country where the outlet was based when the article was read, according to the watch list; null: not given.';
COMMENT ON COLUMN articles.outlet_kind IS 'Kind of the outlet when the article was read, according to the watch list; null: not recorded.';

COMMENT ON TABLE deliveries IS 'Every attempt to deliver an alert. One row per key and attempt.';
COMMENT ON COLUMN deliveries.key IS 'Key of the alert in outbox.';
COMMENT ON COLUMN deliveries.ok IS 'True: the channel accepted the message.';
COMMENT ON COLUMN deliveries.reason IS 'Code of the failure; empty: accepted.';
COMMENT ON COLUMN deliveries.detail IS 'The failure in words; empty: accepted.';
COMMENT ON COLUMN deliveries.next_try_at IS 'When the next attempt was due, UTC; null: no further attempt.';
COMMENT ON COLUMN deliveries.rest_until IS 'Until when the channel asked us to send nothing (Retry-After), UTC; null: it did not ask.';
COMMENT ON COLUMN deliveries.address IS 'Where the message went, without credentials; null: not known.';

COMMENT ON TABLE entries IS 'Items of the feeds and originals of translations: the addresses to read, and the results. One row per entry_id.';
COMMENT ON COLUMN entries.entry_id IS 'Id made from the first canonical address of the entry; it stays the same if the link changes.';
COMMENT ON COLUMN entries.feed_id IS 'Feed that listed the entry first; only changes in that feed count. Empty: none yet, see original_of.';
COMMENT ON COLUMN entries.canonical_url IS 'Canonical form of the address: for identification, not for fetching.';
COMMENT ON COLUMN entries.authors IS 'Names of the authors in the feed; empty: none given.';
COMMENT ON COLUMN entries.published_at IS 'Time of publication according to the feed, UTC; null: not given.';
COMMENT ON COLUMN entries.updated_at IS 'Time of the last change according to the feed, UTC; null: not given.';
COMMENT ON COLUMN entries.language IS 'Language according to the feed; null: not given.';
COMMENT ON COLUMN entries.image_url IS 'Address of the picture in the feed; null: none.';
COMMENT ON COLUMN entries.source_url IS 'Address that the feed names as the source; null: none.';
COMMENT ON COLUMN entries.content_hash IS 'Changes when the feed changes the item; the entry is then read again.';
COMMENT ON COLUMN entries.outcome IS 'pending: still to be read; article, skipped or quarantined: the result of reading it.';
COMMENT ON COLUMN entries.article_id IS 'Article that the entry led to, even if it is in quarantine; null: none yet.';
COMMENT ON COLUMN entries.tries IS 'Number of attempts to read it so far.';
COMMENT ON COLUMN entries.next_try_at IS 'Earliest time of the next attempt, UTC; null: now if the entry is pending, otherwise never.';
COMMENT ON COLUMN entries.guid IS 'The feed''s own id of the item; empty: none, or the same for several items.';
COMMENT ON COLUMN entries.original_of IS 'Article that names this page as its original and so led to it; null: only a feed led to it.';

COMMENT ON TABLE feed_controls IS 'Feeds that somebody paused or resumed by hand, each with the latest decision. One row per feed_id.';
COMMENT ON COLUMN feed_controls.feed_id IS 'Id of the feed in the watch list.';
COMMENT ON COLUMN feed_controls.changed_at IS 'When the feed was paused or resumed, UTC.';
COMMENT ON COLUMN feed_controls.changed_by IS 'Who did it: the user of Airflow, or the user of the machine.';
COMMENT ON COLUMN feed_controls.reason IS 'Why, in the words of that person. Empty: no reason given.';

COMMENT ON TABLE feed_daily IS 'Daily counts of the polls of each feed; kept longer than the polls themselves. One row per feed_id and day with polls.';
COMMENT ON COLUMN feed_daily.polls IS 'Number of polls.';
COMMENT ON COLUMN feed_daily.failed IS 'How many of these failed.';
COMMENT ON COLUMN feed_daily.fresh IS 'Items that were not there when the feed was last read; the first reading of an address counts none.';
COMMENT ON COLUMN feed_daily.new IS 'Entries that were not in the lake before.';
COMMENT ON COLUMN feed_daily.duration_ms IS 'Milliseconds that all these polls took together.';

COMMENT ON TABLE feed_items IS 'The items of each feed when it was last read. Each list has one element per item. One row per feed_id.';
COMMENT ON COLUMN feed_items.read_at IS 'When it was read, UTC.';
COMMENT ON COLUMN feed_items.keys IS 'Fingerprints of the items as written, so that known items are not parsed again.';
COMMENT ON COLUMN feed_items.times IS 'Their times of publication in seconds since 1970; 0: no date.';

COMMENT ON TABLE feed_polls IS 'Every poll, as long as retention keeps it. One row per feed_id and polled_at.';
COMMENT ON COLUMN feed_polls.polled_at IS 'When the feed was polled, UTC.';
COMMENT ON COLUMN feed_polls.http_status IS 'HTTP status of the answer; null: no answer.';
COMMENT ON COLUMN feed_polls.reason IS 'Code of the failure; empty: none.';
COMMENT ON COLUMN feed_polls.detail IS 'The failure, or faults of the feed, in words; empty: none.';
COMMENT ON COLUMN feed_polls.entries_seen IS 'Number of entries in the feed.';
COMMENT ON COLUMN feed_polls.entries_new IS 'How many of these were not in the lake before.';
COMMENT ON COLUMN feed_polls.entries_fresh IS 'How many entries were not there when the feed was last read; null: not recorded.';
COMMENT ON COLUMN feed_polls.fresh_seconds IS 'Seconds that the server asked us to wait before the next poll; null: it did not ask.';
COMMENT ON COLUMN feed_polls.interval_seconds IS 'Polling interval in seconds, based on how often the feed publishes; null: not known yet.';
COMMENT ON COLUMN feed_polls.next_poll_at IS 'When the next poll is due, UTC.';
COMMENT ON COLUMN feed_polls.size_bytes IS 'Size of the body in bytes, decompressed.';
COMMENT ON COLUMN feed_polls.url IS 'Address that was requested: the new one if the feed has moved permanently; empty: not recorded.';
COMMENT ON COLUMN feed_polls.moved_to IS 'Where permanent redirects from the address in the watch list lead; null: there are none.';
COMMENT ON COLUMN feed_polls.validators_lie IS 'True: the server answered "unchanged" although the feed had changed, so the whole feed is requested each time; null: not recorded.';

COMMENT ON TABLE feed_states IS 'The latest poll of each feed, and what is remembered from earlier polls. One row per feed_id.';
COMMENT ON COLUMN feed_states.feed_url IS 'Address in the watch list at the time; the state is not used for any other address.';
COMMENT ON COLUMN feed_states.url IS 'Address that was requested: the new one if the feed has moved permanently.';
COMMENT ON COLUMN feed_states.polled_at IS 'When the feed was polled, UTC.';
COMMENT ON COLUMN feed_states.http_status IS 'HTTP status of the answer; null: no answer.';
COMMENT ON COLUMN feed_states.reason IS 'Code of the failure; empty: none.';
COMMENT ON COLUMN feed_states.detail IS 'The failure, or faults of the feed, in words; empty: none.';
COMMENT ON COLUMN feed_states.entries_seen IS 'Number of entries in the feed.';
COMMENT ON COLUMN feed_states.entries_fresh IS 'How many of these were not there when the feed was last read.';
COMMENT ON COLUMN feed_states.entries_new IS 'How many of entries_seen were not in the lake before.';
COMMENT ON COLUMN feed_states.validators_lie IS 'True: the server answered "unchanged" although the feed had changed, so the whole feed is requested each time; null: not recorded.';
COMMENT ON COLUMN feed_states.body_hash IS 'SHA-256 of the last body that could be parsed; null: none.';
COMMENT ON COLUMN feed_states.failing_since IS 'First of the failed polls in a row, UTC; null: not failing.';
COMMENT ON COLUMN feed_states.read_at IS 'Last poll that received a whole body, UTC; null: none.';
COMMENT ON COLUMN feed_states.fresh_at IS 'Last poll that found items that were not there before, UTC; null: none.';
COMMENT ON COLUMN feed_states.new_at IS 'Last poll that found an entry that was not in the lake before, UTC; null: none.';
COMMENT ON COLUMN feed_states.fresh_seconds IS 'Seconds that the server asked us to wait before the next poll; null: it did not ask.';
COMMENT ON COLUMN feed_states.interval_seconds IS 'Polling interval in seconds, based on how often the feed publishes; null: not known yet.';
COMMENT ON COLUMN feed_states.stay_seconds IS 'Seconds that an item stays in the feed: the shortest time observed lately; null: not known.';
COMMENT ON COLUMN feed_states.moved_to IS 'Where permanent redirects from the address in the watch list lead; null: there are none.';
COMMENT ON COLUMN feed_states.moved_since IS 'Since when the feed has redirected there or answered 410 (gone), UTC; null: it does neither.';
COMMENT ON COLUMN feed_states.moved_polls IS 'Number of polls in a row in which the feed redirected there or answered 410 (gone).';
COMMENT ON COLUMN feed_states.next_poll_at IS 'When the next poll is due, UTC.';
COMMENT ON COLUMN feed_states.size_bytes IS 'Size of the body in bytes, decompressed.';

COMMENT ON TABLE feed_troubles IS 'Periods in which a feed was sick or silent. One row per feed_id, kind and began_at.';
COMMENT ON COLUMN feed_troubles.feed_id IS 'Feed that was in trouble.';
COMMENT ON COLUMN feed_troubles.kind IS 'sick: its polls failed, 3 or more in a row over 6 hours or more; silent: no fresh items for unusually long, see feed_volume.';
COMMENT ON COLUMN feed_troubles.began_at IS 'sick: the first failed poll; silent: the last poll that found fresh items; UTC.';
COMMENT ON COLUMN feed_troubles.ended_at IS 'When it ended, UTC: the first poll without failure (sick), the first fresh items (silent), or the feed was paused or is no longer watched; null: not ended.';
COMMENT ON COLUMN feed_troubles.reason IS 'Code of the last failure; for a silence: silent.';
COMMENT ON COLUMN feed_troubles.detail IS 'The last failure, or the silence, in words.';

COMMENT ON TABLE feeds IS 'The feeds of the watch list as of the last poll, and feeds that used to be on it. One row per feed_id.';
COMMENT ON COLUMN feeds.feed_id IS 'Id of the feed in the watch list.';
COMMENT ON COLUMN feeds.title IS 'Title in the watch list; empty: none given.';
COMMENT ON COLUMN feeds.outlet IS 'Registered domain of the outlet, from the watch list; empty: not given.';
COMMENT ON COLUMN feeds.language IS 'ISO 639 code of the language, from the watch list; null: not given.';
COMMENT ON COLUMN feeds.country IS 'ISO 3166 code of the country where the outlet is based, from the watch list; null: not given.';
COMMENT ON COLUMN feeds.kind IS 'Kind of the outlet: state, exile, independent, agency, broadcaster or other.';
COMMENT ON COLUMN feeds.paused IS 'True: on the watch list but not polled, because the watch list or feed_controls pauses it.';
COMMENT ON COLUMN feeds.site IS 'Address of the outlet''s website for readers, from the watch list; null: not given.';
COMMENT ON COLUMN feeds.folder IS 'Folders of the feed in an OPML outline, outermost first; empty: at the top level.';

COMMENT ON TABLE migrations IS 'Changes of the tables and views that have been applied to this lake. One row per name.';
COMMENT ON COLUMN migrations.applied_at IS 'When it was applied, UTC.';

COMMENT ON TABLE outbox IS 'Alerts, each written in the same transaction as its cause. One row per key.';
COMMENT ON COLUMN outbox.key IS 'Made from the rule, what the alert is about, and the channel, so that an alert is sent only once.';
COMMENT ON COLUMN outbox.rule IS 'Rule that created the alert.';
COMMENT ON COLUMN outbox.story_id IS 'Story that the alert is about; empty: it is not about one story.';
COMMENT ON COLUMN outbox.article_id IS 'Article that the alert names; empty: none.';
COMMENT ON COLUMN outbox.feed_id IS 'Feed that the alert is about; empty: it is not about one feed.';
COMMENT ON COLUMN outbox.covers IS 'Keys of the alerts that this message combines; empty: only its own.';
COMMENT ON COLUMN outbox.body IS 'The message as plain text.';
COMMENT ON COLUMN outbox.html IS 'The message as HTML; empty: plain text only.';
COMMENT ON COLUMN outbox.markdown IS 'The message for chat services, in the markup that they have in common; empty: none.';
COMMENT ON COLUMN outbox.created_at IS 'When the alert was written, UTC.';
COMMENT ON COLUMN outbox.state IS 'held: waits until due_at; pending: to be sent; delivered; folded: part of the digest told_by; dead: given up.';
COMMENT ON COLUMN outbox.attempts IS 'Number of attempts so far.';
COMMENT ON COLUMN outbox.next_try_at IS 'Earliest time of the next attempt, UTC; null: now if the alert is pending, otherwise never. More than 26 hours ahead: written by a wrong clock, and treated as now.';
COMMENT ON COLUMN outbox.settled_at IS 'When the alert was delivered, given up or made part of a digest, UTC; null: not yet.';
COMMENT ON COLUMN outbox.kind IS 'story, update, escalation, digest, trend, name, quarantine or feed; empty: written before this column existed.';
COMMENT ON COLUMN outbox.thread IS 'Key of the first alert about the same story on this channel; empty: this is the first, or it is not about a story.';
COMMENT ON COLUMN outbox.held IS 'Why it was held: digest, quiet (quiet hours) or cap (hourly cap reached); empty: it was not held.';
COMMENT ON COLUMN outbox.due_at IS 'Until when it is held, or when it was released; UTC; null: it was not held.';
COMMENT ON COLUMN outbox.told_by IS 'Key of the digest that contains it; null: it is sent on its own.';
COMMENT ON COLUMN outbox.facts IS 'Its content as JSON; null: none.';
COMMENT ON COLUMN outbox.resent_at IS 'When somebody had it sent again, UTC; null: never.';
COMMENT ON COLUMN outbox.resent_after IS 'Number of attempts before that; later tries are counted from zero again; null: never sent again.';

COMMENT ON TABLE quarantine IS 'Articles that failed validation, stored whole. At most one row per article_id is held; the others are settled.';
COMMENT ON COLUMN quarantine.reasons IS 'Expectations that the article failed.';
COMMENT ON COLUMN quarantine.state IS 'held: in quarantine; replayed or discarded: settled.';
COMMENT ON COLUMN quarantine.quarantined_at IS 'When it was quarantined, UTC.';
COMMENT ON COLUMN quarantine.run_id IS 'Run that quarantined it.';

COMMENT ON TABLE skipped IS 'Addresses that were left out, and why. One row per url, stage and run_id.';
COMMENT ON COLUMN skipped.url IS 'Address that was left out.';
COMMENT ON COLUMN skipped.stage IS 'Step that left it out: poll, parse, fetch, read or validate.';
COMMENT ON COLUMN skipped.reason IS 'Code of the reason, for counting.';
COMMENT ON COLUMN skipped.skipped_at IS 'When it was left out, UTC.';

COMMENT ON TABLE story_changes IS 'Articles that moved to another story. One row per changed_at, from_story and to_story.';
COMMENT ON COLUMN story_changes.changed_at IS 'When they moved, UTC.';
COMMENT ON COLUMN story_changes.kind IS 'merge: from_story became part of to_story; split: to_story began with these articles; moved: both stories existed before and still exist.';
COMMENT ON COLUMN story_changes.from_story IS 'Story that the articles were in before.';
COMMENT ON COLUMN story_changes.to_story IS 'Story that the articles were in afterwards.';
COMMENT ON COLUMN story_changes.articles IS 'Ids of the articles that moved.';
COMMENT ON COLUMN story_changes.run_id IS 'Run that regrouped them.';

COMMENT ON TABLE trend_daily IS 'Daily counts of coverage. They add up over days, languages, outlets, countries and kinds, but not over topics. One row per day, topic, language, outlet, country and kind with articles.';
COMMENT ON COLUMN trend_daily.day IS 'Day of publication if known and not in the future, otherwise of reading; UTC.';
COMMENT ON COLUMN trend_daily.topic IS 'Topic id; * stands for everything that was read, on topic or not.';
COMMENT ON COLUMN trend_daily.outlet IS 'Registered domain of the outlet.';
COMMENT ON COLUMN trend_daily.articles IS 'Number of articles, copies included.';
COMMENT ON COLUMN trend_daily.originals IS 'Number of articles that are not copies.';
COMMENT ON COLUMN trend_daily.stories IS 'Number of stories whose first article on the topic is counted here.';
COMMENT ON COLUMN trend_daily.translated IS 'Number of machine-translated articles (translation_state translated or proxy).';
COMMENT ON COLUMN trend_daily.country IS 'ISO 3166 code of the country where the outlet is based, as in coverage; null: not given.';
COMMENT ON COLUMN trend_daily.kind IS 'Kind of the outlet, as outlet_kind in coverage; null: counted before this column existed.';

COMMENT ON TABLE trend_stale IS 'Days whose coverage has changed since they were last counted. One row per change and day.';
COMMENT ON COLUMN trend_stale.day IS 'Day of coverage that must be counted again, UTC.';

COMMENT ON VIEW article_topics IS 'One row per article and topic that it matches.
topic: Topic id.';

COMMENT ON VIEW attention IS 'One row per day and topic with coverage: its counts, and the count of everything that was read that day.
day: Day of publication if known and not in the future, otherwise of reading; UTC.
topic: Topic id.
articles: Number of articles, copies included.
originals: Number of articles that are not copies.
stories: Number of stories whose first article on the topic is from that day.
outlets: Number of outlets that wrote on the topic.
translated: Number of machine-translated articles.
read: Number of all articles of that day, on topic or not: the denominator of share.
share: articles divided by read, 0 to 1.';

COMMENT ON VIEW coverage IS 'Every article on topic, copies included, with its outlet, original, story and translation.
outlet_kind: Kind of the outlet: state, exile, independent, agency, broadcaster or other, from the watch list.
outlet_country: ISO 3166 code of the country where the outlet is based; null: not given.
day: Day of publication if known and not in the future, otherwise of reading; UTC.
original: True: neither a copy nor a translation of another article in the lake.
copy_score: Similarity on which the link is based, 0 to 1; null: an original.
copy_evidence: Reasons for the link, in words; empty: none.
feed_title: Title of the feed in the watch list; null: the article was read by its address, without a feed.';

COMMENT ON VIEW stories IS 'One row per story on topic: all articles on one event.
title: Title of its first article.
first_article_id: The earliest original, or the earliest article if there is no original.
first_outlet: Outlet of that article.
first_day: Day of its earliest article, UTC.
last_day: Day of its latest article, UTC.
articles: Number of articles, copies included.
originals: Number of articles that are not copies.
translated: Number of machine-translated articles.
outlets: Number of outlets that published it.
outlet_list: Registered domains of these outlets.
languages: Languages in which it was written.
topics: Topics that at least one of its articles matches.';

COMMENT ON VIEW feed_volume IS 'One row per feed that was polled: how much it publishes, compared with its own baseline, as of its last poll without failure. Fresh items are counted over whole UTC days with such a poll.
feed_id: Id of the feed in the watch list.
polls: Number of all polls.
polls_failed: Number of polls that failed.
median_ms: Milliseconds per poll: the median of the daily means of the last 36 days.
per_week: Fresh items per week in the last 28 days; null: none known.
per_day: Fresh items per day in the 7 days before the day of that poll; null: none known.
usual_per_week: Fresh items per week in the 28 days before those 7; null: fewer than 14 of them known.
volume: The 7 days before the day of the last poll without failure, compared with the 28 days before them by the mean of log counts: low (1.5 standard deviations below), high (2 above) or normal; or silent: no fresh items for at least twice as long as the longest earlier gap between two days with fresh items; null: fewer than 14 of the 28 days known.
silent_since: Last poll that found fresh items, UTC; null: not silent.
words: The volume in a short phrase; null: not known.';

COMMENT ON VIEW feed_health IS 'One row per feed: its current state and its history in numbers.
feed_id: Id of the feed in the watch list.
url: Address in the watch list.
title: Title in the watch list; empty: none given.
outlet: Registered domain of the outlet, from the watch list; empty: not given.
status: Status of the last poll: ok, unchanged or failed; null: never polled.
reason: Code of the last poll''s failure; empty: none; null: never polled.
detail: That failure, or faults of the feed, in words; empty: none; null: never polled.
failures: Number of failed polls in a row up to now.
last_poll_at: Last poll, UTC; null: never polled.
last_well_at: Last poll that did not fail, UTC; null: none.
last_new_at: Last poll that found an entry that was not in the lake before, UTC; null: none.
next_poll_at: When the next poll is due, UTC; null: never polled.
polls: Number of all polls.
polls_failed: Number of polls that failed.
median_ms: Milliseconds per poll: the median of the daily means of 36 days; null: never polled.
entries: Number of entries that this feed was the first to list.
articles: Number of these entries that became articles.
pending: Number of these entries that are still to be read.
interval_seconds: Polling interval in seconds, based on how often the feed publishes; null: not known yet.
per_week: Fresh items per week in the last 28 days; null: none known.
failing_since: First of the failed polls in a row, UTC; null: not failing.
last_fresh_at: Last poll that found items that were not there before, UTC; null: none.
moved_to: Where permanent redirects from the address in the watch list lead; null: there are none.
asked_url: Address that the last poll requested; null: never polled, or not recorded.
words: The state in a short phrase.';

CREATE OR REPLACE VIEW macros AS
SELECT * FROM (VALUES
    ('trend', 'trend(of_topic, grain)',
     'Coverage of a topic per day, week, month, quarter or year. One row per period in which anything was read. The topic * stands for everything that was read.
period: First day of the period, UTC.
articles: Number of articles on the topic, copies included.
originals: How many of these are not copies.
stories: Number of stories whose first article on the topic is from this period.
outlets: Number of outlets with an article on the topic.
translated: Number of machine-translated articles on the topic.
all_read: Number of all articles that were read, on topic or not.
percent: articles as a percentage of all_read.'),
    ('share_of_voice', 'share_of_voice(of_topic, since, until)',
     'Which outlets write on a topic between two days, both included. One row per outlet.
outlet: Registered domain of the outlet.
articles: Number of its articles on the topic, copies included.
originals: How many of these are not copies.
stories: Number of stories in which it published the first article on the topic.
translated: Number of its machine-translated articles on the topic.
percent: Its articles on the topic as a percentage of those of all outlets.
percent_of_originals: The same for originals; null: there are none.
all_read: Number of all its articles that were read from these days, on topic or not.
percent_of_own: Its articles on the topic as a percentage of all_read.'),
    ('first_to_report', 'first_to_report(story)',
     'The outlets of a story in the order in which they reported it. One row per outlet: its first article.
place: 1 is the first outlet.
outlet: Registered domain of the outlet.
outlet_kind: Kind of the outlet: state, exile, independent, agency, broadcaster or other.
language: Language of the article.
reported_at: Time of publication if known and not later than the time of reading, otherwise the time of reading; UTC.
hours_later: Hours after the first outlet.
original: True: neither a copy nor a translation of another article.
title: Title of the article.
article_id: Id of the article.'),
    ('echo', 'echo(story)',
     'Which outlets copied or translated which articles of a story, and how fast. One row per copy.
outlet: Outlet that published the copy.
language: Language of the copy.
copy_kind: same_text, near_copy or translation.
from_outlet: Outlet of the original.
copied_at: Time of publication of the copy if known and not later than the time of reading, otherwise the time of reading; UTC.
hours_later: Hours after the original.
copy_score: Similarity on which the link is based, 0 to 1.
copy_evidence: Reasons for the link, in words.
title: Title of the copy.
article_id: Id of the copy.
copy_of: Id of the original.'),
    ('coverage_between', 'coverage_between(since, until)',
     'The rows of coverage from these days, both included. In a large lake this is faster than a condition on day, because older files are not opened.'),
    ('stories_between', 'stories_between(since, until)',
     'The stories of these days, both included, with the columns of stories. Only articles from these days are counted. In a large lake this is faster than stories.')
) AS described(macro, call, meaning);
COMMENT ON VIEW macros IS 'One row per macro. Macros are tables that take parameters; they answer the usual questions.
macro: Name of the macro.
call: How to call it, in FROM.
meaning: What it returns, then one line per column.';
