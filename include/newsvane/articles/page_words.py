"""The words in addresses, titles and texts that say what a page is (page_words.toml)."""

import tomllib
from importlib.resources import files

WORDS: dict[str, list[str]] = tomllib.loads(files("newsvane.articles").joinpath("page_words.toml").read_text("utf-8"))
"""Lists by name. Those of segments are compared in lower case; the others are regular expressions."""
