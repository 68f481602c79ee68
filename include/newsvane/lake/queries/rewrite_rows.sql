FROM ducklake_rewrite_data_files('lake', $table, delete_threshold => 0);
