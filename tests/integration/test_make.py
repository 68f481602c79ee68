"""`make` refuses what is no port in one sentence, before it starts anything."""

import os
import subprocess

import pytest

from tests.support.scene import PROJECT

ENVIRONMENT = {name: value for name, value in os.environ.items() if not name.startswith(("MAKE", "MFLAGS"))}
"""Without what tells a `make` that another one has started it: the suite runs under `make test`."""


@pytest.mark.parametrize("port", ["abc", "0", "80 81", "-8080", "123456"])
@pytest.mark.parametrize("target", ["demo", "up"])
def test_what_is_no_port_is_refused(target: str, port: str) -> None:
    done = subprocess.run(
        ["make", "--dry-run", target, f"PORT={port}"],
        cwd=PROJECT,
        env=ENVIRONMENT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (2, "")
    (said,) = done.stderr.splitlines()
    assert f"PORT={port} is not a port: write a number, such as PORT=8081" in said


def test_a_port_is_taken() -> None:
    done = subprocess.run(
        ["make", "--dry-run", "demo", "PORT=8081"],
        cwd=PROJECT,
        env=ENVIRONMENT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert "--port 8081" in done.stdout
