-- When our polls first saw an entry or article, and when they last looked before that without finding it. Who came first
-- is decided by these times, because an outlet can claim any time of publication. What outlets claim about each other is
-- kept as claims, and what is odd about their articles is listed.

ALTER TABLE entries ADD COLUMN observed_at TIMESTAMPTZ;
ALTER TABLE entries ADD COLUMN absent_at TIMESTAMPTZ;
COMMENT ON COLUMN entries.observed_at IS 'End of the poll that first found the entry, the same for all entries of a run, UTC; null: not recorded.';
COMMENT ON COLUMN entries.absent_at IS 'Latest poll of the outlet''s own feed before that, which did not find the entry, UTC; null: there was none.';

ALTER TABLE articles ADD COLUMN observed_at TIMESTAMPTZ;
ALTER TABLE articles ADD COLUMN absent_at TIMESTAMPTZ;
ALTER TABLE articles ADD COLUMN date_contradicted BOOLEAN;
COMMENT ON COLUMN articles.observed_at IS 'When we first saw the article: the end of the poll that found it, or the reading of this text if the page could not be read within an hour, or has been rewritten since; UTC; null: not recorded.';
COMMENT ON COLUMN articles.absent_at IS 'Our latest look before observed_at, which did not find the article: a poll of its outlet, or the reading of another text at this address; UTC; null: there was none.';
COMMENT ON COLUMN articles.date_contradicted IS 'True: published_at lies more than an hour before absent_at, so our polls contradict it, or the page has later named a time more than an hour before published_at. False: neither, or it could not be checked; coverage tells these apart. Null: not recorded.';

ALTER TABLE article_groups ADD COLUMN copy_order VARCHAR;
COMMENT ON COLUMN article_groups.copy_order IS 'certain: our polls show that the original came first; uncertain: our polls do not show which came first, and the outlets'' own dates decided within the limits of what our polls saw; null: an original, or not recorded.';

ALTER TABLE article_groups ADD COLUMN copy_claimed BOOLEAN;
COMMENT ON COLUMN article_groups.copy_claimed IS 'True: only the pages say that this is a translation, the texts do not show it; null: not recorded.';

ALTER TABLE articles ADD COLUMN claimed_url VARCHAR;
COMMENT ON COLUMN articles.claimed_url IS 'Address of another outlet that the page names as the canonical address of its text, in canonical form; only a claim; null: none.';

ALTER TABLE article_sketches ADD COLUMN outlet VARCHAR;
COMMENT ON COLUMN article_sketches.outlet IS 'Registered domain of the outlet, so that one outlet cannot make a key too common for others; null: not recorded.';

CREATE VIEW ordered_articles AS
SELECT
    * EXCLUDE (seen_at) REPLACE (
        CASE WHEN date_contradicted THEN true WHEN published_at IS NOT NULL AND absent_at IS NOT NULL THEN false END
            AS date_contradicted
    ),
    least(
        CASE WHEN published_at IS NOT NULL THEN greatest(published_at, absent_at) END, coalesce(observed_at, fetched_at)
    ) AS reported_at,
    CASE
        WHEN published_at IS NULL THEN seen_at
        ELSE greatest(least(published_at, seen_at), absent_at, seen_at - INTERVAL 1 HOUR)
    END AS ordered_at
FROM (
    SELECT *, coalesce(observed_at, to_timestamp(floor(epoch(fetched_at) / 3600) * 3600)) AS seen_at FROM articles
);
COMMENT ON VIEW ordered_articles IS 'Every article, on topic or not, with the times that decide which came first.
date_contradicted: True: published_at lies more than an hour before a poll of the outlet that did not find the article, or the page has later named a time more than an hour before published_at; null: it cannot be checked, because absent_at or published_at is null.
reported_at: Claimed time of publication within the limits of what our polls saw, as in coverage; UTC.
ordered_at: Time that decides which of two articles came first, as in coverage; UTC.';

