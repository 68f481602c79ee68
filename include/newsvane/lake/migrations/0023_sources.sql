-- Sources of other kinds than feeds, which of their entries are read, and how many were not.
ALTER TABLE feeds ADD COLUMN source_kind VARCHAR DEFAULT 'feed';
ALTER TABLE feeds ADD COLUMN read VARCHAR DEFAULT 'all';
COMMENT ON COLUMN feeds.source_kind IS 'Kind of the source: feed, sitemap, page (a list page without a feed), telegram (a channel), query or aggregator (a list of articles of other outlets).';
COMMENT ON COLUMN feeds.read IS 'Which of its entries are read: all, or those whose title or description match a topic (matching).';
COMMENT ON COLUMN feeds.outlet IS 'Registered domain of the outlet, or its account on a platform; empty: the source lists articles of other outlets.';
COMMENT ON TABLE feeds IS 'The sources on the watch list as last polled, and those that were once on it. One row per feed_id.';

ALTER TABLE entries ADD COLUMN found_by VARCHAR;
COMMENT ON COLUMN entries.found_by IS 'Source that listed it first, whichever source it belongs to now; null: not recorded, or no source has listed it.';

CREATE TABLE unread_daily (
    day DATE, outlet VARCHAR, feed_id VARCHAR, own BOOLEAN, language VARCHAR, country VARCHAR, kind VARCHAR, entries BIGINT
);
COMMENT ON TABLE unread_daily IS 'Entries that were not read because neither title nor description match a topic. One row per day, outlet and source. They are counted, and not stored one by one.';
COMMENT ON COLUMN unread_daily.day IS 'Day of publication according to the source, or of the poll if that is earlier or the source gives none; UTC.';
COMMENT ON COLUMN unread_daily.outlet IS 'Registered domain of the outlet whose articles they are.';
COMMENT ON COLUMN unread_daily.feed_id IS 'Source that listed them.';
COMMENT ON COLUMN unread_daily.own IS 'True: the source belongs to that outlet.';
COMMENT ON COLUMN unread_daily.language IS 'ISO 639 code of the language that the source gives; null: not given.';
COMMENT ON COLUMN unread_daily.country IS 'ISO 3166 code of the country where the outlet is based; null: not known.';
COMMENT ON COLUMN unread_daily.kind IS 'Kind of the outlet: state, exile, independent, agency, broadcaster or other.';
COMMENT ON COLUMN unread_daily.entries IS 'Number of entries.';

CREATE VIEW unread AS
SELECT
    day, outlet, max(language) AS language, max(country) AS country, max(kind) AS kind,
    if(bool_or(own), sum(entries) FILTER (own), max(entries))::BIGINT AS entries
FROM unread_daily
GROUP BY day, outlet;
COMMENT ON VIEW unread IS 'How many articles of an outlet were listed, but not read, because neither title nor description match a topic. One row per day and outlet.
day: Day of publication according to the source, or of the poll; UTC.
outlet: Registered domain of the outlet.
language: ISO 639 code of the language that a source gives; null: none gives one.
country: ISO 3166 code of the country where the outlet is based; null: not known.
kind: Kind of the outlet: state, exile, independent, agency, broadcaster or other.
entries: Number of entries in the sources of the outlet itself; if it has none, in the source of others that listed most of them.';

CREATE VIEW seen_daily AS
SELECT day, topic, language, outlet, articles, originals, stories, translated, country, kind FROM trend_daily
UNION ALL
SELECT day, '*', language, outlet, entries, 0, 0, 0, country, kind FROM unread;
COMMENT ON VIEW seen_daily IS 'The counts of trend_daily, and articles that were listed, but not read (unread): they count for the topic *, which stands for everything.
day: Day of publication if known and not in the future, otherwise of reading or polling; UTC.
topic: Topic id; *: everything that was seen, on topic or not.
language: ISO 639 code of the language; und: not determined; null: listed without a language.
outlet: Registered domain of the outlet.
articles: Number of articles, copies included.
originals: Number of articles that are not copies; 0 for those that were not read.
stories: Number of stories whose first article on the topic is counted here; 0 for those that were not read.
translated: Number of machine-translated articles; 0 for those that were not read.
country: ISO 3166 code of the country where the outlet is based; null: not known.
kind: Kind of the outlet: state, exile, independent, agency, broadcaster or other.';

CREATE VIEW own_feeds AS SELECT * FROM feeds WHERE source_kind NOT IN ('query', 'aggregator');
COMMENT ON VIEW own_feeds IS 'The sources that belong to an outlet and state facts about it, with the columns of feeds.';

