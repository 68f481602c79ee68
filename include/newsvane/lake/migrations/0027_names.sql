-- The people, organisations and places that articles name, and where events happened.
CREATE TABLE entities (
    entity_id VARCHAR, kind VARCHAR, name VARCHAR, known BOOLEAN, country VARCHAR, latitude DOUBLE, longitude DOUBLE,
    geonames_id BIGINT
);
COMMENT ON TABLE entities IS 'The people, organisations and places that articles name, one row each, whatever the script.';
COMMENT ON COLUMN entities.entity_id IS 'Id of the entity, as queries and entities.toml use it: maryam-rajavi.';
COMMENT ON COLUMN entities.kind IS 'person, org or place.';
COMMENT ON COLUMN entities.name IS 'Usual name; of a person who is not in the lexicon, as the last landed article writes it.';
COMMENT ON COLUMN entities.known IS 'True: in the lexicon or among the places; false: a person recognised by the shape of the name.';
COMMENT ON COLUMN entities.country IS 'ISO 3166 code of the country of a place; null: none, or no place.';
COMMENT ON COLUMN entities.latitude IS 'Degrees north of a place, of a country its centre of population; null: no place.';
COMMENT ON COLUMN entities.longitude IS 'Degrees east; null: no place.';
COMMENT ON COLUMN entities.geonames_id IS 'Id of the place at geonames.org; null: none.';

CREATE TABLE article_names (
    article_id VARCHAR, entity_id VARCHAR, written VARCHAR[], mentions INTEGER, position VARCHAR, is_event_place BOOLEAN
);
COMMENT ON TABLE article_names IS 'Which people, organisations and places each article on topic names, one row an article and entity.';
COMMENT ON COLUMN article_names.article_id IS 'The article, in articles.';
COMMENT ON COLUMN article_names.entity_id IS 'The person, organisation or place, in entities.';
COMMENT ON COLUMN article_names.written IS 'How the article writes the name, the most frequent spelling first; at most five.';
COMMENT ON COLUMN article_names.mentions IS 'How often title and text name it; 0: only the place of the event.';
COMMENT ON COLUMN article_names.position IS 'Where it is named first: title, lead (the first 400 characters) or text.';
COMMENT ON COLUMN article_names.is_event_place IS 'True: the event happened here, according to dateline, title or lead.';

ALTER TABLE articles ADD COLUMN name_keys VARCHAR[];
COMMENT ON COLUMN articles.name_keys IS 'What the fields person:, org: and place: of a query find: kind and id (person:edi-rama), of people also the surname, of places also the country; null: not recorded.';

CREATE OR REPLACE VIEW ordered_articles AS
SELECT
    * EXCLUDE (seen_at) REPLACE (
        CASE WHEN date_contradicted THEN true WHEN published_at IS NOT NULL AND absent_at IS NOT NULL THEN false END
            AS date_contradicted
    ),
    least(
        CASE WHEN published_at IS NOT NULL THEN greatest(published_at, absent_at) END, coalesce(observed_at, fetched_at)
    ) AS reported_at,
    CASE
        WHEN published_at IS NULL THEN seen_at
        ELSE greatest(least(published_at, seen_at), absent_at, seen_at - INTERVAL 1 HOUR)
    END AS ordered_at
FROM (
    SELECT *, coalesce(observed_at, to_timestamp(floor(epoch(fetched_at) / 3600) * 3600)) AS seen_at FROM articles
);
COMMENT ON VIEW ordered_articles IS 'Every article, on topic or not, with the times that decide which came first.
date_contradicted: True: published_at lies more than an hour before a poll of the outlet that did not find the article, or the page has later named a time more than an hour before published_at; null: it cannot be checked, because absent_at or published_at is null.
reported_at: Claimed time of publication within the limits of what our polls saw, as in coverage; UTC.
ordered_at: Time that decides which of two articles came first, as in coverage; UTC.';

