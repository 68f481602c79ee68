SELECT DISTINCT author AS step, commit_message AS source FROM ducklake_snapshots('lake')
WHERE author IS NOT NULL AND author <> 'migrate';
