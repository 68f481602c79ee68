-- reads: migrations; returns: the names of the migrations applied to the lake
SELECT name FROM migrations;
