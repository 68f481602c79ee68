-- reads: nothing; writes: ducklake_set_commit_message()
CALL ducklake_set_commit_message('lake', $step, $run, extra_info => $counts);