CREATE OR REPLACE VIEW coverage AS
SELECT
    a.article_id, a.url, a.title, a.outlet, coalesce(nullif(f.kind, 'other'), a.outlet_kind, 'other') AS outlet_kind,
    coalesce(f.country, a.country) AS outlet_country,
    (least(a.published_at, a.fetched_at) AT TIME ZONE 'UTC')::DATE AS day,
    a.published_at, a.published_source, a.published_precision, a.published_zone, a.updated_at, a.fetched_at,
    a.authors, a.section, a.kind, a.topics, a.central_topics, a.topic_mentions, a.name_keys, a.language, a.languages,
    g.copy_of IS NULL AS original, g.copy_of, g.copy_kind, g.score AS copy_score, g.evidence AS copy_evidence, g.copy_order,
    coalesce(g.copy_claimed, false) AS copy_claimed,
    coalesce(g.story_id, a.article_id) AS story_id,
    a.translation_state, a.translation_notice_language, a.translation_source_language, a.translation_source_url,
    a.translation_evidence, a.translation_post_edited, a.text, a.words, a.completeness, a.text_hash, a.language_confidence, a.page_language,
    a.paywalled, a.liveblog, a.image_url, a.alternates, a.canonical_url, a.feed_id, f.title AS feed_title, a.revision,
    a.revised_at, a.raw_file, a.raw_offset, a.raw_digest, a.observed_at, a.absent_at,
    a.date_contradicted, a.reported_at, a.ordered_at
FROM ordered_articles AS a
LEFT JOIN article_groups AS g ON g.article_id = a.article_id
LEFT JOIN own_feeds AS f ON f.feed_id = a.feed_id AND f.outlet IN (a.outlet, '')
WHERE len(a.topics) > 0;
COMMENT ON VIEW coverage IS 'Every article on topic, copies included, with its outlet, original, story and translation.
outlet_kind: Kind of the outlet: state, exile, independent, agency, broadcaster or other, from the watch list or outlets.toml.
outlet_country: ISO 3166 code of the country where the outlet is based, from the watch list or outlets.toml; null: not known.
day: Day of publication if known and not in the future, otherwise of reading; UTC.
original: True: neither a copy nor a translation of another article in the lake.
copy_score: Similarity on which the link is based, 0 to 1; without meaning if copy_claimed; null: an original.
copy_evidence: Reasons for the link, in words; empty: none.
copy_order: certain: our polls show that the original came first; uncertain: our polls do not show which came first, and the outlets'' own dates decided within the limits of what our polls saw; null: an original.
copy_claimed: True: only the pages say that this is a translation; the texts do not show it.
feed_title: Title of the feed in the watch list; null: no feed of the outlet listed the article.
date_contradicted: True: published_at lies more than an hour before a poll of the outlet that did not find the article, or the page has later named a time more than an hour before published_at; null: it cannot be checked, because absent_at or published_at is null.
reported_at: Claimed time of publication within the limits of what our polls saw: not before absent_at, not after observed_at; if it is not known, the time when we first saw the article; UTC.
ordered_at: Time that decides which of two articles came first: as reported_at, but at most an hour before observed_at; UTC.';

CREATE OR REPLACE VIEW originals AS SELECT * FROM coverage WHERE original;
COMMENT ON VIEW originals IS 'Every article on topic that is neither a copy nor a translation, with the columns of coverage.';

CREATE VIEW name_mentions AS
SELECT
    n.entity_id, e.kind, e.name, n.article_id, c.day, c.title, c.outlet, c.language, c.topics, c.original, c.story_id,
    c.reported_at, n.mentions, n.position, n.written, n.is_event_place, e.country, e.latitude, e.longitude
FROM article_names AS n
JOIN entities AS e ON e.entity_id = n.entity_id
JOIN coverage AS c ON c.article_id = n.article_id;
COMMENT ON VIEW name_mentions IS 'One row an entity and article on topic that names it, with the facts of the article.
country: ISO 3166 code of the country of a place; null: none, or no place.';

