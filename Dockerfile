# One image for every component: Airflow, the package and the DAGs, in the versions that `make setup` installs.
# The digest makes every build start from the same image. CONTRIBUTING.md says how to find the next one.
FROM python:3.11.16-slim-trixie@sha256:9534e5a8e315485d4061ed659af0fd78a284c015f9b73661b41d6bab25604534

ENV AIRFLOW_HOME=/opt/airflow \
    AIRFLOW__CORE__LOAD_EXAMPLES=False \
    AIRFLOW__DAG_PROCESSOR__DAG_BUNDLE_CONFIG_LIST='[{"name": "newsvane", "classpath": "newsvane_bundle.NewsvaneDagBundle", "kwargs": {}}]' \
    AIRFLOW__DAG_PROCESSOR__MIN_FILE_PROCESS_INTERVAL=300 \
    AIRFLOW__LOGGING__BASE_LOG_FOLDER=/var/log/airflow \
    AIRFLOW__LOGGING__FILE_TASK_HANDLER_NEW_FILE_PERMISSIONS=0o600 \
    AIRFLOW__LOGGING__FILE_TASK_HANDLER_NEW_FOLDER_PERMISSIONS=0o700 \
    AIRFLOW__USAGE_DATA_COLLECTION__ENABLED=False \
    GX_ANALYTICS_ENABLED=False \
    NEWSVANE_HOME=/var/lib/newsvane \
    NEWSVANE_WATCH=/opt/newsvane/include/watch \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUTF8=1

# A font for the images of `newsvane trends --png`.
RUN apt-get update && apt-get install --yes --no-install-recommends fonts-noto-core && rm -rf /var/lib/apt/lists/*
RUN useradd --uid 50000 --create-home airflow \
    && install -d -m 0700 -o airflow -g airflow /opt/airflow /var/lib/airflow /var/lib/newsvane /var/log/airflow
WORKDIR /opt/newsvane
COPY deploy/requirements.lock ./
RUN pip install --no-cache-dir --require-hashes --requirement requirements.lock --constraint requirements.lock
COPY pyproject.toml README.md LICENSE ./
COPY include ./include
COPY dags ./dags
COPY plugins ./plugins
RUN pip install --no-cache-dir --no-deps --no-build-isolation .
USER airflow
# DuckDB stores its extensions in the home folder, which is read-only at run time.
RUN python -c "from duckdb_extensions import import_extension as get; [get(each) for each in ('ducklake', 'sqlite', 'postgres', 'httpfs')]"
ENTRYPOINT ["python", "-m", "airflow"]
