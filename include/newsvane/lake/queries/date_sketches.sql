-- Sketches of what lands, on the day that the lake will know it by.
CREATE OR REPLACE TEMP TABLE incoming_article_sketches AS
SELECT incoming.* REPLACE ((coalesce(landed.published_at, landed.fetched_at) AT TIME ZONE 'UTC')::DATE AS day)
FROM incoming_article_sketches AS incoming JOIN landed_articles AS landed USING (article_id)
QUALIFY row_number() OVER (PARTITION BY article_id ORDER BY text_key = ('0x' || nullif(landed.text_hash, '')[:15])::BIGINT DESC NULLS LAST) = 1;
