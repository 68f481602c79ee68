"""Serve the news world until SIGTERM (`--port 0 --port-file F`), or rewrite its ground truth (`--truth`)."""

import argparse
import socket
from datetime import datetime
from pathlib import Path

from aiohttp import web

from tests.world.server import create_app
from tests.world.truth import write_truth


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.world", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on")
    parser.add_argument("--port", type=int, default=0, help="0 takes a free one")
    parser.add_argument("--port-file", type=Path, help="file to write the port into")
    parser.add_argument("--now", type=datetime.fromisoformat, help="moment that article ages count from")
    parser.add_argument("--neighbour", action="store_true", help="the hostile neighbour publishes, too")
    parser.add_argument("--truth", action="store_true", help="write truth.json and watch/feeds.toml, then end")
    options = parser.parse_args()
    if options.truth:
        for path in write_truth():
            print(path)
        return
    with socket.create_server((options.host, options.port)) as listener:
        port = listener.getsockname()[1]
        if options.port_file:
            partial = options.port_file.with_suffix(".partial")
            partial.write_text(f"{port}\n")
            partial.replace(options.port_file)
        print(f"news world on {options.host}:{port}", flush=True)
        app = create_app(options.now, with_neighbour=options.neighbour)
        web.run_app(app, sock=listener, print=None, access_log=None, shutdown_timeout=0.2)


if __name__ == "__main__":
    main()
