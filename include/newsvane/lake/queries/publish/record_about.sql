-- reads: coverage; writes: about
INSERT INTO about BY NAME
SELECT
    $snapshot::BIGINT AS snapshot, $snapshot_time::TIMESTAMPTZ AS snapshot_time, now() AS published_at,
    (SELECT count(*) FROM coverage) AS articles, (SELECT count(DISTINCT day) FROM coverage) AS days,
    getvariable('texts')::BOOLEAN AS texts, $migration AS migration, $newsvane AS newsvane,
    version() AS duckdb, $form AS form;
