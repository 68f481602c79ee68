"""Run every evaluation that the folder has data for, print it, and put it in its place in docs/design/evaluation.md."""

import argparse
import re
from pathlib import Path

from evaluation import copies, extraction, feeds, language, links, metadata, spikes, stories, topics, translation

PAGE = Path(__file__).parents[1] / "docs" / "design" / "evaluation.md"


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m evaluation", description=__doc__)
    parser.add_argument("data", type=Path, help="the folder with the data")
    data = parser.parse_args().data
    for module in (copies, extraction, feeds, language, links, metadata, spikes, stories, topics, translation):
        name = module.__name__.rpartition(".")[2]
        if found := module.run(data):
            print(found)
            PAGE.write_text(replaced(PAGE.read_text("utf-8"), name, found), "utf-8")
        else:
            print(f"{name}: no data in {data}")


def replaced(page: str, name: str, text: str) -> str:
    """The page with the text between the markers of that name; at its end where it has none."""
    begin, end = f"<!-- begin {name} -->", f"<!-- end {name} -->"
    section = f"{begin}\n{text.strip()}\n{end}"
    pattern = re.compile(re.escape(begin) + ".*?" + re.escape(end), re.DOTALL)
    if pattern.search(page):
        return pattern.sub(lambda _: section, page)
    return f"{page.rstrip()}\n\n{section}\n"


main()
