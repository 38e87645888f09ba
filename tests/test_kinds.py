"""Every element kind: from a raw node to its value, and how that is shown and exported."""

from __future__ import annotations

import hashlib
import json
import textwrap
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_builder.catalogue.loader import load_catalogue
from site_builder.kinds import KINDS, ROW_KINDS, SCALAR_KINDS
from site_builder.kinds.base import ParseContext
from site_builder.kinds.contact import Contact
from site_builder.kinds.measure_results import STATUS, tally
from site_builder.kinds.read import read_fields
from site_builder.kinds.spec import Choice, Field, Spec
from site_builder.kinds.values import Cell, FieldValue
from site_builder.language import Text, same, use_language
from site_builder.locations import Location
from site_builder.sources.files import FileRef, FileStore
from site_builder.sources.nodes import Entry, Mapping, Node, Scalar, Sequence
from site_builder.sources.yaml import parse_yaml
from site_builder.thai import Month, Period

NAME = "data/2568/o01.yaml"
CONTENT = b"%PDF-1.7"


@dataclass(frozen=True)
class Reading:
    """What a text is expected to become; what is left out is as in the text, or nothing."""

    yaml: str
    value: Any = None
    none: bool = False
    problem: str = ""
    shown: str | None = None
    exported: Any = None
    json: Any = None


@pytest.fixture
def context(tmp_path: Path) -> ParseContext:
    """Two attached files, the shipped vocabularies, and an agency to take values from."""
    folder = tmp_path / "files"
    folder.mkdir()
    for name in ("แผน.pdf", "map.png"):
        (folder / name).write_bytes(CONTENT)
    agency = Location("data/agency.yaml", 6)
    return ParseContext(
        FileStore(folder, "data/2568/files"),
        load_catalogue(()).vocabularies,
        {"agency.province": (Cell("ขอนแก่น", agency, "ขอนแก่น"),)},
    )


def _node(yaml: str) -> Node:
    """The value of the key `v`; a text that fits on one line stands in line 1."""
    yaml = textwrap.dedent(yaml).strip("\n")
    indented = textwrap.indent(yaml, "  ")
    top = parse_yaml(f"v:\n{indented}" if "\n" in yaml else f"v: {yaml}", NAME)
    assert isinstance(top, Mapping)
    return top.entries[0].value


def _field(kind: str, *columns: Spec, many: bool = False, vocabulary: str = "") -> Field:
    return Field("v", kind, Text("ช่อง", "field"), many, vocabulary, columns=columns)


def _parse(kind: str, yaml: str, context: ParseContext, **spec: Any) -> FieldValue:
    return KINDS[kind].parse(_node(yaml), _field(kind, **spec), context)


def _rows(kind: str, yaml: str, context: ParseContext, *columns: Spec) -> FieldValue:
    return KINDS[kind].parse(_node(yaml), _field(kind, *columns), context)


def _codes(context: ParseContext) -> list[tuple[str, int]]:
    return [(problem.code, problem.location.line) for problem in context.problems]


def _check(kind: str, reading: Reading, context: ParseContext, **spec: Any) -> Cell:
    value = _parse(kind, reading.yaml, context, **spec)
    (cell,) = value.cells
    found = SCALAR_KINDS[kind]
    assert cell.value == reading.value
    assert cell.states_none is reading.none
    assert (cell.problem.code if cell.problem else "") == reading.problem
    if cell.problem:
        assert cell.problem.location == cell.location
    assert found.shown(cell) == (cell.text if reading.shown is None else reading.shown)
    exported = found.shown(cell) if reading.exported is None else reading.exported
    assert found.exported(cell) == exported
    assert found.to_json(cell) == reading.json
    json.dumps(found.to_json(cell))
    return cell


# --- what all scalar kinds have in common -----------------------------------------------------


@pytest.mark.parametrize("kind", SCALAR_KINDS)
@pytest.mark.parametrize(
    "yaml", ["", "~", "''", "'  '"], ids=["nothing", "null", "empty", "spaces"]
)
def test_blank_is_blank_in_every_kind(kind: str, yaml: str, context: ParseContext) -> None:
    value = _parse(kind, yaml, context, vocabulary="side")
    (cell,) = value.cells
    assert (cell.text, cell.is_blank, value.is_empty) == ("", True, True)
    assert SCALAR_KINDS[kind].to_json(cell) is None
    assert SCALAR_KINDS[kind].shown(cell) == ""
    assert context.problems == []


@pytest.mark.parametrize("kind", SCALAR_KINDS)
@pytest.mark.parametrize("text", ["-", "–", "—", "ไม่มี", "ไม่มี.", " ไม่ มี ", "None"])
def test_none_is_said_alike_in_every_kind(kind: str, text: str, context: ParseContext) -> None:
    value = _parse(kind, f"'{text}'", context, vocabulary="side")
    (cell,) = value.cells
    assert (cell.states_none, cell.value, cell.problem) == (True, None, None)
    assert not cell.is_blank
    assert not value.is_empty
    assert SCALAR_KINDS[kind].to_json(cell) == {"none": text.strip()}
    assert SCALAR_KINDS[kind].shown(cell) == text.strip()
    assert context.problems == []


@pytest.mark.parametrize("kind", KINDS)
def test_a_whole_field_may_state_that_there_is_none(kind: str, context: ParseContext) -> None:
    value = _parse(kind, "{none: ไม่มีในปีนี้}", context, vocabulary="side")
    assert value.none is not None
    assert (value.none.text, value.none.states_none) == ("ไม่มีในปีนี้", True)
    assert (value.cells, value.rows, value.months, value.is_empty) == ((), (), (), False)
    assert context.problems == []


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    ("yaml", "problems", "empty"),
    [
        pytest.param("{none: }", [], True, id="blank statement"),
        pytest.param("{none: [ไม่มี]}", [("wrong-shape", 1)], True, id="list"),
        pytest.param("{none: ไม่มี, nnoe: x}", [("unknown-key", 1)], False, id="key beside it"),
    ],
)
def test_statements_of_none_that_are_wrong(
    kind: str, yaml: str, problems: list[tuple[str, int]], empty: bool, context: ParseContext
) -> None:
    value = _parse(kind, yaml, context, vocabulary="side")
    assert value.is_empty is empty
    assert _codes(context) == problems


