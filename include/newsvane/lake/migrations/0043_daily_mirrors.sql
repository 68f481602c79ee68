-- Which outlets share their texts is found once a day, by maintenance: to look through all texts took longer, at a million
-- articles, than a page may take, and the answer hardly changes.
CREATE TABLE outlet_mirrors (
    outlet VARCHAR, other_outlet VARCHAR, shared BIGINT, texts BIGINT, other_texts BIGINT, copies BIGINT,
    certain_copies BIGINT, originals BIGINT, found_at TIMESTAMPTZ
);
COMMENT ON TABLE outlet_mirrors IS 'Pairs of outlets that share at least 5 texts of 50 words or more, and at least half of those of the smaller one. One row per pair, found anew by each maintenance, once a day.';
COMMENT ON COLUMN outlet_mirrors.outlet IS 'The outlet that is more often the copy.';
COMMENT ON COLUMN outlet_mirrors.other_outlet IS 'The other one.';
COMMENT ON COLUMN outlet_mirrors.shared IS 'Number of texts that both have.';
COMMENT ON COLUMN outlet_mirrors.texts IS 'Number of different texts of the outlet, of 50 words or more.';
COMMENT ON COLUMN outlet_mirrors.other_texts IS 'The same of the other outlet.';
COMMENT ON COLUMN outlet_mirrors.copies IS 'Number of shared texts in which the outlet is marked as the copy of the other.';
COMMENT ON COLUMN outlet_mirrors.certain_copies IS 'Number of those for which polls show that the original came first.';
COMMENT ON COLUMN outlet_mirrors.originals IS 'Number of shared texts in which the outlet is marked as the original of the other.';
COMMENT ON COLUMN outlet_mirrors.found_at IS 'When the latest of the shared texts was first read from both, UTC.';

INSERT INTO outlet_mirrors BY NAME
WITH keys AS (
    SELECT text_key AS key FROM article_sketches WHERE text_key IS NOT NULL
    UNION ALL
    SELECT ('0x' || nullif(text_hash, '')[:15])::BIGINT FROM articles WHERE revised_at IS NOT NULL
), repeated AS (
    SELECT key FROM keys GROUP BY key HAVING count(*) > 1
), candidates AS MATERIALIZED (
    SELECT article_id, outlet, text_hash, fetched_at
    FROM articles SEMI JOIN repeated ON repeated.key = ('0x' || nullif(text_hash, '')[:15])::BIGINT
    WHERE words >= 50
), texts AS MATERIALIZED (
    SELECT outlet, text_hash, min(fetched_at) AS fetched_at FROM candidates GROUP BY outlet, text_hash
), pairs AS (
    SELECT a.outlet AS one, b.outlet AS two, count(*) AS shared, max(greatest(a.fetched_at, b.fetched_at)) AS found_at
    FROM texts AS a JOIN texts AS b ON b.text_hash = a.text_hash AND b.outlet > a.outlet
    GROUP BY a.outlet, b.outlet
    HAVING count(*) >= 5
), sizes AS (
    SELECT outlet, sum(texts)::BIGINT AS texts
    FROM (
        SELECT outlet, count(*) AS texts FROM articles WHERE text_hash <> '' AND words >= 50 GROUP BY outlet
        UNION ALL
        SELECT outlet, count(DISTINCT text_hash) - count(*) FROM candidates GROUP BY outlet
    )
    GROUP BY outlet
), sides AS MATERIALIZED (
    SELECT p.*, one.texts AS texts_of_one, two.texts AS texts_of_two
    FROM pairs AS p
    JOIN sizes AS one ON one.outlet = p.one
    JOIN sizes AS two ON two.outlet = p.two
    WHERE 2 * p.shared >= least(one.texts, two.texts)
), concerned AS MATERIALIZED (
    FROM candidates WHERE outlet IN (SELECT one FROM sides UNION ALL SELECT two FROM sides)
), copied AS (
    SELECT a.outlet, source.outlet AS from_outlet, a.text_hash, bool_or(coalesce(g.copy_order = 'certain', false)) AS is_certain
    FROM article_groups AS g
    JOIN concerned AS a ON a.article_id = g.article_id
    JOIN concerned AS source ON source.article_id = g.copy_of AND source.text_hash = a.text_hash
    WHERE g.copy_kind IN ('same_address', 'same_text')
    GROUP BY a.outlet, source.outlet, a.text_hash
), copies AS (
    SELECT outlet, from_outlet, count(*) AS texts, count(*) FILTER (is_certain) AS certain_texts
    FROM copied GROUP BY outlet, from_outlet
), both_ways AS (
    SELECT one AS outlet, two AS other_outlet, shared, texts_of_one AS texts, texts_of_two AS other_texts, found_at FROM sides
    UNION ALL
    SELECT two, one, shared, texts_of_two, texts_of_one, found_at FROM sides
)
SELECT
    m.outlet, m.other_outlet, m.shared, m.texts, m.other_texts, coalesce(c.texts, 0) AS copies,
    coalesce(c.certain_texts, 0) AS certain_copies, coalesce(r.texts, 0) AS originals, m.found_at
