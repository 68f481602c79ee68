-- The same rows from views that read less. The day of a time is computed without the calendar of time zones, which takes
-- DuckDB seventeen times as long. What joins articles or groupings first chooses the few that it needs.
-- Outlets can only share texts that several articles have. Short hashes find all of these, and a few others by accident, which
-- are sorted out when text_hash itself is compared. All other texts are counted, but not compared.
CREATE OR REPLACE VIEW feed_volume AS
WITH days AS (
    SELECT
        d.*, d.polls > d.failed AS good, ln(1 + d.fresh) AS volume, s.fresh_at, s.well_at,
        make_timestamp(epoch_us(coalesce(s.well_at, s.polled_at)))::DATE - d.day AS age,
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

CREATE OR REPLACE VIEW claims AS
WITH made AS MATERIALIZED (
    SELECT article_id, outlet, fetched_at, canonical_url, 'canonical' AS kind, claimed_url AS url
    FROM articles WHERE claimed_url IS NOT NULL
    UNION ALL
    SELECT article_id, outlet, fetched_at, canonical_url, 'translation', translation_source_canonical
    FROM articles WHERE translation_source_canonical IS NOT NULL
    UNION ALL
    SELECT article_id, outlet, fetched_at, canonical_url, 'language_version', unnest(alternates).url
    FROM articles WHERE len(alternates) > 0
), about AS (
    SELECT article_id, outlet, canonical_url, alternates FROM articles SEMI JOIN made ON made.url = articles.canonical_url
), found AS MATERIALIZED (
    SELECT
        made.*, about.article_id AS about_article_id, about.outlet AS about_outlet,
        list_contains(list_transform(about.alternates, lambda each: each.url), made.canonical_url) AS is_mutual
    FROM made LEFT JOIN about ON about.canonical_url = made.url
    WHERE about.outlet <> made.outlet OR (about.outlet IS NULL AND made.kind <> 'language_version')
), grouped AS MATERIALIZED (
    SELECT article_id, copy_of, copy_kind, copy_claimed FROM article_groups
    SEMI JOIN (SELECT article_id AS id FROM found UNION ALL SELECT about_article_id FROM found) ON id = article_groups.article_id
)
SELECT
    found.article_id, found.outlet, found.kind, found.url, found.about_article_id, found.about_outlet,
    CASE
        WHEN found.about_article_id IS NULL THEN NULL
        WHEN found.kind = 'language_version' THEN found.is_mutual
        WHEN found.kind = 'translation' THEN coalesce(
            g.copy_kind = 'translation' AND NOT g.copy_claimed AND g.copy_of = coalesce(original.copy_of, found.about_article_id),
            false
        )
        ELSE coalesce(
            g.copy_kind IN ('same_address', 'same_text', 'near_copy')
            AND g.copy_of = coalesce(original.copy_of, found.about_article_id),
            false
        )
    END AS is_confirmed,
    found.fetched_at
FROM found
LEFT JOIN grouped AS g ON g.article_id = found.article_id
LEFT JOIN grouped AS original ON original.article_id = found.about_article_id;
COMMENT ON VIEW claims IS 'What articles claim about the addresses of other outlets. One row per article, kind and address. A claim changes nothing of the other outlet. Unconfirmed, it has one effect at most: a page that calls itself a translation becomes a copy of that article (copy_claimed in coverage).
article_id: Id of the article that makes the claim.
outlet: Outlet of that article: the author of the claim.
kind: canonical: the page names that address as the canonical one of its text (rel=canonical); translation: it calls itself a translation of that page; language_version: it names that page as its version in another language.
url: Address that the claim is about, in canonical form.
about_article_id: Id of the article at that address; null: not in the lake.
about_outlet: Outlet of that article; null: not in the lake.
is_confirmed: True for canonical: the text is a copy of the one at that address, which still belongs to the other outlet; for translation: the texts show it; for language_version: the other page names this one, too. Null: the other article is not in the lake.
fetched_at: When the article that makes the claim was first read, UTC.';

CREATE OR REPLACE VIEW provenance_anomalies AS
WITH repeated AS (
    SELECT hash(text_hash) AS key FROM articles WHERE text_hash <> '' GROUP BY key HAVING count(*) > 1
), candidates AS MATERIALIZED (
    SELECT article_id, outlet, text_hash, words, fetched_at
    FROM articles SEMI JOIN repeated ON repeated.key = hash(text_hash)
    WHERE text_hash <> ''
), texts AS (
    SELECT outlet, text_hash, min(fetched_at) AS fetched_at FROM candidates WHERE words >= 50 GROUP BY outlet, text_hash
), pairs AS (
    SELECT a.outlet AS one, b.outlet AS two, count(*) AS shared, max(greatest(a.fetched_at, b.fetched_at)) AS found_at
    FROM texts AS a JOIN texts AS b ON b.text_hash = a.text_hash AND b.outlet > a.outlet
    GROUP BY a.outlet, b.outlet
    HAVING count(*) >= 5
), sides AS MATERIALIZED (
    SELECT one AS outlet, two AS other_outlet, shared, found_at FROM pairs
    UNION ALL
    SELECT two, one, shared, found_at FROM pairs
), sizes AS (
    SELECT outlet, sum(texts)::BIGINT AS texts
    FROM (
        SELECT outlet, count(*) AS texts
        FROM articles SEMI JOIN sides ON sides.outlet = articles.outlet
        WHERE text_hash <> '' AND words >= 50
        GROUP BY articles.outlet
        UNION ALL
        SELECT outlet, count(DISTINCT text_hash) - count(*) FROM candidates WHERE words >= 50 GROUP BY outlet
    )
    GROUP BY outlet
), copied AS (
    SELECT a.outlet, source.outlet AS from_outlet, a.text_hash, bool_or(coalesce(g.copy_order = 'certain', false)) AS is_certain
    FROM article_groups AS g
    JOIN candidates AS a ON a.article_id = g.article_id
    JOIN candidates AS source ON source.article_id = g.copy_of AND source.text_hash = a.text_hash
    WHERE g.copy_kind IN ('same_address', 'same_text') AND a.words >= 50
        AND a.outlet IN (SELECT outlet FROM sides) AND source.outlet IN (SELECT outlet FROM sides)
    GROUP BY a.outlet, source.outlet, a.text_hash
), copies AS (
    SELECT outlet, from_outlet, count(*) AS texts, count(*) FILTER (is_certain) AS certain_texts
    FROM copied GROUP BY outlet, from_outlet
), mirrors AS (
    SELECT
        m.*, own.texts AS texts, other.texts AS other_texts, coalesce(c.texts, 0) AS copies,
        coalesce(c.certain_texts, 0) AS certain_copies, coalesce(r.texts, 0) AS copied
    FROM sides AS m
    JOIN sizes AS own ON own.outlet = m.outlet
    JOIN sizes AS other ON other.outlet = m.other_outlet
    LEFT JOIN copies AS c ON c.outlet = m.outlet AND c.from_outlet = m.other_outlet
    LEFT JOIN copies AS r ON r.outlet = m.other_outlet AND r.from_outlet = m.outlet
    WHERE 2 * m.shared >= least(own.texts, other.texts)
)
SELECT
    'contradicted_date' AS kind, outlet, article_id, NULL::VARCHAR AS other_outlet, observed_at AS found_at,
    CASE
        WHEN published_at < absent_at
            THEN 'claims ' || strftime(published_at AT TIME ZONE 'UTC', '%Y-%m-%d %H:%M') || ' UTC, but was not there at '
                || strftime(absent_at AT TIME ZONE 'UTC', '%Y-%m-%d %H:%M')
        ELSE 'first claimed ' || strftime(published_at AT TIME ZONE 'UTC', '%Y-%m-%d %H:%M')
            || ' UTC, and later a time more than an hour before that'
    END AS words
FROM articles WHERE date_contradicted
UNION ALL
SELECT
    'one_sided_claim', outlet, article_id, about_outlet, fetched_at,
    CASE kind
        WHEN 'canonical' THEN 'names an article of ' || about_outlet || ' as the canonical address of its text; the texts differ'
        WHEN 'translation' THEN 'calls itself a translation of an article of ' || about_outlet || '; the texts do not show it'
        ELSE 'names an article of ' || about_outlet || ' as its version in another language; that one does not name it'
    END
FROM claims WHERE NOT is_confirmed
UNION ALL
SELECT
    'late_rewrite', a.outlet, a.article_id, NULL, r.revised_at,
    'replaced the text ' || date_diff('day', a.fetched_at, r.revised_at) || ' days after it was first read; '
    || round(100 * r.similarity)::INTEGER || ' % of it is alike'
FROM article_revisions AS r JOIN articles AS a USING (article_id)
WHERE r.similarity < 0.4 AND r.revised_at - a.fetched_at > INTERVAL 1 DAY
UNION ALL
SELECT
    'mirror', outlet, NULL, other_outlet, found_at,
    'shares ' || shared || ' of its ' || texts || ' texts with ' || other_outlet || ', which has ' || other_texts || '; '
    || CASE
        WHEN copies + copied = 0 THEN 'neither is marked as a copy of the other'
        ELSE 'it is the copy in ' || copies || ' of them (' || certain_copies || ' certain)'
            || CASE WHEN copied > 0 THEN ' and the original in ' || copied ELSE '' END
    END
FROM mirrors WHERE copies > copied OR (copies = copied AND outlet < other_outlet);
COMMENT ON VIEW provenance_anomalies IS 'What is odd about where articles come from. One row per finding; a page that claims several things has several. A finding is a reason to look, not a proof: outlets correct dates, and agencies and their clients share texts.
kind: contradicted_date: the claimed date lies more than an hour before a poll that did not find the article, or before the date that the page named first; one_sided_claim: a claim about an article of another outlet that nothing confirms; late_rewrite: more than a day after it was first read, the text was replaced by one that is less than 40 % alike; mirror: two outlets share at least 5 texts of 50 words or more, and at least half of the texts of the smaller one.
outlet: Outlet whose article or claim it is; for mirrors, the one that is more often the copy.
article_id: Id of the article; null: the finding is about an outlet.
other_outlet: Outlet that the claim is about, or the other one of the mirror; null: none.
found_at: When it was found, UTC.
words: The finding in words, without its subject: a page of the outlet, or for mirrors the outlet.';
