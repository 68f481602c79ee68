-- reads: ducklake_rewrite_data_files(); returns: the files that were rewritten because a tenth or more of their rows are deleted
FROM ducklake_rewrite_data_files('lake', delete_threshold => 0.1);
