-- reads: incoming_article_sketches, landed_articles; writes: incoming_article_sketches
-- A sketch gets the day that the stored article has: an article that is read again keeps its first reading.
CREATE OR REPLACE TEMP TABLE incoming_article_sketches AS
SELECT incoming.* REPLACE (
    (
        CASE
            WHEN landed.published_at IS NULL THEN coalesce(landed.observed_at, landed.fetched_at)
            ELSE least(greatest(landed.published_at, landed.absent_at), landed.observed_at)
        END AT TIME ZONE 'UTC'
    )::DATE AS day
)
FROM incoming_article_sketches AS incoming JOIN landed_articles AS landed USING (article_id)
QUALIFY row_number() OVER (PARTITION BY article_id ORDER BY text_key = ('0x' || nullif(landed.text_hash, '')[:$text_key_digits])::BIGINT DESC NULLS LAST) = 1;
