"""Load the configuration: the files of the watch folder, or their last valid version while they have mistakes."""

import logging
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

from newsvane import home_folder
from newsvane.alerts import ArticleRule
from newsvane.configuration import last_valid, page_rules, watch_files
from newsvane.configuration.file_names import PAGE_RULES
from newsvane.configuration.page_rules import PageRule
from newsvane.configuration.parsing import Configuration, parse_files
from newsvane.configuration.watch_files import read_files
from newsvane.errors import ConfigError, Mistake
from newsvane.settings import Settings
from newsvane.watch_folder import describe_mix, is_reachable, read_record, write_record

log = logging.getLogger(__name__)


def check(settings: Settings) -> Configuration:
    """Return the watch folder as it is now, with all its mistakes. A part with mistakes raises when it is used."""
    return _check(settings)[0]


def check_folder(folder: Path) -> Configuration:
    """Return any watch folder as it is now, such as a draft beside the one that the home is used with."""
    return replace(_check_files(folder)[0], is_draft=True)


def check_alerts(settings: Settings, folder: Path | None = None) -> Configuration:
    """Return the watch folder as it is now, so that a rule can be tried although another file has a mistake.

    The last valid version takes the place of such a file; `mistakes` has what is wrong with it. `folder`: another watch
    folder, such as a draft.
    """
    found, files = _check_files(folder) if folder else _check(settings)
    found = replace(found, is_draft=folder is not None)
    kept = last_valid.read(settings) if found.mistakes else None
    broken = [name for name in files if name != "alerts.toml" and found.find_mistakes(name)]
    if kept is None or not all(name in kept.files for name in broken):
        return found
    complete = parse_files(files | {name: kept.files[name] for name in broken}, found.folder)
    return replace(complete, mistakes=found.mistakes, is_draft=found.is_draft)


def find_mix(settings: Settings) -> list[Mistake]:
    """Return that NEWSVANE_WATCH names another folder than the one that the home is used with, if it does."""
    mix = describe_mix(settings.home, settings.watch)
    return [Mistake("NEWSVANE_WATCH", mix)] if mix else []


def require_own_folder(settings: Settings) -> None:
    """Raise ConfigError if NEWSVANE_WATCH names another folder than the one that the home is used with."""
    if mix := find_mix(settings):
        raise ConfigError(reason="watch", mistakes=mix)


def load(settings: Settings) -> Configuration:
    """Return the configuration in force, and remember it and its folder in the home if it is new.

    Raises ConfigError with all mistakes if there never was a valid version, or if the home cannot be one.
    """
    found, files = _check(settings)
    if found.mistakes:
        in_force = _fall_back(found, settings)
        _log_once(found.mistakes)
        return in_force
    home_folder.require_home(settings.home, settings.watch)
    last_valid.keep(settings, files)
    _remember_folder(settings)
    return found


def find_in_force(settings: Settings) -> Configuration:
    """Return the configuration in force without writing anything. A part that never was valid raises when it is used.

    `mistakes` are those of the watch folder as it is now.
    """
    found = check(settings)
    return _fall_back(found, settings, required=False) if found.mistakes else found


def list_versions(settings: Settings) -> tuple[Configuration, ...]:
    """Return all versions of the watch files that this home may use: as named, as recorded in the home, and in force.

    The folder that is named may be refused, or have a mistake; its variables are set on purpose all the same.
    """
    folders = [settings.watch]
    if find_mix(settings) and (recorded := read_record(settings.home)):
        folders.append(recorded)
    return (*map(check_folder, folders), find_in_force(settings))


def list_watched(settings: Settings) -> list[str] | None:
    """Return the ids of the feeds in force; None if the home was never used with a watch list, or none can be read.

    The lake learns of a changed watch list with the next poll; this is how it is now.
    """
    if read_record(settings.home) is None:
        return None
    try:
        return [feed.feed_id for feed in find_in_force(settings).feeds]
    except ConfigError:
        return None


def list_watch_lists(settings: Settings) -> list[str]:
    """Return the files of the watch list by their names in the watch folder, feeds.toml first."""
    return watch_files.list_watch_lists(read_files(settings.watch)[0])


def try_rule(settings: Settings, text: str, *, replaced: str = "") -> tuple[ArticleRule, Configuration]:
    """Return a rule that is not there yet, and the configuration as it would be with it.

    `text`: a `[[rule]]` of alerts.toml. `replaced`: id of the rule made on the pages in whose place it comes. Raises
    ConfigError if it is not one valid rule, or there is none to replace. No rule is valid while a watch file has a
    mistake, because it would not come into force.
    """
    found, files = _check(settings)
    before = found.require_valid().alerts.article_rules
    made = page_rules.read(settings)
    others = made.remove(replaced, made.last_act) if replaced else made
    together = parse_files(files | {PAGE_RULES: f"{others.text}\n{text}\n".encode()}, settings.watch)
    if together.mistakes:
        raise ConfigError("; ".join(each.message for each in together.mistakes), reason="rule")
    added = together.alerts.article_rules[len(before) - bool(replaced) :]
    if len(added) != 1:
        raise ConfigError(f"this is not one [[rule]], but {len(added)}", reason="rule")
    return added[0], together


