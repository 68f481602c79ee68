-- Whether the feed that listed an entry belongs to the outlet of its address.
ALTER TABLE entries ADD COLUMN own BOOLEAN;
COMMENT ON COLUMN entries.own IS 'True: listed by a feed of the outlet itself; false: by a feed of another outlet; null: not recorded.';
