"""The agency of a workspace, from `data/agency.yaml`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from site_builder.colours import (
    READABLE,
    WHITE,
    Palette,
    contrast,
    css,
    palette,
    parse_colour,
    readable_on,
)
from site_builder.kinds.base import ParseContext
from site_builder.kinds.image import ImageKind
from site_builder.kinds.read import read_fields
from site_builder.kinds.spec import Choice, Field, Vocabulary
from site_builder.kinds.values import Cell, FieldValue
from site_builder.language import Text
from site_builder.problems import InputError, Problem
from site_builder.sources.files import FileRef, FileStore
from site_builder.sources.names import refuse_links
from site_builder.sources.yaml import read_yaml

AGENCY_FILE = "data/agency.yaml"

AGENCY_FIELDS = (
    Field("name", "text", Text("ชื่อหน่วยงาน", "Name")),
    Field("name_en", "text", Text("ชื่อภาษาอังกฤษ", "English name")),
    Field("type", "choice", Text("ประเภทหน่วยงาน", "Agency type"), vocabulary="agency-type"),
    Field("website", "link", Text("เว็บไซต์หลัก", "Main website")),
    Field("district", "text", Text("อำเภอ", "District")),
    Field("province", "text", Text("จังหวัด", "Province")),
    Field("ministry", "text", Text("กระทรวง", "Ministry")),
    Field("address", "text", Text("ที่อยู่", "Address")),
    Field("phone", "contact", Text("โทรศัพท์", "Telephone"), many=True),
    Field("email", "contact", Text("อีเมล", "E-mail"), many=True),
    Field("about", "text", Text("แนะนำหน่วยงาน", "About the agency")),
    Field("emblem", "image", Text("ตราหน่วยงาน", "Emblem")),
    Field("colour", "text", Text("สีประจำหน่วยงาน", "Colour")),
    Field("notice", "text", Text("ข้อความที่แสดงทุกหน้า", "Notice on every page")),
    Field("edition", "text", Text("ปีที่ใช้เป็นหน้าหลัก", "Current edition")),
    Field(
        "licence", "choice", Text("สัญญาอนุญาตของข้อมูล", "Licence of the data"), vocabulary="licence"
    ),
    Field("ocds_prefix", "text", Text("คำนำหน้า OCID", "OCID prefix")),
)
REQUIRED = ("name", "type", "website")

_OCDS_PREFIX = re.compile(r"ocds-[a-z0-9]{6}")


@dataclass(frozen=True)
class Agency:
    """Who publishes.

    Attributes:
        type: entry of the vocabulary `agency-type`.
        website: URL of the main website, ending in `/`.
        notice: text shown on every page, such as that the data are fictional; or "".
        edition: the edition shown first, or "" for the newest with data.
        emblem: picture of the emblem, or None.
        palette: shades of the agency's colour, or None for those of the theme.
        licence: of the data, or None where none is stated.
        ocds_prefix: as registered with the Open Contracting Partnership, or "".
        values: every field as read, for pages that show them.
    """

    name: str
    name_en: str
    type: Choice
    website: str
    notice: str
    edition: str
    emblem: FileRef | None
    palette: Palette | None
    licence: Choice | None
    ocds_prefix: str
    values: Mapping[str, FieldValue]

    def defaults(self) -> dict[str, tuple[Cell, ...]]:
        """What blank values of disclosures may take over, by source: `agency.province`."""
        found = {
            f"agency.{key}": value.cells
            for key, value in self.values.items()
            if value.cells and not value.cells[0].is_blank
        }
        label = self.type.label.th
        found["agency.type"] = (Cell(label, self.values["type"].cells[0].location, label),)
        return found


def load_agency(root: Path, vocabularies: Mapping[str, Vocabulary]) -> Agency:
    """The agency of the workspace at `root`.

    Raises:
        InputError: the file is missing, malformed, or lacks what no site can do without.
    """
    refuse_links(root, AGENCY_FILE)
    node = read_yaml(root / AGENCY_FILE, AGENCY_FILE)
    context = ParseContext(FileStore(root / "data" / "files", "data/files"), vocabularies)
    values = read_fields(node, AGENCY_FIELDS, context)
    problems = list(context.problems)
    for value in values.values():
        problems += [cell.problem for _, cell in value.every_cell() if cell.problem]
    for key in REQUIRED:
        cells = values[key].cells
        if not any(cell.value is not None or cell.problem for cell in cells):
            problems.append(
                Problem(
                    "missing-key",
                    values[key].location,
                    Text(f'ขาดช่อง "{key}"', f'the key "{key}" is missing'),
                    Text(f'เพิ่มบรรทัด "{key}: …"', f'add a line "{key}: …"'),
                )
            )
    shades = _palette(values["colour"], problems)
    problems += _emblem_problems(values["emblem"])
    problems += _prefix_problems(values["ocds_prefix"])
    if problems:
        raise InputError(dict.fromkeys(problems))

    def text(key: str) -> str:
        cells = values[key].cells
        return cells[0].text if cells else ""

    licence = values["licence"].cells
    agency_type = values["type"].cells[0].value
    return Agency(
        name=text("name"),
        name_en=text("name_en"),
        type=agency_type,
        website=text("website").rstrip("/") + "/",
        notice=text("notice"),
        edition=text("edition"),
        emblem=values["emblem"].cells[0].value if values["emblem"].cells else None,
        palette=shades,
        licence=licence[0].value if licence else None,
        ocds_prefix=text("ocds_prefix"),
        values=values,
    )


def _palette(value: FieldValue, problems: list[Problem]) -> Palette | None:
    """The shades of the agency's colour; one on which white text cannot be read is a problem."""
    if not value.cells:
        return None
    cell = value.cells[0]
    if cell.is_blank:
        problems.append(
            Problem(
                "colour-blank",
                cell.location,
                Text("ไม่มีรหัสสี", "the colour is blank"),
                Text(
                    'ใส่เครื่องหมายคำพูดรอบรหัสสี เช่น "#1f4e79" เพราะสิ่งที่ตามหลัง # ถือเป็นหมายเหตุ หรือลบบรรทัดนี้ออก',
                    'put the code between quotes, such as "#1f4e79": what follows a # is a comment; or delete this line',
                ),
            )
        )
        return None
    colour = parse_colour(cell.text)
    if colour is None:
        problems.append(
            Problem(
                "colour-unreadable",
                cell.location,
                Text(f'อ่าน "{cell.text}" เป็นสีไม่ได้', f'"{cell.text}" is no colour'),
                Text('เขียนรหัสสี เช่น "#1f4e79"', 'write a colour code such as "#1f4e79"'),
            )
        )
        return None
    found = contrast(colour, WHITE)
    if found < READABLE:
        nearest = css(readable_on(colour, WHITE))
        problems.append(
            Problem(
                "colour-contrast",
                cell.location,
                Text(
                    f"ตัวอักษรขาวบนสี {cell.text} มีความต่าง {found:.1f} ต้องอย่างน้อย {READABLE} จึงจะอ่านได้",
                    f"white text on {cell.text} has a contrast of {found:.1f}; {READABLE} is needed",
                ),
                Text(
                    f'ใช้สีที่เข้มขึ้น ใกล้ที่สุดคือ "{nearest}"',
                    f'use a darker one; the nearest is "{nearest}"',
                ),
            )
        )
    return palette(colour)