FROM both_ways AS m
LEFT JOIN copies AS c ON c.outlet = m.outlet AND c.from_outlet = m.other_outlet
LEFT JOIN copies AS r ON r.outlet = m.other_outlet AND r.from_outlet = m.outlet
WHERE copies > originals OR (copies = originals AND m.outlet < m.other_outlet);

-- A page that is a translation of another one is also its version in another language, whatever that one says.
CREATE OR REPLACE VIEW claims AS
WITH made AS MATERIALIZED (
    SELECT article_id, outlet, fetched_at, canonical_url, 'canonical' AS kind, claimed_url AS url
    FROM articles WHERE claimed_url IS NOT NULL
    UNION ALL
    SELECT article_id, outlet, fetched_at, canonical_url, 'translation', translation_source_canonical
    FROM articles WHERE translation_source_canonical IS NOT NULL
    UNION ALL
    SELECT article_id, outlet, fetched_at, canonical_url, 'language_version', unnest(alternates).url
    FROM articles WHERE len(alternates) > 0
), about AS (
    SELECT article_id, outlet, canonical_url, alternates FROM articles SEMI JOIN made ON made.url = articles.canonical_url
), found AS MATERIALIZED (
    SELECT
        made.*, about.article_id AS about_article_id, about.outlet AS about_outlet,
        list_contains(list_transform(about.alternates, lambda each: each.url), made.canonical_url) AS is_mutual
    FROM made LEFT JOIN about ON about.canonical_url = made.url
    WHERE about.outlet <> made.outlet OR (about.outlet IS NULL AND made.kind <> 'language_version')
), grouped AS MATERIALIZED (
    SELECT article_id, copy_of, copy_kind, copy_claimed FROM article_groups
    SEMI JOIN (SELECT article_id AS id FROM found UNION ALL SELECT about_article_id FROM found) ON id = article_groups.article_id
)
SELECT
    found.article_id, found.outlet, found.kind, found.url, found.about_article_id, found.about_outlet,
    CASE
        WHEN found.about_article_id IS NULL THEN NULL
        WHEN found.kind = 'language_version' AND found.is_mutual THEN true
        WHEN found.kind IN ('language_version', 'translation') THEN coalesce(
            g.copy_kind = 'translation' AND NOT g.copy_claimed AND g.copy_of = coalesce(original.copy_of, found.about_article_id),
            false
        )
        ELSE coalesce(
            g.copy_kind IN ('same_address', 'same_text', 'near_copy')
            AND g.copy_of = coalesce(original.copy_of, found.about_article_id),
            false
        )
    END AS is_confirmed,
    found.fetched_at
