-- reads: article_groups, coverage, stories, story_changes; returns: the row of a story, found by its id, by an earlier id or by one of its articles
-- An article that merely claims to be a translation counts only in a story of nothing else; `claims` says how many do not
-- count.
WITH named AS (
    SELECT $id AS story_id
    UNION ALL
    SELECT story_id FROM article_groups WHERE article_id = $id
    UNION ALL
    SELECT max_by(to_story, changed_at) FROM story_changes WHERE from_story = $id
), told AS (
    SELECT
        story_id, day, outlet, language, topics, translation_state, original,
        original AND copy_of IS NOT NULL AS is_claim
    FROM coverage SEMI JOIN named USING (story_id)
), counted AS (
    SELECT
        story_id, max(day) AS last_day, count(*) AS articles, count(*) FILTER (original) AS originals,
        count(DISTINCT outlet) AS outlets, count(DISTINCT outlet) FILTER (original) AS independent_outlets,
        count(*) FILTER (translation_state IN ('translated', 'proxy')) AS translated,
        list_sort(list(DISTINCT outlet)) AS outlet_list, list_sort(list(DISTINCT language)) AS languages,
        list_sort(list_distinct(flatten(list(topics)))) AS topics
    FROM (FROM told QUALIFY NOT is_claim OR bool_and(is_claim) OVER (PARTITION BY story_id))
    GROUP BY story_id
)
SELECT
    s.* REPLACE (
        c.last_day AS last_day, c.articles AS articles, c.originals AS originals, c.outlets AS outlets,
        c.independent_outlets AS independent_outlets, c.outlet_list AS outlet_list,
        c.languages AS languages, c.translated AS translated, c.topics AS topics
    ), s.articles - c.articles AS claims
FROM stories AS s JOIN counted AS c USING (story_id);