@pytest.mark.parametrize("kind", SCALAR_KINDS)
@pytest.mark.parametrize(
    ("yaml", "many"),
    [("[a, b]", False), ("[[a]]", True), ("{}", False), ("[{}]", True)],
    ids=["list for one", "list in a list", "mapping", "mapping in a list"],
)
def test_wrong_shapes_of_scalar_kinds(
    kind: str, yaml: str, many: bool, context: ParseContext
) -> None:
    value = _parse(kind, yaml, context, vocabulary="side", many=many)
    assert value.is_empty
    has_parts = bool(SCALAR_KINDS[kind].parts)
    wrong = [] if "{}" in yaml and has_parts else [("wrong-shape", 1)]
    assert _codes(context) == wrong


@pytest.mark.parametrize("kind", SCALAR_KINDS)
def test_unknown_parts_are_problems(kind: str, context: ParseContext) -> None:
    value = _parse(kind, "{x: 1}", context, vocabulary="side")
    assert value.is_empty
    code = "unknown-key" if SCALAR_KINDS[kind].parts else "wrong-shape"
    assert _codes(context) == [(code, 1)]


@pytest.mark.parametrize(
    ("yaml", "texts"),
    [
        ("[หนึ่ง, สอง]", ["หนึ่ง", "สอง"]),
        ("[หนึ่ง, ~, '', สอง]", ["หนึ่ง", "สอง"]),
        ("หนึ่ง", ["หนึ่ง"]),
        ("[]", [""]),
        ("['']", [""]),
    ],
    ids=["two", "blanks between", "without a list", "no entry", "blank entry"],
)
def test_many_values(yaml: str, texts: list[str], context: ParseContext) -> None:
    value = _parse("text", yaml, context, many=True)
    assert [cell.text for cell in value.cells] == texts
    assert context.problems == []


def test_every_value_of_a_list_knows_its_line(context: ParseContext) -> None:
    value = _parse("date", "- 1/10/2567\n- 1/10/67\n- 2/10/2567", context, many=True)
    assert [cell.location.line for cell in value.cells] == [2, 3, 4]
    assert [cell.problem is None for cell in value.cells] == [True, False, True]


# --- text, number, date, period ---------------------------------------------------------------


@pytest.mark.parametrize(
    "reading",
    [
        Reading("ข้อความ", "ข้อความ", json="ข้อความ"),
        Reading("'021234567'", "021234567", json="021234567"),
        Reading('"  หนึ่ง\\nสอง  "', "หนึ่ง\nสอง", json="หนึ่ง\nสอง"),
        Reading("ไม่มีค่าธรรมเนียม", "ไม่มีค่าธรรมเนียม", json="ไม่มีค่าธรรมเนียม"),
    ],
    ids=lambda reading: reading.yaml,
)
def test_texts(reading: Reading, context: ParseContext) -> None:
    _check("text", reading, context)


@pytest.mark.parametrize(
    "reading",
    [
        Reading("0", Decimal(0), shown="0", exported=Decimal(0), json=0),
        Reading("12", Decimal(12), shown="12", exported=Decimal(12), json=12),
        Reading("007", Decimal(7), shown="7", exported=Decimal(7), json=7),
        Reading(
            "1234567", Decimal(1234567), shown="1,234,567", exported=Decimal(1234567), json=1234567
        ),
        Reading(
            "1,234,567.50",
            Decimal("1234567.50"),
            shown="1,234,567.50",
            exported=Decimal("1234567.50"),
            json=1234567.5,
        ),
        Reading("87.60", Decimal("87.60"), shown="87.60", exported=Decimal("87.60"), json=87.6),
        Reading("๑๒,๕๐๐", Decimal(12500), shown="12,500", exported=Decimal(12500), json=12500),
        Reading("12,500.-", Decimal(12500), shown="12,500", exported=Decimal(12500), json=12500),
        Reading("12,500 บาท", Decimal(12500), shown="12,500", exported=Decimal(12500), json=12500),
        Reading(
            "12,500.- บาท", Decimal(12500), shown="12,500", exported=Decimal(12500), json=12500
        ),
        Reading("3 เรื่อง", Decimal(3), shown="3", exported=Decimal(3), json=3),
        Reading("95.5%", Decimal("95.5"), shown="95.5", exported=Decimal("95.5"), json=95.5),
        Reading("ร้อยละ 95.5", Decimal("95.5"), shown="95.5", exported=Decimal("95.5"), json=95.5),
        Reading("-5", Decimal(-5), shown="-5", exported=Decimal(-5), json=-5),
        Reading("−5", Decimal(-5), shown="-5", exported=Decimal(-5), json=-5),
        Reading("ไม่ใช้งบประมาณ", none=True, json={"none": "ไม่ใช้งบประมาณ"}),
        Reading("ไม่มีค่าใช้จ่าย", none=True, json={"none": "ไม่มีค่าใช้จ่าย"}),
        Reading("ไม่เสียค่าธรรมเนียม", none=True, json={"none": "ไม่เสียค่าธรรมเนียม"}),
        Reading("มาก", problem="number-unreadable", json={"unreadable": "มาก"}),
        Reading("12,50", problem="number-unreadable", json={"unreadable": "12,50"}),
        Reading("1,2345", problem="number-unreadable", json={"unreadable": "1,2345"}),
        Reading("1.2.3", problem="number-unreadable", json={"unreadable": "1.2.3"}),
        Reading("1e3", problem="number-unreadable", json={"unreadable": "1e3"}),
        Reading("NaN", problem="number-unreadable", json={"unreadable": "NaN"}),
        Reading("5 - 10", problem="number-unreadable", json={"unreadable": "5 - 10"}),
        Reading("ประมาณ 100", problem="number-unreadable", json={"unreadable": "ประมาณ 100"}),
    ],
    ids=lambda reading: reading.yaml,
)
def test_numbers(reading: Reading, context: ParseContext) -> None:
    _check("number", reading, context)


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**30), max_value=10**30))
def test_a_shown_number_is_read_back(number: Decimal) -> None:
    kind = SCALAR_KINDS["number"]
    context = ParseContext(FileStore(Path("none"), "none"), {})
    place = Location(NAME, 1)
    cell = Cell("as written", place, value=number)
    for text in (kind.shown(cell), f"{number:f} บาท"):
        again = kind.cell(Scalar(text, place), _field("number"), context)
        assert (again.value, again.problem) == (number, None)
    assert kind.to_json(cell) == pytest.approx(float(number))


