FROM ducklake_rewrite_data_files('lake', delete_threshold => 0.1);