def add_rule(settings: Settings, rule_id: str, text: str, *, by: str, at: datetime, act_id: str) -> None:
    """Add a rule to those made on the pages. The caller must be the only one who changes them.

    Repeating the action that made the last change changes nothing. Raises ConfigError, as `try_rule` does, or if there
    are too many rules, or another one has its id.
    """
    made = page_rules.read(settings)
    if made.last_act == act_id:
        return
    if rule_id in {rule.rule_id for rule in made.rules}:
        raise ConfigError(f"there is a rule {rule_id!r} already: choose another title", reason="rule")
    rule, _ = try_rule(settings, text)
    if rule.id != rule_id:
        raise ConfigError(f"the rule has the id {rule.id!r}, not {rule_id!r}", reason="rule")
    page_rules.write(settings, made.add(PageRule(rule_id=rule_id, text=text, made_by=by, made_at=at), act_id))


def change_rule(settings: Settings, rule_id: str, text: str, *, by: str, at: datetime, act_id: str) -> None:
    """Replace a rule that was made on the pages, as `add_rule` adds one. The new one must have its id."""
    made = page_rules.read(settings)
    if made.last_act == act_id:
        return
    rule, _ = try_rule(settings, text, replaced=rule_id)
    if rule.id != rule_id:
        raise ConfigError(f"the rule has the id {rule.id!r}, not {rule_id!r}", reason="rule")
    page_rules.write(settings, made.change(PageRule(rule_id=rule_id, text=text, made_by=by, made_at=at), act_id))


def remove_rule(settings: Settings, rule_id: str, *, act_id: str) -> None:
    """Remove a rule that was made on the pages, as `add_rule` adds one. Raises ConfigError if there is none."""
    made = page_rules.read(settings)
    if made.last_act != act_id:
        page_rules.write(settings, made.remove(rule_id, act_id))


def list_page_rules(settings: Settings) -> tuple[PageRule, ...]:
    """Return the rules that were made on the pages, oldest first. Raises ConfigError if they cannot be read."""
    return page_rules.read(settings).rules


def _check(settings: Settings) -> tuple[Configuration, dict[str, bytes]]:
    """Return the watch folder as it is now, and its files."""
    if mix := find_mix(settings):
        return Configuration(settings.watch, tuple(mix), refused_for=read_record(settings.home)), {}
    try:
        made = page_rules.read(settings)
    except ConfigError as error:
        found, files = _check_files(settings.watch)
        return replace(found, mistakes=(*found.mistakes, *error.mistakes)), files
    found, files = _check_files(settings.watch, {PAGE_RULES: made.text.encode()} if made.rules else {})
    mistakes = tuple(made.explain(each) if each.where == PAGE_RULES else each for each in found.mistakes)
    return replace(found, mistakes=mistakes), files


def _check_files(
    folder: Path, made: Mapping[str, bytes] = MappingProxyType({})
) -> tuple[Configuration, dict[str, bytes]]:
    """Return a watch folder as it is now, and its files. `made`: what was made on the pages."""
    files, unreadable = read_files(folder)
    files |= made
    found = parse_files(files, folder)
    return replace(found, mistakes=(*unreadable, *found.mistakes)), files


def _fall_back(found: Configuration, settings: Settings, *, required: bool = True) -> Configuration:
    """Return the last valid version with the mistakes of the present one.

    If there is none, raise ConfigError, or return the present one if no version is `required`.
    """
    kept = last_valid.read(settings)
    version = kept and parse_files(kept.files, found.folder)
    if not kept or not version or version.mistakes:
        return found.require_valid() if required else found
    return replace(version, mistakes=found.mistakes, valid_at=kept.valid_at, refused_for=found.refused_for)


def _remember_folder(settings: Settings) -> None:
    recorded = read_record(settings.home)
    if recorded is None or not is_reachable(recorded):
        try:
            write_record(settings.home, settings.watch)
        except OSError as error:
            log.warning("the watch folder could not be remembered in %s: %s", settings.home, error)


@lru_cache(maxsize=8)
def _log_once(mistakes: tuple[Mistake, ...]) -> None:
    """Log the mistakes, once per process, because each step loads the configuration several times."""
    log.warning("the last valid configuration is used: %s", ConfigError(mistakes=mistakes))
