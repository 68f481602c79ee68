-- reads: ducklake_cleanup_old_files(); returns: the files deleted that no snapshot needs
FROM ducklake_cleanup_old_files('lake', cleanup_all => true);
