-- reads: ducklake_rewrite_data_files(); returns: the files of $table that were rewritten because any of their rows are deleted
FROM ducklake_rewrite_data_files('lake', $table, delete_threshold => 0);
