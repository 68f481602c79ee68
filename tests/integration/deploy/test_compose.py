"""The Compose file: its containers run as `make cluster` runs its processes, isolated and with only their own secrets.

If docker-compose is installed, `docker-compose config` validates the file as well. It needs no Docker daemon.
"""

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from newsvane.standalone import COMPONENTS, Standalone
from tests.cluster import worker
from tests.cluster.components import ACCESS, LAKE_SLOTS, Places, environment
from tests.containers.__main__ import FILES
from tests.servers import Bucket
from tests.servers.needed import needs
from tests.support.scene import PROJECT

COMPOSE: dict[str, Any] = yaml.safe_load((PROJECT / "docker-compose.yml").read_text("utf-8"))
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
OURS = ("init", "api-server", "scheduler", "dag-processor", "triggerer", "worker")
SEE = ":?see .env.example}"
PLACES = Places(
    api="http://api-server:8080",
    ui="http://127.0.0.1:${PORT:-8080}",
    metadata=f"postgresql+psycopg2://airflow:${{AIRFLOW_DB_PASSWORD{SEE}@postgres:5432/airflow",
    results=f"db+postgresql+psycopg2://celery:${{CELERY_DB_PASSWORD{SEE}@postgres:5432/celery",
    broker=f"redis://:${{REDIS_PASSWORD{SEE}@redis:6379/0",
    passwords="/var/lib/airflow/passwords.json",
    fernet_key=f"${{AIRFLOW_FERNET_KEY{SEE}",
    api_key=f"${{AIRFLOW_API_SECRET_KEY{SEE}",
    jwt_key=f"${{AIRFLOW_JWT_SECRET{SEE}",
    catalog=f"postgresql://lake:${{LAKE_DB_PASSWORD{SEE}@postgres:5432/lake",
    catalog_read_only=f"postgresql://lake_reader:${{LAKE_READER_PASSWORD{SEE}@postgres:5432/lake",
    store="${NEWSVANE_STORE:-}",
    access={name: f"${{{name}:-}}" for name in ACCESS} | {"AWS_REGION": "${AWS_REGION:-us-east-1}"},
)
WORLD = {"NEWSVANE_CONNECT_TO", "NEWSVANE_DEMO_MAIL", "NEWSVANE_DEMO_WEBHOOK"}
GIVEN = {"NEWSVANE_CONTACT", "NEWSVANE_ALERT_URL"}
"""What a user gives; `make cluster` takes it from its own environment."""


@pytest.mark.parametrize("service", OURS)
def test_a_container_runs_with_what_the_native_component_runs_with(service: str) -> None:
    there = {name: value for name, value in SERVICES[service]["environment"].items() if name not in GIVEN}
    assert there == environment(service, PLACES)


def test_the_image_brings_what_every_native_component_has() -> None:
    block = re.search(r"^ENV (.*?[^\\])$", (PROJECT / "Dockerfile").read_text("utf-8"), re.MULTILINE | re.DOTALL)
    assert block
    image = dict(word.split("=", 1) for word in shlex.split(block[1].replace("\\\n", " ")))
    native = Standalone(PROJECT, PROJECT / "nowhere").shared_configuration
    process = {"PATH", "SPT_NOENV", "AIRFLOW__API__HOST", "AIRFLOW__API__PORT"}
    folders = {"AIRFLOW_HOME", "AIRFLOW__LOGGING__BASE_LOG_FOLDER", "NEWSVANE_HOME", "NEWSVANE_WATCH"}
    python = {"PYTHONDONTWRITEBYTECODE", "PYTHONUTF8"}
    assert image.keys() - folders - python == native.keys() - process
    assert {name: image[name] for name in native.keys() - process if not name.endswith("FOLDER")} == {
        name: value for name, value in native.items() if name not in process and not name.endswith("FOLDER")
    }


def test_the_image_begins_with_a_digest() -> None:
    bases = re.findall(r"^FROM (\S+)", (PROJECT / "Dockerfile").read_text("utf-8"), re.MULTILINE)
    assert bases
    assert all(re.fullmatch(r"[\w./-]+:[\w.-]+@sha256:[0-9a-f]{64}", base) for base in bases)


