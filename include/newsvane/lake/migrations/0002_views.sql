-- A view's columns cannot be commented in DuckLake: the lines `column: meaning` of its comment describe those that no
-- table has.

CREATE VIEW article_topics AS SELECT article_id, unnest(topics) AS topic FROM articles;
COMMENT ON VIEW article_topics IS 'A row an article and topic it matches.
topic: Topic id.';

CREATE VIEW coverage AS
SELECT
    a.article_id, a.url, a.title, a.outlet, coalesce(f.kind, 'other') AS outlet_kind, f.country AS outlet_country,
    (least(a.published_at, a.fetched_at) AT TIME ZONE 'UTC')::DATE AS day,
    a.published_at, a.published_source, a.updated_at, a.fetched_at, a.authors, a.topics, a.language,
    g.copy_of IS NULL AS original, g.copy_of, g.copy_kind, g.score AS copy_score, g.evidence AS copy_evidence,
    coalesce(g.story_id, a.article_id) AS story_id,
    a.translation_state, a.translation_notice_language, a.translation_source_language, a.translation_source_url,
    a.translation_evidence, a.text, a.words, a.text_hash, a.language_confidence, a.page_language, a.image_url,
    a.canonical_url, a.feed_id, f.title AS feed_title, a.revision, a.revised_at, a.raw_file, a.raw_offset, a.raw_digest
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

CREATE VIEW originals AS SELECT * FROM coverage WHERE original;
COMMENT ON VIEW originals IS 'Coverage without copies and translations.';

CREATE VIEW stories AS
SELECT
    story_id,
    arg_min(title, (NOT original, least(published_at, fetched_at), article_id)) AS title,
    arg_min(article_id, (NOT original, least(published_at, fetched_at), article_id)) AS first_article_id,
    arg_min(outlet, (NOT original, least(published_at, fetched_at), article_id)) AS first_outlet,
    min(day) AS first_day,
    max(day) AS last_day,
    count(*) AS articles,
    count(*) FILTER (original) AS originals,
    count(*) FILTER (translation_state IN ('translated', 'proxy')) AS translated,
    count(DISTINCT outlet) AS outlets,
    list_sort(list(DISTINCT outlet)) AS outlet_list,
    list_sort(list(DISTINCT language)) AS languages,
    list_sort(list_distinct(flatten(list(topics)))) AS topics
FROM coverage
GROUP BY story_id;
COMMENT ON VIEW stories IS 'A row a story on topic: the articles on one event.
title: Title of its first article.
first_article_id: The earliest original, else the earliest article.
first_outlet: Outlet of that article.
first_day: Day of its earliest article, UTC.
last_day: Day of its latest article, UTC.
articles: Articles, copies included.
originals: Articles that are no copies.
translated: Articles that a machine translated.
outlets: Outlets that carried it.
outlet_list: Their registered domains.
languages: Languages it was written in.
topics: Topics that any of its articles matches.';

CREATE VIEW feed_health AS
WITH polls AS (
    SELECT
        feed_id,
        arg_max(status, polled_at) AS status,
        arg_max(reason, polled_at) AS reason,
        arg_max(detail, polled_at) AS detail,
        arg_max(failures, polled_at) AS failures,
        max(polled_at) AS last_poll_at,
        max(polled_at) FILTER (status <> 'failed') AS last_well_at,
        max(polled_at) FILTER (entries_new > 0) AS last_new_at,
        arg_max(next_poll_at, polled_at) AS next_poll_at,
        count(*) AS polls,
        count(*) FILTER (status = 'failed') AS polls_failed,
        median(duration_ms) AS median_ms
    FROM feed_polls
    GROUP BY feed_id
), items AS (
    SELECT
        feed_id, count(*) AS entries, count(*) FILTER (outcome = 'article') AS articles,
        count(*) FILTER (outcome = 'pending') AS pending
    FROM entries
    GROUP BY feed_id
)
SELECT
    f.feed_id, f.title, f.outlet, f.url, f.watched, f.paused, p.status, p.reason, p.detail,
    coalesce(p.failures, 0) AS failures, p.last_poll_at, p.last_well_at, p.last_new_at, p.next_poll_at,
    coalesce(p.polls, 0) AS polls, coalesce(p.polls_failed, 0) AS polls_failed, p.median_ms,
    coalesce(i.entries, 0) AS entries, coalesce(i.articles, 0) AS articles, coalesce(i.pending, 0) AS pending
FROM feeds AS f
LEFT JOIN polls AS p ON p.feed_id = f.feed_id
LEFT JOIN items AS i ON i.feed_id = f.feed_id;
COMMENT ON VIEW feed_health IS 'A row a feed: its state now and its record.
feed_id: Name of the feed in the watch list.
url: Address that is polled.
title: Title in the watch list; empty where it gives none.
outlet: Registered domain of the outlet; empty where the watch list gives none.
status: Of the last poll: ok, unchanged or failed; null: never polled.
reason: Code of the last poll''s failure; empty when well; null: never polled.
detail: That failure in words; null: never polled.
failures: Failed polls in a row up to now.
last_poll_at: Last poll, UTC; null: never polled.
last_well_at: Last poll that did not fail, UTC; null: none.
last_new_at: Last poll that brought an entry, UTC; null: none.
next_poll_at: When it is due, UTC; null: never polled.
polls: Polls in all.
polls_failed: Polls that failed, in all.
median_ms: Median of milliseconds a poll took; null: never polled.
entries: Entries it brought first.
articles: Of these, the ones that became articles.
pending: Of these, the ones still to be read.';
