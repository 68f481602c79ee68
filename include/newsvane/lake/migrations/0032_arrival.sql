-- How each article of coverage arrived, and when an archive captured it.
CREATE OR REPLACE VIEW ordered_articles AS
SELECT
    * EXCLUDE (seen_at) REPLACE (
        CASE WHEN date_contradicted THEN true WHEN published_at IS NOT NULL AND absent_at IS NOT NULL THEN false END
            AS date_contradicted,
        coalesce(source, 'live') AS source
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
    a.source, a.archived_at,
    a.authors, a.section, a.kind, a.topics, a.central_topics, a.topic_mentions, a.name_keys, a.language, a.languages,
    coalesce(g.original, true) AS original, g.copy_of, g.copy_kind, g.score AS copy_score, g.evidence AS copy_evidence, g.copy_order,
    coalesce(g.copy_claimed, false) AS copy_claimed,
    coalesce(g.story_id, a.article_id) AS story_id,
    a.translation_state, a.translation_notice_language, a.translation_source_language, a.translation_source_url,
    a.translation_evidence, a.translation_post_edited, a.text, a.words, a.completeness, a.text_hash, a.language_confidence, a.page_language,
    a.paywalled, a.liveblog, a.image_url, a.alternates, a.canonical_url, a.feed_id, f.title AS feed_title, a.revision,
    a.revised_at, a.raw_file, a.raw_offset, a.raw_digest, a.observed_at, a.absent_at,
    a.date_contradicted, a.reported_at, a.ordered_at
FROM ordered_articles AS a
LEFT JOIN grouped_articles AS g ON g.article_id = a.article_id
LEFT JOIN own_feeds AS f ON f.feed_id = a.feed_id AND f.outlet IN (a.outlet, '')
WHERE len(a.topics) > 0;
COMMENT ON VIEW coverage IS 'Every article on topic, copies included, with its outlet, original, story and translation.
outlet_kind: Kind of the outlet: state, exile, independent, agency, broadcaster or other, from the watch list or outlets.toml.
outlet_country: ISO 3166 code of the country where the outlet is based, from the watch list or outlets.toml; null: not known.
day: Day of publication if known and not in the future, otherwise of reading; UTC.
original: True: neither a copy nor a translation of another article in the lake, as far as is known. An article that alone claims to be a translation, which the texts do not show, is an original with copy_of and copy_claimed.
copy_score: Similarity on which the link is based, 0 to 1; without meaning if copy_claimed; null: no copy_of.
copy_evidence: Reasons for the link, in words; empty: none.
copy_order: certain: our polls show that the original came first; uncertain: our polls do not show which came first, and the outlets'' own dates decided within the limits of what our polls saw; null: no copy_of.
copy_claimed: True: only the pages say that this, or the text that it copies, is a translation of copy_of; the texts do not show it.
source: How the article arrived: live (a source of the watch list led to it, or it was read by its address), or later by a backfill: warc (a WARC file), wayback (a web archive), list (a list of addresses) or sitemap.
feed_title: Title of the feed in the watch list; null: no feed of the outlet listed the article.
date_contradicted: True: published_at lies more than an hour before a poll of the outlet that did not find the article, or the page has later named a time more than an hour before published_at; null: it cannot be checked, because absent_at or published_at is null.
reported_at: Claimed time of publication within the limits of what our polls saw: not before absent_at, not after observed_at; if it is not known, the time when we first saw the article; UTC.
ordered_at: Time that decides which of two articles came first: as reported_at, but at most an hour before observed_at; UTC.';
