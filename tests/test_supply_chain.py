"""What the program is made of: locked with hashes, licences known, weaknesses asked for, named in a release."""

from __future__ import annotations

import json
import re
import subprocess
import tomllib
from pathlib import Path
from typing import Any

import audit
import licences
import locked
import make_release
import pytest
from cyclonedx.model.bom import Bom

ROOT = Path(__file__).resolve().parent.parent


def test_every_locked_package_has_its_hashes() -> None:
    lock = tomllib.loads((ROOT / "uv.lock").read_text(encoding="utf-8"))
    packages = [each for each in lock["package"] if "registry" in each["source"]]
    assert len(packages) == len(lock["package"]) - 1  # all but the program itself
    for each in packages:
        files = [*each.get("wheels", []), *([each["sdist"]] if "sdist" in each else [])]
        assert files, each["name"]
        assert all(file["hash"].startswith("sha256:") for file in files), each["name"]


def test_what_installs_the_rest_is_locked_too() -> None:
    """To renew: `uv lock --upgrade-package uv`, then as CONTRIBUTING.md says."""
    lock = tomllib.loads((ROOT / "uv.lock").read_text(encoding="utf-8"))
    package = next(each for each in lock["package"] if each["name"] == "uv")
    listed = (ROOT / "tools" / "uv.txt").read_text(encoding="utf-8")
    assert locked.versions(listed) == {"uv": package["version"]}
    hashes = {file["hash"] for file in [*package["wheels"], package["sdist"]]}
    assert set(re.findall("--hash=([^ ]+)", listed.replace("\n", " "))) == hashes
    assert "tools/uv.txt" in (ROOT / "Dockerfile").read_text(encoding="utf-8")


# --- licences ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "said", "licence"),
    [
        ("click", "BSD-3-Clause", "BSD-3-Clause"),
        ("segno", "BSD License", "BSD"),
        ("paramiko", "LGPL-2.1", "LGPL-2.1"),
        ("another", "LGPL-2.1", ""),
        ("another", "GNU Affero General Public License v3", ""),
        ("another", "UNKNOWN", ""),
        ("another", "", ""),
        ("pywin32-ctypes", "", "BSD-3-Clause"),
        ("pywin32-ctypes", "Proprietary", ""),
    ],
)
def test_a_licence_is_taken_or_told(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    name: str,
    said: str,
    licence: str,
) -> None:
    class Ran:
        stdout = json.dumps([{"Name": name.title(), "License": said}] if said else [])

    monkeypatch.setattr(
        licences, "shipped_requirements", lambda: f"{name}==1.0 ; a\n    --hash=x\n"
    )
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: Ran)
    monkeypatch.setattr(licences, "DOCUMENT", tmp_path / "licences.md")
    assert licences.licences() == {name: ("1.0", licence)}
    assert licences.main([]) == int(not licence)
    assert (name in capsys.readouterr().err) == (not licence)
    assert licences.main(["--check"]) == int(not licence)
    (tmp_path / "licences.md").write_text("old", encoding="utf-8")
    assert licences.main(["--check"]) == 1


def test_every_licence_that_is_shipped_is_named() -> None:
    """Who adds a part of others to the package puts its licence beside it."""
    named = {part.file for part in licences.PARTS}
    there = {
        path.relative_to(ROOT).as_posix()
        for folder in ("site_builder", "themes")
        for path in (ROOT / folder).rglob("*")
        if path.is_file() and ("LICEN" in path.name.upper() or path.name == "OFL.txt")
    }
    assert there == named


# --- known weaknesses ----------------------------------------------------------------------------

GOOD: dict[str, Any] = {"name": "a", "version": "1", "vulns": []}
WEAK: dict[str, Any] = {"name": "b", "version": "2", "vulns": [{"id": "PYSEC-1"}, {"id": "CVE-2"}]}
SKIPPED: dict[str, Any] = {"name": "c", "skip_reason": "not found"}
LIST = "click==1.0 \\\n    --hash=sha256:aa \\\n    --hash=sha256:bb\nother==2.0 \\\n    --hash=sha256:cc\n"


