-- reads: ducklake_delete_orphaned_files(); returns: the files deleted that are older than $before and that the catalog does not know
FROM ducklake_delete_orphaned_files('lake', older_than => $before);