@pytest.mark.parametrize(
    "reading",
    [
        Reading(
            "1 ต.ค. 67",
            date(2024, 10, 1),
            shown="1 ตุลาคม 2567",
            exported="2024-10-01",
            json="2024-10-01",
        ),
        Reading(
            "2567-10-01",
            date(2024, 10, 1),
            shown="1 ตุลาคม 2567",
            exported="2024-10-01",
            json="2024-10-01",
        ),
        Reading(
            "2024-10-01",
            date(2024, 10, 1),
            shown="1 ตุลาคม 2567",
            exported="2024-10-01",
            json="2024-10-01",
        ),
        Reading("พรุ่งนี้", problem="date-unreadable", json={"unreadable": "พรุ่งนี้"}),
        Reading("1/10/67", problem="date-ambiguous", json={"unreadable": "1/10/67"}),
        Reading("31/2/2567", problem="date-impossible", json={"unreadable": "31/2/2567"}),
        Reading(
            "1 ตุลาคม พ.ศ. 2024",
            problem="date-contradictory",
            json={"unreadable": "1 ตุลาคม พ.ศ. 2024"},
        ),
    ],
    ids=lambda reading: reading.yaml,
)
def test_dates(reading: Reading, context: ParseContext) -> None:
    _check("date", reading, context)


YEAR_2568 = Period(date(2024, 10, 1), date(2025, 9, 30))


@pytest.mark.parametrize(
    "reading",
    [
        Reading(
            "ปี 2568", YEAR_2568, json={"text": "ปี 2568", "start": "2024-10-01", "end": "2025-09-30"}
        ),
        Reading(
            "2568", YEAR_2568, json={"text": "2568", "start": "2024-10-01", "end": "2025-09-30"}
        ),
        Reading("ตลอดปี", problem="date-unreadable", json={"unreadable": "ตลอดปี"}),
        Reading("1/10/67", problem="date-ambiguous", json={"unreadable": "1/10/67"}),
        Reading("2025", problem="date-impossible", json={"unreadable": "2025"}),
        Reading("2570-2566", problem="date-reversed", json={"unreadable": "2570-2566"}),
        Reading("2568 (2569)", problem="date-contradictory", json={"unreadable": "2568 (2569)"}),
    ],
    ids=lambda reading: reading.yaml,
)
def test_periods(reading: Reading, context: ParseContext) -> None:
    _check("period", reading, context)


# --- choice, contact, link --------------------------------------------------------------------

POLITICAL = Choice("political", Text("ฝ่ายการเมือง", "political side"))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("political", "ฝ่ายการเมือง"),
        ("political side", "ฝ่ายการเมือง"),
        ("Political", "ฝ่ายการเมือง"),
        ("ฝ่ายการเมือง", "ฝ่ายการเมือง"),
        ("ฝ่าย การเมือง", "ฝ่าย การเมือง"),
        ("การเมือง", "การเมือง"),
    ],
    ids=["code", "English label", "capital", "Thai label", "label with a space", "synonym"],
)
def test_choices(text: str, shown: str, context: ParseContext) -> None:
    (cell,) = _parse("choice", text, context, vocabulary="side").cells
    kind = SCALAR_KINDS["choice"]
    assert (cell.value.code, cell.value.label) == (POLITICAL.code, POLITICAL.label)
    assert (kind.shown(cell), kind.exported(cell)) == (shown, shown)
    assert kind.to_json(cell) == {"code": "political", "text": shown}


TOPIC = "กระบวนการปฏิบัติงานที่โปร่งใสและมีประสิทธิภาพ"
SPLIT_TOPIC = "กระบวนการควบคุม ตรวจสอบการใช้อำนาจ และการบริหารงานบุคคล"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (TOPIC, "work-process"),
        (f"(1) {TOPIC}", "work-process"),
        (f"(๑) {TOPIC}", "work-process"),
        (f"1. {TOPIC}", "work-process"),
        (f"๑. {TOPIC}", "work-process"),
        (f"1) {TOPIC}", "work-process"),
        (f"๑.{TOPIC}", "work-process"),
        (f"  (๑)   {TOPIC}  ", "work-process"),
        ("(2) การให้บริการและระบบ E-Service", "e-service"),
        ("๒. การให้บริการ และระบบ e-service", "e-service"),
        (f"(๖) {SPLIT_TOPIC}", "power-personnel"),
        ("12. การเผยแพร่ข้อมูลข่าวสาร", "disclosure"),
        ("(3) communication", "communication"),
    ],
)
def test_a_heading_is_read_with_the_number_before_it(
    text: str, code: str, context: ParseContext
) -> None:
    (cell,) = _parse("choice", f"'{text}'", context, vocabulary="improvement-topic").cells
    assert (cell.value.code, cell.text) == (code, text.strip())
    kind = SCALAR_KINDS["choice"]
    assert kind.shown(cell) == text.strip(), "it is shown with its number, as printed"
    assert kind.to_json(cell) == {"code": code, "text": text.strip()}


