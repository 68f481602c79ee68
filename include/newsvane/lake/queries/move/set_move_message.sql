-- reads: nothing; writes: ducklake_set_commit_message()
CALL ducklake_set_commit_message('target', $step, $source);
