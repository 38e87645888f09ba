"""Small workspaces of real files, for tests."""

from __future__ import annotations

import io
import textwrap
from functools import cache
from pathlib import Path

import fontpkg_sarabun
from bad_documents import ODS, odt
from docx import Document
from fpdf import FPDF
from openpyxl import Workbook
from PIL import Image

from site_builder.audit.engine import audit
from site_builder.catalogue.loader import load_catalogue
from site_builder.disclosures import Disclosure, EditionData, load_disclosures
from site_builder.outcomes import ElementResult, ItemResult, Report
from site_builder.workspace import Workspace, open_workspace, with_edition

AGENCY = """\
name: เทศบาลตำบลตัวอย่าง
type: เทศบาลตำบล
website: https://example.go.th
district: เมืองขอนแก่น
province: ขอนแก่น
ministry: กระทรวงมหาดไทย
address: 1 ถนนกลางเมือง
phone: 043 000 000
email: office@example.go.th
"""


@cache
def real_file(name: str, text: str = "เอกสารตัวอย่างของหน่วยงาน") -> bytes:
    """A small document of the kind that its name says, with that name in it."""
    said = f"{text} {name}"
    content = io.BytesIO()
    kind = name.rpartition(".")[2]
    if kind == "pdf":
        return _pdf(said)
    if kind == "docx":
        document = Document()
        document.add_paragraph(said)
        document.save(content)
    elif kind == "xlsx":
        book = Workbook()
        book.worksheets[0]["A1"] = said
        book.save(content)
    elif kind == "ods":
        return odt(ODS, kind="spreadsheet")
    elif kind in ("jpg", "png"):
        picture = Image.new("RGB", (8, 8), (len(name) * 7 % 256, 80, 120))
        picture.save(content, "JPEG" if kind == "jpg" else "PNG")
    else:
        return said.encode()
    return content.getvalue()


def _pdf(text: str) -> bytes:
    paper = FPDF()
    paper.add_font("Sarabun", "", next(Path(fontpkg_sarabun.ROOT).rglob("Sarabun-Regular.ttf")))
    paper.add_page()
    paper.set_font("Sarabun", size=14)
    paper.set_text_shaping(True)
    for line in text.splitlines():
        paper.multi_cell(0, 8, line, new_x="LMARGIN", new_y="NEXT")
    return bytes(paper.output())


class WorkspaceFolder:
    """An agency's folder that a test fills in; nothing is there but the agency file."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.write("data/agency.yaml", AGENCY)

    def write(self, name: str, content: str | bytes) -> Path:
        """A file by its path in the workspace; texts are written as they are, in UTF-8."""
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    def of_type(self, agency_type: str) -> WorkspaceFolder:
        """The same with another type of agency."""
        self.write("data/agency.yaml", AGENCY.replace("type: เทศบาลตำบล", f"type: {agency_type}"))
        return self

    def file_of(self, edition: str, slug: str) -> str:
        """The path of an item's data file."""
        item = load_catalogue().editions[edition].by_slug(slug)
        assert item is not None, f"{edition} has no {slug}"
        return f"data/{edition}/{item.code}.yaml"

    def disclose(self, edition: str, slug: str, yaml: str) -> str:
        """An item's data: the guard stands in line 1, the first line of `yaml` in line 2."""
        name = self.file_of(edition, slug)
        self.write(name, f"item: {slug}\n{textwrap.dedent(yaml)}")
        return name

    def attach(self, edition: str, *names: str) -> None:
        """Documents beside an edition's data."""
        for name in names:
            self.write(f"data/{edition}/files/{name}", real_file(name))

    def open(self, edition: str | None = None) -> Workspace:
        workspace = open_workspace(self.root)
        return with_edition(workspace, edition) if edition else workspace

    def data(self, edition: str) -> EditionData:
        return load_disclosures(self.open(edition), edition)

    def disclosure(self, edition: str, slug: str) -> Disclosure:
        found = self.data(edition).by_slug(slug)
        assert found is not None
        return found

    def report(self, edition: str) -> Report:
        workspace = self.open(edition)
        return audit(workspace, load_disclosures(workspace, edition))

    def item(self, edition: str, slug: str) -> ItemResult:
        found = self.report(edition).by_slug(slug)
        assert found is not None
        return found

    def element(self, edition: str, slug: str, key: str) -> ElementResult:
        return self.item(edition, slug).element(key)
