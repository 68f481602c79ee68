"""Tables fit a terminal of any width: long cells are wrapped, never cut off."""

import pytest

from newsvane.cli import console

ROWS = [
    {
        "feed": "gazeta-adriatike",
        "state": "failed",
        "at": "",
        "fix": "The feed is slow. No action needed unless this continues",
    },
    {"feed": "a-feed-with-a-name-of-many-letters", "state": "ok", "at": "2026-11-25 09:20", "fix": ""},
]
COLUMNS = {"feed": "feed", "state": "state", "at": "newest", "fix": "what to do about it"}


@pytest.mark.parametrize("width", [40, *range(70, 90, 2), 200])
@pytest.mark.parametrize("wide", ["", "fix"])
def test_no_cell_loses_a_letter(
    width: int, wide: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(console.out, "_width", width)
    console.show_table(ROWS, COLUMNS, empty="", wide=wide)
    lines = capsys.readouterr().out.splitlines()
    assert max(map(len, lines)) <= width
    printed = sorted("".join(lines).replace("─", "").replace(" ", ""))
    wanted = [*COLUMNS.values(), *(value for row in ROWS for value in row.values())]
    assert printed == sorted("".join(wanted).replace(" ", ""))
