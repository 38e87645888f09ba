"""An announcement is signed and dated."""

from __future__ import annotations

from site_builder.audit.checks.base import Case, Check, Judgement, Message, judged
from site_builder.language import Text


class Signed(Check):
    """The document is there, and the data name its signer and its date."""

    name = "signed"
    kinds = frozenset({"document"})
    messages = {
        "no-signer": Message(
            Text("ไม่ได้ระบุผู้ลงนามในประกาศ", "the signer of the announcement is not named"),
            Text(
                'กรอก "signed_by" (ชื่อผู้บริหารสูงสุดที่ลงนาม)',
                'fill in "signed_by" (the top executive who signed)',
            ),
        ),
        "no-signing-date": Message(
            Text("ไม่ได้ระบุวันที่ลงนามในประกาศ", "the date of the announcement is not given"),
            Text('กรอก "date" ตามวันที่ในประกาศ', 'fill in "date" as it stands on the announcement'),
        ),
    }

    def judge(self, case: Case) -> Judgement:
        without_data = self.without_data(case)
        if without_data:
            return without_data
        findings = []
        for cell in case.value.cells:
            for part, code in (("signed_by", "no-signer"), ("date", "no-signing-date")):
                given = cell.parts.get(part)
                if given is None or given.is_blank or given.states_none:
                    findings.append(self.finding(case, code, cell.location))
        return judged(findings)
