"""A made-up workspace of any size: one edition of its own, each item with a table of 30 rows.

Each item is a subject of its own with one field, a table of 30 rows and six columns in Thai, so that
a site of 300 or 3,000 pages has as much in it as the pages that other generators are measured with.

Run: `python benchmarks/pages.py 300 FOLDER`.
"""

from __future__ import annotations

import argparse
import random
from pathlib import Path
from typing import Any

import yaml

EDITION = "2570"
ROWS = 30
#: Items of one sub-indicator, and sub-indicators of one indicator.
_GROUP = 20
_GROUPS = 10

_SETTINGS = """\
site_name: เทศบาลตำบลหลายหน้า
docs_dir: content
theme:
  name: material
  language: th
plugins:
  - oit
"""
_AGENCY = f"""\
name: เทศบาลตำบลหลายหน้า
name_en: Many Pages Municipality
type: เทศบาลตำบล
website: https://www.pages.example/
district: เมืองตัวอย่าง
province: สมมุติบุรี
ministry: กระทรวงมหาดไทย
colour: "#17614f"
notice: หน่วยงานสมมุติสำหรับวัดความเร็ว
edition: "{EDITION}"
"""
_COLUMNS = [
    {"key": "project", "kind": "text", "th": "โครงการ/กิจกรรม", "en": "Project"},
    {"key": "budget", "kind": "number", "th": "งบประมาณ (บาท)", "en": "Budget (baht)"},
    {"key": "method", "kind": "text", "th": "วิธีดำเนินการ", "en": "Method"},
    {"key": "unit", "kind": "text", "th": "หน่วยงานรับผิดชอบ", "en": "Unit in charge"},
    {"key": "period", "kind": "text", "th": "ระยะเวลา", "en": "Period"},
    {"key": "result", "kind": "text", "th": "ผลการดำเนินงาน", "en": "Result"},
]
_PROJECTS = (
    "ก่อสร้างถนนคอนกรีตเสริมเหล็กภายในหมู่บ้าน",
    "ปรับปรุงระบบประปาหมู่บ้านและวางท่อจ่ายน้ำ",
    "จัดซื้อวัสดุสำนักงานสำหรับศูนย์บริการประชาชน",
    "อบรมส่งเสริมอาชีพผู้สูงอายุในชุมชน",
    "ขุดลอกคลองระบายน้ำเพื่อป้องกันน้ำท่วม",
    "ติดตั้งไฟฟ้าสาธารณะพลังงานแสงอาทิตย์",
)
_METHODS = ("เฉพาะเจาะจง", "คัดเลือก", "ประกวดราคาอิเล็กทรอนิกส์")
_UNITS = ("สำนักปลัดเทศบาล", "กองคลัง", "กองช่าง", "กองสาธารณสุขและสิ่งแวดล้อม", "กองการศึกษา")
_MONTHS = ("ตุลาคม 2569", "พฤศจิกายน 2569", "ธันวาคม 2569", "มกราคม 2570", "กุมภาพันธ์ 2570")
_RESULTS = ("ดำเนินการแล้วเสร็จตามสัญญา", "อยู่ระหว่างดำเนินการ", "ตรวจรับงานเรียบร้อยแล้ว")


