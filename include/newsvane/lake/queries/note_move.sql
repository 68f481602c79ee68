CALL ducklake_set_commit_message('target', $step, $source);
