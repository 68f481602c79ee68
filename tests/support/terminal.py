"""Run `newsvane` commands as a person at a terminal would, each time with the same environment variables."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from typer.testing import CliRunner, Result

from newsvane.cli import app
from newsvane.settings import Settings, get_settings
from tests.support.scene import PROJECT, settings_from

FEEDS = ("balkan-monitor", "correo-del-mundo", "meridian-mundo", "meridian-post", "harbour-gazette", "gone-herald")
PAGE = "http://meridian-mundo.example/noticias/ordenadores-del-campamento.html"
"""An English article under a Spanish notice."""
OURS = '# ours\r\n[[feed]]  # the one\r\nid="one"\r\nurl = "https://one.example/rss"'
"""The watch list of `own_terminal`, with line breaks and spaces as a person's editor may leave them."""


@dataclass(frozen=True)
class Terminal:
    """`environment`: variables that commands get beside ours. `first_run`: what the first `newsvane run` printed."""

    environment: dict[str, str]
    first_run: dict[str, Any]

    @property
    def settings(self) -> Settings:
        return settings_from(self.environment)

    def run(self, *arguments: str, code: int = 0) -> Result:
        """Run a command in this process. Raises AssertionError unless it exits with `code`."""
        get_settings.cache_clear()
        try:
            done = CliRunner().invoke(app, arguments, env=self.environment)
        finally:
            get_settings.cache_clear()
        assert done.exit_code == code, f"{done.exit_code}: {done.output}{done.exception!r}"
        return done

    def run_json(self, *arguments: str, code: int = 0) -> Any:
        """Run a command with --json and return what it printed, decoded."""
        return json.loads(self.run(*arguments, "--json", code=code).stdout)

    def run_process(self, *arguments: str, given: str = "") -> subprocess.CompletedProcess[str]:
        """Run a command in a process of its own; `given`: its standard input."""
        return subprocess.run(
            [str(Path(sys.executable).with_name("newsvane")), *arguments],
            env={**os.environ, **self.environment},
            cwd=PROJECT,
            input=given,
            capture_output=True,
            text=True,
            timeout=600,
            check=False,
        )

    def start_process(self, *arguments: str) -> subprocess.Popen[str]:
        """Start a command that can be interrupted with SIGINT; a context manager that waits for its end."""
        return subprocess.Popen(
            ["env", "--default-signal=INT", str(Path(sys.executable).with_name("newsvane")), *arguments],
            env={**os.environ, **self.environment},
            cwd=PROJECT,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def with_environment(self, **changes: str) -> "Terminal":
        """Return the same terminal with these variables changed."""
        return replace(self, environment={**self.environment, **changes})
