"""The notebook's queries run on the published file. `python -m tests.analyst_tools` runs the notebook itself."""

import duckdb

from tests.analyst_tools.notebook import CHARTS, find_questions


def test_every_query_returns_rows(dashboards: dict[str, bytes], connection: duckdb.DuckDBPyConnection) -> None:
    story = connection.execute("SELECT story_id FROM stories ORDER BY outlets DESC LIMIT 1").fetchone()
    assert story
    values = {"topic": "iran", "grain": "day", "story": story[0]}
    questions = list(find_questions(dashboards["coverage_notebook.py"].decode()))
    assert len(questions) == CHARTS + 3  # those of the head, the topics and the stories
    for sql, names in questions:
        assert connection.execute(sql, {name: values[name] for name in names}).fetchall(), sql
