-- What polling ten thousand feeds needs: the state of each feed apart from its history, counts a day, troubles.

ALTER TABLE feeds ADD COLUMN site VARCHAR;
ALTER TABLE feeds ADD COLUMN folder VARCHAR[];
COMMENT ON COLUMN feeds.site IS 'The outlet''s page for people, from the watch list; null: not given.';
COMMENT ON COLUMN feeds.folder IS 'Where it stands in an OPML outline, outermost first; empty: at the top.';

ALTER TABLE entries ADD COLUMN guid VARCHAR DEFAULT '';
ALTER TABLE entries ADD COLUMN kind VARCHAR DEFAULT 'article';
COMMENT ON COLUMN entries.entry_id IS 'Id made of the canonical address that it had first; it keeps it when its link changes.';
COMMENT ON COLUMN entries.guid IS 'The feed''s own id of the item; empty: none, or the same for several.';
COMMENT ON COLUMN entries.kind IS 'article, podcast or advert; only articles are read.';

ALTER TABLE outbox ADD COLUMN feed_id VARCHAR DEFAULT '';
ALTER TABLE outbox ADD COLUMN covers VARCHAR[];
COMMENT ON TABLE outbox IS 'Alerts, written in the transaction of what caused them. One row a key.';
COMMENT ON COLUMN outbox.story_id IS 'Story it tells of; empty: it tells of feeds.';
COMMENT ON COLUMN outbox.article_id IS 'Article it names; empty: it tells of feeds.';
COMMENT ON COLUMN outbox.feed_id IS 'Feed it tells of; empty: of a story, or of several feeds.';
COMMENT ON COLUMN outbox.covers IS 'Keys of the alerts that it tells together; empty: its own alone.';

ALTER TABLE feed_polls ADD COLUMN feed_url VARCHAR DEFAULT '';
ALTER TABLE feed_polls ADD COLUMN url VARCHAR DEFAULT '';
ALTER TABLE feed_polls ADD COLUMN entries_fresh INTEGER;
ALTER TABLE feed_polls ADD COLUMN moved_to VARCHAR;
ALTER TABLE feed_polls ADD COLUMN validators_lie BOOLEAN;
COMMENT ON TABLE feed_polls IS 'Every poll, as long as retention keeps it. One row a feed_id and polled_at.';
COMMENT ON COLUMN feed_polls.feed_url IS 'Address in the watch list at the time; empty: not recorded.';
COMMENT ON COLUMN feed_polls.url IS 'Address that was asked: where the feed has moved for good, the new one; empty: not recorded.';
COMMENT ON COLUMN feed_polls.entries_fresh IS 'Of these, the ones not there when the feed was last read; null: not recorded.';
COMMENT ON COLUMN feed_polls.moved_to IS 'Where permanent redirects lead from the watch list''s address; null: nowhere.';
COMMENT ON COLUMN feed_polls.validators_lie IS 'True: "unchanged" was said of a feed that had changed, so all is asked for; null: not recorded.';

