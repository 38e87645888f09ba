"""The form of one item, as Decap CMS describes forms, derived from the catalogue.

What a form holds has the shape of the data file, so that the same form works on the local folder and
on a Git host. Values are texts, whatever their kind: nothing is typed by the form. The widgets
`oit-…` stand in `page/editor.js`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from site_builder.catalogue.model import CONFIDENCES, HEADER_FIELDS, Element, Item, Subject
from site_builder.editor.uploads import MAX_BYTES
from site_builder.kinds import ROW_KINDS, SCALAR_KINDS
from site_builder.kinds.org_chart import CHILDREN
from site_builder.kinds.spec import Field, Spec, Vocabulary
from site_builder.language import Text

Widget = dict[str, Any]
Vocabularies = Mapping[str, Vocabulary]

#: How deep an organisation chart goes in the form; what is deeper in the file stays there.
_CHART_DEPTH = 5

#: What the parts of a value, and of a month, are called.
LABELS: dict[str, Text] = {
    "file": Text("ไฟล์", "File"),
    "title": Text("ชื่อเอกสาร", "Title"),
    "date": Text("ลงวันที่", "Date"),
    "signed_by": Text("ผู้ลงนาม", "Signed by"),
    "position": Text("ตำแหน่งของผู้ลงนาม", "Position of the signer"),
    "alt": Text("คำบรรยายภาพ", "Words for the picture"),
    "url": Text("ที่อยู่เว็บ", "Web address"),
    "label": Text("ข้อความของลิงก์", "Text of the link"),
    "covers": Text("ช่วงเวลาของตาราง", "Period of the table"),
    "months": Text("เดือน", "Months"),
    "month": Text("เดือนและปี", "Month and year"),
    "rows": Text("รายการของเดือนนี้", "Rows of this month"),
    "none": Text("ไม่มีรายการ (เขียนข้อความยืนยัน)", "Nothing to report (say so)"),
    CHILDREN: Text("ส่วนงานย่อย", "Units below"),
}

_NONE_ALL = Text("ไม่มีรายการตลอดช่วงเวลา (เขียนข้อความยืนยัน)", "Nothing in the whole period (say so)")

#: What may be written where a kind of value is asked for.
_FORMS: dict[str, Text] = {
    "date": Text(
        "เขียนเช่น 1 ตุลาคม 2567, 1 ต.ค. 67 หรือ 1/10/2567",
        "write such as 1 ตุลาคม 2567, 1/10/2567 or 2024-10-01",
    ),
    "period": Text(
        "เขียนเช่น ปีงบประมาณ พ.ศ. 2568 หรือ ตุลาคม 2567 - มีนาคม 2568",
        "write such as ปีงบประมาณ พ.ศ. 2568 or ตุลาคม 2567 - มีนาคม 2568",
    ),
    "number": Text(
        'เขียนเป็นตัวเลข เช่น 12,500.00 หากไม่มีให้เขียน "-"', 'a number such as 12,500.00; "-" for none'
    ),
    "contact": Text(
        "โทรศัพท์ อีเมล ที่อยู่เว็บ หรือ LINE: @ชื่อ", "telephone, e-mail, web address or LINE: @name"
    ),
    "link": Text("ขึ้นต้นด้วย https://", "starts with https://"),
    "month": Text("เขียนเช่น มีนาคม 2568", "write such as มีนาคม 2568"),
}

_UPLOAD = Text(
    "กดเลือกไฟล์ แล้วอัปโหลดจากเครื่อง ไฟล์จะเก็บไว้ในโฟลเดอร์ files ของปีนี้เมื่อบันทึก",
    "choose a file and upload it; it is kept in this year's folder of files when you save",
)


def item_form(item: Item, subject: Subject, vocabularies: Vocabularies) -> list[Widget]:
    """The fields of an item's form, in the order in which a person fills them in."""
    header = [spec for spec in HEADER_FIELDS.values() if not spec.many and not spec.columns]
    below = [spec for spec in HEADER_FIELDS.values() if spec not in header]
    return [
        _field(spec, item.elements, vocabularies, can_be_none=spec in subject.fields)
        for spec in (*header, *subject.fields, *below)
    ]


def version_field() -> Widget:
    """The field that tells the local server which version of the file the form was opened with."""
    return {
        "widget": "oit-version",
        "name": "_version",
        "label": str(Text("ไฟล์ข้อมูลของข้อนี้", "Data file of this item")),
    }


def _field(
    spec: Field, elements: Iterable[Element], vocabularies: Vocabularies, *, can_be_none: bool
) -> Widget:
    asked = [element for element in elements if spec.key in _shown_in(element)]
    columns = {column.key for column in spec.columns}
    own = [element for element in asked if element.column not in columns]
    by_column = {key: [each for each in asked if each.column == key] for key in columns}
    if spec.kind == "monthly-table":
        return _months(spec, own, by_column, vocabularies)
    if spec.kind in ROW_KINDS:
        fields = _columns(spec, by_column, vocabularies)
        if spec.kind == "org-chart":
            fields = _chart(fields, _CHART_DEPTH)
        return _rows(spec.key, spec.label, fields, _hint(own), none=can_be_none)
    return _scalar(spec, own, vocabularies, none=can_be_none)


def _shown_in(element: Element) -> tuple[str, str]:
    return element.of, element.alternative.of if element.alternative else element.of


