-- Times are UTC. DuckLake has no keys: each table names in its comment what identifies a row; landings keep it.

CREATE TABLE feeds (
    feed_id VARCHAR, url VARCHAR, title VARCHAR, outlet VARCHAR, language VARCHAR, country VARCHAR, kind VARCHAR,
    paused BOOLEAN, watched BOOLEAN
);
COMMENT ON TABLE feeds IS 'The watch list as last polled, and what was once on it. One row a feed_id.';
COMMENT ON COLUMN feeds.feed_id IS 'Name of the feed in the watch list.';
COMMENT ON COLUMN feeds.url IS 'Address that is polled.';
COMMENT ON COLUMN feeds.title IS 'Title in the watch list; empty where it gives none.';
COMMENT ON COLUMN feeds.outlet IS 'Registered domain of the outlet; empty where the watch list gives none.';
COMMENT ON COLUMN feeds.language IS 'ISO 639 code that the watch list gives; null: not given.';
COMMENT ON COLUMN feeds.country IS 'ISO 3166 code of the outlet''s seat, from the watch list; null: not given.';
COMMENT ON COLUMN feeds.kind IS 'state, exile, independent, agency, broadcaster or other.';
COMMENT ON COLUMN feeds.paused IS 'True: on the watch list, not polled.';
COMMENT ON COLUMN feeds.watched IS 'False: no longer on the watch list.';

CREATE TABLE feed_polls (
    feed_id VARCHAR, polled_at TIMESTAMPTZ, status VARCHAR, http_status INTEGER, reason VARCHAR, detail VARCHAR,
    entries_seen INTEGER, entries_new INTEGER, etag VARCHAR, last_modified VARCHAR, body_hash VARCHAR,
    failures INTEGER, fresh_seconds INTEGER, interval_seconds INTEGER, next_poll_at TIMESTAMPTZ, duration_ms INTEGER,
    size_bytes BIGINT, run_id VARCHAR
);
ALTER TABLE feed_polls SET PARTITIONED BY (year(polled_at), month(polled_at));
COMMENT ON TABLE feed_polls IS 'Every poll, appended; a feed''s latest row is its state. One row a feed_id and polled_at.';
COMMENT ON COLUMN feed_polls.feed_id IS 'Feed that was polled.';
COMMENT ON COLUMN feed_polls.polled_at IS 'When, UTC.';
COMMENT ON COLUMN feed_polls.status IS 'ok: read; unchanged: nothing new to read; failed.';
COMMENT ON COLUMN feed_polls.http_status IS 'Status of the answer; null: no answer.';
COMMENT ON COLUMN feed_polls.reason IS 'Code of the failure; empty when well.';
COMMENT ON COLUMN feed_polls.detail IS 'The failure in words; empty when well.';
COMMENT ON COLUMN feed_polls.entries_seen IS 'Entries in the feed as read.';
COMMENT ON COLUMN feed_polls.entries_new IS 'Of these, the ones not in the lake before.';
COMMENT ON COLUMN feed_polls.etag IS 'Validator for the next conditional request; null: none.';
COMMENT ON COLUMN feed_polls.last_modified IS 'Validator for the next conditional request; null: none.';
COMMENT ON COLUMN feed_polls.body_hash IS 'SHA-256 of the last body that was read; null: never read.';
COMMENT ON COLUMN feed_polls.failures IS 'Failed polls in a row, this one included.';
COMMENT ON COLUMN feed_polls.fresh_seconds IS 'Seconds the server asked to wait; null: it did not ask.';
COMMENT ON COLUMN feed_polls.interval_seconds IS 'Seconds between polls by the feed''s own rhythm; null: not known yet.';
COMMENT ON COLUMN feed_polls.next_poll_at IS 'When the feed is due again, UTC.';
COMMENT ON COLUMN feed_polls.duration_ms IS 'Milliseconds the poll took.';
COMMENT ON COLUMN feed_polls.size_bytes IS 'Bytes of the body, decompressed.';
COMMENT ON COLUMN feed_polls.run_id IS 'Run that polled.';

