"""Writes a fleet of made-up agencies, with the gaps and faults that real ones have.

    .venv/bin/python tools/synthetic.py --agencies 1000 --seed 1 FOLDER

Below FOLDER stand `register.csv` (the agencies), `planted.csv` (every gap and fault that was put there),
`agencies/<id>/` (their workspaces) and `documents/` (small files that all of them share by hard links).
The same number and seed give the same bytes.
"""

from __future__ import annotations

import argparse
import csv
import io
import os
import re
import shutil
import sys
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from random import Random

import papers
from fleet_items import EDITIONS, ROOT, Template, is_of_a_year, load_templates, spoilt
from fleet_names import (
    CAPITAL,
    PROVINCES,
    VENDORS,
    AgencyType,
    office_name,
    place_name,
    shares,
)
from PIL import Image

from site_builder.catalogue.model import Item

COLUMNS = ("id", "workspace", "name", "type", "province", "district", "vendor")

#: Agencies with the data of two years; those whose data cannot be read or published.
_BOTH_YEARS = 0.15
_STOPPED = 0.01
#: Of the items that are not complete: those of which nothing stands there.
_ABSENT = 0.45
#: Documents that are not what they should be, one in so many of the agencies that have them.
_BAD_DOCUMENT = 0.12
#: A number of the form of a national ID, with its checksum; of nobody.
_NATIONAL_ID = "1-0000-00123-45-3"
#: In the pool of documents.
_OTHER_YEAR = "bad/other-year.pdf"


@dataclass
class Agency:
    """One made-up agency.

    Attributes:
        name: in full; `short` is the part that is no type.
        quality: the share of its items that are complete, about.
        planted: edition, item and name of every gap and fault.
    """

    id: str
    type: AgencyType
    name: str
    short: str
    province: str
    district: str
    vendor: str
    quality: float
    editions: tuple[str, ...]
    planted: list[tuple[str, str, str]] = field(default_factory=list)

    @property
    def workspace(self) -> str:
        return f"agencies/{self.id}"


def write_fleet(folder: Path, agencies: int, seed: int) -> Path:
    """So many workspaces in an empty or new folder; the path of their register.

    Raises:
        FileExistsError: the folder has files.
    """
    if folder.exists() and any(folder.iterdir()):
        raise FileExistsError(f"{folder} is not empty")
    editions = {edition: load_templates(edition) for edition in EDITIONS}
    pool = _write_pool(folder / "documents")
    made = []
    for number, agency_type in enumerate(shares(agencies), start=1):
        random = Random(f"{seed}/{number}")
        agency = _agency(number, agency_type, random)
        _write_agency(folder, agency, editions, pool, random, seed)
        made.append(agency)
    _write_csv(
        folder / "planted.csv",
        ("id", "edition", "item", "fault"),
        ((agency.id, *each) for agency in made for each in agency.planted),
    )
    register = folder / "register.csv"
    _write_csv(
        register,
        COLUMNS,
        ((a.id, a.workspace, a.name, a.type.label, a.province, a.district, a.vendor) for a in made),
    )
    return register


def _agency(number: int, agency_type: AgencyType, random: Random) -> Agency:
    vendor = random.choice(list(VENDORS))
    province = random.choice((*PROVINCES, CAPITAL)) if agency_type.places else CAPITAL
    short = place_name(random) if agency_type.places else office_name(random)
    expected = agency_type.quality * 0.5 + VENDORS[vendor] * 0.5
    luck = random.betavariate(6 * expected, 6 * (1 - expected))
    return Agency(
        f"{agency_type.code}-{number:05d}",
        agency_type,
        f"{agency_type.prefix}{short}",
        short,
        province,
        place_name(random),
        vendor,
        1.0 if luck > 0.93 else luck,
        EDITIONS if random.random() < _BOTH_YEARS else (random.choice(EDITIONS),),
    )


# --- one workspace -----------------------------------------------------------------------------


