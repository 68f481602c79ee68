-- Retention reaches the texts in quarantine too, once they are settled.

COMMENT ON COLUMN quarantine.article IS 'The whole article as JSON; null: dropped by retention.';
