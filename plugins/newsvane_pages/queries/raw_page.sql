-- reads: articles, quarantine; returns: where the archived page of an article is, and the title of the article
SELECT raw_file, raw_offset, raw_digest, title FROM articles WHERE article_id = $article_id
UNION ALL
SELECT article ->> '$.raw.file', (article ->> '$.raw.offset')::BIGINT, article ->> '$.raw.digest', article ->> '$.title'
FROM quarantine WHERE article_id = $article_id AND (article ->> '$.raw.file') IS NOT NULL
LIMIT 1;
