"""The row of totals is the sum of the rows above it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from site_builder.audit.checks.base import Case, Check, Judgement, Message, judged
from site_builder.audit.checks.figures import TOLERANCE, figure, number
from site_builder.kinds.spec import Spec
from site_builder.kinds.values import Row
from site_builder.language import Text
from site_builder.outcomes import Finding
from site_builder.thai import fold

_TOTAL = re.compile(r"(?:ยอด)?รวม(?:ทั้งสิ้น|ทั้งหมด|เป็นเงิน|ทุกรายการ|ทั้งปี|ยอด)*")


class TableSums(Check):
    """A row that is called "รวม" or "รวมทั้งสิ้น" has in each column of numbers the sum of the rows
    above it, up to the total before. Said of every table with numbers; a table without such a row
    has nothing to compare."""

    name = "table-sums"
    messages = {
        "table-sum-differs": Message(
            Text(
                "แถวรวม ช่อง {column} เขียนว่า {total} แต่บวกทุกแถวได้ {sum}",
                "the row of totals says {total} in {column}, but the rows come to {sum}",
            ),
            Text("บวกใหม่แล้วแก้แถวรวม หรือแก้แถวที่ผิด", "add up again; correct the total or the row"),
        ),
    }

    def judge(self, case: Case) -> Judgement:
        columns = [column for column in case.value.spec.columns if column.show == "total"]
        groups = [block.rows for block in case.value.months] or [case.value.rows]
        return judged(
            found for rows in groups if columns for found in self._sums(case, columns, rows)
        )

    def _sums(self, case: Case, columns: list[Spec], rows: tuple[Row, ...]) -> Iterator[Finding]:
        start = 0
        for end, row in enumerate(rows):
            if not is_total(row):
                continue
            for column in columns:
                total = number(row.cell(column.key))
                if total is None:
                    continue
                parts = [number(above.cell(column.key)) for above in rows[start:end]]
                found = [part for part in parts if part is not None]
                if found and abs(sum(found) - total) > TOLERANCE * len(found):
                    yield self.finding(
                        case,
                        "table-sum-differs",
                        row.cell(column.key).location,
                        column=column.label,
                        total=figure(total),
                        sum=figure(sum(found)),
                    )
            start = end + 1


def is_total(row: Row) -> bool:
    """Whether a row is the sum of others, by the first text in it."""
    first = next((cell.text for cell in row.cells.values() if isinstance(cell.value, str)), "")
    return _TOTAL.fullmatch(fold(first)) is not None
