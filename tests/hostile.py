"""Workspaces in which every text attacks whoever shows it, made from the catalogue itself.

The same workspace is made with harmless texts: what data cannot do, both sites show alike. A text holds
every attack, each of them at its begin in turn, and a word of its own by which it is found again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape

from generated import specs
from workspaces import WorkspaceFolder, real_file

from site_builder.agency import AGENCY_FIELDS
from site_builder.catalogue.loader import load_catalogue
from site_builder.kinds import ROW_KINDS
from site_builder.kinds.spec import Field, Spec
from site_builder.official import RESULT_FIELDS
from site_builder.sources.write import Plain, to_yaml

ATTACKS = {
    "script": "<script>alert(1)</script>",
    "attribute": "\"><img src=x onerror=alert(2)>' onmouseover='alert(3)",
    "end of the place": "</title></style></textarea></td></table><svg/onload=alert(4)>",
    "comment": '<!--<a href="javascript:alert(5)">-->]]></x>',
    "references": "&lt;b&gt;&#60;script&#62;&amp;lt;",
    "template": "{{ 7*7 }}{% raw %}{{ config }}{# x #}${7*7}<%= 7*7 %>",
    "markdown": "[x](javascript:alert(6)) ![y](//evil.example/z) **a** `b` <https://evil.example>",
    "heading": "# ก {#id onclick=alert(7)} | a | b |",
    "javascript": "javascript:alert(8)//",
    "mixed case": "JaVaScRiPt:alert(9)",
    "vbscript": "vbscript:msgbox(1)",
    "data": "data:text/html,<script>alert(10)</script>",
    "no scheme": "//evil.example/x",
    "formula": '=HYPERLINK("http://evil.example","x")',
    "plus": "+1+cmd|' /C calc'!A0",
    "minus": "-1+1",
    "at": "@SUM(1)",
    "full width": "＝1+1",
    "escapes": "\\u003cscript\\u003e\\x1b[31m%3Cscript%3E\\",
    "right to left": "שלום العربية 123",
}
#: What makes an attack of it; without, the words are the same, and are judged the same.
_SIGNS = re.compile(r"[^\w\sก-๛]")
_LETTERS = "กขคงจชซญดต"
_WORD = re.compile(f"ตัวที่[{_LETTERS}]{{5}}")


@dataclass
class Texts:
    """Gives a text with every attack in it, or a harmless one; each has a number in letters."""

    is_hostile: bool
    given: list[str] = field(default_factory=list)

    def __call__(self) -> str:
        number = len(self.given)
        word = "ตัวที่" + "".join(_LETTERS[int(digit)] for digit in f"{number:05}")
        attacks = list(ATTACKS.values())
        start = number % len(attacks)
        text = " ".join([*attacks[start:], *attacks[:start], word])
        self.given.append(text if self.is_hostile else _SIGNS.sub("ก", text))
        return self.given[-1]

    @property
    def tried(self) -> int:
        """How many attacks on a text there were."""
        return len(self.given) * len(ATTACKS)


def words_of(text: str) -> set[str]:
    """The words of the texts that stand whole in a text."""
    return {found[0] for found in _WORD.finditer(text)}


def make(folder: WorkspaceFolder, editions: list[str], is_hostile: bool) -> Texts:
    """Fill the workspace: agency, all items of the editions, a result; gives the texts in it."""
    texts = Texts(is_hostile)
    catalogue = load_catalogue()
    agency: dict[str, Plain] = {each.key: texts() for each in AGENCY_FIELDS if each.kind == "text"}
    agency |= {"type": "เทศบาลตำบล", "website": "https://example.go.th/", "phone": "043 000 000"}
    for key in ("colour", "edition", "ocds_prefix"):
        del agency[key]
    folder.write("data/agency.yaml", to_yaml(agency))
    for edition in editions:
        folder.write(f"data/{edition}/files/เอกสาร.pdf", real_file("เอกสาร.pdf"))
        folder.write(f"data/{edition}/files/ภาพ.png", real_file("ภาพ.png"))
        for item in catalogue.editions[edition].items:
            values = {spec.key: _field(spec, texts) for spec in specs(catalogue, item)}
            values.pop("attested", None)
            folder.write(f"data/{edition}/{item.code}.yaml", to_yaml({"item": item.slug, **values}))
    result = {spec.key: _field(spec, texts) for spec in RESULT_FIELDS}
    folder.write("data/results/2567.yaml", to_yaml(_typed(result)))
    return texts


def _field(spec: Field, texts: Texts) -> Plain:
    if spec.kind not in ROW_KINDS:
        return [_value(spec, texts), _value(spec, texts)] if spec.many else _value(spec, texts)
    rows: list[Plain] = [_row(spec, texts), _row(spec, texts)]
    if spec.kind == "monthly-table":
        return {
            "covers": texts(),
            "months": [
                {"month": "ตุลาคม 2567", "rows": rows},
                {"month": "พฤศจิกายน 2567", "none": texts()},
            ],
        }
    if spec.kind == "org-chart":
        rows.append({**_row(spec, texts), "units": [_row(spec, texts)]})
    return rows


def _typed(result: Plain) -> Plain:
    """What is no text in an official result must be what it is: there it stops a build."""
    if isinstance(result, list):
        return [_typed(each) for each in result]
    if not isinstance(result, dict):
        return result
    typed = {"score": "85.00", "part1": "85.00", "part2": "85.00", "action-class": "รักษาระดับ"}
    return {key: typed.get(key, _typed(each)) for key, each in result.items()}


def _row(spec: Field, texts: Texts) -> dict[str, Plain]:
    return {column.key: _value(column, texts) for column in spec.columns}


def _value(spec: Spec, texts: Texts) -> Plain:
    if spec.kind == "document":
        return {
            "file": "เอกสาร.pdf",
            "title": texts(),
            "date": texts(),
            "signed_by": texts(),
            "position": texts(),
        }
    if spec.kind == "image":
        return {"file": "ภาพ.png", "alt": texts()}
    if spec.kind == "link" and len(texts.given) % 2:
        return {"url": "https://example.go.th/a?b=c", "label": texts()}
    return texts()


def shown_in(html: str) -> Iterator[str]:
    """The texts of a page without its marks, for looking for a word in it."""
    yield unescape(re.sub(r"<[^>]*>", "", html))
