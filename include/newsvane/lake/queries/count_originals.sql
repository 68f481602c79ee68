SELECT count(*) AS originals FROM landed_originals;
