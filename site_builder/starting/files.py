"""The files of a new workspace, by their path in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from site_builder.agency import AGENCY_FIELDS, AGENCY_FILE
from site_builder.catalogue.model import ATTESTED, HEADER_FIELDS, Catalogue, Edition, Element, Item
from site_builder.criteria import sureness
from site_builder.kinds.spec import Choice, Field
from site_builder.sources.write import Plain, comment, to_yaml
from site_builder.starting.examples import Examples
from site_builder.thai import FiscalYear

_README = Path(__file__).with_name("readme.md")
_PIPELINES = Path(__file__).with_name("pipelines")
#: Where each Git host looks for what it is to run.
PIPELINES = {"github": ".github/workflows/oit.yml", "gitlab": ".gitlab-ci.yml"}
#: Header fields that come later: an attestation vouches for a document that is there.
_LATER = frozenset([ATTESTED])


@dataclass(frozen=True, slots=True)
class Answers:
    """What a person says of a new workspace.

    Attributes:
        type: entry of the vocabulary `agency-type`.
        website: URL of the main website, ending in `/`.
    """

    name: str
    type: Choice
    website: str
    edition: Edition


def workspace_files(
    answers: Answers, catalogue: Catalogue, pipelines: Iterable[str] = ()
) -> dict[str, str]:
    """Every file with its content; that of the agency last, since it makes a folder a workspace.

    Args:
        pipelines: of which hosts, by the names of `PIPELINES`.
    """
    year = answers.edition.name
    files = {
        "mkdocs.yml": _site_settings(answers),
        ".gitignore": "/site/\n.site.*\n/.cache/\n/.oit/\n/backup/\n/check.html\n/links.txt\n",
        "README.md": _readme(answers),
        "content/about.md": _about(answers),
    }
    for host in pipelines:
        files[PIPELINES[host]] = (_PIPELINES / f"{host}.yml").read_text(encoding="utf-8")
    for item in answers.edition.items:
        files[f"data/{year}/{item.code}.yaml"] = item_file(item, answers, catalogue)
    files[AGENCY_FILE] = _agency(answers)
    return files


def item_file(item: Item, answers: Answers, catalogue: Catalogue) -> str:
    """One item to fill in: what is asked for, and an example of every field as a comment."""
    examples = Examples(FiscalYear(answers.edition.name), catalogue.vocabularies)
    asked = [each for each in item.elements if catalogue.applies(each, answers.type.code)]
    subject = catalogue.subjects[item.slug]
    parts = [
        comment([f"{item.id} {item.title.th} (OIT ปีงบประมาณ พ.ศ. {answers.edition.name})"]),
        comment(["ต้องมีครบทุกองค์ประกอบ:", *(f"  {_asked(each)}" for each in asked)]),
        comment(_HOW),
        to_yaml({"item": item.slug}),
    ]
    header = (spec for key, spec in HEADER_FIELDS.items() if key not in _LATER)
    for spec in (*header, *subject.fields):
        shows = [each.requirement.th for each in asked if each.of == spec.key]
        parts.append("\n" + "".join(_field(spec, shows, examples)))
    return "".join(parts)


#: The mark of a line that stays a comment when the one in front of an example is taken away.
_NOTE = "##"
_HOW = (
    'วิธีกรอก: ลบ "# " หน้าบรรทัดตัวอย่างที่ใช้ แล้วเปลี่ยนเป็นข้อมูลของหน่วยงาน ช่องที่ไม่ใช้ปล่อยไว้หรือลบได้',
    "ไม่มีข้อมูลให้เขียนว่าไม่มี เช่น none: ไม่มีเรื่องร้องเรียนในปีนี้ ห้ามเว้นว่าง",
)


def _asked(element: Element) -> str:
    return f"- {element.requirement.th} [{sureness(element).th}]"


def _field(spec: Field, shows: list[str], examples: Examples) -> Iterator[str]:
    yield f"{_NOTE} {spec.label.th}"
    yield f" — {', '.join(shows)}\n" if shows else "\n"
    if spec.source:
        yield f"{_NOTE} ถ้าไม่กรอก ใช้ค่าจาก {AGENCY_FILE}\n"
    for each in (spec, *spec.columns):
        if each.vocabulary:
            choices = examples.vocabularies[each.vocabulary].choices
            named = " | ".join(choice.label.th for choice in choices)
            yield f"{_NOTE} {each.label.th} เลือกจาก: {named}\n"
    for line in to_yaml({spec.key: examples.of_field(spec)}).splitlines():
        yield f"# {line}\n"


def _agency(answers: Answers) -> str:
    filled: dict[str, Plain] = {
        "name": answers.name,
        "type": answers.type.label.th,
        "website": answers.website,
        "edition": answers.edition.name,
    }
    others = [spec for spec in AGENCY_FIELDS if spec.key not in filled]
    return (
        comment(["หน่วยงานของโฟลเดอร์นี้"])
        + to_yaml(filled)
        + comment(["", 'กรอกเพิ่มได้: ลบ "# " หน้าบรรทัดที่ใช้'])
        + "".join(f"# {spec.key}:   {_NOTE} {spec.label.th}\n" for spec in others)
    )


def _site_settings(answers: Answers) -> str:
    settings = to_yaml(
        {
            "site_name": answers.name,
            "docs_dir": "content",
            "theme": {"name": "material", "language": "th"},
            "plugins": ["oit"],
        }
    )
    return comment([f"ข้อมูลของหน่วยงานอยู่ใน {AGENCY_FILE}"]) + settings


def _about(answers: Answers) -> str:
    return f"# เกี่ยวกับเว็บไซต์นี้\n\nเว็บไซต์นี้เปิดเผยข้อมูลสาธารณะของ{answers.name}\n"


def _readme(answers: Answers) -> str:
    text = _README.read_text(encoding="utf-8")
    return text.replace("{name}", answers.name).replace("{year}", answers.edition.name)
