"""Pages and files that are generated from the code and the lock file are current."""

import json

from tests.audit import PROJECT, locked, sbom
from tests.support import api_page


def test_the_api_page_is_current() -> None:
    page = (PROJECT / "docs" / "reference" / "api.md").read_text("utf-8")
    assert page == api_page.render(), "python -m tests.support.api_page > docs/reference/api.md"


def test_every_name_that_versions_cover_is_documented() -> None:
    page = api_page.render()
    for name in (*api_page.FUNCTIONS, *api_page.CLASSES):
        assert f"### {name}\n" in page
    assert "None\n\n" not in page.partition("## Functions")[2]


def test_the_page_of_licences_lists_every_locked_package() -> None:
    page = (PROJECT / "docs" / "reference" / "licences.md").read_text("utf-8")
    assert [each.name for each in locked.load_locked() if f"| {each.name} |" not in page] == [], (
        "python -m tests.audit.licences > docs/reference/licences.md"
    )


def test_the_bill_of_materials_has_version_and_hash_of_each_package() -> None:
    made = json.loads(json.dumps(sbom.build()))
    components = {each["name"]: each for each in made["components"]}
    assert made["bomFormat"] == "CycloneDX"
    assert {"apache-airflow-core", "duckdb", "aiohttp"} <= components.keys()
    assert "pytest" not in components
    assert components["duckdb"]["version"] == "1.5.5"
    assert all(file["hashes"][0]["content"] for each in components.values() for file in each["externalReferences"])
    assert all(each["externalReferences"] for each in components.values())
