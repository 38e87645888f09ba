"""Makes what is handed on, in `dist/`: wheel, source, locked requirements, bill of materials, and their sums.

Run: `python3 dev.py release`. Nothing is asked of a network, and the same source gives the same bytes.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import uuid
from collections.abc import Mapping
from typing import Any

from licences import PARTS, licences
from locked import ROOT, exported, shipped_requirements

from site_builder import __version__
from site_builder.published.sums import write_sums

DIST = ROOT / "dist"
REQUIREMENTS = "requirements.txt"
MATERIALS = "sbom.cdx.json"
_REQUIREMENTS_HEAD = (
    "# What the program and all its extras need, at locked versions: pip takes no file with another hash.\n"
    "#   pip install --require-hashes -r requirements.txt\n"
    "#   pip install --no-deps --no-index oit_site_builder-*.whl\n"
)


def materials(of_uv: Mapping[str, Any], known: Mapping[str, tuple[str, str]]) -> dict[str, Any]:
    """The bill of materials (CycloneDX) as uv exports it, with licences and the parts shipped in the package.

    Its number stands for its content: uv's own, and its time, would be others each day.
    """
    components = [
        {**each, **_licences(known[each["name"]][1] if each["name"] in known else "")}
        for each in of_uv["components"]
    ]
    components += [
        {
            "type": "library",
            "bom-ref": part.file,
            "name": part.name,
            **_licences(part.licence),
            "description": f"shipped in the package; its licence: {part.file}",
        }
        for part in PARTS
    ]
    metadata = {key: value for key, value in of_uv["metadata"].items() if key != "timestamp"}
    metadata["component"] = {**metadata["component"], **_licences("MIT")}
    bill = {**of_uv, "metadata": metadata, "components": components}
    bill.pop("serialNumber", None)
    number = uuid.uuid5(uuid.NAMESPACE_URL, json.dumps(bill, sort_keys=True))
    return {**bill, "serialNumber": f"urn:uuid:{number}"}


def _licences(licence: str) -> dict[str, Any]:
    return {"licenses": [{"license": {"name": licence}}]} if licence else {}


def main() -> int:
    """Make everything anew; returns an exit code."""
    shutil.rmtree(DIST, ignore_errors=True)
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-d", str(DIST)], cwd=ROOT, check=True
    )
    (DIST / REQUIREMENTS).write_text(_REQUIREMENTS_HEAD + shipped_requirements(), encoding="utf-8")
    of_uv = json.loads(exported("--no-dev", "--all-extras", "--format=cyclonedx1.5"))
    bill = json.dumps(materials(of_uv, licences()), ensure_ascii=False, indent=1)
    (DIST / MATERIALS).write_text(f"{bill}\n", encoding="utf-8")
    write_sums(DIST)
    print(f"{__version__}:", *sorted(path.name for path in DIST.iterdir()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
