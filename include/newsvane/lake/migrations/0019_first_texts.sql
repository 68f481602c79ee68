-- What a revised article said when it was first read: this, not what it added later, decides its copies and its story.
ALTER TABLE articles ADD COLUMN first_title VARCHAR;
ALTER TABLE articles ADD COLUMN first_text VARCHAR;
COMMENT ON COLUMN articles.first_title IS 'Title when the article was first read, by which it is grouped; null: as title.';
COMMENT ON COLUMN articles.first_text IS 'Text when the article was first read, by which it is grouped: what an article adds later makes it neither an original nor a part of a story. Null: as text, because it has not changed, or most of it was replaced since.';
