-- reads: outbox; returns: per state, the outlets with the most messages that a digest only counts, and how many outlets and messages there are
SELECT
    state, outlet, count(*) AS messages, count(*) OVER (PARTITION BY state) AS outlets,
    sum(count(*)) OVER (PARTITION BY state)::BIGINT AS total
FROM outbox
WHERE held = 'flood' AND ($rule = '' OR rule = $rule) AND ($channel = '' OR channel = $channel)
GROUP BY state, outlet
QUALIFY row_number() OVER (PARTITION BY state ORDER BY count(*) DESC, outlet) <= $limit
ORDER BY state, messages DESC, outlet;