@pytest.mark.parametrize(
    "text",
    [
        "(1)",
        "1.",
        "(1) (2) การเมือง",
        "1.2 การเมือง",
        "100. การเมือง",
        "ก. การเมือง",
        "1 การเมือง",
        "การเมือง 2.",
        "ฝ่าย (๒) การเมือง",
    ],
)
def test_a_number_elsewhere_is_no_number_of_a_heading(text: str, context: ParseContext) -> None:
    reading = Reading(f"'{text}'", problem="choice-unknown", json={"unreadable": text})
    _check("choice", reading, context, vocabulary="side")


def test_a_choice_is_shown_in_thai_whatever_the_language_of_messages(
    context: ParseContext,
) -> None:
    use_language("en")
    (cell,) = _parse("choice", "political", context, vocabulary="side").cells
    assert SCALAR_KINDS["choice"].shown(cell) == "ฝ่ายการเมือง"


def test_an_unknown_choice_offers_the_known_ones(context: ParseContext, english: None) -> None:
    cell = _check(
        "choice",
        Reading("ฝ่ายการเมิอง", problem="choice-unknown", json={"unreadable": "ฝ่ายการเมิอง"}),
        context,
        vocabulary="side",
    )
    assert cell.problem is not None
    assert 'did you mean "ฝ่ายการเมือง"?' in str(cell.problem.message)
    assert str(cell.problem.remedy) == "choose one of: ฝ่ายการเมือง, ฝ่ายข้าราชการประจำ"


@pytest.mark.parametrize(
    ("text", "type_", "address", "href"),
    [
        ("043 000 000", "phone", "043 000 000", "tel:043000000"),
        ("0-4300-0000", "phone", "0-4300-0000", "tel:043000000"),
        ("๐ ๔๓๐๐ ๐๐๐๐", "phone", "0 4300 0000", "tel:043000000"),
        ("+66 43 000 000", "phone", "+66 43 000 000", "tel:+6643000000"),
        ("โทร. 043 000 000", "phone", "043 000 000", "tel:043000000"),
        ("โทรศัพท์: 043 000 000 ต่อ 12", "phone", "043 000 000", "tel:043000000"),
        ("สายด่วน 1567", "phone", "1567", "tel:1567"),
        ("191", "phone", "191", "tel:191"),
        ("(043) 960000", "phone", "(043) 960000", "tel:043960000"),
        ("123456789012345", "phone", "123456789012345", "tel:123456789012345"),
        ("office@example.go.th", "email", "office@example.go.th", "mailto:office@example.go.th"),
        ("อีเมล: a.b+c@example.go.th", "email", "a.b+c@example.go.th", "mailto:a.b+c@example.go.th"),
        ("E-mail saraban_01@x.th", "email", "saraban_01@x.th", "mailto:saraban_01@x.th"),
        (
            "https://example.go.th/a?b=1",
            "url",
            "https://example.go.th/a?b=1",
            "https://example.go.th/a?b=1",
        ),
        (
            "https://example.go.th/ข่าว/๑",
            "url",
            "https://example.go.th/ข่าว/๑",
            "https://example.go.th/ข่าว/๑",
        ),
        ("'LINE: @nakham'", "line", "@nakham", ""),
        ("ไลน์ nakham-01", "line", "nakham-01", ""),
        ("line id nakham", "line", "nakham", ""),
    ],
)
def test_contacts(text: str, type_: str, address: str, href: str, context: ParseContext) -> None:
    yaml = text if text.startswith("'") else f"'{text}'"
    (cell,) = _parse("contact", yaml, context).cells
    assert cell.value == Contact(type_, address, href)  # type: ignore[arg-type]
    kind = SCALAR_KINDS["contact"]
    assert kind.to_json(cell) == {"type": type_, "address": address, "text": cell.text}
    assert kind.shown(cell) == cell.text


@pytest.mark.parametrize(
    "text",
    [
        "ที่ทำการเทศบาล",
        "12",
        "1-2",
        "1234567890123456",
        "office@example",
        "office@@example.go.th",
        "www.example.go.th",
        "javascript:alert(1)",
        "043 000 000, 043 000 001",
        "LINE: ไลน์เทศบาล",
    ],
)
def test_contacts_that_cannot_be_read(text: str, context: ParseContext) -> None:
    reading = Reading(f"'{text}'", problem="contact-unreadable", json={"unreadable": text})
    _check("contact", reading, context)


@pytest.mark.parametrize(
    "text",
    [
        "https://example.go.th",
        "http://example.go.th:8080/a/b?c=d#e",
        "HTTPS://EXAMPLE.GO.TH/",
        "https://example.go.th/ข่าว/๑",
        "https://เทศบาล.ไทย/",
        "https://[::1]/",
    ],
)
def test_links(text: str, context: ParseContext) -> None:
    _check("link", Reading(f"'{text}'", text, json={"url": text, "label": text}), context)


@pytest.mark.parametrize(
    "text",
    [
        "www.example.go.th",
        "example.go.th",
        "/ข่าว",
        "//example.go.th",
        "https://",
        "https:///a",
        "https://example.go.th/a b",
        "https://example.go.th:port/",
        "https://example.go.th:0/",
        "https://example.go.th:99999/",
        'https://example.go.th/"onclick=',
        "https://example.go.th/<script>",
        "https://example.go.th\\@evil.example",
        "https://[::1",
        "javascript:alert(1)",
        "JavaScript:alert(1)//https://example.go.th",
        "data:text/html,x",
        "file:///etc/passwd",
        "mailto:office@example.go.th",
        "ftp://example.go.th/",
    ],
)
def test_links_that_are_never_written(text: str, context: ParseContext) -> None:
    reading = Reading(f"'{text}'", problem="link-unreadable", json={"unreadable": text})
    _check("link", reading, context)


