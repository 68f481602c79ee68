-- reads: ducklake_merge_adjacent_files(); returns: the files that were made by merging small ones
FROM ducklake_merge_adjacent_files('lake');