CREATE TABLE feed_states (
    feed_id VARCHAR, feed_url VARCHAR, url VARCHAR, polled_at TIMESTAMPTZ, status VARCHAR, http_status INTEGER,
    reason VARCHAR, detail VARCHAR, entries_seen INTEGER, entries_fresh INTEGER, entries_new INTEGER, etag VARCHAR,
    last_modified VARCHAR, validators_lie BOOLEAN, body_hash VARCHAR, failures INTEGER, failing_since TIMESTAMPTZ,
    well_at TIMESTAMPTZ, read_at TIMESTAMPTZ, fresh_at TIMESTAMPTZ, new_at TIMESTAMPTZ, fresh_seconds INTEGER,
    interval_seconds INTEGER, stay_seconds INTEGER, moved_to VARCHAR, moved_since TIMESTAMPTZ, moved_polls INTEGER,
    next_poll_at TIMESTAMPTZ, duration_ms INTEGER, size_bytes BIGINT, run_id VARCHAR
);
COMMENT ON TABLE feed_states IS 'The latest poll of each feed, and what it carries on from those before. One row a feed_id.';
COMMENT ON COLUMN feed_states.feed_id IS 'Feed that was polled.';
COMMENT ON COLUMN feed_states.feed_url IS 'Address in the watch list at the time; the state of another address is none.';
COMMENT ON COLUMN feed_states.url IS 'Address that was asked: where the feed has moved for good, the new one.';
COMMENT ON COLUMN feed_states.polled_at IS 'When, UTC.';
COMMENT ON COLUMN feed_states.status IS 'ok: read; unchanged: nothing new to read; failed.';
COMMENT ON COLUMN feed_states.http_status IS 'Status of the answer; null: no answer.';
COMMENT ON COLUMN feed_states.reason IS 'Code of the failure; empty when well.';
COMMENT ON COLUMN feed_states.detail IS 'The failure in words; empty when well.';
COMMENT ON COLUMN feed_states.entries_seen IS 'Items in the feed as read.';
COMMENT ON COLUMN feed_states.entries_fresh IS 'Of these, the ones not there when the feed was last read.';
COMMENT ON COLUMN feed_states.entries_new IS 'Of these, the ones not in the lake before.';
COMMENT ON COLUMN feed_states.etag IS 'Validator for the next conditional request; null: none.';
COMMENT ON COLUMN feed_states.last_modified IS 'Validator for the next conditional request; null: none.';
COMMENT ON COLUMN feed_states.validators_lie IS 'True: "unchanged" was said of a feed that had changed, so all is asked for; null: not recorded.';
COMMENT ON COLUMN feed_states.body_hash IS 'SHA-256 of the last body that parsed; null: none.';
COMMENT ON COLUMN feed_states.failures IS 'Failed polls in a row up to this one.';
COMMENT ON COLUMN feed_states.failing_since IS 'The first of these, UTC; null: well.';
COMMENT ON COLUMN feed_states.well_at IS 'Last poll that did not fail, UTC; null: none.';
COMMENT ON COLUMN feed_states.read_at IS 'Last poll that read a whole body, UTC; null: none.';
COMMENT ON COLUMN feed_states.fresh_at IS 'Last poll that found items not there before, UTC; null: none.';
COMMENT ON COLUMN feed_states.new_at IS 'Last poll that brought an entry not in the lake before, UTC; null: none.';
COMMENT ON COLUMN feed_states.fresh_seconds IS 'Seconds the server asked to wait; null: it did not ask.';
COMMENT ON COLUMN feed_states.interval_seconds IS 'Seconds between polls by the feed''s own rhythm; null: not known yet.';
COMMENT ON COLUMN feed_states.stay_seconds IS 'Seconds an item stays in the feed, the shortest lately seen; null: not known.';
COMMENT ON COLUMN feed_states.moved_to IS 'Where permanent redirects lead from the watch list''s address; null: nowhere.';
COMMENT ON COLUMN feed_states.moved_since IS 'Since when, UTC; null: nowhere.';
COMMENT ON COLUMN feed_states.moved_polls IS 'In how many polls in a row.';
COMMENT ON COLUMN feed_states.next_poll_at IS 'When the feed is due again, UTC.';
COMMENT ON COLUMN feed_states.duration_ms IS 'Milliseconds the poll took.';
COMMENT ON COLUMN feed_states.size_bytes IS 'Bytes of the body, decompressed.';
COMMENT ON COLUMN feed_states.run_id IS 'Run that polled.';

INSERT INTO feed_states BY NAME
WITH whole AS (
    SELECT
        feed_id, max(polled_at) FILTER (status <> 'failed') AS well_at, max(polled_at) FILTER (status = 'ok') AS read_at,
        max(polled_at) FILTER (entries_new > 0) AS new_at
    FROM feed_polls
    GROUP BY feed_id
), failing AS (
    SELECT feed_id, min(polled_at) AS failing_since
    FROM feed_polls JOIN whole USING (feed_id)
    WHERE status = 'failed' AND (well_at IS NULL OR polled_at > well_at)
    GROUP BY feed_id
), latest AS (
    FROM feed_polls QUALIFY row_number() OVER (PARTITION BY feed_id ORDER BY polled_at DESC) = 1
)
SELECT
    latest.* REPLACE (
        coalesce(reason, '') AS reason, coalesce(detail, '') AS detail, coalesce(entries_seen, 0) AS entries_seen,
        coalesce(entries_new, 0) AS entries_fresh, coalesce(entries_new, 0) AS entries_new,
        coalesce(failures, 0) AS failures, coalesce(validators_lie, false) AS validators_lie, coalesce(duration_ms, 0) AS duration_ms, coalesce(size_bytes, 0) AS size_bytes
    ),
    whole.well_at, whole.read_at, whole.new_at AS fresh_at, whole.new_at, failing.failing_since, 0 AS moved_polls
FROM latest
JOIN whole ON whole.feed_id = latest.feed_id
LEFT JOIN failing ON failing.feed_id = latest.feed_id;

CREATE TABLE feed_items (feed_id VARCHAR, read_at TIMESTAMPTZ, keys BIGINT[], ids BIGINT[], times BIGINT[]);
COMMENT ON TABLE feed_items IS 'What each feed held when it was last read, an element an item in each list. One row a feed_id.';
COMMENT ON COLUMN feed_items.feed_id IS 'Feed that was read.';
COMMENT ON COLUMN feed_items.read_at IS 'When, UTC.';
COMMENT ON COLUMN feed_items.keys IS 'Fingerprints of the items as written: what is known is not parsed again.';
COMMENT ON COLUMN feed_items.ids IS 'Fingerprints of their entry ids.';
COMMENT ON COLUMN feed_items.times IS 'Their publication, seconds since 1970, 0: undated.';

