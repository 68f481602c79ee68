-- reads: article_groups, articles, ordered_articles; returns: one article with the group it belongs to, and the outlet of its original
SELECT
    a.*, g.story_id, g.copy_of IS NULL AS original, g.copy_of, g.copy_kind, g.evidence AS copy_evidence, g.copy_order,
    coalesce(g.copy_claimed, false) AS copy_claimed,
    (SELECT any_value(source.outlet) FROM articles AS source WHERE source.article_id = g.copy_of) AS from_outlet
FROM ordered_articles AS a
LEFT JOIN article_groups AS g ON g.article_id = a.article_id
WHERE a.article_id = $id;
