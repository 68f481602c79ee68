"""Who ends the run ends what its tests have started, too."""

import signal


def pytest_configure() -> None:
    """Let SIGTERM unwind fixtures as Ctrl-C does."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
