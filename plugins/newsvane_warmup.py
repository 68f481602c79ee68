"""Load what tasks need once, in the scheduler process from which they are forked.

Only `newsvane.standalone` asks for it (`NEWSVANE_PRELOAD`): it costs seconds and a few hundred megabytes, which the
scheduler of an Airflow that runs other people's DAGs should not spend. Celery workers import the same modules through
`[celery] extra_celery_config`.
"""

import os
import sys
from importlib import import_module

from airflow.configuration import conf


def warm_up() -> None:
    """Import what tasks need if this process is a scheduler that forks tasks and was asked to."""
    wanted = os.environ.get("NEWSVANE_PRELOAD", "").lower() in {"1", "true", "yes", "on"}
    if wanted and sys.argv[1:2] == ["scheduler"] and "LocalExecutor" in conf.get("core", "executor"):
        import_module("newsvane.warmup")
