-- reads: nothing; writes: lake.set_option()
-- A row group is read as a whole to get at one text in it, so small ones make single articles cheap. Groupings are read for
-- some days or weeks. With zstd, texts take half the space that they take with snappy, the default, and are read faster.
-- Ids hardly get smaller. Pages read those of years, so tables of ids are kept in a form that is read faster.
CALL lake.set_option('parquet_row_group_size', 4096, table_name => 'articles');
CALL lake.set_option('parquet_row_group_size', 8192, table_name => 'article_groups');
CALL lake.set_option('parquet_compression', 'zstd');
CALL lake.set_option('parquet_compression', 'lz4', table_name => 'article_groups');
CALL lake.set_option('parquet_compression', 'lz4', table_name => 'article_names');
CALL lake.set_option('parquet_compression', 'lz4', table_name => 'counted_articles');
