"""Print the bill of materials, CycloneDX 1.6 as JSON, from deploy/requirements.lock: `make sbom`.

It has no time and no random number, so that one commit gives one file.
"""

import json
from typing import Any

from newsvane import __version__
from tests.audit.licences import find_licence
from tests.audit.locked import Locked, load_locked


def build() -> dict[str, Any]:
    """Return the document: Newsvane, and each package of the lock file with version, licence and hashes."""
    packages = load_locked()
    ours = {"type": "application", "bom-ref": "newsvane", "name": "newsvane", "version": __version__}
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": ours | {"licenses": [{"license": {"id": "Apache-2.0"}}]}},
        "components": [_describe(each) for each in packages],
        "dependencies": [{"ref": "newsvane", "dependsOn": [_address(each) for each in packages]}],
    }


def _address(package: Locked) -> str:
    return f"pkg:pypi/{package.name}@{package.version}"


def _describe(package: Locked) -> dict[str, Any]:
    found = {"type": "library", "bom-ref": _address(package), "name": package.name, "version": package.version}
    files = [
        {"type": "distribution", "url": _address(package), "hashes": [{"alg": "SHA-256", "content": digest}]}
        for digest in package.hashes
    ]
    licence = find_licence(package.name)
    named = {"licenses": [{"license": {"name": licence}}]} if licence else {}
    return found | {"purl": _address(package)} | named | {"externalReferences": files}


if __name__ == "__main__":
    print(json.dumps(build(), indent=2, sort_keys=True))
