-- reads: articles, incoming_articles; writes: known_articles, landed_articles, stored_articles
-- The articles of a batch that are new or differ from their stored row, as they will be stored.
-- An article to which only another outlet led until now, and that its own feed has listed since, differs, too.
-- An article of the past that a list had dated is one of live reading as soon as its outlet dates it.
-- A page that came without encryption never revises one that came with it: anybody on the way could have written it.
-- Ids are looked up first, on their own. Then what is compared is read only of the days that have known ids: mostly none.
CREATE OR REPLACE TEMP TABLE known_articles AS
SELECT article_id, fetched_at FROM articles WHERE article_id IN (SELECT article_id FROM incoming_articles);

SET VARIABLE known_first = (SELECT min(fetched_at) FROM known_articles);
SET VARIABLE known_last = (SELECT max(fetched_at) FROM known_articles);

CREATE OR REPLACE TEMP TABLE stored_articles AS
SELECT
    article_id, url, fetched_at, revised_at, revision, title, authors, published_at, text_hash, language, page_language,
    topics, translation_state, translation_notice_language, translation_source_url, translation_post_edited, languages,
    section, alternates, paywalled, liveblog, published_zone, published_precision, country, outlet_kind, kind,
    central_topics, date_contradicted, observed_at, absent_at, source, published_source
FROM articles
WHERE fetched_at BETWEEN getvariable('known_first') AND getvariable('known_last')
    AND article_id IN (SELECT article_id FROM known_articles);

CREATE OR REPLACE TEMP TABLE landed_articles AS
WITH offered AS (
    FROM incoming_articles QUALIFY row_number() OVER (PARTITION BY article_id ORDER BY fetched_at DESC, text_hash) = 1
)
SELECT
    offered.* REPLACE (
        coalesce(stored.fetched_at, offered.fetched_at) AS fetched_at,
        coalesce(stored.revision, 0) + 1 AS revision,
        CASE
            WHEN stored.article_id IS NOT NULL AND (stored.published_source IS DISTINCT FROM 'list' OR offered.published_source = 'list')
                THEN stored.source
            ELSE offered.source
        END AS source,
        CASE WHEN stored.article_id IS NOT NULL THEN offered.fetched_at END AS revised_at
    ),
    (least(stored.published_at, stored.fetched_at) AT TIME ZONE 'UTC')::DATE AS day_before
FROM offered
LEFT JOIN stored_articles AS stored ON stored.article_id = offered.article_id
WHERE stored.article_id IS NULL OR (
    (
        (stored.observed_at IS NULL AND offered.observed_at IS NOT NULL)
        OR (stored.absent_at IS NULL AND offered.absent_at < date_trunc('minute', stored.observed_at))
        OR (
            offered.title, offered.authors, offered.published_at, offered.text_hash, offered.language,
            offered.page_language, offered.topics, offered.translation_state, offered.translation_notice_language,
            offered.translation_source_url, offered.languages, offered.section, offered.alternates, offered.paywalled, offered.liveblog,
            offered.published_zone, offered.published_precision, offered.country, offered.outlet_kind,
            offered.kind, offered.central_topics, coalesce(offered.translation_post_edited, false),
            coalesce(offered.date_contradicted, false)
        ) IS DISTINCT FROM (
            stored.title, stored.authors, stored.published_at, stored.text_hash, stored.language,
            stored.page_language, stored.topics, stored.translation_state, stored.translation_notice_language,
            stored.translation_source_url, stored.languages, stored.section, stored.alternates, stored.paywalled, stored.liveblog,
            stored.published_zone, stored.published_precision, stored.country, stored.outlet_kind,
            coalesce(stored.kind, offered.kind), coalesce(stored.central_topics, offered.central_topics),
            coalesce(stored.translation_post_edited, false),
            coalesce(stored.date_contradicted, false)
        )
    )
    AND NOT (starts_with(stored.url, 'https:') AND starts_with(offered.url, 'http:'))
    AND (
        offered.fetched_at >= coalesce(stored.revised_at, stored.fetched_at)
        OR coalesce(stored.revised_at, stored.fetched_at) > getvariable('latest_plausible')
    )
);
