"""Load what tasks need once, in the scheduler process from which they are forked.

Every Airflow component imports this file as a plugin; the scheduler does so before its executor forks. Celery workers
import the same modules through `[celery] extra_celery_config`.
"""

import sys
from importlib import import_module

from airflow.configuration import conf

if sys.argv[1:2] == ["scheduler"] and "LocalExecutor" in conf.get("core", "executor"):
    import_module("newsvane.warmup")