def test_a_link_may_have_a_label(context: ParseContext) -> None:
    reading = Reading(
        "{url: 'https://example.go.th', label: หน้าหลัก}",
        "https://example.go.th",
        shown="หน้าหลัก",
        exported="https://example.go.th",
        json={"url": "https://example.go.th", "label": "หน้าหลัก"},
    )
    cell = _check("link", reading, context)
    assert cell.parts["label"].text == "หน้าหลัก"
    (blank,) = _parse("link", "{url: 'https://example.go.th', label: }", context).cells
    assert SCALAR_KINDS["link"].shown(blank) == "https://example.go.th"


# --- document and image -----------------------------------------------------------------------

FILE_JSON = {"size": len(CONTENT), "sha256": hashlib.sha256(CONTENT).hexdigest()}


@pytest.mark.parametrize(
    ("kind", "yaml", "shown", "data"),
    [
        pytest.param(
            "document",
            "แผน.pdf",
            "แผน.pdf",
            {"file": "files/แผน.pdf", "title": "แผน.pdf", "type": "pdf"},
            id="document by its name",
        ),
        pytest.param(
            "document",
            "{file: แผน.pdf, title: แผนพัฒนา, date: 1 ต.ค. 67, signed_by: นาย ก, position: นายก}",
            "แผนพัฒนา",
            {
                "file": "files/แผน.pdf",
                "title": "แผนพัฒนา",
                "type": "pdf",
                "date": "2024-10-01",
                "signed_by": "นาย ก",
                "position": "นายก",
            },
            id="document with all parts",
        ),
        pytest.param(
            "document",
            "{file: แผน.pdf, title: , date: }",
            "แผน.pdf",
            {"file": "files/แผน.pdf", "title": "แผน.pdf", "type": "pdf", "date": None},
            id="document with blank parts",
        ),
        pytest.param(
            "image",
            "map.png",
            "map.png",
            {"file": "files/map.png", "alt": "", "type": "png"},
            id="picture by its name",
        ),
        pytest.param(
            "image",
            "{file: map.png, alt: แผนที่}",
            "map.png",
            {"file": "files/map.png", "alt": "แผนที่", "type": "png"},
            id="picture with words",
        ),
    ],
)
def test_files(
    kind: str, yaml: str, shown: str, data: dict[str, Any], context: ParseContext
) -> None:
    (cell,) = _parse(kind, yaml, context).cells
    assert isinstance(cell.value, FileRef)
    found = SCALAR_KINDS[kind]
    assert (found.shown(cell), found.exported(cell)) == (shown, shown)
    assert found.to_json(cell) == data | FILE_JSON
    assert context.problems == []


@pytest.mark.parametrize(
    ("kind", "text", "code"),
    [
        ("document", "none.pdf", "file-missing"),
        ("document", "../แผน.pdf", "path-outside"),
        ("document", "{file: none.pdf, title: แผน}", "file-missing"),
        ("image", "none.png", "file-missing"),
        ("image", "แผน.pdf", "file-type"),
    ],
)
def test_a_file_that_cannot_be_published_stops_the_build(
    kind: str, text: str, code: str, context: ParseContext
) -> None:
    (cell,) = _parse(kind, text, context).cells
    assert cell.problem is not None
    assert (cell.problem.code, cell.value) == (code, None)
    assert context.problems == [cell.problem]


def test_a_part_that_cannot_be_read_is_a_problem_of_its_own(context: ParseContext) -> None:
    value = _parse("document", "{file: แผน.pdf, date: 1/10/67}", context)
    (cell,) = value.cells
    assert cell.problem is None
    part = cell.parts["date"]
    assert part.problem is not None
    assert part.problem.code == "date-ambiguous"
    assert ("", part) in value.every_cell()


@pytest.mark.parametrize(
    ("yaml", "problems"),
    [
        ("{file: แผน.pdf, titel: x}", [("unknown-key", 1)]),
        ("{file: [แผน.pdf]}", [("wrong-shape", 1)]),
        ("{file: แผน.pdf, title: {th: x}}", [("wrong-shape", 1)]),
    ],
    ids=["unknown part", "list for a part", "mapping for a part"],
)
def test_wrong_parts(yaml: str, problems: list[tuple[str, int]], context: ParseContext) -> None:
    _parse("document", yaml, context)
    assert _codes(context) == problems


@pytest.mark.parametrize("many", [False, True])
def test_a_title_without_its_file_is_not_lost_silently(many: bool, context: ParseContext) -> None:
    yaml = "[{title: แผนพัฒนา}]" if many else "{title: แผนพัฒนา}"
    value = _parse("document", yaml, context, many=many)
    assert context.problems or any(cell.problem for cell in value.cells)


# --- rows -------------------------------------------------------------------------------------

NAME_COLUMN = Spec("name", "text", Text("ชื่อ", "Name"))
AMOUNT = Spec("amount", "number", Text("จำนวน", "Amount"))
PHONES = Spec("phones", "contact", Text("โทรศัพท์", "Phones"), many=True)
NUMBER = Spec("no", "number", Text("ที่", "No."), source="row.number")
YEAR = Spec("year", "text", Text("ปี", "Year"), source="month.fiscal-year")
PROVINCE = Spec("province", "text", Text("จังหวัด", "Province"), source="agency.province")
PLAIN_ROW_KINDS = [kind for kind in ROW_KINDS if kind != "monthly-table"]


