"""Say what to install before a command uses Airflow, which is an extra of the package."""

from importlib.util import find_spec

from newsvane.errors import ConfigError


def require_airflow() -> None:
    """Raise ConfigError if Airflow is not installed in this Python."""
    if find_spec("airflow") is None:
        raise ConfigError("Airflow is not installed here: pip install 'newsvane[airflow]'", reason="no_airflow")
