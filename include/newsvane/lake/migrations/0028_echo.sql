-- Who copied whom, counted by what is known: a page that alone claims to be a translation counts as an original if the
-- texts do not show it. And how often the reports of an outlet are copied or translated, by whom, and how fast.
CREATE VIEW grouped_articles AS
SELECT
    *, copy_of IS NULL OR (coalesce(copy_claimed, false) AND evidence[1] = 'declared original') AS original
FROM article_groups;
COMMENT ON VIEW grouped_articles IS 'The rows of article_groups, with what they mean for counts.
original: True: neither a copy nor a translation, as far as is known. An article that alone claims to be a translation, which the texts do not show, is an original. The first line of evidence is about the article itself; the others are about what it is linked to.';

CREATE OR REPLACE VIEW coverage AS
SELECT
    a.article_id, a.url, a.title, a.outlet, coalesce(nullif(f.kind, 'other'), a.outlet_kind, 'other') AS outlet_kind,
    coalesce(f.country, a.country) AS outlet_country,
    (least(a.published_at, a.fetched_at) AT TIME ZONE 'UTC')::DATE AS day,
    a.published_at, a.published_source, a.published_precision, a.published_zone, a.updated_at, a.fetched_at,
    a.authors, a.section, a.kind, a.topics, a.central_topics, a.topic_mentions, a.name_keys, a.language, a.languages,
    coalesce(g.original, true) AS original, g.copy_of, g.copy_kind, g.score AS copy_score, g.evidence AS copy_evidence, g.copy_order,
    coalesce(g.copy_claimed, false) AS copy_claimed,
    coalesce(g.story_id, a.article_id) AS story_id,
    a.translation_state, a.translation_notice_language, a.translation_source_language, a.translation_source_url,
    a.translation_evidence, a.translation_post_edited, a.text, a.words, a.completeness, a.text_hash, a.language_confidence, a.page_language,
    a.paywalled, a.liveblog, a.image_url, a.alternates, a.canonical_url, a.feed_id, f.title AS feed_title, a.revision,
    a.revised_at, a.raw_file, a.raw_offset, a.raw_digest, a.observed_at, a.absent_at,
    a.date_contradicted, a.reported_at, a.ordered_at
FROM ordered_articles AS a
LEFT JOIN grouped_articles AS g ON g.article_id = a.article_id
LEFT JOIN own_feeds AS f ON f.feed_id = a.feed_id AND f.outlet IN (a.outlet, '')
WHERE len(a.topics) > 0;
COMMENT ON VIEW coverage IS 'Every article on topic, copies included, with its outlet, original, story and translation.
outlet_kind: Kind of the outlet: state, exile, independent, agency, broadcaster or other, from the watch list or outlets.toml.
outlet_country: ISO 3166 code of the country where the outlet is based, from the watch list or outlets.toml; null: not known.
day: Day of publication if known and not in the future, otherwise of reading; UTC.
original: True: neither a copy nor a translation of another article in the lake, as far as is known. An article that alone claims to be a translation, which the texts do not show, is an original with copy_of and copy_claimed.
copy_score: Similarity on which the link is based, 0 to 1; without meaning if copy_claimed; null: no copy_of.
copy_evidence: Reasons for the link, in words; empty: none.
copy_order: certain: our polls show that the original came first; uncertain: our polls do not show which came first, and the outlets'' own dates decided within the limits of what our polls saw; null: no copy_of.
copy_claimed: True: only the pages say that this, or the text that it copies, is a translation of copy_of; the texts do not show it.
feed_title: Title of the feed in the watch list; null: no feed of the outlet listed the article.
date_contradicted: True: published_at lies more than an hour before a poll of the outlet that did not find the article, or the page has later named a time more than an hour before published_at; null: it cannot be checked, because absent_at or published_at is null.
reported_at: Claimed time of publication within the limits of what our polls saw: not before absent_at, not after observed_at; if it is not known, the time when we first saw the article; UTC.
ordered_at: Time that decides which of two articles came first: as reported_at, but at most an hour before observed_at; UTC.';