def _rows(name: str, label: Text, fields: list[Widget], hint: str, *, none: bool = False) -> Widget:
    """A list of rows, each folded to a line that shows its first texts."""
    texts = [each["name"] for each in fields if each["widget"] in ("oit-text", "oit-choice")]
    return {
        **_widget("oit-list", name, label, hint, none=none),
        "label_singular": str(Text("รายการ", "entry")),
        "summary": " · ".join(
            f"{{{{fields.{key}}}}}" for key in (texts or [fields[0]["name"]])[:2]
        ),
        "collapsed": True,
        "minimize_collapsed": True,
        "fields": fields,
    }


def _columns(
    spec: Field, asked: Mapping[str, list[Element]], vocabularies: Vocabularies
) -> list[Widget]:
    return [_scalar(column, asked[column.key], vocabularies) for column in spec.columns]


def _chart(fields: list[Widget], depth: int) -> list[Widget]:
    """The columns of a unit, and the units below it."""
    if depth == 1:
        return fields
    return [*fields, _rows(CHILDREN, LABELS[CHILDREN], _chart(fields, depth - 1), "")]


def _months(
    spec: Field,
    own: list[Element],
    by_column: Mapping[str, list[Element]],
    vocabularies: Vocabularies,
) -> Widget:
    month = [
        _text("month", LABELS["month"], str(_FORMS["month"])),
        _rows("rows", LABELS["rows"], _columns(spec, by_column, vocabularies), ""),
        _text("none", LABELS["none"]),
    ]
    return {
        **_widget("oit-object", spec.key, spec.label, _hint(own)),
        "fields": [
            _text("covers", LABELS["covers"], str(_FORMS["period"])),
            {
                **_rows("months", LABELS["months"], month, ""),
                "summary": "{{fields.month}} {{fields.none}}",
            },
            _text("none", _NONE_ALL),
        ],
    }


def _scalar(
    spec: Spec, asked: list[Element], vocabularies: Vocabularies, *, none: bool = False
) -> Widget:
    """A column, or a field whose kind has no columns."""
    kind = SCALAR_KINDS[spec.kind]
    hint = _hint(asked, _FORMS.get(spec.kind))
    if kind.parts:
        parts = [_part(part, spec.kind) for part in kind.parts]
        if spec.many:
            return _rows(spec.key, spec.label, parts, hint, none=none) | {
                "summary": f"{{{{fields.{kind.parts[1]}}}}} · {{{{fields.{kind.parts[0]}}}}}"
            }
        if spec.kind == "image":
            return _widget("oit-image", spec.key, spec.label, hint, none=none) | _UPLOADED["image"]
        return _widget("oit-object", spec.key, spec.label, hint, none=none) | {"fields": parts}
    one: Widget
    if spec.kind == "choice":
        one = {
            **_widget("oit-choice", spec.key, spec.label, hint, none=none),
            "options": [
                {"label": str(choice.label), "value": choice.code}
                for choice in vocabularies[spec.vocabulary].choices
            ],
        }
    else:
        one = _widget("oit-text", spec.key, spec.label, hint, none=none)
    if not spec.many:
        return one
    return {
        **_widget("oit-list", spec.key, spec.label, hint, none=none),
        "label_singular": str(Text("รายการ", "entry")),
        "summary": f"{{{{{spec.key}}}}}",
        "collapsed": False,
        "field": one | {"none": False, "hint": ""},
    }


_FILE: Widget = {
    "choose_url": False,
    "media_library": {"config": {"max_file_size": MAX_BYTES}},
}
#: Where what is uploaded goes, from the folder of files, and how the data name it.
_UPLOADED: dict[str, Widget] = {
    "document": _FILE,
    "image": {
        **_FILE,
        "media_folder": "{{media_folder}}/photos",
        "public_folder": "photos",
    },
}


def _part(part: str, kind: str) -> Widget:
    label = LABELS[part]
    if part == "file":
        return (
            _widget(f"oit-{'image' if kind == 'image' else 'file'}", part, label, str(_UPLOAD))
            | _UPLOADED[kind]
        )
    return _text(part, label, str(_FORMS.get("link" if part == "url" else part, "")))


def _text(name: str, label: Text, hint: str = "") -> Widget:
    return _widget("oit-text", name, label, hint)


def _widget(widget: str, name: str, label: Text, hint: str = "", *, none: bool = False) -> Widget:
    """What every field has; `none` says that "nothing to report" may be stated instead."""
    # Nothing is obligatory: what is missing is a finding of the check, never a reason not to save.
    found: Widget = {"widget": widget, "name": name, "label": str(label)}
    if hint:
        found["hint"] = hint
    if none:
        found["none"] = True
    return found


def _hint(asked: Iterable[Element], form: Text | None = None) -> str:
    """What the criteria ask for, how sure that is, and how it may be written; as Markdown."""
    said = [
        _escaped(
            str(
                Text("เกณฑ์: {text} [{mark}]", "criterion: {text} [{mark}]").format(
                    text=element.requirement, mark=CONFIDENCES[element.confidence]
                )
            )
        )
        for element in asked
    ]
    if form is not None and str(form):
        said.append(_escaped(str(form)))
    return " · ".join(said)


def _escaped(text: str) -> str:
    return re.sub(r"([\\`*_{}\[\]<>#~|])", r"\\\1", " ".join(text.split()))
