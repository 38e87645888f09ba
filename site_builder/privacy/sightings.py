"""What was found: its kind and its masked form. The datum itself is not kept."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from site_builder.language import Text


class Datum(StrEnum):
    """A kind of personal data that is looked for; its value is how exceptions name it."""

    ID = "id"
    PHONE = "phone"
    ADDRESS = "address"
    ACCOUNT = "account"

    @property
    def label(self) -> Text:
        return _LABELS[self]


_LABELS = {
    Datum.ID: Text("เลขประจำตัวประชาชน", "a national ID number"),
    Datum.PHONE: Text(
        "หมายเลขโทรศัพท์ของผู้ร้องหรือผู้รับบริการ", "the telephone number of a complainant or client"
    ),
    Datum.ADDRESS: Text("ที่อยู่ของผู้ร้องหรือผู้รับบริการ", "the address of a complainant or client"),
    Datum.ACCOUNT: Text("เลขบัญชีธนาคารของบุคคล", "a person's bank account"),
}


@dataclass(frozen=True, slots=True)
class Sighting:
    """One personal datum; `masked` keeps two of its digits at most."""

    kind: Datum
    masked: str
