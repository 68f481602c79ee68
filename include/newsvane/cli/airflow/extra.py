"""Load the code that needs Airflow, which is an extra of the package, or say what to install."""

from contextlib import suppress
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from newsvane.errors import ConfigError


def require_airflow() -> None:
    """Raise ConfigError if Airflow is not installed in this Python."""
    found = None
    with suppress(ModuleNotFoundError):
        found = find_spec("airflow")
    if found is None:
        raise ConfigError("Airflow is not installed here: pip install 'newsvane[airflow]'", reason="no_airflow")


def load_setup(module: str) -> Any:
    """Return a module of `newsvane_setup`, which only code that runs in Airflow may import. Raises ConfigError."""
    require_airflow()
    return import_module(f"newsvane_setup.{module}")
