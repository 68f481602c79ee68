-- reads: entries, incoming_entries, renamed_entries; writes: landed_entries
-- A feed that lists one address in two versions must not make the entry change back and forth. So within a feed the
-- newest version counts, and among feeds the one that first listed the entry. An entry that was added as the original
-- of a translation belongs to the first feed that lists it. But a feed of the outlet itself takes the entry over from a
-- feed of another outlet, and so does a feed that lists as an article what another outlet calls an advertisement:
-- nobody can claim or hide an address of others by listing it first. What was left out because its source had used up
-- its quota belongs to the next source that lists it.
-- The time at which we saw an entry first is kept, with two exceptions as long as it gave no article: a page that could
-- not be read may have had another text until now, and a feed of the outlet itself says when the outlet listed it.
-- An address at which an article was read with TLS is not read without: such a page never revises the other one, so what
-- the outlet's own feed says of it would be lost.
-- An article that the outlet's own feed lists only now was not in that feed when others listed it, either.
CREATE OR REPLACE TEMP TABLE landed_entries AS
WITH named AS (
    SELECT
        new.* REPLACE (
            coalesce(renamed_entries.stored_id, new.entry_id) AS entry_id,
            CASE WHEN new.kind = 'article' THEN new.outcome ELSE 'skipped' END AS outcome
        )
    FROM incoming_entries AS new
    LEFT JOIN renamed_entries ON renamed_entries.feed_id = new.feed_id AND renamed_entries.entry_id = new.entry_id
), offered AS (
    FROM named
    QUALIFY row_number() OVER (
        PARTITION BY feed_id, entry_id
        ORDER BY seen_at DESC, coalesce(updated_at, published_at) DESC NULLS LAST, content_hash
    ) = 1
), known AS (
    SELECT
        *, coalesce(own, feed_id <> '') AS is_owned, article_id IS NOT NULL AND outcome <> 'quarantined' AS has_article
    FROM entries
)
SELECT
    offered.* REPLACE (
        coalesce(stored.seen_at, offered.seen_at) AS seen_at,
        CASE WHEN stored.entry_id IS NOT NULL THEN offered.seen_at END AS changed_at,
        CASE
            WHEN stored.has_article AND offered.url = 'http:' || substr(stored.url, 7) AND stored.url LIKE 'https:%'
            THEN stored.url ELSE offered.url
        END AS url,
        CASE
            WHEN stored.entry_id IS NULL OR (
                NOT stored.has_article AND (stored.tries > 0 OR (offered.own AND NOT stored.is_owned))
            ) THEN offered.observed_at
            ELSE stored.observed_at
        END AS observed_at,
        CASE
            WHEN stored.entry_id IS NULL OR (NOT stored.has_article AND offered.own AND NOT stored.is_owned)
            THEN offered.absent_at
            WHEN offered.own AND NOT stored.is_owned AND offered.absent_at IS NOT NULL
            THEN least(offered.absent_at, date_trunc('minute', stored.observed_at) - INTERVAL 1 MINUTE)
            ELSE stored.absent_at
        END AS absent_at,
        stored.article_id AS article_id,
        stored.original_of AS original_of,
        stored.led_to AS led_to,
        coalesce(stored.found_by, nullif(stored.feed_id, ''), offered.feed_id) AS found_by
    ),
    stored.entry_id IS NULL AS is_new,
    stored.outcome AS outcome_before,
    {
        'feed_id': stored.feed_id,
        'changed_at': coalesce(stored.changed_at, stored.seen_at),
        'tries': stored.tries,
        'next_try_at': stored.next_try_at
    } AS before
FROM offered
LEFT JOIN known AS stored ON stored.entry_id = offered.entry_id
WHERE stored.entry_id IS NULL OR (
    (
        (stored.feed_id IN (offered.feed_id, '') AND stored.content_hash <> offered.content_hash)
        OR (offered.own AND NOT stored.is_owned)
        OR (offered.kind = 'article' AND stored.kind <> 'article' AND NOT coalesce(stored.own, true))
        OR (offered.kind = 'article' AND stored.kind = 'article' AND stored.outcome = 'skipped' AND stored.tries = 0)
    )
    AND (
        offered.seen_at >= coalesce(stored.changed_at, stored.seen_at)
        OR coalesce(stored.changed_at, stored.seen_at) > getvariable('latest_plausible')
    )
)
QUALIFY row_number() OVER (
    PARTITION BY offered.entry_id
    ORDER BY coalesce(offered.own, false) DESC, offered.kind = 'article' DESC, offered.seen_at, offered.feed_id
) = 1;
