"""Run every evaluation that the data folder has data for: `python -m evaluation DATA`.

Each result is printed, and replaces its section in docs/design/evaluation.md.
"""

import argparse
import re
from pathlib import Path

from evaluation import (
    article_metadata,
    copy_detection,
    event_stories,
    feed_parsing,
    language_detection,
    machine_translation,
    open_web_pages,
    text_extraction,
    topic_matching,
    translation_links,
    trend_flags,
)

EVALUATIONS = (
    copy_detection,
    text_extraction,
    open_web_pages,
    feed_parsing,
    language_detection,
    translation_links,
    article_metadata,
    trend_flags,
    event_stories,
    topic_matching,
    machine_translation,
)
PAGE = Path(__file__).parents[1] / "docs" / "design" / "evaluation.md"


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m evaluation", description=__doc__)
    parser.add_argument("data", type=Path, help="the folder with the data")
    data = parser.parse_args().data
    for module in EVALUATIONS:
        name = module.__name__.rpartition(".")[2]
        if section := module.run(data):
            print(section)
            PAGE.write_text(replace_section(PAGE.read_text("utf-8"), name, section), "utf-8")
        else:
            print(f"{name}: no data in {data}")


def replace_section(page: str, name: str, text: str) -> str:
    """Return the page with the text between the markers of that name; at the end of the page if it has none."""
    begin, end = f"<!-- begin {name} -->", f"<!-- end {name} -->"
    section = f"{begin}\n{text.strip()}\n{end}"
    pattern = re.compile(re.escape(begin) + ".*?" + re.escape(end), re.DOTALL)
    if pattern.search(page):
        return pattern.sub(lambda _: section, page)
    return f"{page.rstrip()}\n\n{section}\n"


main()
