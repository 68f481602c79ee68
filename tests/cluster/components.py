"""The environment variables of each component of a cluster: only what it needs, as in `docker-compose.yml`.

Workers read untrusted pages. Therefore they get neither the address of Airflow's metadata database nor any key to sign
or decrypt; they call the API server with one token per task. Components that do not run tasks get no settings for
outlets and channels. Of these, only the API server can open the lake, read-only, for its pages.
"""

from collections.abc import Mapping
from dataclasses import dataclass

ACCESS = ("AWS_ENDPOINT_URL", "AWS_REGION", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY")
LAKE_SLOTS = 4
"""How many tasks may write the lake at once. With a PostgreSQL catalog, writers of different tables run in parallel."""


@dataclass(frozen=True)
class Places:
    """The addresses and secrets of a cluster. URLs contain their passwords. `api`: without a path.

    `store`: "" if the lake's files are under NEWSVANE_HOME. `access`: the credentials of the bucket, by the names in
    ACCESS.
    """

    api: str
    ui: str
    metadata: str
    results: str
    broker: str
    passwords: str
    fernet_key: str
    api_key: str
    jwt_key: str
    catalog: str
    catalog_read_only: str
    store: str
    access: Mapping[str, str]


def environment(component: str, at: Places) -> dict[str, str]:
    """Return the variables of one component, in addition to those of the image.

    `component`: `init`, which migrates the database, or the name of an Airflow command. A task whose worker died is
    noticed within `TASK_INSTANCE_HEARTBEAT_TIMEOUT` seconds, a task stuck in the queue within `TASK_QUEUED_TIMEOUT`.
    The broker passes a message to another worker after `VISIBILITY_TIMEOUT` without an acknowledgement. That may be
    shorter than the longest task, because Airflow refuses to start the same try twice.
    """
    everyone = {
        "AIRFLOW__CORE__EXECUTOR": "CeleryExecutor",
        "AIRFLOW__CORE__PARALLELISM": "16",
        "AIRFLOW__SCHEDULER__TASK_INSTANCE_HEARTBEAT_TIMEOUT": "60",
    }
    metadata = {"AIRFLOW__DATABASE__SQL_ALCHEMY_CONN": at.metadata, "AIRFLOW__CORE__FERNET_KEY": at.fernet_key}
    queue = {
        "AIRFLOW__CELERY__BROKER_URL": at.broker,
        "AIRFLOW__CELERY__RESULT_BACKEND": at.results,
        "AIRFLOW__CELERY__TASK_ACKS_LATE": "True",
        "AIRFLOW__CELERY_BROKER_TRANSPORT_OPTIONS__VISIBILITY_TIMEOUT": "600",
    }
    files = {"NEWSVANE_UI_URL": at.ui, "NEWSVANE_STORE": at.store, **{name: at.access[name] for name in ACCESS}}
    own: dict[str, dict[str, str]] = {
        "init": {},
        "api-server": {
            "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_PASSWORDS_FILE": at.passwords,
            "AIRFLOW__API__BASE_URL": at.ui,
            "AIRFLOW__API__WORKERS": "1",
            "AIRFLOW__API__SECRET_KEY": at.api_key,
            "AIRFLOW__API_AUTH__JWT_SECRET": at.jwt_key,
            "NEWSVANE_CATALOG": at.catalog_read_only,
            **files,
        },
        "scheduler": {
            "AIRFLOW__API_AUTH__JWT_SECRET": at.jwt_key,
            "AIRFLOW__SCHEDULER__ENABLE_HEALTH_CHECK": "True",
            "AIRFLOW__SCHEDULER__SCHEDULER_HEALTH_CHECK_SERVER_HOST": "127.0.0.1",
            "AIRFLOW__SCHEDULER__ORPHANED_TASKS_CHECK_INTERVAL": "60",
            "AIRFLOW__SCHEDULER__TASK_QUEUED_TIMEOUT": "300",
            **queue,
        },
        "dag-processor": {},
        "triggerer": {},
        "worker": {
            "AIRFLOW__CORE__EXECUTION_API_SERVER_URL": f"{at.api}/execution/",
            "AIRFLOW__CELERY__WORKER_CONCURRENCY": "2",
            "AIRFLOW__CELERY__EXTRA_CELERY_CONFIG": '{"include": ["newsvane.warmup"]}',
            "NEWSVANE_CATALOG": at.catalog,
            **queue,
            **files,
        },
    }
    return everyone | ({} if component == "worker" else metadata) | own[component]
