LOAD sqlite;
LOAD ducklake;
SET TimeZone = 'UTC';
ATTACH 'ducklake:sqlite:{catalog}' AS lake (READ_ONLY, DATA_PATH '{data}/', OVERRIDE_DATA_PATH true, META_BUSY_TIMEOUT 30000);
USE lake;
