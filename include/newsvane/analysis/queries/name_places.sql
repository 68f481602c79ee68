-- reads: mentions; returns: the outlets and languages that name one entity since a day, the largest first
WITH facts AS (
    SELECT unnest([{'name': 'outlet', 'value': outlet}, {'name': 'language', 'value': language}], recursive := true)
    FROM mentions WHERE mentions > 0 AND day >= $since
)
SELECT name, value, count(*) AS articles FROM facts
GROUP BY name, value
QUALIFY row_number() OVER (PARTITION BY name ORDER BY count(*) DESC, value) <= $limit
ORDER BY name, articles DESC, value;