CREATE TABLE feed_daily (
    feed_id VARCHAR, day DATE, polls INTEGER, failed INTEGER, fresh INTEGER, new INTEGER, duration_ms BIGINT
);
ALTER TABLE feed_daily SET PARTITIONED BY (year(day), month(day));
COMMENT ON TABLE feed_daily IS 'The polls of each feed in counts; outlives them. One row a feed_id and day with polls.';
COMMENT ON COLUMN feed_daily.feed_id IS 'Feed that was polled.';
COMMENT ON COLUMN feed_daily.day IS 'Day of the polls, UTC.';
COMMENT ON COLUMN feed_daily.polls IS 'Polls.';
COMMENT ON COLUMN feed_daily.failed IS 'Of these, the ones that failed.';
COMMENT ON COLUMN feed_daily.fresh IS 'Items found that were not there when the feed was last read; of a first reading none.';
COMMENT ON COLUMN feed_daily.new IS 'Entries not in the lake before.';
COMMENT ON COLUMN feed_daily.duration_ms IS 'Milliseconds that the polls took together.';

INSERT INTO feed_daily BY NAME
WITH first AS (
    SELECT feed_id, min(polled_at) FILTER (status = 'ok') AS read_at FROM feed_polls GROUP BY feed_id
)
SELECT
    feed_id, (polled_at AT TIME ZONE 'UTC')::DATE AS day, count(*) AS polls, count(*) FILTER (status = 'failed') AS failed,
    coalesce(sum(entries_new) FILTER (polled_at > read_at), 0) AS fresh, coalesce(sum(entries_new), 0) AS new,
    coalesce(sum(duration_ms), 0) AS duration_ms
FROM feed_polls JOIN first USING (feed_id)
GROUP BY ALL
ORDER BY day, feed_id;

CREATE TABLE feed_troubles (
    feed_id VARCHAR, kind VARCHAR, began_at TIMESTAMPTZ, ended_at TIMESTAMPTZ, reason VARCHAR, detail VARCHAR
);
COMMENT ON TABLE feed_troubles IS 'Stretches in which a feed was sick or silent. One row a feed_id, kind and began_at.';
COMMENT ON COLUMN feed_troubles.feed_id IS 'The feed.';
COMMENT ON COLUMN feed_troubles.kind IS 'sick: its polls failed, 3 or more in a row over 6 hours or more; silent: see feed_volume.';
COMMENT ON COLUMN feed_troubles.began_at IS 'First failed poll, or last poll that found fresh items; UTC.';
COMMENT ON COLUMN feed_troubles.ended_at IS 'Good poll, fresh items, or the end of watching; UTC; null: it lasts.';
COMMENT ON COLUMN feed_troubles.reason IS 'Code of the last failure; silent: of a silence.';
COMMENT ON COLUMN feed_troubles.detail IS 'The last failure or the silence in words.';

