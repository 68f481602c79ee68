-- A page that itself claims to be a translation of another outlet's report is no independent report, whatever its text shows.
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
    count(DISTINCT outlet) FILTER (copy_of IS NULL) AS independent_outlets,
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
independent_outlets: Number of these with an original, an article that is nobody''s copy or translation and does not claim to be one.
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
    count(DISTINCT outlet) FILTER (copy_of IS NULL) AS independent_outlets,
    list_sort(list(DISTINCT outlet)) AS outlet_list,
    list_sort(list(DISTINCT language)) AS languages,
    list_sort(list_distinct(flatten(list(topics)))) AS topics
FROM coverage
WHERE fetched_at >= since::DATE::TIMESTAMP AT TIME ZONE 'UTC' AND day BETWEEN since::DATE AND until::DATE
GROUP BY story_id
ORDER BY articles DESC, story_id;
