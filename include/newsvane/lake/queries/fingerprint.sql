SELECT count(*), coalesce(sum(hash(t)), 0) FROM $table AS t;