CREATE TABLE entries (
    entry_id VARCHAR, feed_id VARCHAR, url VARCHAR, canonical_url VARCHAR, title VARCHAR, authors VARCHAR[],
    published_at TIMESTAMPTZ, updated_at TIMESTAMPTZ, content VARCHAR, language VARCHAR, image_url VARCHAR,
    source_url VARCHAR, content_hash VARCHAR, seen_at TIMESTAMPTZ, changed_at TIMESTAMPTZ, outcome VARCHAR,
    article_id VARCHAR, tries INTEGER, next_try_at TIMESTAMPTZ
);
ALTER TABLE entries SET PARTITIONED BY (year(seen_at), month(seen_at));
COMMENT ON TABLE entries IS 'Items of the feeds: addresses to read, and what came of them. One row an entry_id.';
COMMENT ON COLUMN entries.entry_id IS 'Id made of the canonical address.';
COMMENT ON COLUMN entries.feed_id IS 'Feed that brought it first; only there a change of the item counts.';
COMMENT ON COLUMN entries.url IS 'Address as the feed gives it.';
COMMENT ON COLUMN entries.canonical_url IS 'Canonical form of the address: an identity, not for fetching.';
COMMENT ON COLUMN entries.title IS 'Title in the feed; empty: none.';
COMMENT ON COLUMN entries.authors IS 'Authors in the feed; empty: none named.';
COMMENT ON COLUMN entries.published_at IS 'Publication by the feed, UTC; null: not given.';
COMMENT ON COLUMN entries.updated_at IS 'Last change by the feed, UTC; null: not given.';
COMMENT ON COLUMN entries.content IS 'Summary or full text as HTML, as the feed gives it; null: dropped by retention.';
COMMENT ON COLUMN entries.language IS 'Language by the feed; null: not given.';
COMMENT ON COLUMN entries.image_url IS 'Picture by the feed; null: none.';
COMMENT ON COLUMN entries.source_url IS 'Address the feed names as the source; null: none.';
COMMENT ON COLUMN entries.content_hash IS 'Changes when the feed''s data on the item does: then it is read again.';
COMMENT ON COLUMN entries.seen_at IS 'When a poll first saw it, UTC.';
COMMENT ON COLUMN entries.changed_at IS 'When a poll last saw a change, UTC; null: never changed.';
COMMENT ON COLUMN entries.outcome IS 'pending: to be read; article, skipped or quarantined: what came of it.';
COMMENT ON COLUMN entries.article_id IS 'Article it led to, also one in quarantine; null: none yet.';
COMMENT ON COLUMN entries.tries IS 'Attempts to read it so far.';
COMMENT ON COLUMN entries.next_try_at IS 'Not before then, UTC; null: at once, or never where it is not pending.';

