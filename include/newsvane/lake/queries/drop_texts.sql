UPDATE articles SET text = NULL WHERE text IS NOT NULL AND fetched_at < $before;
