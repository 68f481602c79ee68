"""The shipped facts about outlets: the form of each line, and that no outlet is in two files."""

from collections import Counter
from importlib.resources import files

import pytest

from newsvane.outlets import parse_outlets
from newsvane.records import OutletFacts

FILES = sorted((files("newsvane.outlets") / "facts").iterdir(), key=lambda file: file.name)
CODES = """
AD AE AF AG AI AL AM AO AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BM BN BO BR BS BT BW BY BZ CA CD CF CG CH CI
CK CL CM CN CO CR CU CV CW CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL
GM GN GP GQ GR GT GU GW GY HK HN HR HT HU ID IE IL IM IN IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA
LB LC LI LK LR LS LT LU LV LY MA MC MD ME MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NG NI NL NO
NP NR NU NZ OM PA PE PF PG PH PK PL PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SK SL SM SN SO SR SS ST
SV SX SY SZ TC TD TG TH TJ TL TM TN TO TR TT TV TW TZ UA UG US UY UZ VA VC VE VG VI VN VU WS XK YE YT ZA ZM ZW
"""
"""The codes of ISO 3166-1 that outlets may have, and XK."""


@pytest.fixture(scope="module")
def shipped() -> dict[str, OutletFacts]:
    """All facts. Parsing a file as a watch folder's own finds wrong codes, kinds and names that are no outlets."""
    return {
        outlet: facts for file in FILES for outlet, facts in parse_outlets(file.read_text("utf-8"), path="").items()
    }


def test_the_press_of_the_world_is_known(shipped: dict[str, OutletFacts]) -> None:
    assert len(shipped) >= 3_500
    assert len({facts.country for facts in shipped.values() if facts.country}) >= 150
    assert len({facts.language for facts in shipped.values() if facts.language}) >= 60


def test_every_outlet_has_a_name_and_is_in_one_file_only(shipped: dict[str, OutletFacts]) -> None:
    lines = [line for file in FILES for line in file.read_text("utf-8").splitlines() if line.startswith('"')]
    listed = Counter(line.partition(" = ")[0].strip('"') for line in lines)
    assert {outlet: number for outlet, number in listed.items() if number > 1} == {}
    assert set(listed) == set(shipped)
    assert [outlet for outlet, facts in shipped.items() if not facts.name.strip()] == []


def test_countries_are_codes_that_exist(shipped: dict[str, OutletFacts]) -> None:
    assert {facts.country for facts in shipped.values() if facts.country} - set(CODES.split()) == set()


@pytest.mark.parametrize(
    ("outlet", "country", "language", "kind"),
    [
        ("foxnews.com", "US", "en", "broadcaster"),
        ("lemonde.fr", "FR", "fr", "independent"),
        ("elpais.com", "ES", "es", "independent"),
        ("irna.ir", "IR", None, "state"),
        ("iranintl.com", "GB", "fa", "exile"),
        ("bbc.co.uk", "GB", "en", "broadcaster"),
        ("reuters.com", "GB", "en", "agency"),
        ("panorama.com.al", "AL", "sq", "independent"),
    ],
)
def test_examples(shipped: dict[str, OutletFacts], outlet: str, country: str, language: str | None, kind: str) -> None:
    facts = shipped[outlet]
    assert (facts.country, facts.language, facts.kind) == (country, language, kind)
