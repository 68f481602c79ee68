-- reads: nothing; writes: outlet_facts
CREATE OR REPLACE TEMP TABLE outlet_facts AS
SELECT unnest(
    from_json($facts, '[{"outlet": "VARCHAR", "feed_id": "VARCHAR", "country": "VARCHAR", "kind": "VARCHAR"}]'),
    recursive := true
);