def main() -> None:
    """Write the workspace that is asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pages", type=int)
    parser.add_argument("folder", type=Path)
    options = parser.parse_args()
    write_workspace(options.folder, options.pages)


def write_workspace(folder: Path, pages: int) -> Path:
    """A workspace whose edition has `pages` items, each filled in; the same bytes each time."""
    (folder / "content").mkdir(parents=True)
    (folder / "mkdocs.yml").write_text(_SETTINGS, encoding="utf-8")
    (folder / "data" / EDITION).mkdir(parents=True)
    (folder / "data/agency.yaml").write_text(_AGENCY, encoding="utf-8")
    (folder / "editions").mkdir()
    (folder / f"editions/{EDITION}.yaml").write_text(_yaml(_edition(pages)), encoding="utf-8")
    made = random.Random(pages)
    for number in range(1, pages + 1):
        data = {
            "item": f"subject-{number}",
            "unit": _UNITS[number % len(_UNITS)],
            "updated": "15 มกราคม 2570",
            "covers": "ปีงบประมาณ พ.ศ. 2570",
            "works": [_row(made, number, row) for row in range(1, ROWS + 1)],
        }
        file = folder / "data" / EDITION / f"o{number:02d}.yaml"
        file.write_text(_yaml(data), encoding="utf-8")
    return folder


def _row(made: random.Random, item: int, row: int) -> dict[str, str]:
    return {
        "project": f"{made.choice(_PROJECTS)} หมู่ที่ {row} งานที่ {item}/{row}",
        "budget": f"{made.randint(10, 9000) * 100:,}",
        "method": made.choice(_METHODS),
        "unit": made.choice(_UNITS),
        "period": made.choice(_MONTHS),
        "result": made.choice(_RESULTS),
    }


def _edition(items: int) -> dict[str, Any]:
    groups = (items + _GROUP - 1) // _GROUP
    return {
        "edition": EDITION,
        "indicators": [
            {
                "id": str(number),
                "th": f"ตัวชี้วัดที่ {number}",
                "en": f"Indicator {number}",
                "sub_indicators": [
                    {
                        "id": f"{number}.{group}",
                        "th": f"ข้อมูลกลุ่มที่ {number}.{group}",
                        "en": f"Group {number}.{group}",
                        "confidence": "recalled",
                    }
                    for group in range(1, min(_GROUPS, groups - (number - 1) * _GROUPS) + 1)
                ],
            }
            for number in range(1, (groups + _GROUPS - 1) // _GROUPS + 1)
        ],
        "scoring": {
            "item_levels": [
                {
                    "score": score,
                    "th": "เปิดเผยครบ" if score else "ไม่ครบ",
                    "en": "complete" if score else "not complete",
                    "confidence": "recalled",
                    "source": "ours",
                }
                for score in (100, 0)
            ],
            "aggregation": {"th": "ค่าเฉลี่ยของข้อ", "en": "mean of the items"},
            "formula": {"sub_indicator": "mean", "indicator": "mean", "oit": "mean"},
            "ita_weights": {"IIT": 0.3, "EIT": 0.3, "OIT": 0.4},
            "weights_confidence": "recalled",
            "confidence": "recalled",
            "note": {"th": "เกณฑ์สมมุติสำหรับวัดความเร็ว", "en": "made up, for benchmarks"},
        },
        "levels": [
            {
                "th": "ผ่าน",
                "en": "pass",
                "min_total": 0.0,
                "confidence": "recalled",
                "source": "ours",
            }
        ],
        "items": [_item(number) for number in range(1, items + 1)],
        "subjects": {
            f"subject-{number}": {
                "fields": [
                    {
                        "key": "works",
                        "kind": "table",
                        "th": f"งานและโครงการชุดที่ {number}",
                        "en": f"Works {number}",
                        "columns": _COLUMNS,
                    }
                ]
            }
            for number in range(1, items + 1)
        },
    }


def _item(number: int) -> dict[str, Any]:
    indicator, group = divmod((number - 1) // _GROUP, _GROUPS)
    return {
        "id": f"O{number}",
        "slug": f"subject-{number}",
        "th": f"งานและโครงการของหน่วยงาน ชุดที่ {number}",
        "en": f"Works of the agency, part {number}",
        "title_confidence": "recalled",
        "number_confidence": "recalled",
        "sub_indicator": f"{indicator + 1}.{group + 1}",
        "score_levels": {"values": [100, 0], "confidence": "recalled"},
        "period": {"rule": "none", "confidence": "recalled"},
        "elements": [
            {
                "key": "works",
                "th": "รายการงานและโครงการ",
                "en": "List of works",
                "of": "works",
                "check": "filled",
                "with": {"columns": ["project", "budget"]},
                "confidence": "recalled",
                "source": "ours",
            }
        ],
    }


class _Dumper(yaml.CSafeDumper):
    def ignore_aliases(self, data: Any) -> bool:
        return True


def _yaml(data: dict[str, Any]) -> str:
    text: str = yaml.dump(data, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=1000)
    return text


if __name__ == "__main__":
    main()
