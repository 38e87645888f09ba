"""Labelled documents: what the audit must say of an item with this one document."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import bad_documents
from bad_documents import pdf_of_pictures, saved
from openpyxl import Workbook
from workspaces import WorkspaceFolder, real_file

from site_builder.documents.gathering import MAX_CHARACTERS
from site_builder.outcomes import ItemResult

REPORT = "annual-performance-report"
POLICY = "no-gift-policy"
LAW = "\n".join(f"มาตรา {number} ให้เทศบาลมีหน้าที่ตามกฎหมาย" for number in range(1, 31))


class Paper(NamedTuple):
    """A document as the field of an item holds it.

    Attributes:
        place: edition, item, field, and element whose outcome is told ("" for none).
        outcome: of that element.
        told: codes of all findings on documents.
        more: other data of the item.
        last_year: the same file stands in last year's folder.
    """

    name: str
    file: str
    make: Callable[[], bytes]
    place: tuple[str, str, str, str]
    outcome: str
    told: tuple[str, ...] = ()
    more: str = ""
    last_year: bool = False


def _says(text: str) -> Callable[[], bytes]:
    return lambda: real_file("a.pdf", text)


def _says_long(text: str) -> Callable[[], bytes]:
    """More than is read of one document."""
    return lambda: (text * (MAX_CHARACTERS // len(text) + 9)).encode()


def _table(*headings: str) -> Callable[[], bytes]:
    def make() -> bytes:
        book = Workbook()
        book.worksheets[0].append(headings)
        book.worksheets[0].append(["ก"] * len(headings))
        return saved(book)

    return make


ANNOUNCED = ("2568", POLICY, "announcement", "signed-announcement")
SIGNED = "announcement: {file: FILE, signed_by: นาย ก, date: 3 มกราคม 2568}\n"
RESULT_FORM = (
    "ลำดับที่", "งานที่จัดซื้อหรือจัดจ้าง", "วงเงินที่จะซื้อหรือจ้าง", "ราคากลาง", "วิธีซื้อหรือจ้าง",
    "รายชื่อผู้เสนอราคาและราคาที่เสนอ", "ผู้ได้รับการคัดเลือกและราคาที่ตกลง", "เหตุผลที่คัดเลือกโดยสรุป",
    "เลขที่และวันที่ของสัญญาหรือข้อตกลง",
)  # fmt: skip
MONTHLY = ("2569", "procurement-monthly-summary", "documents", "")
LAWS = ("2568", "structure", "documents", "")

PAPERS = [
    Paper("a good announcement", "a.pdf", _says("ประกาศ"), ANNOUNCED, "pass"),
    Paper(
        "it names the year", "a.pdf", _says("ประกาศ ประจำปีงบประมาณ พ.ศ. ๒๕๖๘"), ANNOUNCED, "pass"
    ),
    Paper("an empty file", "a.pdf", lambda: b"", ANNOUNCED, "fail", ("document-empty",)),
    Paper(
        "a login page",
        "a.pdf",
        lambda: b"<!doctype html><html><title>Login</title></html>",
        ANNOUNCED,
        "fail",
        ("document-error-page",),
    ),
    Paper(
        "cut short",
        "a.pdf",
        lambda: real_file("a.pdf")[:-900],
        ANNOUNCED,
        "fail",
        ("document-truncated",),
    ),
    Paper(
        "a password",
        "a.pdf",
        lambda: bad_documents.thai_pdf(1, user="x", owner="y"),
        ANNOUNCED,
        "fail",
        ("document-encrypted",),
    ),
    Paper(
        "a picture by the name of a PDF",
        "a.pdf",
        lambda: real_file("a.jpg"),
        ANNOUNCED,
        "fail",
        ("document-wrong-type",),
    ),
    Paper("a scan", "a.pdf", pdf_of_pictures, ANNOUNCED, "needs-review"),
    Paper("a photo of it", "a.jpg", lambda: real_file("a.jpg"), ANNOUNCED, "needs-review"),
    Paper(
        "another year",
        "a.pdf",
        _says("รายงานผล ประจำปีงบประมาณ พ.ศ. 2565"),
        ("2568", REPORT, "report", ""),
        "",
        ("document-other-year",),
    ),
    Paper(
        "a span of years that has it",
        "a.pdf",
        _says("แผนพัฒนาท้องถิ่น (พ.ศ. 2566 - 2570)"),
        ("2568", REPORT, "report", ""),
        "",
    ),
    Paper(
        "the year of a law is not its own",
        "a.pdf",
        _says("ตามพระราชบัญญัติข้อมูลข่าวสารของราชการ พ.ศ. 2540 มาตรา 7"),
        ("2568", REPORT, "report", ""),
        "",
    ),
    Paper(
        "the same file as last year",
        "a.pdf",
        _says("รายงานผลการดำเนินงาน"),
        ("2568", REPORT, "report", ""),
        "",
        ("document-same-as-last-year",),
        last_year=True,
    ),
    Paper(
        "not in the data, but in the text",
        "a.pdf",
        _says("บทที่ 5 ปัญหาและอุปสรรค ขาดบุคลากร"),
        ("2568", REPORT, "report", "problems-obstacles"),
        "needs-review",
    ),
    Paper(
        "neither in the data nor in the text",
        "a.pdf",
        _says("บทที่ 5 สรุป"),
        ("2568", REPORT, "report", "problems-obstacles"),
        "fail",
    ),
    Paper(
        "not in the data, and the document is a scan",
        "a.pdf",
        pdf_of_pictures,
        ("2568", REPORT, "report", "problems-obstacles"),
        "needs-review",
        ("document-no-text",),
    ),
    Paper(
        "not in the part of the document that is read",
        "a.txt",
        _says_long("บทที่ 1 บทนำ "),
        ("2568", REPORT, "report", "problems-obstacles"),
        "needs-review",
    ),
    Paper("a whole law", "a.pdf", _says(LAW), LAWS, "", ("document-whole-law",), "powers: สรุป\n"),
    Paper("a summary", "a.pdf", _says("ตามมาตรา 50 และมาตรา 51"), LAWS, "", (), "powers: สรุป\n"),
    Paper("the form as it is", "a.xlsx", _table(*RESULT_FORM), MONTHLY, "", (), "remarks: ก\n"),
    Paper(
        "a heading cut",
        "a.xlsx",
        _table(*RESULT_FORM[:7], RESULT_FORM[8]),
        MONTHLY,
        "",
        ("table-heading-cut",),
    ),
    Paper(
        "a heading renamed",
        "a.xlsx",
        _table(*RESULT_FORM[:7], "เหตุผลที่คัดเลือก", RESULT_FORM[8]),
        MONTHLY,
        "",
        ("table-heading-renamed",),
    ),
    Paper("a table of something else", "a.xlsx", _table("ชื่อ", "ราคากลาง"), MONTHLY, ""),
]


def judge(folder: WorkspaceFolder, case: Paper) -> ItemResult:
    edition, slug, field, _ = case.place
    content = case.make()
    folder.write(f"data/{edition}/files/{case.file}", content)
    if case.last_year:
        folder.write(f"data/{int(edition) - 1}/files/old.pdf", content)
    data = SIGNED if field == "announcement" else f"{field}: FILE\n"
    folder.disclose(edition, slug, data.replace("FILE", case.file) + case.more)
    return folder.item(edition, slug)


def told(item: ItemResult) -> tuple[str, ...]:
    """Codes of what is said of documents."""
    return tuple(
        finding.code
        for finding in item.findings
        if finding.code.startswith(("document-", "table-heading-"))
    )
