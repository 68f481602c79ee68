-- reads: outlet_mirrors; returns: the number of pairs of outlets that share their texts
SELECT count(*) AS mirrors FROM outlet_mirrors;
