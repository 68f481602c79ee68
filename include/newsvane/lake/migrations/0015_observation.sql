-- When our polls first saw an entry or article, and when they last looked before that without finding it.
-- Who came first is decided by these times, because an outlet can claim any time of publication.

ALTER TABLE entries ADD COLUMN observed_at TIMESTAMPTZ;
ALTER TABLE entries ADD COLUMN absent_at TIMESTAMPTZ;
COMMENT ON COLUMN entries.observed_at IS 'End of the poll that first found the entry, the same for all entries of a run, UTC; null: not recorded.';
COMMENT ON COLUMN entries.absent_at IS 'Latest poll of the outlet''s own feed before that, which did not find the entry, UTC; null: there was none.';

ALTER TABLE articles ADD COLUMN observed_at TIMESTAMPTZ;
ALTER TABLE articles ADD COLUMN absent_at TIMESTAMPTZ;
ALTER TABLE articles ADD COLUMN date_contradicted BOOLEAN;
COMMENT ON COLUMN articles.observed_at IS 'When we first saw the article: the end of the poll that found it, or the reading of this text if the page could not be read within an hour, or has been rewritten since; UTC; null: not recorded.';
COMMENT ON COLUMN articles.absent_at IS 'Our latest look before observed_at, which did not find the article: a poll of its outlet, or the reading of another text at this address; UTC; null: there was none.';
COMMENT ON COLUMN articles.date_contradicted IS 'True: published_at lies more than an hour before absent_at, so our polls contradict it; null: not recorded.';

ALTER TABLE article_groups ADD COLUMN copy_order VARCHAR;
COMMENT ON COLUMN article_groups.copy_order IS 'certain: our polls show that the original came first; uncertain: the two cannot be told apart by our polls, so their own dates decided; null: an original, or not recorded.';

ALTER TABLE article_sketches ADD COLUMN outlet VARCHAR;
COMMENT ON COLUMN article_sketches.outlet IS 'Registered domain of the outlet, so that one outlet cannot make a key too common for others; null: not recorded.';

CREATE OR REPLACE VIEW coverage AS
SELECT
    a.article_id, a.url, a.title, a.outlet, coalesce(f.kind, a.outlet_kind, 'other') AS outlet_kind,
    coalesce(f.country, a.country) AS outlet_country,
    (least(a.published_at, a.fetched_at) AT TIME ZONE 'UTC')::DATE AS day,
    a.published_at, a.published_source, a.published_precision, a.published_zone, a.updated_at, a.fetched_at,
    a.authors, a.section, a.topics, a.language, a.languages,
    g.copy_of IS NULL AS original, g.copy_of, g.copy_kind, g.score AS copy_score, g.evidence AS copy_evidence, g.copy_order,
    coalesce(g.story_id, a.article_id) AS story_id,
    a.translation_state, a.translation_notice_language, a.translation_source_language, a.translation_source_url,
    a.translation_evidence, a.text, a.words, a.text_hash, a.language_confidence, a.page_language, a.paywalled,
    a.liveblog, a.image_url, a.alternates, a.canonical_url, a.feed_id, f.title AS feed_title, a.revision,
    a.revised_at, a.raw_file, a.raw_offset, a.raw_digest, a.observed_at, a.absent_at,
    coalesce(a.date_contradicted, false) AS date_contradicted,
    least(
        CASE WHEN a.published_at IS NOT NULL THEN greatest(a.published_at, a.absent_at) END,
        coalesce(a.observed_at, a.fetched_at)
    ) AS reported_at,
    CASE
        WHEN a.published_at IS NULL THEN a.seen_at
        ELSE greatest(least(a.published_at, a.seen_at), a.absent_at, a.seen_at - INTERVAL 1 HOUR)
    END AS ordered_at
FROM (
    SELECT *, coalesce(observed_at, to_timestamp(floor(epoch(fetched_at) / 3600) * 3600)) AS seen_at FROM articles
) AS a
LEFT JOIN article_groups AS g ON g.article_id = a.article_id
LEFT JOIN feeds AS f ON f.feed_id = a.feed_id AND f.outlet IN (a.outlet, '')
WHERE len(a.topics) > 0;
COMMENT ON VIEW coverage IS 'Every article on topic, copies included, with its outlet, original, story and translation.
outlet_kind: Kind of the outlet: state, exile, independent, agency, broadcaster or other, from the watch list.
outlet_country: ISO 3166 code of the country where the outlet is based; null: not given.
day: Day of publication if known and not in the future, otherwise of reading; UTC.
original: True: neither a copy nor a translation of another article in the lake.
copy_score: Similarity on which the link is based, 0 to 1; null: an original.
copy_evidence: Reasons for the link, in words; empty: none.
copy_order: certain: our polls show that the original came first; uncertain: the two cannot be told apart by our polls, so their own dates decided; null: an original.
feed_title: Title of the feed in the watch list; null: no feed of the outlet listed the article.
date_contradicted: True: published_at lies more than an hour before a poll of the outlet that did not find the article.
reported_at: Claimed time of publication within the limits of what our polls saw: not before absent_at, not after observed_at; if it is not known, the time when we first saw the article; UTC.
ordered_at: Time that decides which of two articles came first: as reported_at, but at most an hour before observed_at; UTC.';

CREATE OR REPLACE VIEW originals AS SELECT * FROM coverage WHERE original;

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
    place, outlet, outlet_kind, language, reported_at,
    round(date_diff('minute', first_value(reported_at) OVER (ORDER BY position), reported_at) / 60, 1) AS hours_later,
    CASE WHEN CASE WHEN place = 1 THEN bool_and(place = 1 OR is_later) OVER () ELSE is_later END THEN 'certain' ELSE 'uncertain' END
        AS certainty,
    observed_at, published_at AS claimed_at, date_contradicted, original, title, article_id
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
outlet_kind: Kind of the outlet: state, exile, independent, agency, broadcaster or other.
language: Language of the article.
reported_at: Claimed time of publication within the limits of what our polls saw, as in coverage; UTC.
hours_later: Hours after the first outlet; below 0: it claims to have been first, but we saw it later.
certainty: certain: when we had seen the first outlet''s article, a poll of this outlet did not yet find its own; in the first row, this holds for all others. uncertain: our polls do not show who was first.
observed_at: When we first saw the article, UTC; null: not recorded.
claimed_at: Time of publication that the outlet claims, UTC; null: none.
date_contradicted: True: a poll that did not find the article contradicts the claim.
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
copy_order: certain: our polls show that the original came first; uncertain: only the dates of the two say so.
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
