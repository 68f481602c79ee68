-- reads: nothing; writes: moved_pages
CREATE OR REPLACE TEMP TABLE moved_pages AS
SELECT
    unnest($old_files::VARCHAR[]) AS old_file, unnest($old_offsets::BIGINT[]) AS old_offset,
    unnest($new_files::VARCHAR[]) AS new_file, unnest($new_offsets::BIGINT[]) AS new_offset;
