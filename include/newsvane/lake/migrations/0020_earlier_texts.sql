-- When an article had the text that a revision replaced: a page that gets its own text back has had it since then.
-- And whether an outlet is alone with a story, so that nobody can have been before it.
ALTER TABLE article_revisions ADD COLUMN text_hash_before VARCHAR;
ALTER TABLE article_revisions ADD COLUMN observed_before TIMESTAMPTZ;
ALTER TABLE article_revisions ADD COLUMN absent_before TIMESTAMPTZ;
COMMENT ON COLUMN article_revisions.text_hash_before IS 'SHA-256 of the normalized text by which the article was grouped before the change; null: not recorded.';
COMMENT ON COLUMN article_revisions.observed_before IS 'observed_at of the article before the change, UTC; null: not recorded.';
COMMENT ON COLUMN article_revisions.absent_before IS 'absent_at of the article before the change, UTC; null: none, or not recorded.';
COMMENT ON COLUMN articles.published_source IS 'Where published_at was found: json_ld, microdata, meta, time_element, feed, url, script, text, updated (the page only says when it was changed) or none.';

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
    CASE
        WHEN count(*) OVER () = 1 THEN 'alone'
        WHEN CASE WHEN place = 1 THEN bool_and(place = 1 OR is_later) OVER () ELSE is_later END THEN 'certain'
        ELSE 'uncertain'
    END AS certainty,
    round(date_diff('minute', first_value(reported_at) OVER (ORDER BY position), reported_at) / 60, 1) AS hours_later,
    observed_at, published_at AS claimed_at, date_contradicted, absent_at, reported_at, outlet_kind, language, original,
    title, article_id
FROM places
ORDER BY place;

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
