-- reads: articles, entries, grouped_articles, ordered_articles; returns: one article with the group it belongs to, the outlet of its original, and the source that listed it first
SELECT
    a.*, g.story_id, coalesce(g.original, true) AS original, g.copy_of, g.copy_kind, g.evidence AS copy_evidence, g.copy_order,
    coalesce(g.copy_claimed, false) AS copy_claimed, g.similar_to, g.story_evidence,
    (SELECT any_value(source.outlet) FROM articles AS source WHERE source.article_id = g.copy_of) AS from_outlet,
    (
        SELECT arg_min(coalesce(e.found_by, nullif(e.feed_id, '')), e.observed_at)
        FROM entries AS e WHERE e.article_id = a.article_id
    ) AS found_by
FROM ordered_articles AS a
LEFT JOIN grouped_articles AS g ON g.article_id = a.article_id
WHERE a.article_id = $id;
