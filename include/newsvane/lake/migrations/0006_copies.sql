-- Every article is looked up by its sketch, under the day it came out; what it was before is kept.

ALTER TABLE article_sketches ADD COLUMN text_key BIGINT;
ALTER TABLE article_sketches ADD COLUMN lines BIGINT[];
ALTER TABLE article_sketches ADD COLUMN keys BIGINT[];
COMMENT ON TABLE article_sketches IS 'What each article is found by when others may be its copies, translations or story. One row an article_id.';
COMMENT ON COLUMN article_sketches.day IS 'Day of publication, where that is not known of the first reading; UTC.';
COMMENT ON COLUMN article_sketches.buckets IS 'MinHash bands, a hash each: two articles that share one may be copies; empty: too little text.';
COMMENT ON COLUMN article_sketches.shingles IS 'Shingles of the text; 0: too little text.';
COMMENT ON COLUMN article_sketches.text_key IS 'The first 60 bits of text_hash; null: no text.';
COMMENT ON COLUMN article_sketches.lines IS 'A hash a sentence and outlet: what an outlet repeats is not counted as text of its articles.';
COMMENT ON COLUMN article_sketches.keys IS 'Hashes of what translations and stories are found by.';

CREATE TEMP TABLE sketched AS
SELECT
    a.article_id, (coalesce(a.published_at, a.fetched_at) AT TIME ZONE 'UTC')::DATE AS day, coalesce(s.buckets, []) AS buckets,
    coalesce(s.shingles, 0) AS shingles,
    ('0x' || nullif(a.text_hash, '')[:15])::BIGINT AS text_key,
    []::BIGINT[] AS lines, []::BIGINT[] AS keys
FROM articles AS a LEFT JOIN article_sketches AS s ON s.article_id = a.article_id;
DELETE FROM article_sketches;
INSERT INTO article_sketches BY NAME FROM sketched ORDER BY day;
DROP TABLE sketched;

CREATE TABLE article_revisions (
    article_id VARCHAR, revision INTEGER, revised_at TIMESTAMPTZ, summary VARCHAR, changed VARCHAR[], title_before VARCHAR,
    words_before INTEGER, words_after INTEGER, added INTEGER, removed INTEGER, similarity DOUBLE, run_id VARCHAR
);
ALTER TABLE article_revisions SET PARTITIONED BY (year(revised_at), month(revised_at));
COMMENT ON TABLE article_revisions IS 'What each update of an article changed: the same address, read again. One row an article_id and revision.';
COMMENT ON COLUMN article_revisions.article_id IS 'The article.';
COMMENT ON COLUMN article_revisions.revision IS 'Number of the revision that the change led to; 2 is the first change.';
COMMENT ON COLUMN article_revisions.revised_at IS 'When it was read, UTC.';
COMMENT ON COLUMN article_revisions.summary IS 'The change in words: text grown, cut, corrected or rewritten, and the fields that differ.';
COMMENT ON COLUMN article_revisions.changed IS 'The columns of articles that differ.';
COMMENT ON COLUMN article_revisions.title_before IS 'Title before the change.';
COMMENT ON COLUMN article_revisions.words_before IS 'Words of the text before.';
COMMENT ON COLUMN article_revisions.words_after IS 'Words of the text after.';
COMMENT ON COLUMN article_revisions.added IS 'Words in the text after that were not there before, each as often as it is; null: the text stayed, or was dropped.';
COMMENT ON COLUMN article_revisions.removed IS 'Words in the text before that are not there after; null: the text stayed, or was dropped.';
COMMENT ON COLUMN article_revisions.similarity IS 'Jaccard over 5-word shingles of both texts, 0 to 1; null: the text stayed, was dropped or is too short.';
COMMENT ON COLUMN article_revisions.run_id IS 'Run that landed the revision.';

CREATE TABLE story_changes (
    changed_at TIMESTAMPTZ, kind VARCHAR, from_story VARCHAR, to_story VARCHAR, articles VARCHAR[], run_id VARCHAR
);
ALTER TABLE story_changes SET PARTITIONED BY (year(changed_at), month(changed_at));
COMMENT ON TABLE story_changes IS 'Articles that went over to another story, appended. One row a changed_at, from_story and to_story.';
COMMENT ON COLUMN story_changes.changed_at IS 'When, UTC.';
COMMENT ON COLUMN story_changes.kind IS 'merge: the story ended in the other; split: the other began with these; moved: from one that goes on to one that was there.';
COMMENT ON COLUMN story_changes.from_story IS 'Story the articles were in.';
COMMENT ON COLUMN story_changes.to_story IS 'Story they are in from then on.';
COMMENT ON COLUMN story_changes.articles IS 'The articles that went over.';
COMMENT ON COLUMN story_changes.run_id IS 'Run that grouped them anew.';

COMMENT ON COLUMN article_groups.copy_kind IS 'same_text, near_copy or translation; null: an original.';
