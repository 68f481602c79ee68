-- reads: ducklake_cleanup_old_files(); returns: the files deleted that no snapshot has needed since $before
FROM ducklake_cleanup_old_files('lake', older_than => $before);