CREATE OR REPLACE VIEW coverage AS
SELECT
    a.article_id, a.url, a.title, a.outlet, coalesce(f.kind, a.outlet_kind, 'other') AS outlet_kind,
    coalesce(f.country, a.country) AS outlet_country,
    (least(a.published_at, a.fetched_at) AT TIME ZONE 'UTC')::DATE AS day,
    a.published_at, a.published_source, a.published_precision, a.published_zone, a.updated_at, a.fetched_at,
    a.authors, a.section, a.topics, a.language, a.languages,
    g.copy_of IS NULL AS original, g.copy_of, g.copy_kind, g.score AS copy_score, g.evidence AS copy_evidence, g.copy_order,
    coalesce(g.copy_claimed, false) AS copy_claimed,
    coalesce(g.story_id, a.article_id) AS story_id,
    a.translation_state, a.translation_notice_language, a.translation_source_language, a.translation_source_url,
    a.translation_evidence, a.text, a.words, a.text_hash, a.language_confidence, a.page_language, a.paywalled,
    a.liveblog, a.image_url, a.alternates, a.canonical_url, a.feed_id, f.title AS feed_title, a.revision,
    a.revised_at, a.raw_file, a.raw_offset, a.raw_digest, a.observed_at, a.absent_at,
    a.date_contradicted, a.reported_at, a.ordered_at
FROM ordered_articles AS a
LEFT JOIN article_groups AS g ON g.article_id = a.article_id
LEFT JOIN feeds AS f ON f.feed_id = a.feed_id AND f.outlet IN (a.outlet, '')
WHERE len(a.topics) > 0;
COMMENT ON VIEW coverage IS 'Every article on topic, copies included, with its outlet, original, story and translation.
outlet_kind: Kind of the outlet: state, exile, independent, agency, broadcaster or other, from the watch list.
outlet_country: ISO 3166 code of the country where the outlet is based; null: not given.
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

CREATE OR REPLACE VIEW originals AS SELECT * FROM coverage WHERE original;
COMMENT ON VIEW originals IS 'Every article on topic that is neither a copy nor a translation, with the columns of coverage.';

CREATE OR REPLACE VIEW stories AS
SELECT
    story_id,
    arg_min(title, (NOT original, ordered_at, published_at IS NULL, coalesce(published_at, fetched_at), article_id)) AS title,
    arg_min(article_id, (NOT original, ordered_at, published_at IS NULL, coalesce(published_at, fetched_at), article_id)) AS first_article_id,
    arg_min(outlet, (NOT original, ordered_at, published_at IS NULL, coalesce(published_at, fetched_at), article_id)) AS first_outlet,
    arg_min(day, (NOT original, ordered_at, published_at IS NULL, coalesce(published_at, fetched_at), article_id)) AS first_day,
    max(day) AS last_day,
    count(*) AS articles,
    count(*) FILTER (original) AS originals,
    count(*) FILTER (translation_state IN ('translated', 'proxy')) AS translated,
    count(DISTINCT outlet) AS outlets,
    list_sort(list(DISTINCT outlet)) AS outlet_list,
    list_sort(list(DISTINCT language)) AS languages,
    list_sort(list_distinct(flatten(list(topics)))) AS topics
FROM coverage
GROUP BY story_id;
COMMENT ON VIEW stories IS 'One row per story on topic: all articles on one event.
title: Title of its first article.
first_article_id: The original that came first (ordered_at), or the first article if there is no original.
first_outlet: Outlet of that article.
first_day: Day of that article, UTC.
last_day: Day of its latest article, UTC.
articles: Number of articles, copies included.
originals: Number of articles that are not copies.
translated: Number of machine-translated articles.
outlets: Number of outlets that published it.
outlet_list: Registered domains of these outlets.
languages: Languages in which it was written.
topics: Topics that at least one of its articles matches.';

CREATE OR REPLACE MACRO first_to_report(story) AS TABLE
WITH members AS (
    SELECT
        *, row_number() OVER (
            ORDER BY ordered_at, published_at IS NULL, coalesce(published_at, fetched_at), NOT original, article_id
        ) AS position
    FROM coverage
    WHERE article_id IN (SELECT article_id FROM article_groups WHERE story_id = story)
), firsts AS (
    FROM members QUALIFY row_number() OVER (PARTITION BY outlet ORDER BY position) = 1
), places AS (
    SELECT
        *, row_number() OVER (ORDER BY position) AS place,
        coalesce(absent_at >= first_value(coalesce(observed_at, fetched_at)) OVER (ORDER BY position), false) AS is_later
    FROM firsts
)
SELECT
    place, outlet,
    CASE WHEN CASE WHEN place = 1 THEN bool_and(place = 1 OR is_later) OVER () ELSE is_later END THEN 'certain' ELSE 'uncertain' END
        AS certainty,
    round(date_diff('minute', first_value(reported_at) OVER (ORDER BY position), reported_at) / 60, 1) AS hours_later,
    observed_at, published_at AS claimed_at, date_contradicted, absent_at, reported_at, outlet_kind, language, original,
    title, article_id