CREATE VIEW feed_volume AS
WITH days AS (
    SELECT
        d.*, d.polls > d.failed AS good, ln(1 + d.fresh) AS volume, s.fresh_at, s.well_at,
        (coalesce(s.well_at, s.polled_at) AT TIME ZONE 'UTC')::DATE - d.day AS age,
        1::BIGINT << least(greatest(age, 0), 36)::INTEGER AS bit
    FROM feed_daily AS d JOIN feed_states AS s ON s.feed_id = d.feed_id
), measured AS (
    SELECT
        feed_id, any_value(fresh_at) AS fresh_at, any_value(well_at) AS well_at,
        sum(polls)::BIGINT AS polls, sum(failed)::BIGINT AS polls_failed,
        median(duration_ms / polls) FILTER (age <= 35) AS median_ms,
        sum(fresh) FILTER (good AND age BETWEEN 0 AND 27) AS month,
        count(*) FILTER (good AND age BETWEEN 0 AND 27) AS month_days,
        avg(fresh) FILTER (good AND age BETWEEN 1 AND 7) AS per_day,
        avg(volume) FILTER (good AND age BETWEEN 1 AND 7) AS recent,
        avg(volume) FILTER (good AND age BETWEEN 8 AND 35) AS usual,
        greatest(stddev_samp(volume) FILTER (good AND age BETWEEN 8 AND 35), 0.3) AS spread,
        sum(fresh) FILTER (good AND age BETWEEN 8 AND 35) AS before,
        count(*) FILTER (good AND age BETWEEN 8 AND 35) AS days_before,
        count(*) FILTER (good AND age BETWEEN 8 AND 35 AND fresh > 0) AS fresh_days,
        coalesce(sum(fresh) FILTER (age = 0), 0) AS today,
        coalesce(bit_or(bit) FILTER (good AND age BETWEEN 1 AND 35), 0) AS good_days,
        coalesce(bit_or(bit) FILTER (fresh > 0 AND age BETWEEN 1 AND 35), 0) AS days_with_fresh
    FROM days
    GROUP BY feed_id
), stretched AS (
    SELECT
        *, days_before >= 14 AND recent IS NOT NULL AS known,
        string_split(
            array_to_string(
                [if((days_with_fresh >> age) & 1 = 1, '|', '.') FOR age IN range(35, 0, -1) IF (good_days >> age) & 1 = 1],
                ''
            ),
            '|'
        ) AS gaps
    FROM measured
), judged AS (
    SELECT
        * EXCLUDE (per_day), round(per_day, 1) AS per_day,
        CASE WHEN known THEN round(before * 7 / days_before, 1) END AS usual_per_week,
        CASE
            WHEN NOT known THEN NULL
            WHEN fresh_days >= 3 AND today = 0 AND well_at >= fresh_at + INTERVAL 1 DAY
                AND len(gaps[-1]) >= 2 * (1 + list_max([len(each) FOR each IN gaps[:-2]])) THEN 'silent'
            WHEN recent < usual - 1.5 * spread THEN 'low'
            WHEN recent > usual + 2 * spread THEN 'high'
            ELSE 'normal'
        END AS volume
    FROM stretched
)
SELECT
    feed_id, polls, polls_failed, median_ms, round(month * 7 / month_days, 1) AS per_week, per_day, usual_per_week, volume,
    CASE WHEN volume = 'silent' THEN fresh_at END AS silent_since,
    CASE volume
        WHEN 'silent' THEN 'silent for ' || date_sub('day', fresh_at, well_at) || ' days; usually '
        WHEN 'normal' THEN 'normal: '
        ELSE volume || ': ' || format('{:g}', per_day) || ' a day of late; usually '
    END || CASE
        WHEN usual_per_week >= 10.5 THEN round(usual_per_week / 7)::INTEGER || ' a day'
        WHEN usual_per_week >= 1 THEN round(usual_per_week)::INTEGER || ' a week'
        ELSE 'less than one a week'
    END AS words
FROM judged;
COMMENT ON VIEW feed_volume IS 'A row a feed that was polled: what it brings, against its own baseline, as of its last good poll, by whole UTC days with a good poll.
polls: Polls in all.
polls_failed: Polls that failed, in all.
median_ms: Milliseconds a poll takes: the median of the means of the last 36 days.
per_week: Fresh items a week, by the last 28 days; null: none known.
per_day: Fresh items a day in the 7 days before; null: none known.
usual_per_week: Fresh items a week in the 28 days before those; null: less than 14 of them known.
volume: Of those 7 days by the mean of log counts against the 28 before: low (1.5 standard deviations below), high (2 above), normal; or silent: nothing for at least twice as long as ever between two days with fresh items; null: less than 14 of the 28 known.
silent_since: Last poll that found fresh items, UTC; null: not silent.
words: The volume in a phrase for people; null: not known.';

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
    nullif(s.url, '') AS asked_url, v.volume, v.silent_since,
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
COMMENT ON VIEW feed_health IS 'A row a feed: its state now and its record.
feed_id: Name of the feed in the watch list.
url: Address in the watch list.
title: Title in the watch list; empty where it gives none.
outlet: Registered domain of the outlet; empty where the watch list gives none.
status: Of the last poll: ok, unchanged or failed; null: never polled.
reason: Code of the last poll''s failure; empty when well; null: never polled.
detail: That failure in words; null: never polled.
failures: Failed polls in a row up to now.
last_poll_at: Last poll, UTC; null: never polled.
last_well_at: Last poll that did not fail, UTC; null: none.
last_new_at: Last poll that brought an entry not in the lake before, UTC; null: none.
next_poll_at: When it is due, UTC; null: never polled.
polls: Polls in all.
polls_failed: Polls that failed, in all.
median_ms: Milliseconds a poll takes: the median of the means of 36 days; null: never polled.
entries: Entries it brought first.
articles: Of these, the ones that became articles.
pending: Of these, the ones still to be read.
interval_seconds: Seconds between polls by its own rhythm; null: not known yet.
per_week: Fresh items a week, by the last 28 days; null: none known.
failing_since: First of the failed polls in a row, UTC; null: well.
last_fresh_at: Last poll that found items not there before, UTC; null: none.
moved_to: Where permanent redirects lead from the watch list''s address; null: nowhere.
asked_url: Address that the last poll asked; null: never polled, or not recorded.
words: Its state in a phrase for people.';
