FROM ducklake_rewrite_data_files('lake');