@pytest.mark.parametrize("kind", PLAIN_ROW_KINDS)
def test_rows_are_typed_by_their_columns(kind: str, context: ParseContext) -> None:
    yaml = """
    - {name: หนึ่ง, amount: "๑,๐๐๐", phones: [043 000 000, 043 000 001]}
    - {amount: ไม่ใช้งบประมาณ}
    - {name: , amount: มาก}
    """
    value = _rows(kind, yaml, context, NAME_COLUMN, AMOUNT, PHONES)
    first, second, third = value.rows
    assert context.problems == []
    assert (first.cell("name").value, first.cell("amount").value) == ("หนึ่ง", Decimal(1000))
    phones = [cell.value.address for cell in first.all_cells("phones")]
    assert phones == ["043 000 000", "043 000 001"]
    assert (second.cell("name").is_blank, second.cell("amount").states_none) == (True, True)
    assert second.cell("name").location == second.location
    assert third.cell("name").is_blank
    assert third.cell("amount").problem is not None
    assert [row.location.line for row in value.rows] == [2, 3, 4]
    keys = [key for key, _ in value.every_cell()]
    assert keys == ["name", "amount", "phones", "phones", "amount", "name", "amount"]


@pytest.mark.parametrize("kind", PLAIN_ROW_KINDS)
@pytest.mark.parametrize(
    ("yaml", "rows", "problems"),
    [
        pytest.param("", 0, [], id="blank"),
        pytest.param("[]", 0, [], id="no row"),
        pytest.param("ข้อความ", 0, [("wrong-shape", 1)], id="text"),
        pytest.param("{name: หนึ่ง}", 0, [("unknown-key", 1)], id="mapping"),
        pytest.param("[หนึ่ง]", 1, [("wrong-shape", 1)], id="text for a row"),
        pytest.param("[[หนึ่ง]]", 1, [("wrong-shape", 1)], id="list for a row"),
        pytest.param("[{nmae: หนึ่ง}]", 1, [("unknown-key", 1)], id="unknown column"),
        pytest.param("[{name: [a, b]}]", 1, [("wrong-shape", 1)], id="list for a cell"),
        pytest.param("[{name: {a: b}}]", 1, [("wrong-shape", 1)], id="mapping for a cell"),
        pytest.param("[~, {name: หนึ่ง}, '', ~]", 1, [], id="blank rows"),
    ],
)
def test_shapes_of_rows(
    kind: str, yaml: str, rows: int, problems: list[tuple[str, int]], context: ParseContext
) -> None:
    value = _rows(kind, yaml, context, NAME_COLUMN)
    assert len(value.rows) == rows
    assert _codes(context) == problems


@pytest.mark.parametrize("kind", ["table", "org-chart"])
@pytest.mark.parametrize("yaml", ["[{}]", "[{name: }]", "[{name: ''}, {name: ~}]"])
def test_rows_without_any_value_are_empty(kind: str, yaml: str, context: ParseContext) -> None:
    assert _rows(kind, yaml, context, NAME_COLUMN).is_empty


def test_blank_cells_take_what_is_known(context: ParseContext) -> None:
    yaml = """
    - {name: หนึ่ง}
    - {name: สอง, no: 7, province: เลย}
    -
    - {name: สาม, province: }
    """
    value = _rows("table", yaml, context, NUMBER, NAME_COLUMN, PROVINCE, YEAR)
    assert [row.cell("no").value for row in value.rows] == [Decimal(1), Decimal(7), Decimal(3)]
    assert [row.cell("province").value for row in value.rows] == ["ขอนแก่น", "เลย", "ขอนแก่น"]
    assert all(row.cell("year").is_blank for row in value.rows)
    assert str(value.rows[0].cell("province").location) == "data/agency.yaml:6"
    assert value.rows[2].cell("no").location == value.rows[2].location


# --- measures and their results -----------------------------------------------------------------

STEPS = Spec("steps", "text", Text("ขั้นตอน", "Steps"), many=True)
TOPICS = Spec("topic", "choice", Text("ประเด็น", "Topic"), vocabulary="improvement-topic")
STATUSES = Spec("status", "choice", Text("สถานะ", "Status"), vocabulary="progress")


@pytest.mark.parametrize("kind", PLAIN_ROW_KINDS)
@pytest.mark.parametrize(
    ("yaml", "texts"),
    [
        ("[{steps: [1. ก, 2. ข, ค]}]", ["1. ก", "2. ข", "ค"]),
        ("[{steps: ก}]", ["ก"]),
        ("[{steps: [ก]}]", ["ก"]),
        ("[{steps: [ก, ~, '', ข]}]", ["ก", "ข"]),
        ("[{steps: [ก, '-']}]", ["ก", "-"]),
        ("[{name: x, steps: []}]", [""]),
        ("[{name: x, steps: [~]}]", [""]),
        ("[{name: x}]", [""]),
        ('[{steps: ["ก\\nข", ค]}]', ["ก\nข", "ค"]),
    ],
    ids=[
        *("three", "without a list", "one", "blanks between", "none among them"),
        *("no entry", "blank entry", "absent", "lines in an entry"),
    ],
)
def test_a_cell_may_hold_several_texts(
    kind: str, yaml: str, texts: list[str], context: ParseContext
) -> None:
    (row,) = _rows(kind, yaml, context, NAME_COLUMN, STEPS).rows
    cells = row.all_cells("steps")
    assert [cell.text for cell in cells] == texts
    assert row.cell("steps") == cells[0]
    assert [cell.is_blank for cell in cells] == [not text for text in texts]
    assert context.problems == []


def test_every_text_of_a_cell_knows_its_line(context: ParseContext) -> None:
    yaml = """
    - steps:
        - ก
        - ข
      name: นาย ก
    """
    value = _rows("measures", yaml, context, NAME_COLUMN, STEPS)
    (row,) = value.rows
    assert [cell.location.line for cell in row.all_cells("steps")] == [3, 4]
    assert [key for key, _ in value.every_cell()] == ["steps", "steps", "name"]


def test_measures(context: ParseContext) -> None:
    yaml = """
    - {topic: (๑) กระบวนการปฏิบัติงานที่โปร่งใสและมีประสิทธิภาพ, steps: [ก, ข]}
    - {topic: บริการ E-Service, steps: ค}
    - {topic: e-service}
    """
    value = _rows("measures", yaml, context, TOPICS, STEPS)
    assert context.problems == []
    first, second, third = value.rows
    assert first.cell("topic").value.code == "work-process"
    assert second.cell("topic").problem is not None, "part of a label is no label"
    assert third.cell("topic").value.code == "e-service"
    assert [len(row.all_cells("steps")) for row in value.rows] == [2, 1, 1]