CREATE OR REPLACE VIEW coverage AS
SELECT
    a.article_id, a.url, a.title, a.outlet, coalesce(nullif(f.kind, 'other'), a.outlet_kind, 'other') AS outlet_kind,
    coalesce(f.country, a.country) AS outlet_country,
    (least(a.published_at, a.fetched_at) AT TIME ZONE 'UTC')::DATE AS day,
    a.published_at, a.published_source, a.published_precision, a.published_zone, a.updated_at, a.fetched_at,
    a.authors, a.section, a.kind, a.topics, a.central_topics, a.topic_mentions, a.language, a.languages,
    g.copy_of IS NULL AS original, g.copy_of, g.copy_kind, g.score AS copy_score, g.evidence AS copy_evidence, g.copy_order,
    coalesce(g.copy_claimed, false) AS copy_claimed,
    coalesce(g.story_id, a.article_id) AS story_id,
    a.translation_state, a.translation_notice_language, a.translation_source_language, a.translation_source_url,
    a.translation_evidence, a.translation_post_edited, a.text, a.words, a.completeness, a.text_hash, a.language_confidence, a.page_language,
    a.paywalled, a.liveblog, a.image_url, a.alternates, a.canonical_url, a.feed_id, f.title AS feed_title, a.revision,
    a.revised_at, a.raw_file, a.raw_offset, a.raw_digest, a.observed_at, a.absent_at,
    a.date_contradicted, a.reported_at, a.ordered_at
FROM ordered_articles AS a
LEFT JOIN article_groups AS g ON g.article_id = a.article_id
LEFT JOIN own_feeds AS f ON f.feed_id = a.feed_id AND f.outlet IN (a.outlet, '')
WHERE len(a.topics) > 0;
COMMENT ON VIEW coverage IS 'Every article on topic, copies included, with its outlet, original, story and translation.
outlet_kind: Kind of the outlet: state, exile, independent, agency, broadcaster or other, from the watch list or outlets.toml.
outlet_country: ISO 3166 code of the country where the outlet is based, from the watch list or outlets.toml; null: not known.
day: Day of publication if known and not in the future, otherwise of reading; UTC.
original: True: neither a copy nor a translation of another article in the lake.
copy_score: Similarity on which the link is based, 0 to 1; without meaning if copy_claimed; null: an original.
copy_evidence: Reasons for the link, in words; empty: none.
copy_order: certain: our polls show that the original came first; uncertain: our polls do not show which came first, and the outlets'' own dates decided within the limits of what our polls saw; null: an original.
copy_claimed: True: only the pages say that this is a translation; the texts do not show it.
feed_title: Title of the feed in the watch list; null: no feed of the outlet listed the article.
date_contradicted: True: published_at lies more than an hour before a poll of the outlet that did not find the article, or the page has later named a time more than an hour before published_at; null: it cannot be checked, because absent_at or published_at is null.
reported_at: Claimed time of publication within the limits of what our polls saw: not before absent_at, not after observed_at; if it is not known, the time when we first saw the article; UTC.
ordered_at: Time that decides which of two articles came first: as reported_at, but at most an hour before observed_at; UTC.';


CREATE OR REPLACE VIEW feed_health AS
WITH items AS (
    SELECT
        feed_id, count(*) AS entries, count(*) FILTER (outcome = 'article') AS articles,
        count(*) FILTER (outcome = 'pending') AS pending
    FROM entries
    GROUP BY feed_id
)
SELECT
    f.feed_id, f.title, f.outlet, f.url, f.watched, f.paused, s.status, s.reason, s.detail,
    coalesce(s.failures, 0) AS failures, s.polled_at AS last_poll_at, s.well_at AS last_well_at, s.new_at AS last_new_at,
    s.next_poll_at, coalesce(v.polls, 0) AS polls, coalesce(v.polls_failed, 0) AS polls_failed, v.median_ms,
    coalesce(i.entries, 0) AS entries, coalesce(i.articles, 0) AS articles, coalesce(i.pending, 0) AS pending,
    s.interval_seconds, v.per_week, s.failing_since, s.fresh_at AS last_fresh_at, s.moved_to,
    nullif(s.url, '') AS asked_url, v.volume, v.silent_since, f.source_kind, f.read,
    CASE
        WHEN NOT f.watched THEN 'no longer watched'
        WHEN f.paused THEN 'paused'
        WHEN s.feed_id IS NULL THEN 'not polled yet'
        WHEN s.status = 'failed' AND s.failures = 0 THEN s.detail
        WHEN s.status = 'failed' THEN
            CASE
                WHEN s.failures < 2 THEN 'failed once'
                WHEN s.polled_at >= s.failing_since + INTERVAL 2 DAYS
                    THEN 'failing for ' || date_sub('day', s.failing_since, s.polled_at) || ' days'
                WHEN s.polled_at >= s.failing_since + INTERVAL 2 HOURS
                    THEN 'failing for ' || date_sub('hour', s.failing_since, s.polled_at) || ' hours'
                ELSE 'failed ' || s.failures || ' times'
            END || ': ' || coalesce(nullif(s.detail, ''), s.reason)
        WHEN s.moved_to = s.url OR s.detail LIKE 'moved for good%' THEN 'moved for good to ' || s.moved_to
        WHEN v.volume <> 'normal' THEN v.words
        ELSE 'well'
    END AS words
