"""The names of the files in a watch folder."""

WATCH_LIST = "feeds.toml"
REQUIRED = (WATCH_LIST, "topics.toml", "alerts.toml")
OUTLETS = "outlets.toml"
FILE_NAMES = (*REQUIRED, OUTLETS)
TEMPLATE_FOLDER = "templates"
