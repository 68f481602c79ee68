-- reads: coverage, stories; returns: the latest or the largest stories with an article on a topic and of an outlet in some days, and how many were found
-- An article that merely claims to be a translation counts only in a story of nothing else; `claims` says how many do not
-- count. `asked`: how many of the articles are on the topic, of the outlet and of these days; `day`: the latest of those.
WITH asked AS (
    SELECT article_id, story_id FROM coverage
    WHERE day BETWEEN $since AND $until AND ($topic IS NULL OR list_contains(topics, $topic))
        AND (len($outlets) = 0 OR list_contains($outlets, outlet))
), told AS (
    SELECT
        story_id, day, outlet, language, topics, translation_state, original, original AND copy_of IS NOT NULL AS is_claim,
        article_id IN (SELECT article_id FROM asked) AS is_asked
    FROM coverage
    WHERE story_id IN (SELECT story_id FROM asked)
), reports AS (
    FROM told QUALIFY NOT is_claim OR bool_and(is_claim) OVER (PARTITION BY story_id)
), left_out AS (
    SELECT story_id, count(*) AS claims FROM told WHERE is_claim GROUP BY story_id
), counted AS (
    SELECT
        story_id, max(day) FILTER (is_asked) AS day, max(day) AS last_day, count(*) AS articles,
        count(*) FILTER (is_asked) AS asked, count(*) FILTER (original) AS originals,
        count(*) FILTER (translation_state IN ('translated', 'proxy')) AS translated, count(DISTINCT outlet) AS outlets,
        count(DISTINCT outlet) FILTER (original) AS independent_outlets, list_sort(list(DISTINCT outlet)) AS outlet_list,
        list_sort(list(DISTINCT language)) AS languages, list_sort(list_distinct(flatten(list(topics)))) AS topics,
        bool_and(is_claim) AS is_all
    FROM reports
    GROUP BY story_id
    HAVING bool_or(is_asked)
)
SELECT
    story_id, s.title, s.first_outlet, s.first_day, c.last_day, c.day, c.articles, c.asked,
    if(c.is_all, 0, coalesce(l.claims, 0)) AS claims, c.originals, c.translated, c.outlets, c.independent_outlets,
    c.outlet_list, c.languages, c.topics, count(*) OVER () AS found
FROM counted AS c
JOIN (FROM stories WHERE story_id IN (SELECT story_id FROM asked)) AS s USING (story_id)
LEFT JOIN left_out AS l USING (story_id)
ORDER BY CASE WHEN $biggest THEN c.articles END DESC, c.day DESC, c.articles DESC, story_id
LIMIT $limit;
