"""A made-up edition 2570 of a user's own: all of 2569, and three items that no edition has had."""

from __future__ import annotations

from pathlib import Path

from sites import oit
from workspaces import real_file

YEAR = "2570"
FILE = f"editions/{YEAR}.yaml"

#: O27 is a new subject with every usual kind of field, O28 one that ships but is not in 2569 and has
#: a field added, O29 a new subject whose element may be shown in two ways.
NEW_ITEMS = """\
  - id: O27
    slug: open-data
    th: "ข้อมูลเปิดภาครัฐ"
    en: "Open data"
    title_confidence: single
    number_confidence: single
    sub_indicator: "10.2"
    score_levels: {values: [100, 0], confidence: single}
    period: {rule: current-fiscal-year, confidence: single}
    elements:
      - key: data-sets
        th: "ชุดข้อมูลอย่างน้อย 2 ชุด"
        en: "At least two data sets"
        of: data-sets
        check: filled
        with: {columns: [title, address], min: 2}
        confidence: single
        source: "คู่มือ 2570"
      - key: both-kinds
        th: "มีชุดข้อมูลของทั้งสองฝ่าย"
        en: "Data sets of both sides"
        of: data-sets
        check: values-present
        with: {column: side, values: [political, permanent]}
        confidence: single
        source: "คู่มือ 2570"
      - key: licence
        th: "บอกสัญญาอนุญาต"
        en: "The licence is named"
        of: licence
        check: mentions
        with: {words: [CC]}
        confidence: single
        source: "คู่มือ 2570"
      - key: standing
        th: "บอกฝ่ายที่ดูแล"
        en: "The side in charge"
        of: in-charge
        check: filled
        confidence: single
        source: "คู่มือ 2570"
      - key: manual
        th: "คู่มือการใช้ข้อมูล"
        en: "Manual"
        of: manual
        check: filled
        confidence: single
        source: "คู่มือ 2570"
      - key: of-the-year
        th: "เป็นข้อมูลของปี"
        en: "Data of the year"
        of: covers
        check: covers-period
        with: {rule: current-fiscal-year}
        applies_to: local-government
        confidence: recalled
        source: "คู่มือ 2570"
  - id: O28
    slug: laws
    th: "กฎหมายที่เกี่ยวข้อง"
    en: "Laws in force"
    title_confidence: single
    number_confidence: single
    sub_indicator: "10.2"
    score_levels: {values: [100, 50, 0], confidence: single}
    period: {rule: none, confidence: single}
    nil_rule: {th: "ถ้าไม่มีให้ระบุ", en: "if none, say so", confidence: single}
    elements:
      - key: law-list
        th: "รายการกฎหมาย"
        en: "List of laws"
        of: laws
        check: filled
        with: {min: 1}
        none: accepted
        confidence: single
        source: "คู่มือ 2570"
      - key: in-force
        th: "วันที่มีผลใช้บังคับ"
        en: "Date of coming into force"
        of: since
        check: filled
        confidence: single
        source: "คู่มือ 2570"
  - id: O29
    slug: staff-welfare
    th: "สวัสดิการของบุคลากร"
    en: "Staff welfare"
    title_confidence: single
    number_confidence: single
    sub_indicator: "10.2"
    score_levels: {values: [100, 0], confidence: single}
    period: {rule: previous-fiscal-year, confidence: single}
    reports_on: {edition_offset: -1, slug: hr-plan, confidence: single}
    elements:
      - key: welfare
        th: "สวัสดิการที่จัดให้"
        en: "Welfare that is given"
        of: welfare
        check: filled
        or:
          of: report
          review: {th: "แสดงเป็นเอกสารแนบ ให้คนพิจารณา", en: "shown by a document; a person should say"}
        confidence: single
        source: "คู่มือ 2570"
subjects:
  open-data:
    fields:
      - key: data-sets
        kind: table
        th: "ชุดข้อมูล"
        en: "Data sets"
        columns:
          - {key: title, kind: text, th: "ชื่อชุดข้อมูล", en: "Title"}
          - {key: address, kind: link, th: "ที่อยู่", en: "Address"}
          - {key: side, kind: choice, vocabulary: side, th: "ฝ่าย", en: "Side"}
      - {key: licence, kind: text, th: "สัญญาอนุญาต", en: "Licence"}
      - {key: in-charge, kind: choice, vocabulary: side, th: "ฝ่ายที่ดูแล", en: "In charge"}
      - {key: manual, kind: document, th: "คู่มือ", en: "Manual"}
  laws:
    fields:
      - {key: since, kind: date, th: "มีผลใช้บังคับ", en: "In force since"}
  staff-welfare:
    fields:
      - {key: welfare, kind: text, many: true, th: "สวัสดิการ", en: "Welfare"}
      - {key: report, kind: document, th: "รายงาน", en: "Report"}
"""

#: Data by which the new items are whole; the last is shown by its other way.
DATA = {
    "o27": """\
item: open-data
covers: ปีงบประมาณ พ.ศ. 2570
data-sets:
  - {title: งบประมาณรายจ่าย, address: https://data.example.go.th/1, side: ฝ่ายการเมือง}
  - {title: จุดบริการน้ำดื่ม, address: https://data.example.go.th/2, side: permanent}
licence: เผยแพร่ภายใต้ CC BY 4.0
in-charge: permanent
manual: manual.pdf
""",
    "o28": """\
item: laws
laws: [https://law.example.go.th/1]
since: 1 ตุลาคม 2569
""",
    "o29": """\
item: staff-welfare
report: welfare.pdf
""",
}
FILES = ("manual.pdf", "welfare.pdf")


def draft(folder: Path, source: str = "2569") -> str:
    """The draft of 2570 that `oit editions new` makes of another edition."""
    run = oit("editions", "new", YEAR, "--from", source, cwd=folder)
    assert run.code == 0, run.err
    return (folder / FILE).read_text(encoding="utf-8")


def add_data(root: Path) -> None:
    """The new items' data in a workspace."""
    folder = root / "data" / YEAR
    (folder / "files").mkdir(parents=True)
    for name, text in DATA.items():
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    for name in FILES:
        (folder / "files" / name).write_bytes(real_file(name))