CREATE OR REPLACE VIEW stories AS
SELECT
    story_id,
    arg_min(title, (copy_of IS NOT NULL, ordered_at, published_at IS NULL, coalesce(published_at, fetched_at), article_id)) AS title,
    arg_min(article_id, (copy_of IS NOT NULL, ordered_at, published_at IS NULL, coalesce(published_at, fetched_at), article_id)) AS first_article_id,
    arg_min(outlet, (copy_of IS NOT NULL, ordered_at, published_at IS NULL, coalesce(published_at, fetched_at), article_id)) AS first_outlet,
    arg_min(day, (copy_of IS NOT NULL, ordered_at, published_at IS NULL, coalesce(published_at, fetched_at), article_id)) AS first_day,
    max(day) AS last_day,
    count(*) AS articles,
    count(*) FILTER (original) AS originals,
    count(*) FILTER (translation_state IN ('translated', 'proxy')) AS translated,
    count(DISTINCT outlet) AS outlets,
    count(DISTINCT outlet) FILTER (original) AS independent_outlets,
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
independent_outlets: Number of these with an original, an article that is nobody''s copy or translation.
outlet_list: Registered domains of these outlets.
languages: Languages in which it was written.
topics: Topics that at least one of its articles matches.';

CREATE OR REPLACE MACRO stories_between(since, until) AS TABLE
SELECT
    story_id,
    arg_min(title, (copy_of IS NOT NULL, ordered_at, published_at IS NULL, coalesce(published_at, fetched_at), article_id)) AS title,
    arg_min(article_id, (copy_of IS NOT NULL, ordered_at, published_at IS NULL, coalesce(published_at, fetched_at), article_id)) AS first_article_id,
    arg_min(outlet, (copy_of IS NOT NULL, ordered_at, published_at IS NULL, coalesce(published_at, fetched_at), article_id)) AS first_outlet,
    arg_min(day, (copy_of IS NOT NULL, ordered_at, published_at IS NULL, coalesce(published_at, fetched_at), article_id)) AS first_day,
    max(day) AS last_day,
    count(*) AS articles,
    count(*) FILTER (original) AS originals,
    count(*) FILTER (translation_state IN ('translated', 'proxy')) AS translated,
    count(DISTINCT outlet) AS outlets,
    count(DISTINCT outlet) FILTER (original) AS independent_outlets,
    list_sort(list(DISTINCT outlet)) AS outlet_list,
    list_sort(list(DISTINCT language)) AS languages,
    list_sort(list_distinct(flatten(list(topics)))) AS topics
FROM coverage
WHERE fetched_at >= since::DATE::TIMESTAMP AT TIME ZONE 'UTC' AND day BETWEEN since::DATE AND until::DATE
GROUP BY story_id
ORDER BY articles DESC, story_id;

CREATE VIEW outlet_echo AS
WITH pairs AS (
    SELECT
        unnest(copy.topics) AS topic, source.outlet AS from_outlet, copy.outlet, copy.copy_of, copy.copy_kind, copy.copy_order,
        NOT copy.original AS is_shown, copy.day, date_diff('minute', source.reported_at, copy.reported_at) / 60 AS hours
    FROM coverage AS copy
    JOIN ordered_articles AS source ON source.article_id = copy.copy_of
    WHERE source.outlet <> copy.outlet
)
SELECT
    topic, from_outlet, outlet, count(*) FILTER (is_shown) AS articles,
    count(*) FILTER (is_shown AND copy_kind <> 'translation') AS copies,
    count(*) FILTER (is_shown AND copy_kind = 'translation') AS translations,
    count(DISTINCT copy_of) FILTER (is_shown) AS reports, count(*) FILTER (is_shown AND copy_order = 'certain') AS certain,
    count(*) FILTER (NOT is_shown) AS only_claimed, round(median(hours) FILTER (is_shown), 1) AS median_hours,
    round(min(hours) FILTER (is_shown), 1) AS least_hours, max(day) AS last_day
FROM pairs
GROUP BY topic, from_outlet, outlet;
COMMENT ON VIEW outlet_echo IS 'How often the reports of an outlet are copied or translated, by whom, and how fast. One row per topic and pair of outlets; the macro echo lists the articles of a story. Copies by the same outlet are left out.
topic: Topic of the copies. An article on two topics counts in both.
from_outlet: Outlet of the originals.
outlet: Outlet of the copies.
articles: Number of its copies and translations of originals of from_outlet.
copies: How many of these have the same or nearly the same text.
translations: How many of these are translations.
reports: Number of different originals that it copied or translated.
certain: For how many of the articles our polls show that the original came first.
only_claimed: Number of its other articles that alone claim to be translations, which the texts do not show; they count nowhere else.
median_hours: Median of the hours from the original to the copy, by reported_at, which are claimed times within the limits of what our polls saw; null: no articles.
least_hours: The same for the fastest copy; below 0: the copy claims to be older, but we saw it later.
last_day: Day of the latest of the articles, or claims, UTC.';

INSERT INTO trend_stale
SELECT DISTINCT (least(a.published_at, a.fetched_at) AT TIME ZONE 'UTC')::DATE
FROM articles AS a JOIN grouped_articles AS g ON g.article_id = a.article_id
WHERE g.original AND g.copy_of IS NOT NULL;