def _write_agency(
    folder: Path,
    agency: Agency,
    editions: dict[str, list[Template]],
    pool: dict[str, Path],
    random: Random,
    seed: int,
) -> None:
    root = folder / agency.workspace
    texts = {
        "mkdocs.yml": (ROOT / "mkdocs.yml").read_text(encoding="utf-8"),
        "content/about.md": f"# เกี่ยวกับหน่วยงาน\n\n{agency.name} เป็นหน่วยงานสมมุติ\n",
        "data/agency.yaml": _agency_file(agency),
    }
    texts["mkdocs.yml"] = texts["mkdocs.yml"].replace("  custom_dir: themes/oit\n", "")
    links: dict[str, tuple[Path, Item]] = {}
    for edition in agency.editions:
        result = f"data/results/{int(edition) - 1}.yaml"
        texts[result] = (ROOT / result).read_text(encoding="utf-8")
        for template in editions[edition]:
            text = _item_file(agency, template, random, seed)
            if text is None:
                continue
            texts[f"data/{edition}/{template.name}"] = text
            for name in template.files:
                if name in text:
                    links[f"data/{edition}/files/{name}"] = (
                        pool[f"{edition}/{name}"],
                        template.item,
                    )
    _spoil_document(agency, links, pool, random)
    names = _names(agency, random)
    said = re.compile("|".join(sorted(map(re.escape, names), key=len, reverse=True)))
    texts = {path: said.sub(lambda found: names[found[0]], text) for path, text in texts.items()}
    _stop(agency, texts, random)
    for path, text in texts.items():
        _place(root / path).write_bytes(text.encode())
    for path, (source, _) in links.items():
        _link(source, _place(root / path))


def _item_file(agency: Agency, template: Template, random: Random, seed: int) -> str | None:
    """The data file of an item; None where the agency publishes nothing of it."""
    ease = _ease(seed, template.item.slug)
    if random.random() < agency.quality**ease:
        return template.text
    if random.random() < _ABSENT:
        agency.planted.append((template.edition, template.item.id, "absent"))
        return None
    text, fault = spoilt(template, random)
    agency.planted.append((template.edition, template.item.id, fault))
    return text


@cache
def _ease(seed: int, slug: str) -> float:
    """How hard agencies find a subject: below 1 they do it more often."""
    return Random(f"{seed}/{slug}").uniform(0.2, 2.0)


def _agency_file(agency: Agency) -> str:
    lines = {
        "name": agency.name,
        "type": agency.type.label,
        "website": f"https://www.{agency.id}.example/",
        "district": agency.district,
        "province": agency.province,
        "ministry": "กระทรวงสมมุติ",
        "address": f"เลขที่ 99 {agency.district} {agency.province} 99000",
        "phone": "042-000-100",
        "email": f"saraban@{agency.id}.example",
        "notice": f"{agency.name}เป็นหน่วยงานสมมุติ ข้อมูลและเอกสารทุกฉบับแต่งขึ้นเพื่อทดสอบโปรแกรม",
        "edition": f'"{agency.editions[-1]}"',
        "licence": "CC0-1.0",
    }
    return "".join(f"{key}: {value}\n" for key, value in lines.items() if value)


def _names(agency: Agency, random: Random) -> dict[str, str]:
    """What the municipality's data say, and what this agency says for it."""
    surnames = _surnames()
    others = random.sample(surnames, k=len(surnames))
    return {
        "เทศบาลตำบลทุ่งสมมุติ": agency.name,
        "นายกเทศมนตรีตำบลทุ่งสมมุติ": f"{agency.type.head}{agency.short}",
        "นายกเทศมนตรี": agency.type.head,
        "เทศบาลตำบล": agency.type.prefix,
        "ทุ่งสมมุติ": agency.short,
        "thungsommut": agency.id,
        "เมืองตัวอย่าง": agency.district,
        "สมมุติบุรี": agency.province,
        **dict(zip(surnames, others, strict=True)),
    }


@cache
def _surnames() -> list[str]:
    """Family names in the municipality's data."""
    people = (ROOT / "data" / "2569" / "o02.yaml").read_text(encoding="utf-8")
    return sorted(set(re.findall(r"(?<= )\w+สมมุติ$", people, re.MULTILINE)))