def test_a_container_runs_the_command_of_the_native_component() -> None:
    host = ("--host", "127.0.0.1")
    for name, command in (COMPONENTS | {"worker": worker(1)}).items():
        words = " ".join(command).replace(" ".join(host), "").partition("--celery-hostname")[0]
        assert SERVICES[name]["command"] == words.split()


@pytest.mark.parametrize(
    ("name", "who"),
    [
        pytest.param("AIRFLOW_DB_PASSWORD", {*OURS, "postgres"} - {"worker"}, id="Airflow's metadata"),
        pytest.param("AIRFLOW_FERNET_KEY", {*OURS} - {"worker"}, id="what is encrypted in it"),
        pytest.param("AIRFLOW_JWT_SECRET", {"api-server", "scheduler"}, id="who signs tokens"),
        pytest.param("AIRFLOW_API_SECRET_KEY", {"api-server"}, id="who signs forms"),
        pytest.param("REDIS_PASSWORD", {"redis", "scheduler", "worker"}, id="the queue"),
        pytest.param("CELERY_DB_PASSWORD", {"postgres", "scheduler", "worker"}, id="results"),
        pytest.param("POSTGRES_PASSWORD", {"postgres"}, id="the superuser"),
        pytest.param("LAKE_DB_PASSWORD", {"postgres", "worker"}, id="who writes the lake"),
        pytest.param("LAKE_READER_PASSWORD", {"postgres", "api-server"}, id="who reads it"),
        pytest.param("AWS_SECRET_ACCESS_KEY", {"api-server", "worker", "store", "bucket"}, id="who gets at its files"),
        pytest.param("NEWSVANE_ALERT_URL", {"worker"}, id="where alerts go"),
    ],
)
def test_a_secret_is_with_those_alone_who_need_it(name: str, who: set[str]) -> None:
    assert {service for service, said in SERVICES.items() if f"${{{name}:" in str(said["environment"])} == who


@pytest.mark.parametrize("service", SERVICES)
def test_a_container_is_confined(service: str) -> None:
    said = SERVICES[service]
    assert said["read_only"] is True
    assert said["cap_drop"] == ["ALL"]
    assert "cap_add" not in said
    assert said["security_opt"] == ["no-new-privileges:true"]
    assert said["logging"]["options"].keys() == {"max-size", "max-file"}
    assert said["deploy"]["resources"]["limits"].keys() == {"cpus", "memory", "pids"}
    assert all(port.startswith("127.0.0.1:") for port in said.get("ports", ()))
    assert all(mount.endswith(":ro") for mount in said.get("volumes", ()) if mount.startswith("."))
    assert "healthcheck" in said or said["restart"] == "no"
    assert "@sha256:" in said["image"] or "build" in said


def test_only_who_must_reaches_outside() -> None:
    networks = COMPOSE["networks"]
    outside = {name for name, said in networks.items() if not (said or {}).get("internal")}
    assert {name for name, said in SERVICES.items() if outside & {*said["networks"]}} == {"api-server", "worker"}
    assert {name for name, said in SERVICES.items() if "broker" in said["networks"]} == {"redis", "scheduler", "worker"}


def test_there_is_no_default_secret() -> None:
    text = (PROJECT / "docker-compose.yml").read_text("utf-8")
    secret = re.findall(r"\$\{(\w+_(?:KEY|SECRET|PASSWORD))(:.{1,2})", text)
    assert secret
    assert {how for name, how in secret if name != "AWS_SECRET_ACCESS_KEY"} == {":?s"}
    assert {how for name, how in secret if name == "AWS_SECRET_ACCESS_KEY"} == {":-}"}


def test_the_lake_takes_as_many_writers_here_as_there() -> None:
    assert f" pools set newsvane_lake {LAKE_SLOTS} " in SERVICES["init"]["command"][0]


