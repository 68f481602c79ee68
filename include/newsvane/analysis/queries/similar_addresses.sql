-- reads: articles; returns: the addresses of a site's articles that differ from an address ($url) in at most $most characters, or in an ending such as .html, the closest first
WITH compared AS (
    SELECT
        url, levenshtein(canonical_url, $url) AS difference,
        starts_with(canonical_url, $url) OR starts_with($url, canonical_url) AS differs_in_its_ending
    FROM articles
    WHERE starts_with(canonical_url, $site) AND abs(length(canonical_url) - length($url)) <= length('.html')
        AND (starts_with(canonical_url, left($url, length($url) - 12)) OR right(canonical_url, 12) = right($url, 12))
)
SELECT url
FROM compared
WHERE difference <= $most OR (differs_in_its_ending AND difference <= length('.html'))
ORDER BY difference, url
LIMIT 3;
