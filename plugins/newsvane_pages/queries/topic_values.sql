-- reads: seen_daily; returns: outlets, languages, countries and kinds of outlets with articles on a topic since a day, the largest first
WITH facts AS (
    SELECT articles, unnest([
        {'name': 'outlet', 'value': outlet}, {'name': 'language', 'value': language},
        {'name': 'country', 'value': coalesce(country, '')}, {'name': 'kind', 'value': kind}
    ], recursive := true)
    FROM seen_daily WHERE day >= $since AND topic = $topic
), counted AS (
    SELECT name, value, sum(articles)::BIGINT AS articles FROM facts GROUP BY name, value
)
SELECT name, value, articles FROM counted
WHERE articles > 0
QUALIFY row_number() OVER (PARTITION BY name ORDER BY articles DESC, value) <= $limit
ORDER BY name, articles DESC, value;
