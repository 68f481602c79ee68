-- reads: coverage; returns: the articles to export, in the order of their days
WITH asked AS (
    SELECT
        ?::VARCHAR[] AS topics, ?::VARCHAR[] AS languages, ?::VARCHAR[] AS outlets, ?::DATE AS since, ?::DATE AS until
), chosen AS (
    SELECT coverage.*, outlet_country AS country
    FROM coverage, asked
    WHERE (asked.topics IS NULL OR list_has_any(coverage.topics, asked.topics))
        AND (asked.languages IS NULL OR list_contains(asked.languages, language))
        AND (asked.outlets IS NULL OR list_contains(asked.outlets, outlet))
        AND (asked.since IS NULL OR day >= asked.since)
        AND (asked.until IS NULL OR day <= asked.until)
)
SELECT * EXCLUDE country FROM chosen WHERE {condition} ORDER BY day, article_id
