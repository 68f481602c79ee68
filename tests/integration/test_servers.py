"""The servers that other tests use: they keep their data, require passwords, and leave no process."""

import os

import psycopg2
import pytest
import redis

from tests.servers import Bucket, Postgres, Redis
from tests.servers.needed import needs
from tests.servers.postgres import INSTALLED as POSTGRES
from tests.servers.redis import INSTALLED as REDIS

needs_postgres = needs("PostgreSQL", POSTGRES)


def is_gone(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    return False


@needs_postgres
def test_postgres_keeps_rows_over_a_restart_and_wants_its_passwords() -> None:
    with Postgres() as server:
        pid, url = server.pid, server.create("lake", "newsvane")
        with psycopg2.connect(url) as connection, connection.cursor() as cursor:
            cursor.execute("CREATE TABLE kept AS SELECT 7 AS n")
        connection.close()
        server.stop()
        server.start()
        with psycopg2.connect(url) as connection, connection.cursor() as cursor:
            cursor.execute("SELECT n FROM kept")
            assert cursor.fetchone() == (7,)
        connection.close()
        with pytest.raises(psycopg2.OperationalError, match="password authentication failed"):
            psycopg2.connect(url.replace(server.password("newsvane"), "guessed"))
        server.create("other", "somebody")
        with pytest.raises(psycopg2.OperationalError, match="permission denied"):
            psycopg2.connect(server.url("lake", "somebody"))
    assert is_gone(pid)
    assert not server.folder.exists()


@needs("Redis", REDIS)
def test_redis_wants_its_password() -> None:
    with Redis() as server:
        with redis.Redis.from_url(server.url) as client:
            assert client.set("a", 1)
        with redis.Redis(port=server.port) as client, pytest.raises(redis.AuthenticationError):
            client.get("a")
        pid = server.pid
    assert is_gone(pid)


def test_the_bucket_keeps_what_is_put_there() -> None:
    with Bucket() as server:
        server.client.put_object(Bucket="newsvane", Key="a/b", Body=b"c")
        assert server.keys("a/") == ["a/b"]
        pid = server.pid
    assert is_gone(pid)
