-- reads: coverage, stories; returns: the latest or the largest stories with an article on a topic and of an outlet in some days, and how many were found
-- `asked`: how many of the articles are on the topic, of the outlet and of these days; `day`: the latest of those. What is
-- asked of a story whose only such articles are left out (`claims`) is not found.
WITH asked AS (
    SELECT
        story_id, max(day) AS day, count(*) AS asked,
        max(day) FILTER (is_report) AS day_of_reports, count(*) FILTER (is_report) AS reports
    FROM (SELECT *, NOT original OR copy_of IS NULL AS is_report FROM coverage)
    WHERE day BETWEEN $since AND $until AND ($topic IS NULL OR list_contains(topics, $topic))
        AND (len($outlets) = 0 OR list_contains($outlets, outlet))
    GROUP BY story_id
)
SELECT
    story_id, s.title, s.first_outlet, s.first_day, s.last_day, coalesce(a.day_of_reports, a.day) AS day, s.articles,
    if(s.claims = 0, a.asked, a.reports) AS asked, s.claims, s.originals, s.translated, s.outlets, s.independent_outlets,
    s.outlet_list, s.languages, s.topics, count(*) OVER () AS found
FROM asked AS a
JOIN (FROM stories WHERE story_id IN (SELECT story_id FROM asked)) AS s USING (story_id)
WHERE a.reports > 0 OR s.claims = 0
ORDER BY CASE WHEN $biggest THEN s.articles END DESC, 6 DESC, s.articles DESC, story_id
LIMIT $limit;
