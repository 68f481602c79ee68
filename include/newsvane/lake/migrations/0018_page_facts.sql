-- What a page is, how complete its text is, whether people edited its translation, and how central each topic is.

ALTER TABLE articles ADD COLUMN kind VARCHAR;
ALTER TABLE articles ADD COLUMN kind_evidence VARCHAR[];
ALTER TABLE articles ADD COLUMN completeness DOUBLE;
ALTER TABLE articles ADD COLUMN translation_post_edited BOOLEAN;
ALTER TABLE articles ADD COLUMN topic_mentions STRUCT(topic VARCHAR, in_title BOOLEAN, in_lead BOOLEAN, sentences DOUBLE)[];
ALTER TABLE articles ADD COLUMN central_topics VARCHAR[];
COMMENT ON COLUMN articles.kind IS 'What the page is: article, live_blog, video, gallery or podcast; null: not recorded.';
COMMENT ON COLUMN articles.kind_evidence IS 'Why the page counts as this kind, in words; null: not recorded.';
COMMENT ON COLUMN articles.completeness IS 'Share of the text that the page shows where its article stands, and that is in the text, 0 to 1; below 0.5 the text is doubtful; null: not recorded.';
COMMENT ON COLUMN articles.translation_post_edited IS 'True: the page says that people edited or checked its machine translation; null: not recorded.';
COMMENT ON COLUMN articles.topic_mentions IS 'For each topic of the article: whether its title and its lead match on their own, and the share of its sentences that the topic''s words are in, 0 to 1; null: not recorded.';
COMMENT ON COLUMN articles.central_topics IS 'Topics that the article is about, not only mentions: those in its title or its lead, or in at least a quarter of its sentences; null: not recorded.';

ALTER TABLE skipped ADD COLUMN kind VARCHAR;
COMMENT ON COLUMN skipped.kind IS 'What the page is, if it is no article: front, listing, search, product, forum, error, wall or other; null: not known.';

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
    a.article_id, a.url, a.title, a.outlet, coalesce(f.kind, a.outlet_kind, 'other') AS outlet_kind,
    coalesce(f.country, a.country) AS outlet_country,
    (least(a.published_at, a.fetched_at) AT TIME ZONE 'UTC')::DATE AS day,
    a.published_at, a.published_source, a.published_precision, a.published_zone, a.updated_at, a.fetched_at,
    a.authors, a.section, a.kind, a.topics, a.central_topics, a.topic_mentions, a.language, a.languages,
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
LEFT JOIN feeds AS f ON f.feed_id = a.feed_id AND f.outlet IN (a.outlet, '')
WHERE len(a.topics) > 0;
COMMENT ON VIEW coverage IS 'Every article on topic, copies included, with its outlet, original, story and translation.
outlet_kind: Kind of the outlet: state, exile, independent, agency, broadcaster or other, from the watch list.
outlet_country: ISO 3166 code of the country where the outlet is based; null: not given.
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

CREATE OR REPLACE MACRO echo(story) AS TABLE
WITH members AS (
    SELECT
        article_id, outlet, language, title, copy_of, copy_kind, copy_score, copy_evidence,
        copy_order, copy_claimed, reported_at AS copied_at
    FROM coverage
    WHERE article_id IN (SELECT article_id FROM article_groups WHERE story_id = story)
)
SELECT
    copy.outlet, copy.language, copy.copy_kind, source.outlet AS from_outlet, copy.copied_at,
    round(date_diff('minute', source.copied_at, copy.copied_at) / 60, 1) AS hours_later, round(copy.copy_score, 2) AS copy_score,
    copy.copy_order, copy.copy_claimed, copy.copy_evidence, copy.title, copy.article_id, copy.copy_of
FROM members AS copy
LEFT JOIN members AS source ON source.article_id = copy.copy_of
WHERE copy.copy_of IS NOT NULL
ORDER BY copy.copied_at, copy.article_id;