CREATE TABLE articles (
    article_id VARCHAR, url VARCHAR, canonical_url VARCHAR, outlet VARCHAR, feed_id VARCHAR, title VARCHAR,
    authors VARCHAR[], published_at TIMESTAMPTZ, published_source VARCHAR, updated_at TIMESTAMPTZ,
    fetched_at TIMESTAMPTZ, text VARCHAR, text_hash VARCHAR, words INTEGER, image_url VARCHAR, language VARCHAR,
    language_confidence DOUBLE, page_language VARCHAR, translation_state VARCHAR, translation_notice_language VARCHAR,
    translation_source_language VARCHAR, translation_source_url VARCHAR, translation_source_canonical VARCHAR,
    translation_evidence VARCHAR[], topics VARCHAR[], raw_file VARCHAR, raw_offset BIGINT, raw_digest VARCHAR,
    revision INTEGER, revised_at TIMESTAMPTZ, run_id VARCHAR
);
ALTER TABLE articles SET PARTITIONED BY (year(fetched_at), month(fetched_at));
COMMENT ON TABLE articles IS 'Everything that was read and passed the gate, on topic or not. One row an article_id.';
COMMENT ON COLUMN articles.article_id IS 'Id made of the canonical address.';
COMMENT ON COLUMN articles.url IS 'Address that answered.';
COMMENT ON COLUMN articles.canonical_url IS 'Canonical form of the address: an identity, not for fetching.';
COMMENT ON COLUMN articles.outlet IS 'Registered domain.';
COMMENT ON COLUMN articles.feed_id IS 'Feed that led to it; null: read by address alone.';
COMMENT ON COLUMN articles.title IS 'Title, as the page says it: unsafe to show as HTML.';
COMMENT ON COLUMN articles.authors IS 'Authors; empty: none named.';
COMMENT ON COLUMN articles.published_at IS 'Publication, UTC; null: not known.';
COMMENT ON COLUMN articles.published_source IS 'Where that was found: json_ld, meta, time_element, feed, url or none.';
COMMENT ON COLUMN articles.updated_at IS 'Last change by the page, UTC; null: not given.';
COMMENT ON COLUMN articles.fetched_at IS 'When it was first read, UTC.';
COMMENT ON COLUMN articles.text IS 'Paragraphs, a blank line between; null: dropped, because off topic or by retention.';
COMMENT ON COLUMN articles.text_hash IS 'SHA-256 of the text in normal form; outlives the text.';
COMMENT ON COLUMN articles.words IS 'Words of the text; outlives the text.';
COMMENT ON COLUMN articles.image_url IS 'Picture; null: none.';
COMMENT ON COLUMN articles.language IS 'Language the body is written in: ISO 639-1, else 639-3; und: not determined.';
COMMENT ON COLUMN articles.language_confidence IS 'Confidence in the language, 0 to 1.';
COMMENT ON COLUMN articles.page_language IS 'Language the page declares; null: none.';
COMMENT ON COLUMN articles.translation_state IS 'Machine translation: translated, notice_only, proxy, possible or none.';
COMMENT ON COLUMN articles.translation_notice_language IS 'Language of a notice of translation; null: no notice.';
COMMENT ON COLUMN articles.translation_source_language IS 'Language translated from; null: not known.';
COMMENT ON COLUMN articles.translation_source_url IS 'Address of the original that the page names; null: none.';
COMMENT ON COLUMN articles.translation_source_canonical IS 'Canonical form of that address; null: none.';
COMMENT ON COLUMN articles.translation_evidence IS 'Signs of translation, in words; empty: none.';
COMMENT ON COLUMN articles.topics IS 'Ids of the topics it matches; empty: off topic.';
COMMENT ON COLUMN articles.raw_file IS 'WARC file with the page, relative to the archive; null: not archived.';
COMMENT ON COLUMN articles.raw_offset IS 'Byte offset of the record in that file; null: not archived.';
COMMENT ON COLUMN articles.raw_digest IS 'SHA-256 of the page; null: not archived.';
COMMENT ON COLUMN articles.revision IS '1 as first read, one more each time it was read again and differed.';
COMMENT ON COLUMN articles.revised_at IS 'When this revision was read, UTC; null: not revised.';
COMMENT ON COLUMN articles.run_id IS 'Run that landed this revision.';

CREATE TABLE article_groups (
    article_id VARCHAR, copy_of VARCHAR, copy_kind VARCHAR, score DOUBLE, story_id VARCHAR, evidence VARCHAR[],
    grouped_at TIMESTAMPTZ
);
COMMENT ON TABLE article_groups IS 'What each article is a copy of, and its story. One row an article_id.';
COMMENT ON COLUMN article_groups.article_id IS 'The article.';
COMMENT ON COLUMN article_groups.copy_of IS 'The earliest article with the same text, never itself a copy; null: an original.';
COMMENT ON COLUMN article_groups.copy_kind IS 'same_text, near_copy or translation; null: an original.';
COMMENT ON COLUMN article_groups.score IS 'Similarity that made the link, 0 to 1; null: an original.';
COMMENT ON COLUMN article_groups.story_id IS 'Story: the articles on one event.';
COMMENT ON COLUMN article_groups.evidence IS 'What made the link, in words; empty: none.';
COMMENT ON COLUMN article_groups.grouped_at IS 'When this was last decided anew, UTC.';

