-- reads: article_groups, articles, current_labels, incoming_labels; writes: labels
-- The lake does not say what only the page itself claims (is_claim).
-- An answer that its person has already given adds nothing, unless it adds a note, or is given on a sample now.
INSERT INTO labels BY NAME
SELECT
    new.* REPLACE (
        coalesce(nullif(new.note, ''), CASE WHEN mine.verdict = new.verdict THEN mine.note END, '') AS note,
        CASE new.question
            WHEN 'topic' THEN CASE
                WHEN list_contains(a.central_topics, new.subject) THEN 'central'
                WHEN list_contains(a.topics, new.subject) THEN if(a.central_topics IS NULL, 'matched', 'mentioned') END
            WHEN 'link' THEN CASE WHEN g.copy_of = new.subject AND g.is_claim IS NOT true THEN g.copy_kind END
            WHEN 'language' THEN CASE WHEN a.language = new.subject THEN a.language END
            ELSE coalesce(a.kind, 'article') END AS machine_said
    )
FROM incoming_labels AS new
JOIN articles AS a ON a.article_id = new.article_id
LEFT JOIN article_groups AS g ON g.article_id = new.article_id
LEFT JOIN current_labels AS mine
    ON mine.article_id = new.article_id AND mine.question = new.question AND mine.subject = new.subject
    AND mine.labelled_by = new.labelled_by
WHERE CASE
    WHEN new.verdict IS NULL OR mine.verdict IS NULL THEN new.verdict IS DISTINCT FROM mine.verdict
    ELSE new.verdict <> mine.verdict OR new.note NOT IN ('', mine.note) OR (new.sampled AND NOT mine.sampled) END;
