-- An article that merely claims to be a translation counts in no story that has another article, and is not first in it:
-- anybody can write such a claim into a page. `claims` says how many were left out.
-- Macros ask for a story by its id alone: then DuckDB looks for a constant id among groupings first, and takes a third of the time.
CREATE OR REPLACE VIEW stories AS
WITH told AS (
    SELECT *, original AND copy_of IS NOT NULL AS is_claim, count(*) OVER (PARTITION BY story_id) AS members
    FROM coverage
    QUALIFY NOT is_claim OR bool_and(is_claim) OVER (PARTITION BY story_id)
)
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
    count(DISTINCT outlet) FILTER (copy_of IS NULL) AS independent_outlets,
    list_sort(list(DISTINCT outlet)) AS outlet_list,
    list_sort(list(DISTINCT language)) AS languages,
    list_sort(list_distinct(flatten(list(topics)))) AS topics,
    any_value(members) - count(*) AS claims
FROM told
GROUP BY story_id;
COMMENT ON VIEW stories IS 'One row per story on topic: all articles on one event, without those that merely claim to be translations (copy_claimed), unless there are no others.
title: Title of its first article.
first_article_id: The original that came first (ordered_at), or the first article if there is no original.
first_outlet: Outlet of that article.
first_day: Day of that article, UTC.
last_day: Day of its latest article, UTC.
articles: Number of articles, copies included.
originals: Number of articles that are not copies.
translated: Number of machine-translated articles.
outlets: Number of outlets that published it.
independent_outlets: Number of these with an original, an article that is nobody''s copy or translation and does not claim to be one.
outlet_list: Registered domains of these outlets.
languages: Languages in which it was written.
topics: Topics that at least one of its articles matches.
claims: Number of articles that are left out because they merely claim to be translations of one of them.';

CREATE OR REPLACE MACRO stories_between(since, until) AS TABLE
WITH told AS (
    SELECT *, original AND copy_of IS NOT NULL AS is_claim, count(*) OVER (PARTITION BY story_id) AS members
    FROM coverage
    WHERE fetched_at >= since::DATE::TIMESTAMP AT TIME ZONE 'UTC' AND day BETWEEN since::DATE AND until::DATE
    QUALIFY NOT is_claim OR bool_and(is_claim) OVER (PARTITION BY story_id)
)
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
    count(DISTINCT outlet) FILTER (copy_of IS NULL) AS independent_outlets,
    list_sort(list(DISTINCT outlet)) AS outlet_list,
    list_sort(list(DISTINCT language)) AS languages,
    list_sort(list_distinct(flatten(list(topics)))) AS topics,
    any_value(members) - count(*) AS claims
FROM told
GROUP BY story_id
ORDER BY articles DESC, story_id;

CREATE OR REPLACE MACRO first_to_report(story) AS TABLE
WITH members AS (
    SELECT
        *, row_number() OVER (
            ORDER BY ordered_at, published_at IS NULL, coalesce(published_at, fetched_at), NOT original, article_id
        ) AS position,
        original AND copy_of IS NOT NULL AS is_claim
    FROM coverage
    WHERE story_id = story
), reports AS (
    FROM members QUALIFY NOT is_claim OR bool_and(is_claim) OVER ()
), firsts AS (
    FROM reports QUALIFY row_number() OVER (PARTITION BY outlet ORDER BY position) = 1
), places AS (
    SELECT
        *, row_number() OVER (ORDER BY position) AS place,
        first_value(source) OVER (ORDER BY position) = 'live'
        AND coalesce(absent_at >= first_value(coalesce(observed_at, fetched_at)) OVER (ORDER BY position), false) AS is_later
    FROM firsts
)
SELECT
    place, outlet,
    CASE
        WHEN count(*) OVER () = 1 THEN 'alone'
        WHEN CASE WHEN place = 1 THEN bool_and(place = 1 OR is_later) OVER () ELSE is_later END THEN 'certain'
        ELSE 'uncertain'
    END AS certainty,
    round(date_diff('minute', first_value(reported_at) OVER (ORDER BY position), reported_at) / 60, 1) AS hours_later,
    observed_at, published_at AS claimed_at, date_contradicted, absent_at, reported_at, outlet_kind, language, original,
    title, article_id, source
FROM places
ORDER BY place;

CREATE OR REPLACE MACRO echo(story) AS TABLE
WITH members AS (
    SELECT
        article_id, outlet, language, title, copy_of, copy_kind, copy_score, copy_evidence,
        copy_order, copy_claimed, reported_at AS copied_at
    FROM coverage
    WHERE story_id = story
)
SELECT
    copy.outlet, copy.language, copy.copy_kind, source.outlet AS from_outlet, copy.copied_at,
    round(date_diff('minute', source.copied_at, copy.copied_at) / 60, 1) AS hours_later, round(copy.copy_score, 2) AS copy_score,
    copy.copy_order, copy.copy_claimed, copy.copy_evidence, copy.title, copy.article_id, copy.copy_of
FROM members AS copy
LEFT JOIN members AS source ON source.article_id = copy.copy_of
WHERE copy.copy_of IS NOT NULL
ORDER BY copy.copied_at, copy.article_id;

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
     'The outlets of a story in the order in which they reported it. One row per outlet: its first article that does not merely claim to be a translation (copy_claimed), unless the story has no other.
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
article_id: Id of the article.
source: How the article arrived, as in coverage.'),
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
