"""The names of the files in a watch folder."""

WATCH_LIST = "feeds.toml"
REQUIRED = (WATCH_LIST, "topics.toml", "alerts.toml")
OUTLETS = "outlets.toml"
ENTITIES = "entities.toml"
RETENTION = "retention.toml"
OPTIONAL = (OUTLETS, ENTITIES, RETENTION)
FILE_NAMES = (*REQUIRED, *OPTIONAL)
TEMPLATE_FOLDER = "templates"
PAGE_RULES = "the rules made on the pages"
"""Stands for them among the files, and in messages. No file of a watch folder can have this name: it is not TOML."""
