"""What is said of a cell: that it is wrong, or how it was understood."""

from __future__ import annotations

from dataclasses import dataclass

from site_builder.language import Text, same
from site_builder.locations import Location
from site_builder.problems import Problem
from site_builder.sources.characters import REMEDY
from site_builder.workbook.package import Place, SheetPart, cell_name

#: By code: what is wrong, and how to mend it.
WRONG: dict[str, tuple[Text, Text]] = {
    "character-refused": (
        Text("มีอักขระที่มองไม่เห็น {text}", "there is the unseen character {text}"),
        REMEDY,
    ),
    "cell-merged": (
        Text("เซลล์ {cells} ถูกผสานกัน โปรแกรมไม่รู้ว่าค่านี้เป็นของช่องใด", "the cells {cells} are merged"),
        Text(
            "ยกเลิกการผสานเซลล์ (หน้าแรก › ผสานเซลล์) แล้วพิมพ์ค่าให้ครบทุกช่อง",
            "unmerge them (Home › Merge), then fill in each cell",
        ),
    ),
    "cell-formula": (
        Text("สูตรในช่องนี้ไม่มีผลลัพธ์เก็บไว้", "the formula in this cell has no kept result"),
        Text(
            "เปิดใน Excel แล้วบันทึกใหม่ หรือคัดลอกแล้ววางเฉพาะค่า (Paste Values)",
            "open it in Excel and save it again, or paste it as a value",
        ),
    ),
    "cell-error": (
        Text("ช่องนี้เป็นค่าผิดพลาดของ Excel: {text}", "the cell holds an error: {text}"),
        Text("แก้สูตร หรือพิมพ์ค่าจริงแทน", "mend the formula, or type the value itself"),
    ),
    "cell-lost-zero": (
        Text(
            "Excel เก็บช่องนี้เป็นตัวเลข {text} เลข 0 ข้างหน้าจึงหายไป",
            "Excel holds {text} as a number, so a 0 before it is lost",
        ),
        Text(
            "ตั้งรูปแบบเซลล์เป็นข้อความ แล้วพิมพ์ใหม่ให้ครบ เช่น {proposal}",
            "make the cell a text cell and type it whole, such as {proposal}",
        ),
    ),
    "cell-lost-digits": (
        Text(
            "ตัวเลขยาวกว่า 15 หลัก Excel เปลี่ยนหลักท้ายเป็น 0 แล้ว ({text})",
            "a number of more than 15 digits; Excel has changed its last ones to 0 ({text})",
        ),
        Text(
            "ตั้งรูปแบบเซลล์เป็นข้อความ แล้วพิมพ์ใหม่จากต้นฉบับ", "make the cell a text cell and type it anew"
        ),
    ),
    "cell-became-date": (
        Text(
            "Excel เปลี่ยนข้อความในช่องนี้เป็นวันที่ ({text})",
            "Excel has turned this text into a date ({text})",
        ),
        Text(
            "ตั้งรูปแบบเซลล์เป็นข้อความ แล้วพิมพ์ใหม่ตามที่ต้องการให้แสดง",
            "make the cell a text cell and type it as it is to be shown",
        ),
    ),
    "cell-date-doubtful": (
        Text(
            "Excel เก็บวันที่นี้เป็น {text} ซึ่งมักเกิดจากการพิมพ์ปี พ.ศ. สองหลัก",
            "Excel holds this date as {text}, which comes of a two-digit year",
        ),
        Text(
            "พิมพ์ปี พ.ศ. สี่หลักเป็นข้อความ เช่น {proposal}",
            "type it as text with all digits, such as {proposal}",
        ),
    ),
    "cell-date-impossible": (
        Text("ไม่มีวันที่ {text} ในปฏิทิน", "there is no such day as {text}"),
        Text("พิมพ์วันที่ใหม่ เช่น 1 มีนาคม 2568", "type the date anew, such as 1 มีนาคม 2568"),
    ),
    "cell-one-only": (
        Text("ส่วนนี้กรอกได้เพียงหนึ่งรายการ", "only one entry may stand here"),
        Text("ย้ายหรือลบแถวที่เกิน", "move or delete the rows beyond the first"),
    ),
    "cell-not-paired": (
        Text(
            "จำนวนรายการในช่องนี้ไม่ตรงกับช่อง “{other}” ของแถวเดียวกัน",
            "there are not as many entries here as under “{other}” in this row",
        ),
        Text(
            "ขึ้นต้นทุกรายการด้วย • ให้จำนวนเท่ากัน รายการที่ไม่มีให้เว้นว่างหลัง •",
            "put • before each, as many in both; leave nothing behind it where there is none",
        ),
    ),
    "cell-month-missing": (
        Text("แถวนี้ไม่ได้บอกว่าเป็นเดือนใด", "this row does not say of which month it is"),
        Text("เลือกเดือนในช่องนี้ เช่น {proposal}", "choose the month, such as {proposal}"),
    ),
    "cell-month-skipped": (
        Text(
            "ข้ามเดือน {month} ทั้งที่มีข้อมูลของเดือนหลังจากนั้น",
            "{month} is left out, though later months are there",
        ),
        Text(
            "เพิ่มแถวของเดือนนี้ ถ้าเดือนนี้ไม่มีรายการ ให้เขียนข้อความในช่อง “ไม่มี” ของเดือน",
            "add its rows; where it has none, state so in its row",
        ),
    ),
    "cell-month-uncovered": (
        Text(
            "ไม่มีข้อมูลเดือน {month} ทั้งที่บอกว่าตารางครอบคลุมเดือนนี้",
            "nothing is said of {month}, which the table covers",
        ),
        Text(
            "เพิ่มแถวของเดือนนี้ หรือแก้ช่วงเวลาที่ครอบคลุม",
            "add its rows, or correct the span that the table covers",
        ),
    ),
    "cell-level": (
        Text(
            "ระดับ “{text}” ต่อจากแถวก่อนหน้าไม่ได้",
            "the level “{text}” cannot follow that of the row before",
        ),
        Text(
            "ใส่เลข 1 ถึง {highest} (ลึกกว่าแถวบนได้ครั้งละหนึ่งระดับ)",
            "write 1 to {highest}: one level deeper than the row above at most",
        ),
    ),
    "column-unknown": (
        Text(
            "ไม่รู้จักคอลัมน์ “{text}”{guess} ข้อมูลในคอลัมน์นี้จะไม่ถูกนำเข้า", "unknown column “{text}”{guess}"
        ),
        Text(
            "ย้ายข้อมูลไปคอลัมน์ที่กำหนด หรือลบคอลัมน์นี้ คอลัมน์ที่มีได้: {known}",
            "move its data into one of the columns, or delete it; the columns are: {known}",
        ),
    ),
    "column-contradicts": (
        Text(
            "หัวคอลัมน์เขียนว่า “{text}” แต่คอลัมน์นี้เป็นช่อง “{known}”",
            "the heading says “{text}”, but the column is that of “{known}”",
        ),
        Text(
            "คืนหัวคอลัมน์เดิม หรือย้ายข้อมูลไปคอลัมน์ที่ถูกต้อง",
            "restore the heading, or move the data to their column",
        ),
    ),
    "column-missing": (
        Text(
            "ไม่มีคอลัมน์ “{known}” ซึ่งมีข้อมูลอยู่ในไฟล์ข้อมูล",
            "the column “{known}” is gone, though there are data for it",
        ),
        Text(
            "เพิ่มคอลัมน์ที่มีหัวว่า “{known}” หรือส่งออกสมุดงานใหม่ด้วย oit export",
            "add a column with the heading “{known}”, or export the workbook anew",
        ),
    ),
    "text-not-restored": (
        Text("ไม่พบข้อความยาวเดิมในไฟล์ข้อมูล", "the long text is no longer in the data file"),
        Text(
            "พิมพ์ข้อความใหม่ หรือส่งออกสมุดงานใหม่ด้วย oit export",
            "type it anew, or export the workbook again",
        ),
    ),
}

