-- A feed that lists one address twice, under two forms, must not make the entry change back and forth: of each feed
-- the newest form counts, and of several feeds the one that brought the entry first. What was read as the original of a
-- translation is the first feed's that lists it.
CREATE OR REPLACE TEMP TABLE landed_entries AS
WITH named AS (
    SELECT
        new.* REPLACE (
            coalesce(renamed.stored_id, new.entry_id) AS entry_id,
            CASE WHEN new.kind = 'article' THEN new.outcome ELSE 'skipped' END AS outcome
        )
    FROM incoming_entries AS new
    LEFT JOIN renamed ON renamed.feed_id = new.feed_id AND renamed.entry_id = new.entry_id
), offered AS (
    FROM named
    QUALIFY row_number() OVER (
        PARTITION BY feed_id, entry_id
        ORDER BY seen_at DESC, coalesce(updated_at, published_at) DESC NULLS LAST, content_hash
    ) = 1
)
SELECT
    offered.* REPLACE (
        coalesce(stored.seen_at, offered.seen_at) AS seen_at,
        CASE WHEN stored.entry_id IS NOT NULL THEN offered.seen_at END AS changed_at,
        stored.article_id AS article_id,
        stored.original_of AS original_of
    ),
    stored.entry_id IS NULL AS is_new,
    stored.outcome AS outcome_before
FROM offered
LEFT JOIN entries AS stored ON stored.entry_id = offered.entry_id
WHERE stored.entry_id IS NULL OR (
    stored.feed_id IN (offered.feed_id, '')
    AND stored.content_hash <> offered.content_hash
    AND (
        offered.seen_at >= coalesce(stored.changed_at, stored.seen_at)
        OR coalesce(stored.changed_at, stored.seen_at) > getvariable('clock_ahead')
    )
)
QUALIFY row_number() OVER (PARTITION BY offered.entry_id ORDER BY offered.seen_at, offered.feed_id) = 1;

MERGE INTO entries USING (SELECT * EXCLUDE (is_new, outcome_before) FROM landed_entries) AS new
    ON entries.entry_id = new.entry_id
WHEN MATCHED THEN UPDATE
WHEN NOT MATCHED THEN INSERT BY NAME;

-- What waits to be read is read where it lies now.
UPDATE entries
SET url = renamed.url, canonical_url = renamed.canonical_url, guid = renamed.guid
FROM renamed
WHERE entries.entry_id = renamed.stored_id
    AND entries.outcome = 'pending'
    AND entries.url <> renamed.url
    AND (
        renamed.seen_at >= coalesce(entries.changed_at, entries.seen_at)
        OR coalesce(entries.changed_at, entries.seen_at) > getvariable('clock_ahead')
    );
