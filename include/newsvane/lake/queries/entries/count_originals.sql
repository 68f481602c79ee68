-- reads: landed_originals; returns: the number of entries that were added as originals of translations
SELECT count(*) AS originals FROM landed_originals;
