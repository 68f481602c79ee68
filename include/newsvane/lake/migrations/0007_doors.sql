-- Macros for the usual questions. DuckLake cannot comment on them: the view `macros` describes them, `column: meaning` a
-- line as in the comments of views. They are written on what the published file has too, and are copied into it.

CREATE MACRO trend(of_topic, grain) AS TABLE
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
FROM trend_daily
WHERE topic = of_topic OR topic = '*'
GROUP BY period
ORDER BY period;

CREATE MACRO share_of_voice(of_topic, since, until) AS TABLE
WITH cells AS (
    SELECT
        outlet, sum(articles) FILTER (topic = of_topic)::BIGINT AS articles,
        sum(originals) FILTER (topic = of_topic)::BIGINT AS originals,
        sum(stories) FILTER (topic = of_topic)::BIGINT AS stories,
        sum(translated) FILTER (topic = of_topic)::BIGINT AS translated,
        sum(articles) FILTER (topic = '*')::BIGINT AS all_read
    FROM trend_daily
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

CREATE MACRO first_to_report(story) AS TABLE
WITH members AS (
    SELECT outlet, outlet_kind, language, title, article_id, original, least(published_at, fetched_at) AS reported_at
    FROM coverage
    WHERE article_id IN (SELECT article_id FROM article_groups WHERE story_id = story)
), firsts AS (
    FROM members QUALIFY row_number() OVER (PARTITION BY outlet ORDER BY reported_at, NOT original, article_id) = 1
)
SELECT
    row_number() OVER (ORDER BY reported_at, NOT original, article_id) AS place, outlet, outlet_kind, language, reported_at,
    round(date_diff('minute', min(reported_at) OVER (), reported_at) / 60, 1) AS hours_later, original, title, article_id
FROM firsts
ORDER BY place;

CREATE MACRO echo(story) AS TABLE
WITH members AS (
    SELECT
        article_id, outlet, language, title, copy_of, copy_kind, copy_score, copy_evidence,
        least(published_at, fetched_at) AS copied_at
    FROM coverage
    WHERE article_id IN (SELECT article_id FROM article_groups WHERE story_id = story)
)
SELECT
    copy.outlet, copy.language, copy.copy_kind, source.outlet AS from_outlet, copy.copied_at,
    round(date_diff('minute', source.copied_at, copy.copied_at) / 60, 1) AS hours_later, round(copy.copy_score, 2) AS copy_score,
    copy.copy_evidence, copy.title, copy.article_id, copy.copy_of
FROM members AS copy
LEFT JOIN members AS source ON source.article_id = copy.copy_of
WHERE copy.copy_of IS NOT NULL
ORDER BY copy.copied_at, copy.article_id;

-- An article's day never lies after its reading: the bound on fetched_at leaves out whole files.
CREATE MACRO coverage_between(since, until) AS TABLE
SELECT * FROM coverage
WHERE fetched_at >= since::DATE::TIMESTAMP AT TIME ZONE 'UTC' AND day BETWEEN since::DATE AND until::DATE;

CREATE MACRO stories_between(since, until) AS TABLE
SELECT
    story_id,
    arg_min(title, (NOT original, least(published_at, fetched_at), article_id)) AS title,
    arg_min(article_id, (NOT original, least(published_at, fetched_at), article_id)) AS first_article_id,
    arg_min(outlet, (NOT original, least(published_at, fetched_at), article_id)) AS first_outlet,
    min(day) AS first_day,
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

CREATE VIEW macros AS
SELECT * FROM (VALUES
    ('trend', 'trend(of_topic, grain)',
     'Coverage of a topic a day, week, month, quarter or year, a row for each in which anything was read. The topic * is all that was read.
period: First day of the period, UTC.
articles: Articles on the topic, copies included.
originals: Of these, the ones that are no copies.
stories: Stories whose first article on the topic is of this period.
outlets: Outlets with an article on the topic.
translated: Articles on the topic that a machine translated.
all_read: Everything that was read, on topic or not.
percent: Articles as a percentage of all that was read.'),
    ('share_of_voice', 'share_of_voice(of_topic, since, until)',
     'Who speaks on a topic between two days, both included, a row an outlet.
outlet: Registered domain.
articles: Its articles on the topic, copies included.
originals: Of these, the ones that are no copies.
stories: Stories that it began on the topic.
translated: Its articles on the topic that a machine translated.
percent: Its articles as a percentage of those of all outlets.
percent_of_originals: The same of originals, null: there are none.
all_read: Everything of it that was read in these days, on topic or not.
percent_of_own: Its articles on the topic as a percentage of that.'),
    ('first_to_report', 'first_to_report(story)',
     'The outlets of a story in the order in which they came to it, a row an outlet: its first article.
place: 1 is the first.
outlet: Registered domain.
outlet_kind: state, exile, independent, agency, broadcaster or other.
language: Language the article is written in.
reported_at: Publication where known and not after reading, else reading, UTC.
hours_later: Hours after the first outlet.
original: True: no copy and no translation of another article.
title: Title of the article.
article_id: The article.'),
    ('echo', 'echo(story)',
     'Who copied or translated what of a story, and how fast, a row a copy.
outlet: Outlet that took it over.
language: Language the copy is written in.
copy_kind: same_text, near_copy or translation.
from_outlet: Outlet of the original.
copied_at: Publication of the copy where known and not after reading, else reading, UTC.
hours_later: Hours after the original.
copy_score: Similarity that made the link, 0 to 1.
copy_evidence: What made the link, in words.
title: Title of the copy.
article_id: The copy.
copy_of: The original.'),
    ('coverage_between', 'coverage_between(since, until)',
     'The rows of coverage of these days, both included. In a large lake faster than a condition on day, as older files are not opened.'),
    ('stories_between', 'stories_between(since, until)',
     'The stories of these days, both included, with the columns of stories, counted over the articles of these days alone. In a large lake faster than stories.')
) AS described(macro, call, meaning);
COMMENT ON VIEW macros IS 'A row a macro: tables that take parameters, for the usual questions.
macro: Name.
call: How it is called, in FROM.
meaning: What it gives, then a line a column.';