FROM found
LEFT JOIN grouped AS g ON g.article_id = found.article_id
LEFT JOIN grouped AS original ON original.article_id = found.about_article_id;
COMMENT ON VIEW claims IS 'What articles claim about the addresses of other outlets. One row per article, kind and address. A claim changes nothing of the other outlet. Unconfirmed, it has one effect at most: a page that calls itself a translation becomes a copy of that article (copy_claimed in coverage).
article_id: Id of the article that makes the claim.
outlet: Outlet of that article: the author of the claim.
kind: canonical: the page names that address as the canonical one of its text (rel=canonical); translation: it calls itself a translation of that page; language_version: it names that page as its version in another language.
url: Address that the claim is about, in canonical form.
about_article_id: Id of the article at that address; null: not in the lake.
about_outlet: Outlet of that article; null: not in the lake.
is_confirmed: True for canonical: the text is a copy of the one at that address, which still belongs to the other outlet; for translation: the texts show it; for language_version: the other page names this one, too, or this one is a translation of it. Null: the other article is not in the lake.
fetched_at: When the article that makes the claim was first read, UTC.';

CREATE OR REPLACE VIEW provenance_anomalies AS
SELECT
    'contradicted_date' AS kind, outlet, article_id, NULL::VARCHAR AS other_outlet, observed_at AS found_at,
    CASE
        WHEN published_at < absent_at
            THEN 'claims ' || strftime(published_at AT TIME ZONE 'UTC', '%Y-%m-%d %H:%M') || ' UTC, but was not there at '
                || strftime(absent_at AT TIME ZONE 'UTC', '%Y-%m-%d %H:%M')
        ELSE 'first claimed ' || strftime(published_at AT TIME ZONE 'UTC', '%Y-%m-%d %H:%M')
            || ' UTC, and later a time more than an hour before that'
    END AS words
FROM articles WHERE date_contradicted
UNION ALL
SELECT
    'one_sided_claim', outlet, article_id, about_outlet, fetched_at,
    CASE kind
        WHEN 'canonical' THEN 'names an article of ' || about_outlet || ' as the canonical address of its text; the texts differ'
        WHEN 'translation' THEN 'calls itself a translation of an article of ' || about_outlet || '; the texts do not show it'
        ELSE 'names an article of ' || about_outlet || ' as its version in another language; that one does not name it'
    END
FROM claims WHERE NOT is_confirmed
UNION ALL
SELECT
    'late_rewrite', a.outlet, a.article_id, NULL, r.revised_at,
    'replaced the text ' || date_diff('day', a.fetched_at, r.revised_at) || ' days after it was first read; '
    || round(100 * r.similarity)::INTEGER || ' % of it is alike'
FROM article_revisions AS r JOIN articles AS a USING (article_id)
WHERE r.similarity < 0.4 AND r.revised_at - a.fetched_at > INTERVAL 1 DAY
UNION ALL
SELECT
    'mirror', outlet, NULL, other_outlet, found_at,
    'shares ' || shared || ' of its ' || texts || ' texts with ' || other_outlet || ', which has ' || other_texts || '; '
    || CASE
        WHEN copies + originals = 0 THEN 'neither is marked as a copy of the other'
        ELSE 'it is the copy in ' || copies || ' of them (' || certain_copies || ' certain)'
            || CASE WHEN originals > 0 THEN ' and the original in ' || originals ELSE '' END
    END
FROM outlet_mirrors;
COMMENT ON VIEW provenance_anomalies IS 'What is odd about where articles come from. One row per finding; a page that claims several things has several. A finding is a reason to look, not a proof: outlets correct dates, and agencies and their clients share texts.
kind: contradicted_date: the claimed date lies more than an hour before a poll that did not find the article, or before the date that the page named first; one_sided_claim: a claim about an article of another outlet that nothing confirms; late_rewrite: more than a day after it was first read, the text was replaced by one that is less than 40 % alike; mirror: two outlets share at least 5 texts of 50 words or more, and at least half of the texts of the smaller one, as of the last maintenance (outlet_mirrors).
outlet: Outlet whose article or claim it is; for mirrors, the one that is more often the copy.
article_id: Id of the article; null: the finding is about an outlet.
other_outlet: Outlet that the claim is about, or the other one of the mirror; null: none.
found_at: When it was found, UTC.
words: The finding in words, without its subject: a page of the outlet, or for mirrors the outlet.';
