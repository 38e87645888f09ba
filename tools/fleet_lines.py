"""Lines of a fleet's results as `oit fleet check` writes them, made without any workspace: as many as wanted."""

from __future__ import annotations

import json
from pathlib import Path
from random import Random
from typing import Any

from fleet_names import PROVINCES, VENDORS, office_name, place_name, shares

from site_builder.catalogue.loader import load_catalogue
from site_builder.catalogue.model import Item

CRITERIA = "0" * 64


def line(
    agency: str,
    edition: str = "2569",
    outcome: str = "findings",
    statuses: dict[str, str] | None = None,
    lacking: dict[str, list[str]] | None = None,
    **about: str,
) -> dict[str, Any]:
    """One line; what is not said of an item is that it is complete.

    Args:
        statuses: by the item's id.
        lacking: keys of elements that fail, by the item's id.
    """
    items = load_catalogue().editions[edition].items
    made = [_item(item, statuses or {}, lacking or {}) for item in items]
    is_read = outcome in ("clean", "findings")
    return {
        "format": 1,
        "agency": agency,
        "name": about.get("name", f"หน่วยงาน {agency}"),
        "type": about.get("type", "เทศบาลตำบล"),
        "province": about.get("province", "ดาวบุรี"),
        "district": "",
        "vendor": about.get("vendor", ""),
        "workspace": f"agencies/{agency}",
        "command": "check",
        "outcome": outcome,
        "reason": {"th": "เกินเวลา", "en": "out of time"} if outcome == "timeout" else None,
        "problems": [
            {
                "code": "yaml-syntax",
                "location": "data/agency.yaml:3",
                "message": {"th": "อ่าน YAML ไม่ได้", "en": "not YAML"},
            }
        ]
        if outcome == "unreadable"
        else [],
        "editions": [
            {
                "edition": edition,
                "ruleset": {"edition": edition, "sha256": CRITERIA},
                "summary": {},
                "items": made,
            }
        ]
        if is_read
        else [],
    }


def _item(item: Item, statuses: dict[str, str], lacking: dict[str, list[str]]) -> dict[str, Any]:
    lacks = lacking.get(item.id, [])
    status = statuses.get(item.id, "incomplete" if lacks else "complete")
    if status == "missing":
        lacks = [element.key for element in item.elements]
    return {
        "id": item.id,
        "slug": item.slug,
        "status": status,
        "elements": [[key, "fail"] for key in lacks],
    }


def many(agencies: int, seed: int = 1, edition: str = "2569") -> list[dict[str, Any]]:
    """A fleet in the proportions of the country."""
    items = load_catalogue().editions[edition].items
    made = []
    for number, agency_type in enumerate(shares(agencies), start=1):
        random = Random(f"{seed}/{number}")
        vendor = random.choice(list(VENDORS))
        quality = random.betavariate(4, 4 * (1 - agency_type.quality * VENDORS[vendor]))
        statuses, lacking = {}, {}
        for item in items:
            if random.random() < quality:
                continue
            if random.random() < 0.45:
                statuses[item.id] = "missing"
            elif random.random() < 0.1:
                statuses[item.id] = "needs-review"
            else:
                keys = [element.key for element in item.elements]
                lacking[item.id] = random.sample(keys, k=random.randint(1, min(2, len(keys))))
        outcome = "unreadable" if random.random() < 0.01 else "findings"
        if random.random() < 0.002:
            outcome = "timeout"
        short = place_name(random) if agency_type.places else office_name(random)
        made.append(
            line(
                f"{agency_type.code}-{number:05d}",
                edition,
                outcome,
                statuses,
                lacking,
                name=f"{agency_type.prefix}{short}",
                type=agency_type.label,
                province=random.choice(PROVINCES),
                vendor=vendor,
            )
        )
    return sorted(made, key=lambda each: str(each["agency"]))


def write_lines(folder: Path, lines: list[dict[str, Any]]) -> Path:
    """The folder of results with these lines."""
    folder.mkdir(parents=True, exist_ok=True)
    text = "".join(f"{json.dumps(each, ensure_ascii=False)}\n" for each in lines)
    (folder / "results.jsonl").write_text(text, encoding="utf-8")
    (folder / "results.csv").write_text("agency\n", encoding="utf-8")
    return folder
