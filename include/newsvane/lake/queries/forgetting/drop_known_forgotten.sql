-- reads: skipped; writes: incoming_skipped
-- That something forgotten is still listed is said once per source.
DELETE FROM incoming_skipped WHERE reason = 'forgotten'
    AND (url, coalesce(feed_id, '')) IN (SELECT (url, coalesce(feed_id, '')) FROM skipped WHERE reason = 'forgotten');
