"""List pages without a feed, as different systems write them, each with the articles that it lists.

`DRAWN_FIRST` were written before the detection of the links, `UNSEEN` after it, to measure it. `MEASURED` are of the
classes that unseen pages of others brought up.
"""

from tests.unit.entries.list_pages.drawn_first import LAYOUTS as DRAWN_FIRST
from tests.unit.entries.list_pages.measured import LAYOUTS as MEASURED
from tests.unit.entries.list_pages.stories import BASE, Layout, Story
from tests.unit.entries.list_pages.unseen import LAYOUTS as UNSEEN

__all__ = ["BASE", "DRAWN_FIRST", "MEASURED", "UNSEEN", "Layout", "Story"]