#: By code: how a cell was understood, or what a person may want to look at.
NOTED: dict[str, tuple[Text, Text]] = {
    "date-understood": (
        Text(
            "อ่านวันที่ของ Excel ({text}) เป็น {proposal}",
            "the date of Excel ({text}) was read as {proposal}",
        ),
        Text("ถ้าไม่ใช่วันนี้ ให้พิมพ์ใหม่เป็นข้อความ", "where that is not the day, type it as text"),
    ),
    "text-elsewhere": (
        Text(
            "ข้อความนี้อยู่นอกช่องที่กำหนด จึงไม่ถูกนำเข้า",
            "this stands outside of the cells to fill in and is not read",
        ),
        Text(
            "ย้ายไปไว้ในช่องที่กำหนด หรือปล่อยไว้ถ้าเป็นบันทึกส่วนตัว",
            "move it there, or leave it if it is a note of yours",
        ),
    ),
    "row-total": (
        Text(
            "แถวนี้ดูเป็นยอดรวม และถูกนำเข้าเป็นหนึ่งรายการ",
            "this looks like a total, and was read as one entry",
        ),
        Text(
            "ถ้าเป็นยอดรวม ให้ลบแถวนี้ โปรแกรมรวมให้เอง",
            "if it is one, delete the row: totals are computed",
        ),
    ),
    "month-blank": (
        Text("เดือน {month} ยังว่าง", "{month} is still blank"),
        Text(
            "เมื่อถึงกำหนด ให้กรอกรายการ หรือเขียนข้อความว่าไม่มีในเดือนนี้",
            "when it is due, fill it in, or state that there were none",
        ),
    ),
    "sheet-twice": (
        Text(
            "แผ่นงานนี้เป็นสำเนาของแผ่นงาน “{other}” จึงไม่ถูกนำเข้า",
            "this sheet is a copy of “{other}” and is not read",
        ),
        Text("ลบสำเนา หรือย้ายข้อมูลไปแผ่นงานเดิม", "delete the copy, or move its data"),
    ),
}


