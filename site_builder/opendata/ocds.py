"""Purchases as an Open Contracting Data Standard 1.1.5 release package, one release a purchase.

OCDS reference: release package, release schema (`planning`, `tender`, `awards`, `contracts`,
`parties`), identifiers. A field is a list of purchases by its columns, whatever the item. Statuses
and methods are mapped in the catalogue's vocabularies (`codes`). What no column says is left out.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from site_builder.agency import Agency
from site_builder.catalogue.model import Edition
from site_builder.disclosures import Disclosure
from site_builder.kinds.number import plain_number
from site_builder.kinds.spec import Choice, Field
from site_builder.kinds.values import Cell, FieldValue, Row
from site_builder.language import Text
from site_builder.opendata.addresses import absolute
from site_builder.outcomes import item_url
from site_builder.privacy.numbers import without_tax_numbers
from site_builder.thai import DateError, arabic_digits, fold, parse_date

#: Stands where a registered prefix would, and is registered to nobody.
PLACEHOLDER_PREFIX = "ocds-000000"
CURRENCY = "THB"
#: A field with these columns lists purchases (the procurement form, แบบ สขร. 1).
PROCUREMENT = frozenset({"item", "method", "median-price", "selected"})

_NOTES = {
    "prefix": Text(
        "หน่วยงานยังไม่ได้จดทะเบียนคำนำหน้า OCID จึงใช้ ocds-000000 แทน ซึ่งไม่เป็นของหน่วยงานใด",
        "The agency has registered no OCID prefix; ocds-000000 stands in its place and is nobody's.",
    ),
    "ids": Text(
        "เลขท้ายของ ocid คือเลขที่โครงการในระบบ e-GP หากไม่มีใช้ปี ข้อ และค่าแฮชของเดือน ชื่อรายการ และวงเงิน",
        "The ocid ends in the e-GP project number; without one, in year, item and a hash of month, name and budget.",
    ),
}
_LOCAL_ID = re.compile(r"[0-9A-Za-z-]{1,40}")
#: "นายสมหมาย 27,000.00 บาท": the แบบ สขร. 1 has name and price in one column.
_NAME_AND_PRICE = re.compile(
    r"(?P<name>.*?\D)\s*(?:[/:=]|ราคา(?:ที่ตกลง)?|เป็นเงิน|วงเงิน)?\s*"
    r"(?P<price>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+\.\d{2})\s*(?:บาท)?"
)
_SIGNED = re.compile(r"(?:ลงวันที่|วันที่)\s*(.+)")


def is_procurement(spec: Field) -> bool:
    """Whether a field lists purchases."""
    return {column.key for column in spec.columns} >= PROCUREMENT


def release_package(
    agency: Agency, edition: Edition, disclosure: Disclosure
) -> dict[str, Any] | None:
    """The purchases of an item; None where it lists none."""
    value = _purchases(disclosure)
    if value is None:
        return None
    releases = list(_releases(agency, edition, disclosure, value))
    url = absolute(agency, item_url(edition.name, disclosure.item))
    notes = [_NOTES["ids"]] if agency.ocds_prefix else [_NOTES["prefix"], _NOTES["ids"]]
    package: dict[str, Any] = {
        "uri": f"{url}ocds.json",
        "version": "1.1",
        "publishedDate": max(release["date"] for release in releases),
        "publisher": {"name": agency.name, "uri": agency.website},
    }
    if agency.licence:
        package["license"] = agency.licence.codes["uri"]
    return {
        **package,
        **_filled(notice=agency.notice),
        "notes": [{"th": note.th, "en": note.en} for note in notes],
        "releases": releases,
    }


def _purchases(disclosure: Disclosure) -> FieldValue | None:
    """The one field to take purchases from: the fuller form, where an item has two."""
    found = [
        disclosure.values[spec.key]
        for spec in disclosure.subject.fields
        if is_procurement(spec) and disclosure.values[spec.key].rows
    ]
    return max(found, key=lambda value: len(value.spec.columns), default=None)


def _releases(
    agency: Agency, edition: Edition, disclosure: Disclosure, value: FieldValue
) -> Iterator[dict[str, Any]]:
    prefix = agency.ocds_prefix or PLACEHOLDER_PREFIX
    updated = disclosure.header("updated").value
    seen: Counter[str] = Counter()
    for row in value.rows:
        local = _local_id(edition, disclosure, row, seen)
        released = updated or (row.month.last_day if row.month else edition.year.period.start)
        purchase = _Purchase(agency, row, local)
        sections = purchase.sections()
        content = _digest(*(cell.text for key in row.cells for cell in row.all_cells(key)))
        seen[f"{local} {content}"] += 1
        number = seen[f"{local} {content}"]
        yield {
            "ocid": f"{prefix}-{local}",
            "id": f"{edition.name}-{disclosure.item.code}-{released:%Y%m%d}-{content}"
            + (f"-{number}" if number > 1 else ""),
            "date": _moment(released),
            "language": "th",
            "tag": list(purchase.tags(sections)),
            "initiationType": "tender",
            **sections,
        }


def _local_id(edition: Edition, disclosure: Disclosure, row: Row, seen: Counter[str]) -> str:
    """The end of the ocid: the same for ever, also when status and price follow later."""
    number = re.sub(r"\s", "", arabic_digits(_text(row.cell("egp-no"))))
    if _LOCAL_ID.fullmatch(number):
        return number
    month = str(row.month) if row.month else ""
    identity = _digest(month, row.cell("item").text, _budget(row).text)
    local = f"{edition.name}-{disclosure.item.code}-{identity}"
    seen[local] += 1
    return local if seen[local] == 1 else f"{local}-{seen[local]}"


class _Purchase:
    """One row, section by section as OCDS has them."""

    def __init__(self, agency: Agency, row: Row, local_id: str) -> None:
        self.agency, self.row, self.id = agency, row, local_id
        self.price = _amount(row.cell("agreed-price"))
        self.suppliers = self._suppliers()
        status = row.cell("status").value
        self.codes = status.codes if isinstance(status, Choice) else {}
        self.contract_text = _text(row.cell("contract"))

    def sections(self) -> dict[str, Any]:
        awards = self._awards()
        contracts = self._contracts() if awards else []
        buyer = _text(self.row.cell("agency")) or self.agency.name
        parties = [_party(buyer, "buyer", "procuringEntity")]
        if buyer == self.agency.name:
            parties[0] |= self._own_details()
        parties += [_party(name, "supplier") for name in self.suppliers]
        return {
            "parties": parties,
            "buyer": _reference(buyer),
            **_filled(
                planning=self._planning(),
                tender=self._tender(buyer, awarded=bool(awards)),
                awards=awards,
                contracts=contracts,
            ),
        }

    def tags(self, sections: dict[str, Any]) -> Iterator[str]:
        """releaseTag, by the sections that are there."""
        if "planning" in sections:
            yield "planning"
        cancelled = self.codes.get("ocds-tender") == "cancelled"
        yield "tenderCancellation" if cancelled else "tender"
        if "awards" in sections:
            yield "awardCancellation" if cancelled else "award"
        if "contracts" in sections:
            yield "contract"

    def _planning(self) -> dict[str, Any]:
        budget = _filled(
            description=_text(self.row.cell("budget-source")),
            amount=_value(_amount(_budget(self.row))),
        )
        return _filled(budget=budget)

    def _tender(self, buyer: str, awarded: bool) -> dict[str, Any]:
        row = self.row
        method = row.cell("method")
        choice = method.value
        month = row.month if awarded else None
        return _filled(
            id=self.id,
            title=_text(row.cell("item")),
            status=self.codes.get("ocds-tender"),
            procuringEntity=_reference(buyer),
            value=_value(_amount(row.cell("median-price"))),
            procurementMethod=choice.codes.get("ocds-method") if choice else None,
            procurementMethodDetails=(choice.label.th if choice else _text(method)),
            procurementMethodRationale=_text(row.cell("reason")),
            # The form's month is that of the award; before one it is only when work began.
            awardPeriod=(
                {
                    "startDate": _moment(month.first_day),
                    "endDate": _moment(month.last_day, end=True),
                }
                if month
                else None
            ),
        )

    def _awards(self) -> list[dict[str, Any]]:
        if self.price is None and not self.suppliers:
            return []
        award = _filled(
            id=f"{self.id}-award",
            title=_text(self.row.cell("item")),
            status=self.codes.get("ocds-award"),
            value=_value(self.price),
            suppliers=[_reference(name) for name in self.suppliers],
        )
        return [award]

    def _contracts(self) -> list[dict[str, Any]]:
        status = self.codes.get("ocds-contract")
        if not status and not self.contract_text:
            return []
        signed = _signed(self.contract_text)
        contract = _filled(
            id=f"{self.id}-contract",
            awardID=f"{self.id}-award",
            title=_text(self.row.cell("item")),
            description=self.contract_text,
            status=status,
            value=_value(self.price),
            dateSigned=_moment(signed) if signed else None,
        )
        return [contract]

    def _suppliers(self) -> list[str]:
        """Names, one a line; with the price beside the name taken as the agreed price."""
        names: dict[str, str] = {}
        for line in _text(self.row.cell("selected")).splitlines():
            name = without_tax_numbers(" ".join(line.split()))
            found = _NAME_AND_PRICE.fullmatch(name)
            if found and self.row.cell("agreed-price").is_blank:
                name = found["name"].strip(" -–/:")
                self.price = Decimal(found["price"].replace(",", "")) + (self.price or 0)
            if name:
                names.setdefault(fold(name), name)
        return list(names.values())

    def _own_details(self) -> dict[str, Any]:
        address = _filled(
            locality=_agency_text(self.agency, "district"),
            region=_agency_text(self.agency, "province"),
            countryName="ไทย",
        )
        return {"address": address}


def _party(name: str, *roles: str) -> dict[str, Any]:
    return {**_reference(name), "roles": list(roles)}


def _reference(name: str) -> dict[str, str]:
    """A party by its name alone: tax numbers are never published, a sole trader's is an ID card's."""
    return {"id": f"name-{_digest(fold(name))}", "name": name}


def _budget(row: Row) -> Cell:
    """The money set aside; แบบ สขร. 1 has it under another key."""
    return row.cell("budget") if not row.cell("budget").is_blank else row.cell("amount")


def _amount(cell: Cell) -> Decimal | None:
    return cell.value if isinstance(cell.value, Decimal) else None


def _value(amount: Decimal | None) -> dict[str, Any] | None:
    return None if amount is None else {"amount": plain_number(amount), "currency": CURRENCY}


def _text(cell: Cell) -> str:
    """The text of a cell; "" where it says that there is none."""
    return "" if cell.states_none else cell.text.strip()


def _agency_text(agency: Agency, key: str) -> str:
    cells = agency.values[key].cells
    return cells[0].text if cells else ""


def _signed(contract: str) -> date | None:
    """The day in "สัญญาเลขที่ 1/2569 ลงวันที่ 3 ตุลาคม 2568", where it can be read."""
    found = _SIGNED.search(contract)
    if not found:
        return None
    try:
        return parse_date(found[1].strip())
    except DateError:
        return None


def _moment(day: date, end: bool = False) -> str:
    """RFC 3339 in Thai time."""
    return f"{day.isoformat()}T{'23:59:59' if end else '00:00:00'}+07:00"


def _digest(*texts: str) -> str:
    joined = "\x1f".join(texts).encode("utf-8", "surrogatepass")
    return hashlib.sha256(joined).hexdigest()[:12]


def _filled(**parts: Any) -> dict[str, Any]:
    """The parts that say something."""
    return {key: part for key, part in parts.items() if part not in (None, "", [], {})}