FROM places
ORDER BY place;

CREATE OR REPLACE MACRO echo(story) AS TABLE
WITH members AS (
    SELECT
        article_id, outlet, language, title, copy_of, copy_kind, copy_score, copy_evidence,
        copy_order, reported_at AS copied_at
    FROM coverage
    WHERE article_id IN (SELECT article_id FROM article_groups WHERE story_id = story)
)
SELECT
    copy.outlet, copy.language, copy.copy_kind, source.outlet AS from_outlet, copy.copied_at,
    round(date_diff('minute', source.copied_at, copy.copied_at) / 60, 1) AS hours_later, round(copy.copy_score, 2) AS copy_score,
    copy.copy_order, copy.copy_evidence, copy.title, copy.article_id, copy.copy_of
FROM members AS copy
LEFT JOIN members AS source ON source.article_id = copy.copy_of
WHERE copy.copy_of IS NOT NULL
ORDER BY copy.copied_at, copy.article_id;

CREATE OR REPLACE MACRO stories_between(since, until) AS TABLE
SELECT
    story_id,
    arg_min(title, (NOT original, ordered_at, published_at IS NULL, coalesce(published_at, fetched_at), article_id)) AS title,
    arg_min(article_id, (NOT original, ordered_at, published_at IS NULL, coalesce(published_at, fetched_at), article_id)) AS first_article_id,
    arg_min(outlet, (NOT original, ordered_at, published_at IS NULL, coalesce(published_at, fetched_at), article_id)) AS first_outlet,
    arg_min(day, (NOT original, ordered_at, published_at IS NULL, coalesce(published_at, fetched_at), article_id)) AS first_day,
    max(day) AS last_day,
    count(*) AS articles,
    count(*) FILTER (original) AS originals,
    count(*) FILTER (translation_state IN ('translated', 'proxy')) AS translated,
    count(DISTINCT outlet) AS outlets,
    list_sort(list(DISTINCT outlet)) AS outlet_list,
    list_sort(list(DISTINCT language)) AS languages,
    list_sort(list_distinct(flatten(list(topics)))) AS topics
FROM coverage
WHERE fetched_at >= since::DATE::TIMESTAMP AT TIME ZONE 'UTC' AND day BETWEEN since::DATE AND until::DATE
GROUP BY story_id
ORDER BY articles DESC, story_id;

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
certainty: certain: when we had seen the first outlet''s article, a poll of this outlet did not yet find its own; in the first row, this holds for all others. uncertain: our polls do not show who was first.
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

CREATE VIEW claims AS
WITH made AS (
    SELECT article_id, outlet, fetched_at, canonical_url, 'canonical' AS kind, claimed_url AS url
    FROM articles WHERE claimed_url IS NOT NULL
    UNION ALL
    SELECT article_id, outlet, fetched_at, canonical_url, 'translation', translation_source_canonical
    FROM articles WHERE translation_source_canonical IS NOT NULL
    UNION ALL
    SELECT article_id, outlet, fetched_at, canonical_url, 'language_version', unnest(alternates).url
    FROM articles WHERE len(alternates) > 0
)
SELECT
    made.article_id, made.outlet, made.kind, made.url, about.article_id AS about_article_id, about.outlet AS about_outlet,
    CASE
        WHEN about.article_id IS NULL THEN NULL
        WHEN made.kind = 'language_version' THEN list_contains(list_transform(about.alternates, lambda each: each.url), made.canonical_url)
        WHEN made.kind = 'translation' THEN coalesce(
            g.copy_kind = 'translation' AND NOT g.copy_claimed AND g.copy_of = coalesce(original.copy_of, about.article_id), false
        )
        ELSE coalesce(
            g.copy_kind IN ('same_address', 'same_text', 'near_copy') AND g.copy_of = coalesce(original.copy_of, about.article_id), false
        )
    END AS is_confirmed,
    made.fetched_at
