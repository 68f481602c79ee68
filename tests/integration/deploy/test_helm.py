"""The values for Airflow's Helm chart: they parse, name only settings that exist, and hold no secret."""

import re
from collections.abc import Iterator
from importlib.metadata import version
from typing import Any

import pytest
import yaml

from newsvane import __version__
from newsvane.settings import Settings
from tests.support.scene import PROJECT

FOLDER = PROJECT / "deploy" / "helm"
VALUES: dict[str, Any] = yaml.safe_load((FOLDER / "values.yaml").read_text("utf-8"))
POLICIES: list[dict[str, Any]] = list(yaml.safe_load_all((FOLDER / "egress.yaml").read_text("utf-8")))
COMPOSE: dict[str, Any] = yaml.safe_load((PROJECT / "docker-compose.yml").read_text("utf-8"))
KNOWN = {f"NEWSVANE_{name.upper()}" for name in Settings.model_fields} | {"NEWSVANE_ALERT_URL", "NEWSVANE_STORE"}
PARTS = ("workers", "apiServer", "scheduler", "dagProcessor", "triggerer")


def environment(part: str = "") -> dict[str, dict[str, Any]]:
    """The variables of a component, or of all."""
    listed = VALUES["env"] + (VALUES[part].get("env", []) if part else [])
    return {each["name"]: each for each in listed}


def leaves(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    if isinstance(value, dict):
        for key, below in value.items():
            yield from leaves(below, f"{path}.{key}")
    elif isinstance(value, list):
        for number, below in enumerate(value):
            yield from leaves(below, f"{path}[{number}]")
    else:
        yield path, value


@pytest.mark.parametrize("part", PARTS)
def test_variables_are_settings(part: str) -> None:
    ours = {name for name in environment(part) if name.startswith("NEWSVANE_")}
    assert ours <= KNOWN
    for each in environment(part).values():
        assert ("value" in each) != ("valueFrom" in each), each


def test_what_compose_gives_is_given_here() -> None:
    given = {name for service in COMPOSE["services"].values() for name in service.get("environment", {})}
    here = {name for part in PARTS for name in environment(part)}
    assert {name for name in given if name.startswith("NEWSVANE_")} <= here


def test_numbers_given_as_settings_are_taken() -> None:
    values = {
        name.removeprefix("NEWSVANE_").lower(): each.get("value") for name, each in environment("workers").items()
    }
    Settings.model_validate({name: value for name, value in values.items() if name in Settings.model_fields and value})


def test_secrets_are_references() -> None:
    secret = re.compile(
        r"password|token|secret(?!Name|Key)|fernetKey$|apiSecretKey$|jwtSecret$|connection$", re.IGNORECASE
    )
    assert [path for path, value in leaves(VALUES) if secret.search(path.rpartition(".")[2]) and value] == []
    for name in ("NEWSVANE_CATALOG", "AWS_SECRET_ACCESS_KEY", "NEWSVANE_ALERT_URL"):
        for part in PARTS:
            assert "secretKeyRef" in environment(part).get(name, {"valueFrom": {"secretKeyRef": ""}})["valueFrom"]


def test_the_lake_is_for_those_who_need_it_and_read_only_for_the_pages() -> None:
    holders = {part: environment(part).get("NEWSVANE_CATALOG") for part in PARTS}
    keys = {part: held["valueFrom"]["secretKeyRef"]["key"] for part, held in holders.items() if held}
    assert keys == {"workers": "writer", "apiServer": "reader"}
    assert [part for part in PARTS if "NEWSVANE_ALERT_URL" in environment(part)] == ["workers"]


@pytest.mark.parametrize("part", PARTS)
def test_pods_are_confined_and_have_limits(part: str) -> None:
    given = VALUES["workers"]["celery"] if part == "workers" else VALUES[part]
    assert given["securityContexts"]["pod"]["runAsNonRoot"] is True
    contained = given["securityContexts"]["container"]
    assert contained["readOnlyRootFilesystem"] is True
    assert contained["allowPrivilegeEscalation"] is False
    assert contained["capabilities"]["drop"] == ["ALL"]
    assert {*given["resources"]} == {"requests", "limits"}


def test_versions_are_those_of_image_and_lock() -> None:
    assert VALUES["airflowVersion"] == version("apache-airflow")
    assert VALUES["images"]["airflow"]["tag"] == __version__


def test_workers_alone_reach_the_web_and_nothing_private_by_it() -> None:
    everybody, workers = (each["spec"] for each in POLICIES)
    assert workers["podSelector"]["matchLabels"]["component"] == "worker"
    (to,) = (rule["to"][0]["ipBlock"] for rule in workers["egress"])
    assert {"10.0.0.0/8", "169.254.0.0/16", "192.168.0.0/16", "172.16.0.0/12"} <= {*to["except"]}
    assert "0.0.0.0/0" not in str(everybody)