def _emblem_problems(value: FieldValue) -> Iterator[Problem]:
    """Whatever its ending says: an emblem that no browser can show stands on every page."""
    if value.is_empty:
        return
    from site_builder.documents.filetypes import real_type  # with it comes what opens archives

    for cell in value.cells:
        if cell.value and real_type(cell.value.path) not in ImageKind.endings:
            name = cell.value.name
            yield Problem(
                "emblem-no-picture",
                cell.location,
                Text(f'ไฟล์ "{name}" ไม่ใช่ภาพ', f'"{name}" is no picture'),
                Text(
                    "เปิดดูว่าเป็นภาพตราหน่วยงานจริง แล้วบันทึกใหม่เป็น .png หรือ .jpg หรือลบบรรทัดนี้ออก",
                    "see whether it opens as the emblem, save it again as .png or .jpg; or delete this line",
                ),
            )


def _prefix_problems(value: FieldValue) -> Iterator[Problem]:
    for cell in value.cells:
        if cell.text and not _OCDS_PREFIX.fullmatch(cell.text):
            yield Problem(
                "ocds-prefix",
                cell.location,
                Text(f'"{cell.text}" ไม่ใช่คำนำหน้า OCID', f'"{cell.text}" is no OCID prefix'),
                Text(
                    'เขียนตามที่จดทะเบียนไว้ "ocds-" ตามด้วยอักขระ 6 ตัว หรือลบบรรทัดนี้ออก',
                    'write it as registered, "ocds-" and six characters, or delete this line',
                ),
            )
