-- reads: ducklake_delete_orphaned_files(); returns: the files deleted that the catalog does not know; nobody else may be writing
FROM ducklake_delete_orphaned_files('lake', cleanup_all => true);
