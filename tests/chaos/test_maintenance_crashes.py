"""Kill a writer during a commit, and a reader during a query, at many moments: the lake stays intact."""

import contextlib
import os
import random
import signal
import time
from multiprocessing.synchronize import Event
from pathlib import Path

from newsvane import lake
from newsvane.settings import Settings
from tests.support.empty_lake import create_lake
from tests.support.lake_factories import article, batch, message
from tests.support.steps import PROCESSES

SIZE = 5
"""Articles in a commit."""
KILLS = 6


def _write(home: Path, began: Event, life: int) -> None:
    settings = Settings(home=home)
    for number in range(1_000):
        names = [f"{life}-{number}-{each}" for each in range(SIZE)]
        with lake.writer(settings) as con:
            if number == life % 2:  # it is killed in its first commits, or once it has made one
                began.set()
            lake.land_articles(con, batch(*map(article, names), messages=(message(f"{life}-{number}"),)))


def _ask(home: Path, *_: object) -> None:
    with contextlib.closing(lake.connect(settings=Settings(home=home))) as con:
        while True:
            con.execute("SELECT count(DISTINCT a.text || b.title) FROM articles AS a, articles AS b").fetchall()


def test_a_killed_writer_or_reader_leaves_the_lake_whole(tmp_path: Path) -> None:
    settings = create_lake(Settings(home=tmp_path))
    chance = random.Random(7)
    landed = 0
    for life in range(KILLS):
        began = PROCESSES.Event()
        doomed = [PROCESSES.Process(target=work, args=(tmp_path, began, life)) for work in (_write, _ask)]
        for process in doomed:
            process.start()
        assert began.wait(120)
        time.sleep(chance.random())
        for process in doomed:
            os.kill(process.pid or 0, signal.SIGKILL)
        for process in doomed:
            process.join(30)
            assert process.exitcode == -signal.SIGKILL
        with contextlib.closing(lake.connect(settings=settings)) as con:
            counts = lake.count_rows(con)
        assert counts["articles"] == counts["article_groups"] == counts["article_sketches"] == SIZE * counts["outbox"]
        assert counts["outbox"] >= landed, "what was committed stays"
        landed = counts["outbox"]
    assert landed >= KILLS // 2
    assert [each for each in lake.check_integrity(settings) if each.state != "ok" and each.name != "counts"] == []
    with lake.writer(settings) as con:
        again = [article(f"0-0-{each}") for each in range(SIZE)]
        result = lake.land_articles(con, batch(*again, article("after")))
    assert result.new + result.unchanged == SIZE + 1
