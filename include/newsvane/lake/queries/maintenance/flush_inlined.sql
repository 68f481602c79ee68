-- reads: ducklake_flush_inlined_data(); returns: the tables whose rows were moved from the catalog to files
FROM ducklake_flush_inlined_data('lake');