def _spoil_document(
    agency: Agency, links: dict[str, tuple[Path, Item]], pool: dict[str, Path], random: Random
) -> None:
    """Now and then a document is not what it should be."""
    documents = [path for path in links if path.endswith(".pdf")]
    if not documents or random.random() >= _BAD_DOCUMENT:
        return
    path = random.choice(documents)
    _, item = links[path]
    bad = [name for name in pool if name.startswith("bad/")]
    if not is_of_a_year(item):
        bad.remove(_OTHER_YEAR)
    name = random.choice(bad)
    links[path] = (pool[name], item)
    agency.planted.append((Path(path).parts[1], item.id, Path(name).stem))


def _stop(agency: Agency, texts: dict[str, str], random: Random) -> None:
    """A few cannot be read at all, or may not be published as they are."""
    items = sorted(path for path in texts if re.fullmatch(r"data/\d+/o\d+\.yaml", path))
    if not items or random.random() >= _STOPPED:
        return
    path = random.choice(items)
    fault = random.choice(("broken-yaml", "wrong-item", "personal-data", "broken-agency"))
    if fault == "broken-yaml":
        texts[path] += "\tremarks: [\n"
    elif fault == "wrong-item":
        texts[path] = "item: no-such-item\n" + texts[path].partition("\n")[2]
    elif fault == "personal-data":
        number = f"เลขประจำตัวประชาชน {_NATIONAL_ID}"
        texts[path] = re.sub(r"(?m)^unit: .*$", f"unit: {number}", texts[path], count=1)
    else:
        path = "data/agency.yaml"
        texts[path] += "name: [\n"
    agency.planted.append((Path(path).parts[1] if path in items else "", path, fault))


# --- files -------------------------------------------------------------------------------------


def _write_pool(folder: Path) -> dict[str, Path]:
    """The documents that all agencies share, by edition and name, and bad ones below `bad`."""
    pool = {name: _place(folder / name) for name in _documents()}
    for name, path in pool.items():
        path.write_bytes(_documents()[name])
    return pool


@cache
def _documents() -> dict[str, bytes]:
    made = {
        f"{edition}/{name}": _document(name, template.titles.get(name, name))
        for edition in EDITIONS
        for template in load_templates(edition)
        for name in template.files
    }
    made[_OTHER_YEAR] = _document("other-year.pdf", "ประจำปีงบประมาณ พ.ศ. 2561")
    made["bad/empty.pdf"] = b""
    made["bad/error-page.pdf"] = b"<!DOCTYPE html><html><title>404 Not Found</title></html>\n"
    whole = made[_OTHER_YEAR]
    made["bad/truncated.pdf"] = whole[: len(whole) // 2]
    return made


def _document(name: str, title: str) -> bytes:
    if name.endswith(".pdf"):
        return _pdf(title)
    picture = io.BytesIO()
    shade = sum(name.encode())
    Image.new("RGB", (48, 48), (shade % 200, shade * 7 % 200, shade * 13 % 200)).save(
        picture, "PNG"
    )
    return picture.getvalue()


def _pdf(title: str) -> bytes:
    """A paper of one page that says its title, and no agency's name."""
    title = title.replace("เทศบาลตำบลทุ่งสมมุติ", "หน่วยงานสมมุติ")
    paper = papers.Paper(title, "หน่วยงานสมมุติ", date(2024, 10, 1), (title,), (), ())
    return papers.render(paper)


def _place(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    return path


def _link(source: Path, path: Path) -> None:
    """The same file under another name; a copy where the file system has no hard links."""
    try:
        os.link(source, path)
    except OSError:
        shutil.copyfile(source, path)


def _write_csv(path: Path, columns: Iterable[str], rows: Iterable[tuple[str, ...]]) -> None:
    with _place(path).open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(rows)


def main() -> int:
    """Write a fleet and say where its register is."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("folder", type=Path, help="an empty or new folder")
    parser.add_argument("--agencies", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    try:
        print(write_fleet(arguments.folder, arguments.agencies, arguments.seed))
    except FileExistsError as error:
        print(error, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