@pytest.mark.parametrize(
    ("yaml", "counts"),
    [
        ("", []),
        ("{none: ไม่มีมาตรการ}", []),
        ("[{name: ก}]", []),
        ("[{status: done}]", [("done", 1)]),
        (
            "[{status: แล้วเสร็จ}, {status: not-done}, {status: ดำเนินการแล้วเสร็จ}]",
            [("done", 2), ("not-done", 1)],
        ),
        (
            "[{status: ระหว่างดำเนินการ}, {status: เสร็จสิ้น}, {status: in progress}]",
            [("in-progress", 2), ("done", 1)],
        ),
        (
            "[{status: done}, {name: ก}, {status: '-'}, {status: น่าจะเสร็จ}, {status: 1. done}]",
            [("done", 2)],
        ),
        ("[{status: not-started}, {status: ยังไม่ดำเนินการ}]", [("not-started", 2)]),
    ],
    ids=[
        *("blank", "states none", "no status", "one", "two of a kind", "order of the first"),
        *("others do not count", "code and label"),
    ],
)
def test_results_are_counted_by_status(
    yaml: str, counts: list[tuple[str, int]], context: ParseContext
) -> None:
    value = _rows("measure-results", yaml, context, NAME_COLUMN, STATUSES)
    assert context.problems == []
    assert [(status.code, count) for status, count in tally(value.rows).items()] == counts


def test_no_status_is_unknown_to_the_results() -> None:
    """The column that is counted is one of every field of that kind, with the same vocabulary."""
    catalogue = load_catalogue()
    fields = [spec for subject in catalogue.subjects.values() for spec in subject.fields]
    columns = [spec.column(STATUS) for spec in fields if spec.kind == "measure-results"]
    assert columns
    assert {column.vocabulary if column else "" for column in columns} == {"progress"}


# --- organisation chart -----------------------------------------------------------------------


def test_units_follow_the_unit_that_holds_them(context: ParseContext) -> None:
    yaml = """
    - name: สำนักปลัด
      units:
        - name: งานธุรการ
          units: [{name: งานสารบรรณ}]
        - name: งานบุคคล
    - name: กองคลัง
      units:
    - name: กองช่าง
      units: []
    """
    value = _rows("org-chart", yaml, context, NAME_COLUMN)
    assert context.problems == []
    assert [(row.cell("name").text, row.depth) for row in value.rows] == [
        ("สำนักปลัด", 0),
        ("งานธุรการ", 1),
        ("งานสารบรรณ", 2),
        ("งานบุคคล", 1),
        ("กองคลัง", 0),
        ("กองช่าง", 0),
    ]


@pytest.mark.parametrize(
    ("yaml", "problems"),
    [
        ("[{name: ก, units: {name: ข}}]", [("wrong-shape", 1)]),
        ("[{name: ก, units: ข}]", [("wrong-shape", 1)]),
        ("[{name: ก, units: [{nmae: ข}]}]", [("unknown-key", 1)]),
        ("[{name: ก, units: [ข]}]", [("wrong-shape", 1)]),
    ],
    ids=["mapping", "text", "unknown column below", "text below"],
)
def test_wrong_units(yaml: str, problems: list[tuple[str, int]], context: ParseContext) -> None:
    value = _rows("org-chart", yaml, context, NAME_COLUMN)
    assert value.rows[0].cell("name").text == "ก"
    assert _codes(context) == problems


# --- monthly table ----------------------------------------------------------------------------


def test_a_monthly_table(context: ParseContext) -> None:
    yaml = """
    covers: ปีงบประมาณ พ.ศ. 2568
    months:
      - month: ต.ค. 67
        rows: [{name: หนึ่ง}, {name: สอง}]
      - month: 2567-11
        none: ไม่มีในเดือนนี้
      - month: ธันวาคม 2567
      - month: กันยายน 2567
        rows: [{name: สาม}]
    """
    value = _rows("monthly-table", yaml, context, NUMBER, YEAR, NAME_COLUMN)
    assert context.problems == []
    assert value.covers is not None
    assert value.covers.value == YEAR_2568
    october, november, december, september = value.months
    assert [block.month.value for block in value.months] == [
        *(Month(2024, 10), Month(2024, 11), Month(2024, 12), Month(2024, 9))
    ]
    assert [len(block.rows) for block in value.months] == [2, 0, 0, 1]
    assert november.none is not None
    assert (november.none.text, november.none.states_none) == ("ไม่มีในเดือนนี้", True)
    assert (october.none, december.none) == (None, None)
    assert value.rows == (*october.rows, *september.rows)
    assert [row.cell("no").text for row in value.rows] == ["1", "2", "1"]
    assert [row.cell("year").text for row in value.rows] == ["2568", "2568", "2567"]
    assert [row.month for row in value.rows] == [*[Month(2024, 10)] * 2, Month(2024, 9)]
    assert [block.location.line for block in value.months] == [4, 6, 8, 9]


