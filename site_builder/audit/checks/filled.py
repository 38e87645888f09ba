"""Something is there: the field has a value, and the named columns are filled in every row."""

from __future__ import annotations

from site_builder.audit.checks.base import Case, Check, Judgement, Message, failed, judged, passed
from site_builder.catalogue.model import columns_of
from site_builder.kinds.values import Row
from site_builder.language import Text


class Filled(Check):
    """The field holds a value. Of a field with rows, `columns` are filled in every row.

    `where` (column: code) looks at some rows only; `min` is the least number of rows, 1 unless
    said. A statement that there is none satisfies the element only where the edition accepts it.
    """

    name = "filled"
    parameters = frozenset({"columns", "where", "min"})
    messages = {
        "too-few": Message(
            Text(
                "มี {count} รายการ ต้องมีอย่างน้อย {minimum}: {requirement}",
                "there are {count}, at least {minimum} are needed: {requirement}",
            ),
            Text('เพิ่มรายการใน "{key}"', 'add entries to "{key}"'),
        ),
        "none-of-kind": Message(
            Text("ไม่มีแถวที่เป็น “{wanted}”: {requirement}", "no row is “{wanted}”: {requirement}"),
            Text(
                'เพิ่มแถว หรือแก้ช่อง "{column_key}" ของแถวที่มีอยู่เป็น “{wanted}”',
                'add a row, or set "{column_key}" of an existing one to “{wanted}”',
            ),
        ),
    }

    def judge(self, case: Case) -> Judgement:
        value = case.value
        without_data = self.without_data(case)
        if without_data:
            return without_data
        if value.cells:
            return passed()
        rows = self._rows(case)
        minimum = case.parameters.get("min", 1)
        if not rows and case.parameters.get("where"):
            return self._none_of_kind(case)
        if value.months and not rows:
            return passed()  # every month states that it has none
        if len(rows) < minimum:
            finding = self.finding(
                case, "too-few", value.location, count=len(rows), minimum=minimum
            )
            return failed(finding)
        keys = case.parameters.get("columns", ())
        columns = columns_of(value.spec, keys) if keys else ()
        return judged(self.blank_cells(case, columns, rows))

    def _rows(self, case: Case) -> tuple[Row, ...]:
        where = case.parameters.get("where", {})
        return tuple(
            row
            for row in case.value.rows
            if all(
                getattr(row.cell(key).value, "code", None) == code for key, code in where.items()
            )
        )

    def _none_of_kind(self, case: Case) -> Judgement:
        key, code = next(iter(case.parameters["where"].items()))
        return failed(
            self.finding(
                case,
                "none-of-kind",
                case.value.location,
                wanted=case.choice(key, code),
                column_key=key,
            )
        )
