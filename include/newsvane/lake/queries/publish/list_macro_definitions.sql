-- reads: duckdb_functions(), lake.macros; returns: the statements that create the macros
SELECT
    format('CREATE MACRO {}({}) AS TABLE {}', function_name, array_to_string(parameters, ', '), macro_definition) AS sql
FROM duckdb_functions()
WHERE database_name = 'lake' AND function_type = 'table_macro' AND function_name IN (SELECT macro FROM lake.macros)
ORDER BY function_name;
