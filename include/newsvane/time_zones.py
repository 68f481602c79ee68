"""Say what to write instead of a name that is no time zone of the IANA database. Pure.

Babel, which knows the names that Windows uses (CLDR), is imported only for a wrong name.
"""

import unicodedata
from difflib import get_close_matches
from zoneinfo import available_timezones

_REGIONS = frozenset((
    "Africa",
    "America",
    "Antarctica",
    "Arctic",
    "Asia",
    "Atlantic",
    "Australia",
    "Europe",
    "Indian",
    "Pacific",
))
"""The zones of cities begin so. Others are old names of countries, or fixed offsets with the sign reversed: Etc/GMT-4
is ahead of UTC."""
_MIN_NEARNESS = 0.8
"""The least similarity of a misspelt city, by difflib's ratio. That of Dubai and Mumbai is lower."""


def suggest_zone(name: str) -> str:
    """Return what to write instead of a name that is no time zone."""
    zone = _find_by_windows_name(name) or _find_by_city(name)
    if zone:
        return f'did you mean "{zone}"?'
    return 'write the zone of a city, such as "Europe/Tirane" (it follows summer time), or "UTC"'


def _find_by_windows_name(name: str) -> str:
    """Return the zone of a name such as "Pacific SA Standard Time"; "" if it is none, or has a fixed offset."""
    from babel.core import get_global  # noqa: PLC0415 - see above

    found = str(get_global("windows_zone_mapping").get(name, ""))
    return found if found.partition("/")[0] in _REGIONS else ""


def _find_by_city(name: str) -> str:
    zones = (each for each in sorted(available_timezones(), reverse=True) if each.partition("/")[0] in _REGIONS)
    by_city = {_fold(each.rpartition("/")[2]): each for each in zones if "/" in each}
    near = get_close_matches(_fold(name.rpartition("/")[2]), by_city, n=1, cutoff=_MIN_NEARNESS)
    return by_city[near[0]] if near else ""


def _fold(city: str) -> str:
    """Return a city in small letters without accents, with the spaces of the database."""
    plain = unicodedata.normalize("NFKD", city.strip()).encode("ascii", "ignore").decode()
    return plain.casefold().replace(" ", "_")