CREATE TABLE article_sketches (article_id VARCHAR, day DATE, buckets BIGINT[], shingles INTEGER);
ALTER TABLE article_sketches SET PARTITIONED BY (year(day), month(day));
COMMENT ON TABLE article_sketches IS 'MinHash bands, for finding copies. One row an article_id with text enough.';
COMMENT ON COLUMN article_sketches.article_id IS 'The article.';
COMMENT ON COLUMN article_sketches.day IS 'Day it was first read, UTC.';
COMMENT ON COLUMN article_sketches.buckets IS 'A hash a band; two articles that share one may be copies.';
COMMENT ON COLUMN article_sketches.shingles IS 'Shingles of the text.';

CREATE TABLE skipped (
    url VARCHAR, stage VARCHAR, reason VARCHAR, detail VARCHAR, feed_id VARCHAR, entry_id VARCHAR,
    skipped_at TIMESTAMPTZ, will_retry BOOLEAN, run_id VARCHAR
);
ALTER TABLE skipped SET PARTITIONED BY (year(skipped_at), month(skipped_at));
COMMENT ON TABLE skipped IS 'What was left out, and why. One row a url, stage and run_id.';
COMMENT ON COLUMN skipped.url IS 'Address.';
COMMENT ON COLUMN skipped.stage IS 'poll, parse, fetch, read or validate.';
COMMENT ON COLUMN skipped.reason IS 'Code, to count by.';
COMMENT ON COLUMN skipped.detail IS 'The reason in words; may be empty.';
COMMENT ON COLUMN skipped.feed_id IS 'Feed that led there; null: none.';
COMMENT ON COLUMN skipped.entry_id IS 'Entry that led there; null: none.';
COMMENT ON COLUMN skipped.skipped_at IS 'When, UTC.';
COMMENT ON COLUMN skipped.will_retry IS 'True: a later run tries again.';
COMMENT ON COLUMN skipped.run_id IS 'Run that left it out.';

CREATE TABLE quarantine (
    article_id VARCHAR, url VARCHAR, outlet VARCHAR, title VARCHAR, reasons VARCHAR[], article VARCHAR, state VARCHAR,
    quarantined_at TIMESTAMPTZ, settled_at TIMESTAMPTZ, run_id VARCHAR
);
COMMENT ON TABLE quarantine IS 'Articles that failed validation, whole. One held row an article_id, and settled ones.';
COMMENT ON COLUMN quarantine.article_id IS 'The article.';
COMMENT ON COLUMN quarantine.url IS 'Its address.';
COMMENT ON COLUMN quarantine.outlet IS 'Its outlet.';
COMMENT ON COLUMN quarantine.title IS 'Its title; may be empty.';
COMMENT ON COLUMN quarantine.reasons IS 'Expectations it failed.';
COMMENT ON COLUMN quarantine.article IS 'The whole article as JSON.';
COMMENT ON COLUMN quarantine.state IS 'held, replayed or discarded.';
COMMENT ON COLUMN quarantine.quarantined_at IS 'When, UTC.';
COMMENT ON COLUMN quarantine.settled_at IS 'When it was replayed or discarded, UTC; null: held.';
COMMENT ON COLUMN quarantine.run_id IS 'Run that refused it.';

