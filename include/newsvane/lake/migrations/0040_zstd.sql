-- Changes no table: with every migration the options of storage are set, among them the compression of new files.
SELECT 1;