@pytest.mark.parametrize(
    ("yaml", "problems"),
    [
        pytest.param("", [], id="blank"),
        pytest.param("{}", [], id="nothing in it"),
        pytest.param("{months: }", [], id="blank months"),
        pytest.param("{months: []}", [], id="no month"),
        pytest.param("{months: [{month: 2567-10}]}", [], id="blank month"),
        pytest.param("{months: [{month: 2567-10, rows: }]}", [], id="blank rows"),
        pytest.param("{months: [{month: 2567-10, rows: []}]}", [], id="no rows"),
        pytest.param("{months: [{month: 2567-10, none: }]}", [], id="blank statement"),
        pytest.param("{months: [{month: 2567-10, rows: [~]}]}", [], id="blank row"),
        pytest.param("{covers: 2568}", [], id="only its span"),
        pytest.param("ข้อความ", [("wrong-shape", 1)], id="text"),
        pytest.param("[{month: 2567-10}]", [("wrong-shape", 1)], id="list"),
        pytest.param("{months: 2567-10}", [("wrong-shape", 1)], id="text for months"),
        pytest.param("{months: [2567-10]}", [("wrong-shape", 1)], id="text for a month"),
        pytest.param(
            "{months: [{month: [1], rows: []}]}", [("wrong-shape", 1)], id="list as month"
        ),
        pytest.param("{months: [{rows: {name: ก}}]}", [("wrong-shape", 1)], id="mapping for rows"),
        pytest.param("{months: [{none: [ก]}]}", [("wrong-shape", 1)], id="list as statement"),
        pytest.param("{covers: [2568]}", [("wrong-shape", 1)], id="list as span"),
        pytest.param("{rows: []}", [("unknown-key", 1)], id="rows without a month"),
        pytest.param("{months: [{mnth: 2567-10}]}", [("unknown-key", 1)], id="unknown key"),
    ],
)
def test_monthly_tables_without_data(
    yaml: str, problems: list[tuple[str, int]], context: ParseContext
) -> None:
    value = _rows("monthly-table", yaml, context, NAME_COLUMN)
    assert (value.rows, value.is_empty) == ((), True)
    assert _codes(context) == problems


@pytest.mark.parametrize(
    ("yaml", "code"),
    [
        ("{months: [{month: มีนาคม, none: ไม่มี}]}", "date-unreadable"),
        ("{months: [{month: 2567-13, none: ไม่มี}]}", "date-impossible"),
        ("{months: [{month: มีนาคม พ.ศ. 2024, none: ไม่มี}]}", "date-contradictory"),
        ("{covers: ทั้งปี, months: [{month: 2567-10, none: ไม่มี}]}", "date-unreadable"),
    ],
)
def test_months_that_cannot_be_read(yaml: str, code: str, context: ParseContext) -> None:
    value = _rows("monthly-table", yaml, context, NAME_COLUMN)
    problems = [cell.problem.code for _, cell in value.every_cell() if cell.problem]
    assert (problems, context.problems) == ([code], [])


@pytest.mark.parametrize("month", ["2158-01", "2200-12", "ธันวาคม 2700", "1900-01"])
def test_any_month_that_is_read_can_hold_rows(month: str, context: ParseContext) -> None:
    yaml = f"{{months: [{{month: {month}, rows: [{{name: หนึ่ง}}]}}]}}"
    value = _rows("monthly-table", yaml, context, YEAR, NAME_COLUMN)
    assert [row.cell("name").text for row in value.rows] == ["หนึ่ง"]


# --- a mapping of fields ----------------------------------------------------------------------

FIELDS = (
    Field("title", "text", Text("ชื่อ", "Title")),
    Field("total", "number", Text("รวม", "Total")),
    Field("list", "table", Text("รายการ", "List"), columns=(NAME_COLUMN,)),
)


def test_every_field_is_there_also_the_absent_ones(context: ParseContext) -> None:
    values = read_fields(parse_yaml("item: x\ntotal: 5", NAME), FIELDS, context, besides=("item",))
    assert list(values) == ["title", "total", "list"]
    assert [value.is_empty for value in values.values()] == [True, False, True]
    assert values["title"].location == Location(NAME)
    assert str(values["total"].location) == f"{NAME}:2"
    assert context.problems == []


@pytest.mark.parametrize(
    ("yaml", "problems"),
    [
        ("title: a\ntotl: 5", [("unknown-key", 2)]),
        ("item: x\ntitle: a", [("unknown-key", 1)]),
        ("[a]", [("wrong-shape", 1)]),
        ("text", [("wrong-shape", 1)]),
    ],
    ids=["unknown field", "key of another place", "list", "text"],
)
def test_wrong_mappings_of_fields(
    yaml: str, problems: list[tuple[str, int]], context: ParseContext
) -> None:
    assert list(read_fields(parse_yaml(yaml, NAME), FIELDS, context)) == ["title", "total", "list"]
    assert _codes(context) == problems


# --- any shape --------------------------------------------------------------------------------

PLACE = Location(NAME, 1)
_WORDS = "- ไม่มี 1,000 1/10/67 2568 2567-10 แผน.pdf none.pdf https://x.th 191 political"
_KEYS = "none months month rows covers units file title date name amount x"
_words = st.sampled_from(_WORDS.split())
_keys = st.sampled_from(_KEYS.split())
_nodes = st.recursive(
    st.one_of(st.just(""), _words, st.text(max_size=5)).map(lambda text: Scalar(text, PLACE)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(lambda items: Sequence(tuple(items), PLACE)),
        st.dictionaries(_keys, inner, max_size=3).map(
            lambda entries: Mapping(
                tuple(Entry(key, value, PLACE) for key, value in entries.items()), PLACE
            )
        ),
    ),
    max_leaves=8,
)


@pytest.mark.parametrize("kind", KINDS)
@given(node=_nodes, many=st.booleans())
def test_no_shape_of_data_raises(kind: str, node: Node, many: bool) -> None:
    store = FileStore(Path("none"), "data/2568/files")
    context = ParseContext(store, load_catalogue(()).vocabularies)
    spec = Field("v", kind, same("v"), many, "side", columns=(NAME_COLUMN, AMOUNT, NUMBER, YEAR))
    value = KINDS[kind].parse(node, spec, context)
    assert value.spec is spec
    assert all(cell.value is None or cell.problem is None for _, cell in value.every_cell())
    if kind in SCALAR_KINDS:
        found = SCALAR_KINDS[kind]
        assert all(isinstance(found.shown(cell), str) for cell in value.cells)
        json.dumps([found.to_json(cell) for cell in value.cells])
