-- An address that redirects to another outlet counts among the pages of others that its source has read.
ALTER TABLE entries ADD COLUMN led_to VARCHAR;
COMMENT ON COLUMN entries.led_to IS 'Site of another outlet to which the address redirected when it was last requested; null: to none, or not recorded.';
