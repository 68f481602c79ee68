-- reads: ducklake_rewrite_data_files(); returns: the files of any table that were rewritten because any of their rows are deleted
FROM ducklake_rewrite_data_files('lake', delete_threshold => 0);
