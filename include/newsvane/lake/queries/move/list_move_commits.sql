-- reads: ducklake_snapshots(); returns: the steps and sources of all commits except migrations
SELECT DISTINCT author AS step, commit_message AS source FROM ducklake_snapshots('lake')
WHERE author IS NOT NULL AND author <> 'migrate';
