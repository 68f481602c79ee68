-- reads: matches; returns: outlets, languages, countries and kinds of outlets since a day, each with its number of articles, the largest first
WITH facts AS (
    SELECT unnest([
        {'name': 'outlet', 'value': outlet}, {'name': 'language', 'value': language},
        {'name': 'country', 'value': coalesce(country, '')}, {'name': 'kind', 'value': outlet_kind}
    ], recursive := true)
    FROM matches WHERE day >= $since
), counted AS (
    SELECT name, value, count(*)::BIGINT AS articles FROM facts GROUP BY name, value
)
SELECT name, value, articles FROM counted
QUALIFY row_number() OVER (PARTITION BY name ORDER BY articles DESC, value) <= $limit
ORDER BY name, articles DESC, value;
