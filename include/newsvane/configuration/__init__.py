"""The user's configuration: read and check the watch folder, and keep its last valid version in force.

- `check` reads the files as they are now. Commands that help to write them use it, and `newsvane config check`.
- `check_folder` reads any other watch folder, such as a draft, and `check_alerts` what is needed to try a rule.
- `load` returns the configuration in force: that of the files, or their last valid version while one of them has a
  mistake. The steps of the pipeline use it, so a typo never stops them.
- `find_in_force` is `load` for pages and commands that only show something: it writes nothing.
- `add_rule`, `change_rule` and `remove_rule` write the rules that are made on the pages, which come after those of
  alerts.toml; `try_rule` checks one, and `list_page_rules` lists them.
- `require_own_folder` refuses to mix the lake of one subject with the files of another.
- `start_subject` creates a watch folder from a template.
- `check_environment` finds mistakes in variables named `NEWSVANE_…`, `check_addresses` in the addresses of channels.
  `list_versions` returns every version of the files that may read such a variable.
- `find_notes` finds what is no mistake but may surprise.
"""

from newsvane.configuration.environment import check_addresses, check_environment, find_unknown_variables
from newsvane.configuration.loading import (
    add_rule,
    change_rule,
    check,
    check_alerts,
    check_folder,
    find_in_force,
    find_mix,
    list_page_rules,
    list_versions,
    list_watch_lists,
    list_watched,
    load,
    remove_rule,
    require_own_folder,
    try_rule,
)
from newsvane.configuration.notes import find_misspelt_names, find_notes, find_unwatched_outlets, find_waiting_sources
from newsvane.configuration.page_rules import PageRule
from newsvane.configuration.parsing import Configuration
from newsvane.configuration.starting import SHIPPED, TEMPLATES, guess_template, is_country, start_subject, suggest_query

__all__ = [
    "SHIPPED",
    "TEMPLATES",
    "Configuration",
    "PageRule",
    "add_rule",
    "change_rule",
    "check",
    "check_addresses",
    "check_alerts",
    "check_environment",
    "check_folder",
    "find_in_force",
    "find_misspelt_names",
    "find_mix",
    "find_notes",
    "find_unknown_variables",
    "find_unwatched_outlets",
    "find_waiting_sources",
    "guess_template",
    "is_country",
    "list_page_rules",
    "list_versions",
    "list_watch_lists",
    "list_watched",
    "load",
    "remove_rule",
    "require_own_folder",
    "start_subject",
    "suggest_query",
    "try_rule",
]
