"""Start the real servers that a lake or Airflow may depend on (PostgreSQL, Redis, a bucket), on 127.0.0.1 for a test.

Each is a context manager with a log in its folder. It can be stopped and started again, and keeps its data meanwhile.
"""

from tests.servers.bucket import Bucket
from tests.servers.postgres import Postgres
from tests.servers.redis import Redis

__all__ = ["Bucket", "Postgres", "Redis"]
