"""A desk with a terminal: commands run in its environment."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from click.testing import Result
from typer.testing import CliRunner

from newsvane.cli import app
from newsvane.settings import Settings, get_settings
from tests.demo.scene import PROJECT, settings_from

FEEDS = ("balkan-monitor", "correo-del-mundo", "meridian-mundo", "meridian-post", "harbour-gazette", "gone-herald")
PAGE = "http://meridian-mundo.example/noticias/ordenadores-del-campamento.html"
"""An English article under a Spanish notice."""


@dataclass(frozen=True)
class Desk:
    """Commands find `environment` beside that of this process. `cycle`: what the first `newsvane run` said."""

    environment: dict[str, str]
    cycle: dict[str, Any]

    @property
    def settings(self) -> Settings:
        return settings_from(self.environment)

    def run(self, *arguments: str, code: int = 0) -> Result:
        """Run a command in this process; it must end with `code`."""
        get_settings.cache_clear()
        try:
            done = CliRunner().invoke(app, arguments, env=self.environment)
        finally:
            get_settings.cache_clear()
        assert done.exit_code == code, f"{done.exit_code}: {done.output}{done.exception!r}"
        return done

    def told(self, *arguments: str, code: int = 0) -> Any:
        """What a command prints as JSON."""
        return json.loads(self.run(*arguments, "--json", code=code).stdout)

    def process(self, *arguments: str, given: str = "") -> subprocess.CompletedProcess[str]:
        """Run a command in a process of its own."""
        return subprocess.run(
            [str(Path(sys.executable).with_name("newsvane")), *arguments],
            env={**os.environ, **self.environment},
            cwd=PROJECT,
            input=given,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    def started(self, *arguments: str) -> subprocess.Popen[str]:
        """The same, while it runs, open to Ctrl-C; a context manager that waits for it."""
        return subprocess.Popen(
            ["env", "--default-signal=INT", str(Path(sys.executable).with_name("newsvane")), *arguments],
            env={**os.environ, **self.environment},
            cwd=PROJECT,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def having(self, **changes: str) -> "Desk":
        """The same desk with other variables."""
        return replace(self, environment={**self.environment, **changes})
