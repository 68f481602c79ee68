"""What tasks need is loaded once, by the scheduler that they are forked from.

Every component imports this file as a plugin; the scheduler does so before its executor forks. Workers of Celery import
the same by `[celery] extra_celery_config`.
"""

import sys
from importlib import import_module

from airflow.configuration import conf

if sys.argv[1:2] == ["scheduler"] and "LocalExecutor" in conf.get("core", "executor"):
    import_module("newsvane.warmup")
