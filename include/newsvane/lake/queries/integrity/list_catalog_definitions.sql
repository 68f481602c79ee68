-- reads: ducklake_column, ducklake_column_mapping, ducklake_macro, ducklake_macro_impl, ducklake_macro_parameters, ducklake_metadata, ducklake_partition_column, ducklake_schema, ducklake_sort_expression, ducklake_table, ducklake_view; returns: everything in the catalog that is run, or says where files are, with its kind, name and text
-- Runs in the catalog itself (SQLite), not in DuckDB. Older states count, because the lake can be queried as of them.
-- Where the data folder is, and which DuckDB made the catalog, differs between lakes.
SELECT 'setting' AS kind, "key" AS name, json_array(scope, CASE WHEN "key" IN ('version', 'encrypted') THEN "value" END) AS definition
FROM ducklake_metadata
UNION ALL
SELECT 'schema', schema_name, json_array(path, path_is_relative) FROM ducklake_schema
UNION ALL
SELECT 'table', table_name, json_array(path, path_is_relative) FROM ducklake_table
UNION ALL
SELECT 'view', view_name, json_array(dialect, "sql", column_aliases) FROM ducklake_view
UNION ALL
SELECT 'macro', m.macro_name, json_array(i.dialect, i."sql", i."type")
FROM ducklake_macro_impl AS i LEFT JOIN ducklake_macro AS m ON m.macro_id = i.macro_id
UNION ALL
SELECT
    'parameter of the macro', m.macro_name,
    json_array(p.impl_id, p.column_id, p.parameter_name, p.parameter_type, p.default_value, p.default_value_type)
FROM ducklake_macro_parameters AS p LEFT JOIN ducklake_macro AS m ON m.macro_id = p.macro_id
UNION ALL
SELECT
    'column', t.table_name || '.' || c.column_name,
    json_array(c.column_type, c.initial_default, c.default_value, c.default_value_type, c.default_value_dialect)
FROM ducklake_column AS c LEFT JOIN ducklake_table AS t ON t.table_id = c.table_id
UNION ALL
SELECT 'partition of the table', t.table_name, json_array(p.partition_key_index, p."transform")
FROM ducklake_partition_column AS p LEFT JOIN ducklake_table AS t ON t.table_id = p.table_id
UNION ALL
SELECT 'order of the table', t.table_name, json_array(s.dialect, s.expression)
FROM ducklake_sort_expression AS s LEFT JOIN ducklake_table AS t ON t.table_id = s.table_id
UNION ALL
SELECT 'column mapping of the table', t.table_name, json_array(c."type")
FROM ducklake_column_mapping AS c LEFT JOIN ducklake_table AS t ON t.table_id = c.table_id;
