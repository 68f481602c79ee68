"""Run SQL of somebody who is not trusted with this machine, such as an agent that reads the web.

It runs on the published file, which holds coverage and nothing of the outbox, the channels or the settings, in a
process of its own (`sql_worker`) that has no environment, reads no other file, writes none, and ends when its time is
over.
"""

import json
import logging
import subprocess
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from newsvane.errors import LakeBusy, QueryError
from newsvane.lake.analyst.publish import find_published
from newsvane.settings import Settings

log = logging.getLogger(__name__)

EndedBy = Callable[[Callable[[], None]], AbstractContextManager[object]]

_WORKER = Path(__file__).with_name("sql_worker.py")
MAX_SQL_LENGTH = 20_000
"""Characters of the longest statement."""


@dataclass(frozen=True)
class SqlLimits:
    """What a statement may use and return.

    `rows`; `bytes`: of the answer as JSON; `text_length`: characters of a text; `items`: elements of a list; `seconds`:
    by the clock; `memory_bytes`: of its process, of which DuckDB may use a quarter for tables, sorting and joins.
    """

    rows: int
    bytes: int
    text_length: int
    items: int
    seconds: int
    memory_bytes: int


@dataclass(frozen=True)
class LockedResult:
    """The first rows of a result, as JSON has them. `more`: rows were left out. `cut`: a text or list was cut."""

    columns: tuple[str, ...]
    rows: list[list[Any]]
    more: bool
    cut: bool


def run_locked(settings: Settings, sql: str, limits: SqlLimits, *, ended_by: EndedBy = nullcontext) -> LockedResult:
    """Run one SELECT on the published file and return its first rows.

    `ended_by` is given a function that ends the statement, and may call it while its block runs.

    Raises QueryError if it is not one SELECT, is wrong, or needs too much memory, LakeBusy if it takes too long, and
    LakeError if nothing is published.
    """
    if len(sql) > MAX_SQL_LENGTH:
        raise QueryError(f"the statement has more than {MAX_SQL_LENGTH:,} characters; shorten it", reason="too_long")
    if any("\ud800" <= character <= "\udfff" for character in sql):
        raise QueryError("the statement has half a character (a lone surrogate); leave it out", reason="surrogate")
    request = {"file": str(find_published(settings)), "sql": sql, **vars(limits)}
    done = _run_worker(json.dumps(request).encode(), limits.seconds, ended_by)
    answer: dict[str, Any] = {"error": "memory"}
    if done.returncode == 0:
        answer = json.loads(done.stdout)
    else:
        log.warning("a statement ended its process (%s): %.500s", done.returncode, done.stderr.decode(errors="replace"))
    if problem := answer.get("error"):
        raise QueryError(_explain(problem, answer.get("message", ""), limits), reason=f"sql_{problem}")
    return LockedResult(tuple(answer["columns"]), answer["rows"], answer["more"], answer["cut"])


def _run_worker(request: bytes, seconds: int, ended_by: EndedBy) -> subprocess.CompletedProcess[bytes]:
    """Return how the process ended and what it wrote. Raises LakeBusy if it had to be ended."""
    command = [sys.executable, "-I", str(_WORKER)]
    pipe = subprocess.PIPE
    with (
        subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, env={}, cwd="/") as worker,
        ended_by(worker.kill),
    ):
        try:
            output, errors = worker.communicate(request, timeout=seconds)
        except subprocess.TimeoutExpired as error:
            raise LakeBusy(
                f"the statement took longer than {seconds} seconds and was ended: ask for fewer days or rows",
                reason="slow",
            ) from error
        finally:
            worker.kill()
    return subprocess.CompletedProcess(command, worker.returncode, output, errors)


def _explain(problem: str, message: str, limits: SqlLimits) -> str:
    if problem == "statement":
        return (
            "only one SELECT at a time can be run (or FROM, DESCRIBE, SHOW, EXPLAIN without ANALYZE): nothing can be "
            "written, imported, attached, loaded, called or set here"
        )
    if problem == "memory":
        return (
            f"the statement needed more memory than it may use ({limits.memory_bytes // 2**20:,} MB for its process): "
            "ask for fewer days, rows or columns, or aggregate"
        )
    return message.rstrip("^ \n")
