-- reads: articles, quarantine; returns: where the archived page of an article is, and title, text and evidence of translation of the article
SELECT raw_file, raw_offset, raw_digest, title, text, translation_evidence FROM articles WHERE article_id = $article_id
UNION ALL
SELECT article ->> '$.raw.file', (article ->> '$.raw.offset')::BIGINT, article ->> '$.raw.digest', article ->> '$.title', NULL, NULL
FROM quarantine WHERE article_id = $article_id AND (article ->> '$.raw.file') IS NOT NULL
LIMIT 1;