CREATE TABLE outbox (
    key VARCHAR, rule VARCHAR, channel VARCHAR, story_id VARCHAR, article_id VARCHAR, subject VARCHAR, body VARCHAR,
    html VARCHAR, created_at TIMESTAMPTZ, state VARCHAR, attempts INTEGER, next_try_at TIMESTAMPTZ,
    settled_at TIMESTAMPTZ
);
COMMENT ON TABLE outbox IS 'Alerts, written in the transaction of the article that caused them. One row a key.';
COMMENT ON COLUMN outbox.key IS 'Made of rule, story and channel: what makes an alert go out once.';
COMMENT ON COLUMN outbox.rule IS 'Rule that asked for it.';
COMMENT ON COLUMN outbox.channel IS 'Name of the channel, never its address.';
COMMENT ON COLUMN outbox.story_id IS 'Story it tells of.';
COMMENT ON COLUMN outbox.article_id IS 'Article it names.';
COMMENT ON COLUMN outbox.subject IS 'Subject line.';
COMMENT ON COLUMN outbox.body IS 'Plain text.';
COMMENT ON COLUMN outbox.html IS 'HTML; empty: plain text alone.';
COMMENT ON COLUMN outbox.created_at IS 'When, UTC.';
COMMENT ON COLUMN outbox.state IS 'pending, delivered, or dead: given up.';
COMMENT ON COLUMN outbox.attempts IS 'Attempts so far.';
COMMENT ON COLUMN outbox.next_try_at IS 'Not before then, UTC; null: at once, or never where it is not pending.';
COMMENT ON COLUMN outbox.settled_at IS 'When it was delivered or given up, UTC; null: pending.';

CREATE TABLE deliveries (
    key VARCHAR, channel VARCHAR, attempted_at TIMESTAMPTZ, ok BOOLEAN, attempt INTEGER, reason VARCHAR, detail VARCHAR,
    next_try_at TIMESTAMPTZ
);
COMMENT ON TABLE deliveries IS 'Every attempt to deliver an alert. One row a key and attempt.';
COMMENT ON COLUMN deliveries.key IS 'The alert.';
COMMENT ON COLUMN deliveries.channel IS 'Name of the channel.';
COMMENT ON COLUMN deliveries.attempted_at IS 'When, UTC.';
COMMENT ON COLUMN deliveries.ok IS 'Whether the channel took it.';
COMMENT ON COLUMN deliveries.attempt IS 'Number of the attempt, from 1.';
COMMENT ON COLUMN deliveries.reason IS 'Code of the failure; empty when taken.';
COMMENT ON COLUMN deliveries.detail IS 'The failure in words; empty when taken.';
COMMENT ON COLUMN deliveries.next_try_at IS 'When it was to be tried again, UTC; null: not again.';

CREATE TABLE trend_daily (
    day DATE, topic VARCHAR, language VARCHAR, outlet VARCHAR, articles INTEGER, originals INTEGER, stories INTEGER,
    translated INTEGER
);
COMMENT ON TABLE trend_daily IS
    'Coverage in counts that add up over days, languages and outlets, not over topics. One row a day, topic, language and outlet with coverage.';
COMMENT ON COLUMN trend_daily.day IS 'Day of coverage: of publication where known, else of reading; UTC.';
COMMENT ON COLUMN trend_daily.topic IS 'Topic id; * stands for all that was read, on topic or not.';
COMMENT ON COLUMN trend_daily.language IS 'Language of the body; und: not determined.';
COMMENT ON COLUMN trend_daily.outlet IS 'Registered domain.';
COMMENT ON COLUMN trend_daily.articles IS 'Articles, copies included.';
COMMENT ON COLUMN trend_daily.originals IS 'Articles that are no copies.';
COMMENT ON COLUMN trend_daily.stories IS 'Stories whose first article on the topic is counted here.';
COMMENT ON COLUMN trend_daily.translated IS 'Articles that a machine translated (translation_state translated or proxy).';

CREATE TABLE trend_stale (day DATE);
COMMENT ON TABLE trend_stale IS 'Days whose coverage changed since they were counted. One row a landing and day.';
COMMENT ON COLUMN trend_stale.day IS 'Day of coverage, UTC.';

CREATE TABLE migrations (name VARCHAR, applied_at TIMESTAMPTZ);
COMMENT ON TABLE migrations IS 'Changes of form that this lake has been through. One row a name.';
COMMENT ON COLUMN migrations.name IS 'Name of the migration.';
COMMENT ON COLUMN migrations.applied_at IS 'When, UTC.';
