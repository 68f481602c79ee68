-- Create the databases of a cluster: Airflow's metadata, the results of Celery's tasks and the lake's catalog, each with
-- a user of its own that has no access to the others; and a user that can only read the catalog. Run it with psql as the
-- superuser, with the passwords in the environment. PostgreSQL's image runs it once; another run only changes passwords.
\set VERBOSITY terse
\set airflow_password `printenv AIRFLOW_DB_PASSWORD`
\set celery_password `printenv CELERY_DB_PASSWORD`
\set lake_password `printenv LAKE_DB_PASSWORD`
\set reader_password `printenv LAKE_READER_PASSWORD`

SELECT format('CREATE ROLE %I LOGIN', name)
FROM unnest(ARRAY['airflow', 'celery', 'lake', 'lake_reader']) AS name
WHERE name NOT IN (SELECT rolname FROM pg_roles)
\gexec

ALTER ROLE airflow PASSWORD :'airflow_password';
ALTER ROLE celery PASSWORD :'celery_password';
ALTER ROLE lake PASSWORD :'lake_password';
ALTER ROLE lake_reader PASSWORD :'reader_password';
ALTER ROLE lake_reader SET default_transaction_read_only = on;

SELECT format('CREATE DATABASE %I OWNER %I', name, name)
FROM unnest(ARRAY['airflow', 'celery', 'lake']) AS name
WHERE name NOT IN (SELECT datname FROM pg_database)
\gexec

REVOKE ALL ON DATABASE airflow, celery, lake, postgres FROM PUBLIC;
GRANT CONNECT ON DATABASE lake TO lake_reader;

\connect lake
SET ROLE lake;
ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO lake_reader;
