SELECT count(*) AS rows FROM counted;
