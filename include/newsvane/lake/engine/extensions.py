"""Load DuckDB's extensions, which come with packages, and never from the network."""

import filecmp
from functools import cache
from importlib import resources

import duckdb
import duckdb_extensions

EXTENSIONS = ("sqlite", "postgres", "ducklake", "httpfs")


def load_extension(connection: duckdb.DuckDBPyConnection, name: str) -> None:
    """Load an extension, unless it is loaded. The first time, install it from its package."""
    _verify_extension(name)
    connection.load_extension(name)


def preload_extensions() -> None:
    """Verify all extensions, so that processes forked from this one need not."""
    for name in EXTENSIONS:
        _verify_extension(name)


@cache
def _verify_extension(name: str) -> None:
    """Install an extension if it is not, and require, once in this process, that it is its package's or signed.

    DuckDB verifies a signature by hashing the file (35 MB), each time it is loaded: 0.14 CPU seconds. A comparison with
    the file in the package takes 0.02.
    """
    if _is_from_package(name):
        return
    with duckdb.connect() as connection:
        try:
            connection.load_extension(name)
        except duckdb.IOException:
            duckdb_extensions.import_extension(name, con=connection)
            connection.load_extension(name)


def _is_from_package(name: str) -> bool:
    """Return whether the installed extension is the same file as the one in its package."""
    folder = resources.files(f"duckdb_extension_{name}") / "extensions" / f"v{duckdb.__version__}"
    with resources.as_file(folder / f"{name}.duckdb_extension") as packaged:
        try:
            return filecmp.cmp(_installation_paths()[name], packaged, shallow=False)
        except OSError:
            return False


@cache
def _installation_paths() -> dict[str, str]:
    """Return where DuckDB looks for each extension, by every name; empty if it was not installed at the first look."""
    with duckdb.connect() as connection:
        known = connection.execute("SELECT extension_name, aliases, install_path FROM duckdb_extensions()").fetchall()
    return {each: path for name, aliases, path in known for each in (name, *aliases)}
