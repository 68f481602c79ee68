FROM ducklake_flush_inlined_data('lake');
