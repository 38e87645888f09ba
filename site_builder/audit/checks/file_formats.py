"""Published in the wanted file formats."""

from __future__ import annotations

from site_builder.audit.checks.base import Case, Check, Judgement, Message, failed, passed
from site_builder.kinds import ROW_KINDS
from site_builder.language import Text
from site_builder.sources.files import FileRef

#: What the site writes of every table.
GENERATED = frozenset({"csv", "xlsx"})
#: Endings that count as one of the named formats.
SAME_FORMAT = {"xls": "xlsx", "ods": "xlsx"}


class FileFormats(Check):
    """The item offers each of `formats`, or at least `minimum` different ones. Counted are the
    documents attached anywhere in the item, and the CSV and XLSX that the site writes of a table
    that has data."""

    name = "file-formats"
    parameters = frozenset({"formats", "minimum"})
    messages = {
        "formats-missing": Message(
            Text(
                "ยังไม่มีไฟล์ชนิด {formats} — {requirement}",
                "no file of type {formats} yet — {requirement}",
            ),
            Text(
                'แนบไฟล์ใน "documents" (ตารางที่กรอกแล้วจะได้ CSV และ XLSX เอง)',
                'attach it under "documents" (a table that is filled in gives CSV and XLSX by itself)',
            ),
        ),
        "formats-too-few": Message(
            Text(
                "มีไฟล์เพียง {count} ชนิด ต้องมีอย่างน้อย {minimum}",
                "only {count} formats; at least {minimum} are needed",
            ),
            Text(
                'แนบไฟล์อีกชนิดใน "documents" หรือกรอกตาราง',
                'attach another format under "documents", or fill in the table',
            ),
        ),
    }

    def judge(self, case: Case) -> Judgement:
        if case.disclosure.is_empty:
            return self.missing(case)
        formats = _formats(case)
        wanted = case.parameters.get("formats", ())
        missing = [name for name in wanted if name not in formats]
        place = case.value.location
        if missing:
            names = ", ".join(name.upper() for name in missing)
            return failed(self.finding(case, "formats-missing", place, formats=names))
        minimum = case.parameters.get("minimum", 1)
        if len(formats) < minimum:
            finding = self.finding(
                case, "formats-too-few", place, count=len(formats), minimum=minimum
            )
            return failed(finding)
        return passed()


def _formats(case: Case) -> set[str]:
    found: set[str] = set()
    for value in case.disclosure.values.values():
        if value.spec.kind in ROW_KINDS and (value.rows or value.months):
            found |= GENERATED
        for _, cell in value.every_cell():
            if isinstance(cell.value, FileRef):
                found.add(SAME_FORMAT.get(cell.value.suffix, cell.value.suffix))
    return found
