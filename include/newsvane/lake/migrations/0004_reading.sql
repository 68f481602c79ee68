-- What reading finds out about a page beside its text.

ALTER TABLE articles ADD COLUMN published_zone VARCHAR;
ALTER TABLE articles ADD COLUMN published_precision VARCHAR;
ALTER TABLE articles ADD COLUMN section VARCHAR;
ALTER TABLE articles ADD COLUMN alternates STRUCT(language VARCHAR, url VARCHAR)[];
ALTER TABLE articles ADD COLUMN paywalled BOOLEAN;
ALTER TABLE articles ADD COLUMN liveblog BOOLEAN;
ALTER TABLE articles ADD COLUMN country VARCHAR;
ALTER TABLE articles ADD COLUMN outlet_kind VARCHAR;
ALTER TABLE articles ADD COLUMN languages VARCHAR[];
COMMENT ON COLUMN articles.published_zone IS 'Zone as the page writes it (+02:00, Z); null: none written, UTC was assumed.';
COMMENT ON COLUMN articles.published_source IS 'Where that was found: json_ld, microdata, meta, time_element, feed, url, script, text or none.';
COMMENT ON COLUMN articles.published_precision IS 'How exact published_at is: second, minute, day or none; null: not recorded.';
COMMENT ON COLUMN articles.section IS 'What the page files itself under; null: not said.';
COMMENT ON COLUMN articles.alternates IS 'The same page in other languages, by its hreflang links; empty: none.';
COMMENT ON COLUMN articles.paywalled IS 'True: the page says that it is not free to read; null: not recorded.';
COMMENT ON COLUMN articles.liveblog IS 'True: a running report that goes on growing; null: not recorded.';
COMMENT ON COLUMN articles.country IS 'ISO 3166 code of the outlet''s seat when it was read, by the watch list; null: not given.';
COMMENT ON COLUMN articles.outlet_kind IS 'Kind of the outlet when it was read, by the watch list; null: not recorded.';
COMMENT ON COLUMN articles.languages IS 'Languages with a fifth of the words or more, the most first; two: a mixed page.';

CREATE OR REPLACE VIEW coverage AS
SELECT
    a.article_id, a.url, a.title, a.outlet, coalesce(f.kind, a.outlet_kind, 'other') AS outlet_kind,
    coalesce(f.country, a.country) AS outlet_country,
    (least(a.published_at, a.fetched_at) AT TIME ZONE 'UTC')::DATE AS day,
    a.published_at, a.published_source, a.published_precision, a.published_zone, a.updated_at, a.fetched_at,
    a.authors, a.section, a.topics, a.language, a.languages,
    g.copy_of IS NULL AS original, g.copy_of, g.copy_kind, g.score AS copy_score, g.evidence AS copy_evidence,
    coalesce(g.story_id, a.article_id) AS story_id,
    a.translation_state, a.translation_notice_language, a.translation_source_language, a.translation_source_url,
    a.translation_evidence, a.text, a.words, a.text_hash, a.language_confidence, a.page_language, a.paywalled,
    a.liveblog, a.image_url, a.alternates, a.canonical_url, a.feed_id, f.title AS feed_title, a.revision,
    a.revised_at, a.raw_file, a.raw_offset, a.raw_digest
FROM articles AS a
LEFT JOIN article_groups AS g ON g.article_id = a.article_id
LEFT JOIN feeds AS f ON f.feed_id = a.feed_id
WHERE len(a.topics) > 0;
COMMENT ON VIEW coverage IS 'Every article on topic, copies included, with its outlet, copies, story and translation.
outlet_kind: state, exile, independent, agency, broadcaster or other, from the watch list.
outlet_country: ISO 3166 code of the outlet''s seat; null: not given.
day: Day of publication where known and not in the future, else of reading; UTC.
original: True: no copy and no translation of another article in the lake.
copy_score: Similarity that made the link, 0 to 1; null: an original.
copy_evidence: What made the link, in words; empty: none.
feed_title: Title of the feed in the watch list; null: read by address alone.';

CREATE OR REPLACE VIEW originals AS SELECT * FROM coverage WHERE original;
COMMENT ON VIEW originals IS 'Coverage without copies and translations.';