CREATE VIEW named_entities AS
SELECT
    entity_id, any_value(kind) AS kind, any_value(name) AS name, count(*) AS articles,
    count(*) FILTER (original) AS originals, count(DISTINCT story_id) AS stories, count(DISTINCT outlet) AS outlets,
    list_sort(list_distinct(list(language))) AS languages, list_sort(list_distinct(flatten(list(written)))) AS spellings,
    min(reported_at) AS first_named_at, arg_min(article_id, (reported_at, article_id)) AS first_article_id,
    arg_min(outlet, (reported_at, article_id)) AS first_outlet, max(reported_at) AS last_named_at,
    any_value(country) AS country, any_value(latitude) AS latitude, any_value(longitude) AS longitude
FROM name_mentions
WHERE mentions > 0
GROUP BY entity_id;
COMMENT ON VIEW named_entities IS 'One row an entity that coverage names: how often, in which spellings, and where first.
articles: Number of articles that name it.
originals: Those of them that are neither copies nor translations.
stories: Number of stories in which it is named.
outlets: Number of outlets that name it.
languages: Languages of these articles.
spellings: All spellings with which they name it, in every script.
first_named_at: When the first article that names it was reported (reported_at), UTC.
first_article_id: That article.
first_outlet: The outlet of that article.
last_named_at: When the last article that names it was reported, UTC.
country: ISO 3166 code of the country of a place; null: none, or no place.';

CREATE VIEW named_together AS
SELECT
    one.entity_id, other.entity_id AS other_id, count(DISTINCT c.story_id) AS stories, count(*) AS articles,
    max(c.day) AS last_day
FROM article_names AS one
JOIN article_names AS other ON other.article_id = one.article_id AND other.entity_id <> one.entity_id
JOIN coverage AS c ON c.article_id = one.article_id
WHERE one.mentions > 0 AND other.mentions > 0
GROUP BY one.entity_id, other.entity_id;
COMMENT ON VIEW named_together IS 'Two entities that the same articles name, each pair in both directions. Ask for one entity_id: all pairs of a large lake are many.
other_id: The entity that is named together with it.
stories: Number of stories with an article that names both. A story counts once, however many copies it has.
articles: Number of articles that name both, copies included.
last_day: Day of the last of them.';

CREATE VIEW rising_names AS
WITH days AS (SELECT max(day) AS last FROM coverage),
counted AS (
    SELECT
        n.entity_id, any_value(n.kind) AS kind, any_value(n.name) AS name,
        count(DISTINCT n.story_id) FILTER (n.day > d.last - 7) AS stories,
        count(DISTINCT n.story_id) FILTER (n.day <= d.last - 7) / 4 AS usual
    FROM name_mentions AS n
    CROSS JOIN days AS d
    WHERE n.day > d.last - 35 AND n.mentions > 0
    GROUP BY n.entity_id
)
SELECT entity_id, kind, name, stories, usual, round((stories + 1) / (usual + 1), 2) AS ratio
FROM counted
WHERE stories >= 3 AND stories > 2 * usual;
COMMENT ON VIEW rising_names IS 'Entities that at least 3 stories of the last 7 days with coverage name, and more than twice as many as usual.
stories: Number of stories that name it, of these 7 days.
usual: The same per week of the 28 days before.
ratio: How many times as many as usual, each with 1 added, so that few stories do not count as much.';

CREATE VIEW event_places AS
SELECT
    e.entity_id, e.name, e.country, e.latitude, e.longitude, n.article_id, n.day, n.title, n.outlet, n.language,
    n.topics, n.original, n.story_id, n.reported_at
FROM name_mentions AS n
JOIN entities AS e ON e.entity_id = n.entity_id
WHERE n.is_event_place AND e.latitude IS NOT NULL;
COMMENT ON VIEW event_places IS 'Where the events of coverage happened, one row an article whose dateline, title or lead says it.';
