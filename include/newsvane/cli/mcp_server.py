"""`newsvane mcp`: let agents read the lake."""
# ruff: noqa: PLC0415 - the protocol is imported by the command that speaks it

import logging
import sys
from typing import Annotated

import typer

from newsvane.cli.console import print_hint
from newsvane.settings import get_settings


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(epilog="Example: `newsvane mcp --http --port 8765`")(mcp)


def mcp(
    http: Annotated[
        bool, typer.Option("--http", help="Serve HTTP on 127.0.0.1 with the token of NEWSVANE_MCP_TOKEN, not stdio.")
    ] = False,
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port for --http; 0 takes a free one.")] = 8765,
) -> None:
    """Let agents read the lake, through the Model Context Protocol.

    An agent's program starts this command and speaks to it over standard input and output. With --http it serves
    programs on this machine that know the token, until Ctrl-C. Agents can search, read articles and stories, see trends
    and run read-only SQL, within limits; they can change nothing. See docs/guides/connect-agents.md.
    """
    from newsvane.agents.stdio_server import serve_stdio

    settings = get_settings()
    logging.getLogger("mcp").setLevel(logging.ERROR)  # what was not foreseen is logged without --verbose, too
    if http:
        from newsvane.agents.http_server import serve_http

        serve_http(settings.mcp_token, port=port, announce=lambda url: print_hint(f"Serving agents at {url}"))
        return
    if sys.stdin.isatty():
        print_hint(
            "Waiting for an agent's program on standard input; docs/guides/connect-agents.md says how to use it."
        )
    serve_stdio()
