"""`make cluster`: the cluster on the real watch list, until Ctrl-C.

What it keeps lies in the folder `cluster` under NEWSVANE_HOME.
"""

import argparse
import sys

from newsvane import lake
from newsvane.cli.console import err
from newsvane.cli.system.up import run_until_stopped, stop_on_signal
from newsvane.errors import NewsvaneError
from newsvane.settings import get_settings
from newsvane.standalone import require_free_port
from tests.cluster import Cluster, backbone
from tests.servers.process import unprivileged


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.cluster", description=__doc__)
    parser.add_argument("--port", type=int, default=8080, help="of the Airflow UI")
    port = parser.parse_args().port
    try:
        require_free_port(port)
        home = get_settings().home.resolve()
        # Started by root, PostgreSQL runs as a user who may not enter the home.
        servers = home.with_name(f"{home.name}-cluster") if unprivileged() else home / "cluster"
        with stop_on_signal(), backbone(servers) as behind:
            lake.migrate(get_settings().model_copy(update={"catalog": behind.lake["NEWSVANE_CATALOG"]}))
            err.print("Starting Airflow on Celery; this takes half a minute.")
            run_until_stopped(
                Cluster(home / "cluster" / "airflow", behind, port=port, given={"NEWSVANE_HOME": str(home)})
            )
    except NewsvaneError as error:
        err.print(f"[red]{error}[/]")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
