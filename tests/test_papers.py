"""Documents as an assessor opens them: what each says for and against its item."""

from __future__ import annotations

import json

import pytest
from bad_documents import pdf_of_pictures, saved, thai_pdf, xlsx
from corpus.papers import PAPERS, Paper, judge, told
from corpus.personal import ID
from docx import Document as new_document
from workspaces import WorkspaceFolder, real_file

from site_builder.audit.documents import MESSAGES
from site_builder.outcomes import Basis, Outcome, Severity, Status
from site_builder.reports import html
from site_builder.reports import json as json_report


@pytest.mark.parametrize("case", PAPERS, ids=lambda case: case.name)
def test_what_is_said_of_a_document(workspace: WorkspaceFolder, case: Paper) -> None:
    item = judge(workspace, case)
    assert told(item) == case.told
    if case.outcome:
        assert item.element(case.place[3]).outcome == case.outcome


def test_text_that_is_found_is_evidence_with_its_page(workspace: WorkspaceFolder) -> None:
    workspace.write(
        "data/2568/files/a.pdf", real_file("a.pdf", "รายงาน\f\n" + "\n" * 40 + "ปัญหาและอุปสรรค")
    )
    workspace.disclose("2568", "annual-performance-report", "report: a.pdf\n")
    result = workspace.element("2568", "annual-performance-report", "problems-obstacles")
    (evidence,) = result.evidence
    assert (result.outcome, evidence.basis) == (Outcome.NEEDS_REVIEW, Basis.TEXT)
    assert (evidence.document, evidence.page, evidence.text.th) == ("a.pdf", 2, "ปัญหาและอุปสรรค")
    assert result.reason is not None and "หน้า 2" in result.reason.th


def test_a_year_that_a_document_names_is_evidence(workspace: WorkspaceFolder) -> None:
    text = "ประกาศ ประจำปีงบประมาณ พ.ศ. ๒๕๖๘"
    workspace.write("data/2568/files/a.pdf", real_file("a.pdf", text))
    announcement = "announcement: {file: a.pdf, signed_by: นาย ก, date: 3 มกราคม 2568}\n"
    workspace.disclose("2568", "no-gift-policy", announcement)
    result = workspace.element("2568", "no-gift-policy", "signed-announcement")
    assert [evidence.basis for evidence in result.evidence] == [Basis.DATA, Basis.TEXT]
    assert "2568" in result.evidence[1].text.th


def test_one_file_for_two_items_is_told_in_both(workspace: WorkspaceFolder) -> None:
    workspace.attach("2568", "a.pdf")
    for slug in ("annual-performance-report", "hr-annual-report"):
        workspace.disclose("2568", slug, "report: a.pdf\n")
    report = workspace.report("2568")
    found = [(item.item.id, f) for item in report.items for f in item.findings]
    twice = [(item, f) for item, f in found if f.code == "document-used-twice"]
    assert {item for item, _ in twice} == {"O7", "O15"}
    assert {finding.severity for _, finding in twice} == {Severity.WARNING}


def test_a_document_alone_makes_an_item_to_be_looked_at_not_missing(
    workspace: WorkspaceFolder,
) -> None:
    workspace.write("data/2568/files/a.pdf", real_file("a.pdf", "ปัญหาและอุปสรรค ข้อเสนอแนะ"))
    workspace.disclose("2568", "annual-performance-report", "documents: a.pdf\n")
    assert workspace.item("2568", "annual-performance-report").status == Status.INCOMPLETE


DOCUMENTS = "documents: [plan.pdf, scan.pdf, sheet.xlsx, named.docx]\n"


def test_what_was_opened_is_listed_as_it_was_found(workspace: WorkspaceFolder) -> None:
    """Type, size, pages, title and language of each, and what is wrong; no personal data in a title."""
    named = new_document()
    named.core_properties.title = f"คำร้องของ นายสมชาย ใจดี {ID}"
    named.add_paragraph("คำร้อง")
    made = {
        "plan.pdf": thai_pdf(),
        "scan.pdf": pdf_of_pictures(),
        "sheet.xlsx": xlsx(),
        "named.docx": saved(named),
    }
    for name, content in made.items():
        workspace.write(f"data/2568/files/{name}", content)
    workspace.disclose("2568", "annual-performance-report", DOCUMENTS)
    report = workspace.report("2568")
    item = report.by_slug("annual-performance-report")
    assert item is not None
    listed = [
        (each.name, each.type, each.size, each.pages, each.title, each.language, bool(each.fault))
        for each in item.documents
    ]
    assert listed == [
        ("plan.pdf", "pdf", len(made["plan.pdf"]), 2, "แผนจัดซื้อ", "th", False),
        ("scan.pdf", "pdf", len(made["scan.pdf"]), 3, "", "", True),
        ("sheet.xlsx", "xlsx", len(made["sheet.xlsx"]), 0, "ทะเบียน", "", False),
        ("named.docx", "docx", len(made["named.docx"]), 0, "", "ar-SA", False),
    ]
    data = json.loads(json_report.render(report))
    (told_of,) = [each for each in data["items"] if each["slug"] == "annual-performance-report"]
    assert told_of["documents"][0] == {
        "name": "plan.pdf",
        "type": "pdf",
        "size": len(made["plan.pdf"]),
        "pages": 2,
        "title": "แผนจัดซื้อ",
        "language": "th",
        "fault": None,
    }
    page = html.render(report)
    assert "2 หน้า, ภาษา th, ชื่อในไฟล์ “แผนจัดซื้อ”" in page
    assert "3 หน้า, เป็นภาพ เครื่องอ่านข้อความไม่ได้" in page
    assert ID not in page


def test_every_message_is_in_both_languages() -> None:
    for message in MESSAGES.values():
        for text in (message.message, message.remedy):
            assert text.th.strip() and text.en.strip()