@pytest.fixture
def filled(tmp_path: Path) -> dict[str, str]:
    """`.env`, as the command in `.env.example` makes it and a person completes it."""
    command = re.search(r"^#   (\(umask .*\))$", (PROJECT / ".env.example").read_text("utf-8"), re.MULTILINE)
    assert command
    shutil.copytree(PROJECT / "deploy", tmp_path / "deploy")
    shutil.copy(PROJECT / ".env.example", tmp_path)
    subprocess.run(["sh", "-c", command[1].replace("python3", sys.executable)], cwd=tmp_path, check=True)
    assert (tmp_path / ".env").stat().st_mode & 0o077 == 0
    lines = (tmp_path / ".env").read_text("utf-8").splitlines()
    return dict(line.split("=", 1) for line in lines if not line.startswith("#"))


def test_the_command_fills_every_secret_with_its_own(filled: dict[str, str]) -> None:
    asked = set(re.findall(r"\$\{(\w+):\?see", (PROJECT / "docker-compose.yml").read_text("utf-8")))
    asked |= {"AWS_SECRET_ACCESS_KEY"}
    secrets = {name: value for name, value in filled.items() if name in asked}
    assert secrets.keys() == asked
    assert len({*secrets.values()}) == len(asked)
    assert all(len(value) >= 43 for value in secrets.values())


@needs("docker-compose", shutil.which("docker-compose"))
@pytest.mark.parametrize(
    ("without", "said"),
    [
        pytest.param(None, "", id="as it should be"),
        pytest.param("AWS_SECRET_ACCESS_KEY", "", id="no bucket"),
        pytest.param("NEWSVANE_CONTACT", "an address or URL at which outlets can reach you", id="nobody to reach"),
        pytest.param("REDIS_PASSWORD", "see .env.example", id="a secret is missing"),
    ],
)
def test_docker_compose_takes_it(filled: dict[str, str], tmp_path: Path, without: str | None, said: str) -> None:
    values = filled | {"NEWSVANE_CONTACT": "desk@newsvane.example"}
    (tmp_path / "env").write_text("".join(f"{name}={value}\n" for name, value in values.items() if name != without))
    done = subprocess.run(
        ["docker-compose", "--project-directory", PROJECT, "--env-file", tmp_path / "env", "config", "--quiet"],
        env={"PATH": os.environ["PATH"], "HOME": str(tmp_path)},
        cwd=PROJECT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode == 0) is (not said), done.stderr
    assert said in done.stderr


@needs("docker-compose", shutil.which("docker-compose"))
def test_the_check_of_the_containers_changes_only_the_world(filled: dict[str, str], tmp_path: Path) -> None:
    def merged(*files: str) -> dict[str, dict[str, Any]]:
        (tmp_path / "env").write_text("".join(f"{name}={value}\n" for name, value in filled.items()))
        words = ["docker-compose", "--env-file", tmp_path / "env", *(f"--file={file}" for file in files)]
        done = subprocess.run(
            [*words, "--profile=check", "config", "--format=json"],
            env={"PATH": os.environ["PATH"], "HOME": str(tmp_path), "NEWSVANE_CONTACT": "desk@newsvane.example"},
            cwd=PROJECT, capture_output=True, text=True, check=True,
        )  # fmt: skip
        services: dict[str, dict[str, Any]] = json.loads(done.stdout)["services"]
        return services

    plain, checked = merged(FILES[0]), merged(*FILES)
    (address,) = {network["ipv4_address"] for network in checked["check"]["networks"].values() if network}
    for service, said in plain.items():
        added = checked[service]["environment"].items() - said["environment"].items()
        assert checked[service]["environment"].items() >= said["environment"].items()
        assert {name for name, value in added if address in value} == (
            WORLD if service in {"api-server", "worker"} else set()
        )
        assert checked[service].keys() == said.keys()


def test_the_service_bucket_makes_the_bucket_and_may_do_so_again() -> None:
    (program,) = SERVICES["bucket"]["command"]
    with Bucket() as server:
        for _ in range(2):
            surroundings = {**os.environ, **server.access, "NEWSVANE_STORE": "s3://asked-for/lake"}
            subprocess.run([sys.executable, "-c", program], env=surroundings, cwd=PROJECT, check=True)
        assert "asked-for" in {each["Name"] for each in server.client.list_buckets()["Buckets"]}
