-- A feed that lists one address twice, under two forms, must not make the entry change back and forth: of each feed
-- the newest form counts, and of several feeds the one that brought the entry first.
CREATE OR REPLACE TEMP TABLE landed_entries AS
WITH offered AS (
    FROM incoming_entries
    QUALIFY row_number() OVER (
        PARTITION BY feed_id, entry_id
        ORDER BY seen_at DESC, coalesce(updated_at, published_at) DESC NULLS LAST, content_hash
    ) = 1
)
SELECT
    offered.* REPLACE (
        coalesce(stored.seen_at, offered.seen_at) AS seen_at,
        CASE WHEN stored.entry_id IS NOT NULL THEN offered.seen_at END AS changed_at,
        stored.article_id AS article_id
    ),
    stored.entry_id IS NULL AS is_new
FROM offered
LEFT JOIN entries AS stored ON stored.entry_id = offered.entry_id
WHERE stored.entry_id IS NULL OR (
    stored.feed_id = offered.feed_id
    AND stored.content_hash <> offered.content_hash
    AND offered.seen_at >= coalesce(stored.changed_at, stored.seen_at)
)
QUALIFY row_number() OVER (PARTITION BY offered.entry_id ORDER BY offered.seen_at, offered.feed_id) = 1;

MERGE INTO entries USING (SELECT * EXCLUDE is_new FROM landed_entries) AS new ON entries.entry_id = new.entry_id
WHEN MATCHED THEN UPDATE
WHEN NOT MATCHED THEN INSERT BY NAME;