FROM feeds AS f
LEFT JOIN feed_states AS s ON s.feed_id = f.feed_id
LEFT JOIN feed_volume AS v ON v.feed_id = f.feed_id
LEFT JOIN items AS i ON i.feed_id = f.feed_id;
COMMENT ON VIEW feed_health IS 'One row per source, of whatever kind: its current state and its history in numbers.
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
source_kind: Kind of the source: feed, sitemap, page, telegram, query or aggregator.
read: Which of its entries are read: all, or those whose title or description match a topic (matching).
words: The state in a short phrase.';

CREATE OR REPLACE VIEW attention AS
SELECT
    t.day, t.topic, sum(t.articles)::BIGINT AS articles, sum(t.originals)::BIGINT AS originals,
    sum(t.stories)::BIGINT AS stories, count(DISTINCT t.outlet) AS outlets, sum(t.translated)::BIGINT AS translated,
    r.read, sum(t.articles) / r.read AS share
FROM trend_daily AS t
JOIN (
    SELECT day, sum(articles)::BIGINT AS read FROM seen_daily WHERE topic = '*' GROUP BY day
) AS r ON r.day = t.day
WHERE t.topic <> '*'
GROUP BY t.day, t.topic, r.read;
COMMENT ON VIEW attention IS 'One row per day and topic with coverage: its counts, and the count of everything that was seen that day.
day: Day of publication if known and not in the future, otherwise of reading; UTC.
topic: Topic id.
articles: Number of articles, copies included.
originals: Number of articles that are not copies.
stories: Number of stories whose first article on the topic is from that day.
outlets: Number of outlets that wrote on the topic.
translated: Number of machine-translated articles.
read: Number of all articles of that day, on topic or not, including those that were only listed (see unread): the denominator of share.
share: articles divided by read, 0 to 1.';

CREATE OR REPLACE MACRO trend(of_topic, grain) AS TABLE
SELECT
    date_trunc(grain, day)::DATE AS period,
    coalesce(sum(articles) FILTER (topic = of_topic), 0)::BIGINT AS articles,
    coalesce(sum(originals) FILTER (topic = of_topic), 0)::BIGINT AS originals,
    coalesce(sum(stories) FILTER (topic = of_topic), 0)::BIGINT AS stories,
    count(DISTINCT outlet) FILTER (topic = of_topic AND articles > 0) AS outlets,
    coalesce(sum(translated) FILTER (topic = of_topic), 0)::BIGINT AS translated,
    coalesce(sum(articles) FILTER (topic = '*'), 0)::BIGINT AS all_read,
    round(100 * coalesce(sum(articles) FILTER (topic = of_topic), 0) / nullif(sum(articles) FILTER (topic = '*'), 0), 2)
        AS percent
FROM seen_daily
WHERE topic = of_topic OR topic = '*'
GROUP BY period
ORDER BY period;

CREATE OR REPLACE MACRO share_of_voice(of_topic, since, until) AS TABLE
WITH cells AS (
    SELECT
        outlet, sum(articles) FILTER (topic = of_topic)::BIGINT AS articles,
        sum(originals) FILTER (topic = of_topic)::BIGINT AS originals,
        sum(stories) FILTER (topic = of_topic)::BIGINT AS stories,
        sum(translated) FILTER (topic = of_topic)::BIGINT AS translated,
        sum(articles) FILTER (topic = '*')::BIGINT AS all_read
    FROM seen_daily
    WHERE day BETWEEN since::DATE AND until::DATE AND (topic = of_topic OR topic = '*')
    GROUP BY outlet
)
SELECT
    outlet, articles, originals, stories, translated, round(100 * articles / sum(articles) OVER (), 1) AS percent,
    round(100 * originals / nullif(sum(originals) OVER (), 0), 1) AS percent_of_originals, all_read,
    round(100 * articles / all_read, 1) AS percent_of_own
FROM cells
WHERE articles > 0
ORDER BY articles DESC, outlet;

