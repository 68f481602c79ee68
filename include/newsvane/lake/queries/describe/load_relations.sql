-- reads: duckdb_columns(), duckdb_tables(), duckdb_views(); returns: one row per column of every table and view, with the meaning of both
-- DuckLake cannot comment on the columns of a view. Their meaning is a line in the comment of the view, or else the
-- comment of a table's column of the same name.
WITH relations AS (
    SELECT table_name AS relation, 'table' AS kind, comment FROM duckdb_tables() WHERE database_name = 'lake'
    UNION ALL
    SELECT view_name, 'view', comment FROM duckdb_views() WHERE database_name = 'lake' AND NOT internal
), own AS (
    SELECT table_name AS relation, column_name, column_index, data_type, comment
    FROM duckdb_columns() WHERE database_name = 'lake'
), described AS (
    SELECT relation, split_part(line, ': ', 1) AS column_name, line[len(split_part(line, ': ', 1)) + 3:] AS comment
    FROM (SELECT relation, unnest(string_split(comment, chr(10))[2:]) AS line FROM relations WHERE kind = 'view')
), ranked AS (
    SELECT
        column_name, comment,
        row_number() OVER (
            PARTITION BY column_name
            ORDER BY list_position(['coverage', 'articles', 'article_groups', 'feeds'], relation) NULLS LAST, relation
        ) AS rank
    FROM (
        SELECT relation, column_name, comment FROM described
        UNION ALL
        SELECT relation, column_name, comment FROM own WHERE comment IS NOT NULL
    )
)
SELECT
    relations.relation, relations.kind, string_split(relations.comment, chr(10))[1] AS meaning, own.column_name,
    own.data_type, coalesce(own.comment, described.comment, ranked.comment) AS comment
FROM relations
JOIN own ON own.relation = relations.relation
LEFT JOIN described ON described.relation = own.relation AND described.column_name = own.column_name
LEFT JOIN ranked ON ranked.column_name = own.column_name AND ranked.rank = 1
ORDER BY relations.kind DESC, relations.relation, own.column_index;
