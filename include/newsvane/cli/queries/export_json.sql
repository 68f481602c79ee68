COPY (SELECT * FROM coverage ORDER BY day, article_id) TO '{path}' (FORMAT json, ARRAY true);
