ATTACH '{path}' AS exported;
CREATE TABLE exported.coverage AS SELECT * FROM coverage ORDER BY day, article_id;
DETACH exported;
