-- reads: nothing; writes: forgotten_addresses
CREATE OR REPLACE TEMP TABLE forgotten_addresses AS SELECT DISTINCT unnest($addresses::VARCHAR[]) AS url;
