-- Changes no table: set_storage_options.sql is applied after every migration, and sets the compression of new files.
SELECT 1;