@pytest.mark.parametrize(
    ("packages", "code", "strict", "said"),
    [
        ([GOOD], 0, 0, "1 packages, no known weakness"),
        ([GOOD, WEAK], 1, 1, "b 2: PYSEC-1, CVE-2"),
        ([GOOD, SKIPPED], 0, 2, "NOT CHECKED: 1 of 2 packages; c: not found"),
        ([WEAK, SKIPPED], 1, 1, "NOT CHECKED"),
        ([], 0, 2, ""),
    ],
)
def test_what_was_not_checked_has_neither_passed_nor_failed(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    packages: list[dict[str, Any]],
    code: int,
    strict: int,
    said: str,
) -> None:
    asked = []

    def ask(requirements: str) -> audit.Outcome:
        asked.append(requirements)
        return audit.outcome({"dependencies": packages if len(asked) > 1 else [GOOD]})

    monkeypatch.setattr(audit, "all_requirements", lambda: LIST)
    monkeypatch.setattr(audit, "ask", ask)
    assert audit.main([]) == code
    assert said in capsys.readouterr().out
    assert asked == ["click==1.0 \\\n    --hash=sha256:aa \\\n    --hash=sha256:bb\n", LIST]
    assert audit.main(["--strict"]) == strict


def test_a_database_out_of_reach_is_asked_once(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """pip-audit itself, with no way to the network."""
    for name in ("HTTPS_PROXY", "https_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    for name in ("NO_PROXY", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(audit, "all_requirements", lambda: LIST)
    assert audit.main(["--strict"]) == audit.NOT_CHECKED
    assert "NOT CHECKED: 2 of 2 packages; click: " in capsys.readouterr().out
    assert audit.main([]) == 0


# --- a release -----------------------------------------------------------------------------------

OF_UV = {
    "bomFormat": "CycloneDX",
    "specVersion": "1.5",
    "version": 1,
    "serialNumber": "urn:uuid:c767de4d-6b4b-4db9-a23c-f5a956923fe1",
    "metadata": {
        "timestamp": "2026-11-22T08:37:59.051395205Z",
        "component": {"type": "library", "bom-ref": "p-1@0.1.0", "name": "p", "version": "0.1.0"},
    },
    "components": [
        {
            "type": "library",
            "bom-ref": "a-2@1",
            "name": "a",
            "version": "1",
            "purl": "pkg:pypi/a@1",
        }
    ],
    "dependencies": [{"ref": "p-1@0.1.0", "dependsOn": ["a-2@1"]}, {"ref": "a-2@1"}],
}


def test_the_bill_of_materials_names_everything_and_is_the_same_each_day() -> None:
    bill = make_release.materials(OF_UV, {"a": ("1", "MIT")})
    other_day = {**OF_UV, "serialNumber": "urn:uuid:0", "metadata": {**OF_UV["metadata"]}}  # type: ignore[dict-item]
    other_day["metadata"] = {"timestamp": "x", "component": bill["metadata"]["component"]}
    assert make_release.materials(other_day, {"a": ("1", "MIT")}) == bill
    assert (
        make_release.materials(OF_UV, {"a": ("1", "ISC")})["serialNumber"] != bill["serialNumber"]
    )
    read: Any = Bom.from_json(bill)  # type: ignore[attr-defined]
    found = {each.name: [str(x.name) for x in each.licenses] for each in read.components}
    assert found["a"] == ["MIT"]
    assert {"Decap CMS", "Sarabun", "style of Material for MkDocs"} <= set(found)
    assert not read.metadata.timestamp or "timestamp" not in bill["metadata"]


def test_versions_are_read_as_uv_writes_them() -> None:
    assert locked.versions("# x\n" + LIST + "z.z_y==1.0.0rc1 ; python_version < '3.12' \\\n") == {
        "click": "1.0",
        "other": "2.0",
        "z.z_y": "1.0.0rc1",
    }