CREATE OR REPLACE VIEW macros AS
SELECT * FROM (VALUES
    ('trend', 'trend(of_topic, grain)',
     'Coverage of a topic per day, week, month, quarter or year. One row per period in which anything was seen. The topic * stands for everything that was seen.
period: First day of the period, UTC.
articles: Number of articles on the topic, copies included.
originals: How many of these are not copies.
stories: Number of stories whose first article on the topic is from this period.
outlets: Number of outlets with an article on the topic.
translated: Number of machine-translated articles on the topic.
all_read: Number of all articles that were seen, on topic or not, including those that were only listed (see unread).
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
all_read: Number of all its articles that were seen from these days, on topic or not, including those that were only listed (see unread).
percent_of_own: Its articles on the topic as a percentage of all_read.'),
    ('first_to_report', 'first_to_report(story)',
     'The outlets of a story in the order in which they reported it. One row per outlet: its first article.
place: 1 is the first outlet.
outlet: Registered domain of the outlet.
certainty: certain: when we had seen the first outlet''s article, a poll of this outlet did not yet find its own; in the first row, this holds for all others. uncertain: our polls do not show who was first. alone: no other outlet has the story.
hours_later: Hours after the first outlet, by reported_at; below 0: it claims to have been first, but we saw it later.
observed_at: When we first saw the article, UTC; null: not recorded.
claimed_at: Time of publication that the outlet claims, UTC; null: none.
date_contradicted: True: claimed_at lies more than an hour before a poll that did not find the article, or the page has later named a time more than an hour before claimed_at; null: it cannot be checked, because absent_at or claimed_at is null.
absent_at: Our latest look before observed_at, which did not find the article, UTC; null: there was none.
reported_at: Claimed time of publication within the limits of what our polls saw, as in coverage; UTC.
outlet_kind: Kind of the outlet: state, exile, independent, agency, broadcaster or other.
language: Language of the article.
original: True: neither a copy nor a translation of another article.
title: Title of the article.
article_id: Id of the article.'),
    ('echo', 'echo(story)',
     'Which outlets copied or translated which articles of a story, and how fast. One row per copy.
outlet: Outlet that published the copy.
language: Language of the copy.
copy_kind: same_text, near_copy or translation.
from_outlet: Outlet of the original.
copied_at: Claimed time of publication of the copy within the limits of what our polls saw, as in coverage; UTC.
hours_later: Hours after the original.
copy_score: Similarity on which the link is based, 0 to 1.
copy_order: certain: our polls show that the original came first; uncertain: our polls do not show it, and the outlets'' own dates decided within the limits of what our polls saw.
copy_claimed: True: only the pages say that this is a translation; the texts do not show it.
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

CREATE VIEW source_deliveries AS
SELECT
    f.feed_id, f.title, f.source_kind, f.outlet, count(e.entry_id) AS entries,
    count(a.article_id) AS articles, count(a.article_id) FILTER (len(a.topics) > 0) AS on_topic,
    count(DISTINCT a.outlet) FILTER (len(a.topics) > 0) AS outlets, max(e.observed_at) AS last_at
FROM feeds AS f
LEFT JOIN entries AS e ON coalesce(e.found_by, e.feed_id) = f.feed_id
LEFT JOIN articles AS a ON a.article_id = e.article_id
GROUP BY f.feed_id, f.title, f.source_kind, f.outlet;
COMMENT ON VIEW source_deliveries IS 'What each source was the first to list. One row per source.
feed_id: Id of the source in the watch list.
title: Title in the watch list; empty: none given.
source_kind: Kind of the source: feed, sitemap, page, telegram, query or aggregator.
outlet: Registered domain of the outlet; empty: the source lists articles of other outlets.
entries: Number of entries that it listed before every other source.
articles: Number of these that became articles.
on_topic: Number of these articles that match a topic.
outlets: Number of outlets of the articles on topic.
last_at: When it last listed something first, UTC; null: never.';

COMMENT ON COLUMN articles.text_hash IS 'SHA-256 of the normalized text; kept when the text is dropped; empty: the page was read quickly, because its words can match no topic.';
COMMENT ON COLUMN articles.words IS 'Number of words in the text, or in the paragraphs of a page that was read quickly; kept when the text is dropped.';
COMMENT ON COLUMN articles.translation_state IS 'Machine translation: translated, notice_only, proxy, possible or none; also none if the page was read quickly (text_hash is empty), because it was not examined.';
COMMENT ON COLUMN articles.languages IS 'Languages that each make up at least a fifth of the words, the most frequent first; more than one: a mixed page; of a page that was read quickly only the main one.';
COMMENT ON COLUMN articles.completeness IS 'Share of the text that the page shows where its article stands, and that is in the text, 0 to 1; below 0.5 the text is doubtful; null: not recorded, or the page was read quickly.';