FROM made
LEFT JOIN articles AS about ON about.canonical_url = made.url
LEFT JOIN article_groups AS g ON g.article_id = made.article_id
LEFT JOIN article_groups AS original ON original.article_id = about.article_id
WHERE about.outlet <> made.outlet OR (about.outlet IS NULL AND made.kind <> 'language_version');
COMMENT ON VIEW claims IS 'What articles claim about the addresses of other outlets. One row per article, kind and address. A claim changes nothing of the other outlet. Unconfirmed, it has one effect at most: a page that calls itself a translation becomes a copy of that article (copy_claimed in coverage).
article_id: Id of the article that makes the claim.
outlet: Outlet of that article: the author of the claim.
kind: canonical: the page names that address as the canonical one of its text (rel=canonical); translation: it calls itself a translation of that page; language_version: it names that page as its version in another language.
url: Address that the claim is about, in canonical form.
about_article_id: Id of the article at that address; null: not in the lake.
about_outlet: Outlet of that article; null: not in the lake.
is_confirmed: True for canonical: the text is a copy of the one at that address, which still belongs to the other outlet; for translation: the texts show it; for language_version: the other page names this one, too. Null: the other article is not in the lake.
fetched_at: When the article that makes the claim was first read, UTC.';

CREATE VIEW provenance_anomalies AS
WITH texts AS (
    SELECT outlet, text_hash, min(fetched_at) AS fetched_at
    FROM articles WHERE text_hash <> '' AND words >= 50 GROUP BY outlet, text_hash
), sizes AS (
    SELECT outlet, count(*) AS texts FROM texts GROUP BY outlet
), pairs AS (
    SELECT a.outlet AS one, b.outlet AS two, count(*) AS shared, max(greatest(a.fetched_at, b.fetched_at)) AS found_at
    FROM texts AS a JOIN texts AS b ON b.text_hash = a.text_hash AND b.outlet > a.outlet
    GROUP BY a.outlet, b.outlet
    HAVING count(*) >= 5
), sides AS (
    SELECT one AS outlet, two AS other_outlet, shared, found_at FROM pairs
    UNION ALL
    SELECT two, one, shared, found_at FROM pairs
), copied AS (
    SELECT a.outlet, source.outlet AS from_outlet, a.text_hash, bool_or(coalesce(g.copy_order = 'certain', false)) AS is_certain
    FROM article_groups AS g
    JOIN articles AS a ON a.article_id = g.article_id
    JOIN articles AS source ON source.article_id = g.copy_of AND source.text_hash = a.text_hash
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
COMMENT ON VIEW provenance_anomalies IS 'What is odd about where articles come from. One row per finding. A finding is a reason to look, not a proof: outlets correct dates, and agencies and their clients share texts.
kind: contradicted_date: the claimed date lies more than an hour before a poll that did not find the article, or before the date that the page named first; one_sided_claim: a claim about an article of another outlet that nothing confirms; late_rewrite: more than a day after it was first read, the text was replaced by one that is less than 40 % alike; mirror: two outlets share at least 5 texts of 50 words or more, and at least half of the texts of the smaller one.
outlet: Outlet whose article or claim it is; for mirrors, the one that is more often the copy.
article_id: Id of the article; null: the finding is about an outlet.
other_outlet: Outlet that the claim is about, or the other one of the mirror; null: none.
found_at: When it was found, UTC.
words: The finding in words, as a sentence that begins with the outlet.';

CREATE VIEW outlet_provenance AS
SELECT
    outlet, count(*) AS articles, count(published_at) AS dated,
    count(*) FILTER (published_at IS NOT NULL AND (absent_at IS NOT NULL OR date_contradicted)) AS checked,
    count(*) FILTER (date_contradicted) AS contradicted,
    round(100 * contradicted / nullif(checked, 0), 1) AS percent_contradicted,
    count(*) FILTER (g.copy_of IS NOT NULL) AS copies, count(*) FILTER (g.copy_order = 'certain') AS certain_copies,
    max(observed_at) FILTER (date_contradicted) AS last_contradicted_at
FROM articles LEFT JOIN article_groups AS g USING (article_id)
GROUP BY outlet;
COMMENT ON VIEW outlet_provenance IS 'One row per outlet: how far our polls confirm what it claims about its articles.
outlet: Registered domain of the outlet.
articles: Number of its articles, on topic or not.
dated: How many of these claim a time of publication.
checked: How many of the dated ones could be checked, because a poll before the one that found them did not find them, or their page named another time later.
contradicted: How many of the checked ones are contradicted, as in coverage (date_contradicted).
percent_contradicted: contradicted as a percentage of checked; null: none could be checked.
copies: How many are copies or translations of other articles.
certain_copies: How many of these certainly came after their original.
last_contradicted_at: When the latest of the contradicted ones was first seen, UTC; null: none.';
