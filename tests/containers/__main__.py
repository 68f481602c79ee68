"""Build the image, start the containers with two workers, compare the lake with the ground truth, and remove them.

`make containers-check` runs it. Needs Docker 25 with Compose. `COMPOSE_FILE` may name further Compose files that
override ours, for example to use images from another registry.
"""

import argparse
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.servers.process import free_port
from tests.support.scene import PROJECT

FILES = ("docker-compose.yml", "tests/containers/compose.yml")
NAME = "newsvane-check"
STORE = {"COMPOSE_PROFILES": "store", "NEWSVANE_STORE": "s3://newsvane/lake", "AWS_ENDPOINT_URL": "http://store:7070"}
STEPS = (
    ("build", "--quiet", "init"),
    ("build", "--quiet", "check"),
    ("up", "--detach", "--wait", "--scale", "worker=2"),
    ("run", "--rm", "check"),
)
"""The Compose commands to run, in order, until one fails."""


def main() -> int:
    """Return 0 if the lake equals the ground truth and no log shows a secret."""
    parser = argparse.ArgumentParser(prog="python -m tests.containers", description=__doc__)
    parser.add_argument("--store", action="store_true", help="the lake's files in the bucket of the profile store")
    store = STORE if parser.parse_args().store else {}
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    if not shutil.which("docker") or subprocess.run(["docker", "compose", "version"], check=False).returncode:
        print("containers-check needs Docker with Compose; `make cluster-check` does the same without", file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory() as folder:
        secrets = Path(folder) / "env"
        filled = subprocess.run([sys.executable, "deploy/fill_env.py"], cwd=PROJECT, check=True, capture_output=True)
        secrets.touch(0o600)
        secrets.write_bytes(filled.stdout)
        more = [file for file in os.environ.get("COMPOSE_FILE", "").split(":") if file]
        environment = {
            **os.environ,
            "COMPOSE_FILE": ":".join([*FILES, *more]),
            "COMPOSE_ENV_FILES": str(secrets),
            "NEWSVANE_CONTACT": "demo@newsvane.example",
            "PORT": str(free_port()),
            **store,
        }
        try:
            code = next(filter(None, (_compose(environment, *words) for words in STEPS)), 0)
            if code:
                _compose(environment, "logs", "--tail", "20")
            return code or _leaks(environment, secrets)
        finally:
            _compose(environment, "--profile", "*", "down", "--volumes", "--timeout", "20")


def _compose(environment: dict[str, str], *words: str) -> int:
    words = ("docker", "compose", "--project-name", NAME, *words)
    return subprocess.run(words, cwd=PROJECT, env=environment, check=False).returncode


def _leaks(environment: dict[str, str], secrets: Path) -> int:
    """Print the name of each secret that the containers' logs show, and return how many there are."""
    words = ["docker", "compose", "--project-name", NAME, "logs", "--no-color"]
    logs = subprocess.run(words, cwd=PROJECT, env=environment, check=True, capture_output=True).stdout.decode()
    lines = (line.partition("=") for line in secrets.read_text("utf-8").splitlines())
    shown = [name for name, _, value in lines if len(value) > 30 and value in logs]
    for name in shown:
        print(f"WRONG  the logs show {name}")
    return len(shown)


if __name__ == "__main__":
    sys.exit(main())
