"""Keep DuckDB from importing pandas, and with it numpy, for the first parameter that a process binds: 0.3 CPU seconds.

DuckDB compares every parameter with `pandas.NaT` and `pandas.NA`, which stand for NULL. It looks them up once per
process and offers no way to leave them out.
"""

import importlib
import sys
from functools import cache
from types import ModuleType
from typing import Any

import duckdb


class _Pandas(ModuleType):
    """What DuckDB keeps as `pandas`: its own missing values, and everything else of pandas when it is asked for."""

    NaT = NA = object()

    def __getattr__(self, name: str) -> Any:
        return getattr(importlib.import_module("pandas"), name)


@cache
def spare_pandas() -> None:
    """Let DuckDB look up the missing values in a stand-in, unless pandas is already imported.

    A DataFrame is still read and returned as before. But NaT and NA of a pandas that is imported later are no NULLs if
    they are bound as parameters.
    """
    if "pandas" in sys.modules:
        return
    sys.modules["pandas"] = _Pandas("pandas")
    try:
        with duckdb.connect() as connection:
            connection.execute("SELECT ?", [0])
    finally:
        del sys.modules["pandas"]
