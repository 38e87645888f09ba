"""A workspace with 5,000 purchases by month and a long plan, and what its files say, known apart."""

from __future__ import annotations

import random
import shutil
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import yaml
from sites import ROOT

EDITION = "2568"
ROWS = 5_000
PLAN_ROWS = 450
#: The months of the fiscal year, and the last part of the address of each one's page.
MONTHS = {
    "ตุลาคม 2567": "2567-10",
    "พฤศจิกายน 2567": "2567-11",
    "ธันวาคม 2567": "2567-12",
    "มกราคม 2568": "2568-01",
    "กุมภาพันธ์ 2568": "2568-02",
    "มีนาคม 2568": "2568-03",
    "เมษายน 2568": "2568-04",
    "พฤษภาคม 2568": "2568-05",
    "มิถุนายน 2568": "2568-06",
    "กรกฎาคม 2568": "2568-07",
    "สิงหาคม 2568": "2568-08",
    "กันยายน 2568": "2568-09",
}
METHODS = ("เฉพาะเจาะจง", "คัดเลือก", "ประกวดราคาอิเล็กทรอนิกส์")
SUPPLIERS = tuple(f"ร้านตัวอย่างการค้า {number}" for number in range(1, 31))
#: Texts of a few rows that no page may take for anything but text.
HOSTILE = ("</script><script>alert(1)</script>", "หนึ่ง\u2028สอง", "<img src=x onerror=alert(2)>")

SETTINGS = """\
site_name: ทดสอบ
docs_dir: content
theme:
  name: material
  language: th
plugins:
  - search:
      lang: th
  - oit
"""
AGENCY = """\
name: เทศบาลตำบลตารางยาว
name_en: Long Table Municipality
type: เทศบาลตำบล
website: https://www.long.example/
district: เมืองตัวอย่าง
province: สมมุติบุรี
ministry: กระทรวงมหาดไทย
colour: "#17614f"
notice: หน่วยงานสมมุติสำหรับทดสอบ
edition: "2568"
"""


@dataclass(frozen=True)
class Purchase:
    """One row as it is written into the data; `agreed` is None where it is no number."""

    month: str
    item: str
    budget: Decimal
    agreed: Decimal | None
    method: str
    supplier: str
    project: str

    def written(self) -> dict[str, str]:
        return {
            "item": self.item,
            "budget": f"{self.budget:,}",
            "budget-source": "เทศบัญญัติงบประมาณรายจ่าย",
            "status": "สิ้นสุดสัญญา",
            "method": self.method,
            "median-price": f"{self.budget:,}",
            "agreed-price": "-" if self.agreed is None else f"{self.agreed:,}",
            "selected": self.supplier,
            "egp-no": self.project,
        }


def purchases() -> tuple[Purchase, ...]:
    """The same rows each time, in the order of the data."""
    made = random.Random(2568)
    found = []
    names = list(MONTHS)
    for number in range(ROWS):
        month = names[number * len(names) // ROWS]
        budget = Decimal(made.randint(1_000_00, 900_000_00)) / 100
        hostile = HOSTILE[number // 1000 % 3] if number % 1000 == 500 else ""
        found.append(
            Purchase(
                month,
                f"จัดซื้อวัสดุสำนักงานสำหรับกองช่าง รายการที่ {number + 1} {hostile}".strip(),
                budget,
                None if number % 100 == 7 else budget - 10,
                made.choice(METHODS),
                made.choice(SUPPLIERS),
                f"67{number:09d}",
            )
        )
    return tuple(found)


def write_big_workspace(root: Path) -> Path:
    """The workspace in a folder; only this one item is filled in."""
    (root / "content").mkdir(parents=True)
    (root / "mkdocs.yml").write_text(SETTINGS, encoding="utf-8")
    (root / "data" / EDITION).mkdir(parents=True)
    (root / "data/agency.yaml").write_text(AGENCY, encoding="utf-8")
    rows = purchases()
    data = {
        "item": "procurement-list",
        "unit": "กองคลัง",
        "updated": "15 เมษายน 2568",
        "covers": "ปีงบประมาณ พ.ศ. 2568",
        "purchases": {
            "covers": "ตุลาคม 2567 - กันยายน 2568",
            "months": [
                {"month": month, "rows": [row.written() for row in rows if row.month == month]}
                for month in MONTHS
            ],
        },
        "plan": [
            {"item": f"แผนรายการที่ {number}", "budget": str(number * 100), "method": METHODS[0]}
            for number in range(1, PLAN_ROWS + 1)
        ],
    }
    text = yaml.dump(data, Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False, width=1000)
    (root / "data" / EDITION / "o12.yaml").write_text(text, encoding="utf-8")
    shutil.copytree(ROOT / "data" / "files", root / "data" / "files")
    return root
