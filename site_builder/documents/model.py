"""What is known of a document once it was opened, as values."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from site_builder.language import Text


class Fault(StrEnum):
    """What is wrong with a file, or why it could not be read; the worst first."""

    #: Made, it seems, to harm who opens it: it would fill the memory, or reach for other files.
    BOMB = "bomb"
    #: A page or an answer of a server, saved in place of the document.
    ERROR_PAGE = "error-page"
    #: Nothing is in it, not even a picture.
    EMPTY = "empty"
    ENCRYPTED = "encrypted"
    #: Its end is missing.
    TRUNCATED = "truncated"
    BROKEN = "broken"
    #: It is not what its ending says.
    WRONG_TYPE = "wrong-type"
    #: It opens, but its Thai text is spoilt (private signs, lost vowels).
    MANGLED = "mangled"
    #: It opens, but a machine finds no text: a scan or a picture.
    NO_TEXT = "no-text"
    #: Ours: it took too long, is too large for us, or of a kind that we cannot open.
    TIMED_OUT = "timed-out"
    TOO_LARGE = "too-large"
    NOT_OPENED = "not-opened"

    @property
    def label(self) -> Text:
        return _FAULT_LABELS[self]

    @property
    def is_ours(self) -> bool:
        """Our own limit, never a fault of the agency."""
        return self in (Fault.TIMED_OUT, Fault.TOO_LARGE, Fault.NOT_OPENED)

    @property
    def is_unreadable(self) -> bool:
        """The file is whole, but a machine cannot read its text."""
        return self in (Fault.NO_TEXT, Fault.MANGLED)


_FAULT_LABELS = {
    Fault.BOMB: Text("คลายออกแล้วใหญ่ผิดปกติ", "unpacks to far too much"),
    Fault.ERROR_PAGE: Text("เป็นหน้าแจ้งข้อผิดพลาด", "an error page"),
    Fault.EMPTY: Text("ว่างเปล่า", "empty"),
    Fault.ENCRYPTED: Text("ต้องใช้รหัสผ่าน", "asks for a password"),
    Fault.TRUNCATED: Text("ขาดท้าย", "cut short"),
    Fault.BROKEN: Text("เปิดไม่ได้", "broken"),
    Fault.WRONG_TYPE: Text("นามสกุลไม่ตรงกับเนื้อใน", "not what its ending says"),
    Fault.MANGLED: Text("ข้อความไทยเพี้ยน", "spoilt Thai text"),
    Fault.NO_TEXT: Text("เป็นภาพ เครื่องอ่านข้อความไม่ได้", "pictures only, no text for a machine"),
    Fault.TIMED_OUT: Text("โปรแกรมอ่านไม่ทันเวลา", "we could not read it in time"),
    Fault.TOO_LARGE: Text("ใหญ่กว่าที่โปรแกรมเปิดอ่าน", "larger than we open"),
    Fault.NOT_OPENED: Text("โปรแกรมยังเปิดชนิดนี้ไม่ได้", "of a type that we do not open"),
}


class Hidden(StrEnum):
    """Where a text stands that a reader of the document does not see."""

    NO = ""
    SHEET = "sheet"
    COLUMN = "column"
    ROW = "row"
    COMMENT = "comment"
    METADATA = "metadata"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Passage:
    """A text in a document and where it stands.

    Attributes:
        page: of a PDF or a presentation, from 1; 0 elsewhere.
        sheet, cell: of a workbook (`B4`); a CSV file has a cell without sheet.
        hidden: in what way a reader does not see it.
    """

    text: str
    page: int = 0
    sheet: str = ""
    cell: str = ""
    hidden: Hidden = Hidden.NO

    @property
    def place(self) -> Text:
        """Where it stands, for a person: "หน้า 3"; "" where the document has no such places."""
        if self.page:
            return Text(f"หน้า {self.page}", f"page {self.page}")
        if self.cell:
            sheet = (
                Text(f"แผ่นงาน “{self.sheet}” ", f"sheet “{self.sheet}” ") if self.sheet else None
            )
            cell = Text(f"เซลล์ {self.cell}", f"cell {self.cell}")
            return Text(sheet.th + cell.th, sheet.en + cell.en) if sheet else cell
        return Text("", "")


@dataclass(frozen=True, slots=True)
class Table:
    """The first rows of a table that a reader sees (XLSX, CSV, DOCX): where headings are looked for."""

    rows: tuple[tuple[str, ...], ...]
    sheet: str = ""


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of one file.

    Attributes:
        type: what it really is, whatever its name says: `pdf`, `docx`, `xlsx`, `csv`, `html`, `jpg`
            (never `jpeg`); "" where nothing fits.
        size: in bytes.
        faults: what is wrong with it; the first is what matters most.
        passages: its text, in reading order; hidden ones included.
        tables: its tables, with their first rows.
        pages: how many pages it has, 0 where it has none.
        title, author, language: as its metadata say; the title of a page that is no document.
        is_cut: it holds more than we read (see `gathering`), so what is not found here may be there.
    """

    type: str
    size: int
    faults: tuple[Fault, ...] = ()
    passages: tuple[Passage, ...] = ()
    tables: tuple[Table, ...] = ()
    pages: int = 0
    title: str = ""
    author: str = ""
    language: str = ""
    is_cut: bool = False

    @property
    def fault(self) -> Fault | None:
        """What matters most of what is wrong."""
        return self.faults[0] if self.faults else None

    @property
    def is_readable(self) -> bool:
        """A machine finds its text, and finds it whole."""
        return not self.faults

    @property
    def visible(self) -> tuple[Passage, ...]:
        """The text that a reader sees."""
        return tuple(passage for passage in self.passages if not passage.hidden)
