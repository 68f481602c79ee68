-- What the pages of outlets, topics and names count over two years. To join the ids of a million articles with their
-- stories took longer than such a page may take.
CREATE TABLE counted_articles (
    day DATE, article_id VARCHAR, outlet VARCHAR, language VARCHAR, topics VARCHAR[], central_topics VARCHAR[],
    translated BOOLEAN, story_id VARCHAR, original BOOLEAN, is_linked BOOLEAN, is_claim BOOLEAN, copied_outlet VARCHAR,
    copy_kind VARCHAR, is_alone BOOLEAN, event_place VARCHAR, reported_at TIMESTAMPTZ, observed_at TIMESTAMPTZ, fetched_at TIMESTAMPTZ
);
COMMENT ON TABLE counted_articles IS 'Articles with their stories, in few columns: what pages count over long periods. One row per article that is on topic, or linked to one of another outlet; written when trend_daily is counted. What holds now is in coverage.';
COMMENT ON COLUMN counted_articles.day IS 'Day of publication if known and not in the future, otherwise of reading; UTC.';
COMMENT ON COLUMN counted_articles.article_id IS 'Id of the article.';
COMMENT ON COLUMN counted_articles.outlet IS 'Registered domain of the outlet.';
COMMENT ON COLUMN counted_articles.language IS 'Language of the body; und: not determined.';
COMMENT ON COLUMN counted_articles.topics IS 'Ids of the topics that it matches; empty: none.';
COMMENT ON COLUMN counted_articles.central_topics IS 'Those of them that it is about; null: not known.';
COMMENT ON COLUMN counted_articles.translated IS 'True: a machine translated it (translation_state translated or proxy).';
COMMENT ON COLUMN counted_articles.story_id IS 'Story to which it belongs.';
COMMENT ON COLUMN counted_articles.original IS 'True: neither a copy nor a translation, as far as is known.';
COMMENT ON COLUMN counted_articles.is_linked IS 'True: it is a copy or translation of another article, or merely claims to be one.';
COMMENT ON COLUMN counted_articles.is_claim IS 'True: it merely claims to be a translation, which the texts do not show.';
COMMENT ON COLUMN counted_articles.copied_outlet IS 'Outlet of the article of which it is a copy or translation; null: it is not linked, or the other one is not in the lake.';
COMMENT ON COLUMN counted_articles.copy_kind IS 'How it is linked, as in coverage; null: it is not.';
COMMENT ON COLUMN counted_articles.is_alone IS 'True: it is the only article of its story.';
COMMENT ON COLUMN counted_articles.event_place IS 'Entity id of the place where its event happened; null: not known.';
COMMENT ON COLUMN counted_articles.reported_at IS 'Claimed time of publication within the limits of what our polls saw, as in coverage; UTC.';
COMMENT ON COLUMN counted_articles.observed_at IS 'When a poll first found it, as in coverage; UTC.';
COMMENT ON COLUMN counted_articles.fetched_at IS 'When it was first read, UTC.';
