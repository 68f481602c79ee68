"""All rows; each has a unique name."""

from tests.hostile import answers, bodies, good, markup, network, not_a_feed, redirects, robots
from tests.hostile.row import Row

ROWS: tuple[Row, ...] = tuple(
    row for part in (good, network, redirects, answers, bodies, markup, not_a_feed, robots) for row in part.ROWS
)