@dataclass(frozen=True, slots=True)
class Mark:
    """Something to be said at a cell.

    Attributes:
        item, field: whose data stand there; "" where that is not known.
        is_wrong: the item cannot be taken over before it is mended.
    """

    code: str
    book: str
    sheet: SheetPart
    place: Place
    message: Text
    remedy: Text
    is_wrong: bool
    item: str = ""
    field: str = ""

    @property
    def location(self) -> Location:
        return location(self.book, self.sheet.name, self.place)

    def __str__(self) -> str:
        return str(Problem(self.code, self.location, self.message, self.remedy))


def mark(
    code: str,
    book: str,
    sheet: SheetPart,
    place: Place,
    item: str = "",
    field: str = "",
    **words: object,
) -> Mark:
    """A mark with what is said under its code."""
    message, remedy = said(code, **words)
    return Mark(code, book, sheet, place, message, remedy, code in WRONG, item, field)


def location(book: str, sheet: str, place: Place) -> Location:
    """A cell as messages name it: `OIT-2568.xlsx [O12] C5`."""
    return Location(
        f"{book} [{sheet}] {cell_name(place)}" if sheet else f"{book} {cell_name(place)}"
    )


def said(code: str, **arguments: object) -> tuple[Text, Text]:
    """What is said under a code, and the remedy, with their places filled."""
    message, remedy = WRONG.get(code) or NOTED[code]
    told = {key: same(each) if isinstance(each, str) else each for key, each in arguments.items()}
    return message.format(**told), remedy.format(**told)
