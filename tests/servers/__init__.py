"""Servers that the lake and Airflow run on elsewhere, real ones: started on 127.0.0.1 for a test, ended with it.

Each is a context manager with a log in its folder, can be stopped and started again meanwhile, and keeps its data then.
"""

from tests.servers.bucket import Bucket
from tests.servers.postgres import Postgres
from tests.servers.redis import Redis

__all__ = ["Bucket", "Postgres", "Redis"]
