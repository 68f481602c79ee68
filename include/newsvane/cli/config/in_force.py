"""Tell a person that the watch files have mistakes, and which version of them is in force."""

from newsvane import configuration
from newsvane.cli.console import print_error, print_hint
from newsvane.errors import ConfigError
from newsvane.settings import Settings


def warn_of_mistakes(settings: Settings) -> None:
    """Print a warning if the watch files have mistakes and their last valid version is in force.

    Raises ConfigError if no version ever was valid, or if the files belong to another home.
    """
    configuration.require_own_folder(settings)
    found = configuration.find_in_force(settings)
    if found.mistakes and found.valid_at is None:
        raise ConfigError(reason="watch", mistakes=found.mistakes)
    if found.mistakes:
        print_error(str(ConfigError(mistakes=found.mistakes)))
        print_hint(found.describe_version())
