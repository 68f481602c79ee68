"""Print the licences of what is bundled and installed, for `docs/reference/licences.md`."""

from importlib.metadata import PackageMetadata, PackageNotFoundError, metadata

from tests.audit.locked import load_locked

HEAD = """# Licences

Newsvane is licensed under Apache-2.0. This page lists what its wheel contains of others, and the packages that are
installed with it. `make sbom` prints the same packages with the hashes of their files, as CycloneDX JSON.

## In the wheel

| file | from | licence |
|---|---|---|
| `newsvane/names/places.tsv` | geonames.org; names of countries from Unicode CLDR | CC BY 4.0; Unicode-3.0 |

Everything else in it was written for Newsvane.

## Installed with it

The packages of `deploy/requirements.lock`: the core, Airflow and what a cluster needs. The licences are what their own
metadata say.

| package | licence |
|---|---|
"""
MAX_LENGTH = 80
"""Some packages have the text of their licence where its name belongs."""


def render() -> str:
    """Return the page."""
    rows = (f"| {package.name} | {find_licence(package.name) or 'see the package'} |" for package in load_locked())
    return HEAD + "\n".join(rows) + "\n"


def _read(found: PackageMetadata, field: str) -> str:
    """Return a field, "" if it is missing. Once some packages are imported, reading a missing one raises KeyError."""
    return (found[field] or "").strip() if field in found else ""


def find_licence(name: str) -> str:
    """Return the licence of an installed package, as its metadata say; "" if they do not, or it is not installed."""
    try:
        found = metadata(name)
    except PackageNotFoundError:
        return ""
    classes = [each.rpartition(" :: ")[2] for each in found.get_all("Classifier", []) if each.startswith("License ::")]
    said = _read(found, "License-Expression") or ", ".join(sorted(classes)) or _read(found, "License")
    first = said.splitlines()[0] if said else ""
    return first.replace("|", "/") if len(first) <= MAX_LENGTH else ""


if __name__ == "__main__":
    print(render(), end="")
