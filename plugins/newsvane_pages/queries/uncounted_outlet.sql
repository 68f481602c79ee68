-- reads: articles; returns: country, kind and language of an outlet as its articles since a time say, null if not known
SELECT
    max_by(country, fetched_at) FILTER (country IS NOT NULL) AS country,
    max_by(outlet_kind, fetched_at) FILTER (outlet_kind <> 'other') AS kind, mode(language) FILTER (language <> 'und') AS language
FROM articles WHERE outlet = $outlet AND fetched_at >= $since;
