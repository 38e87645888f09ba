"""A way to reach somebody: telephone, e-mail, web address, LINE."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Literal, get_args

from site_builder.kinds.base import (
    JsonSchema,
    ParseContext,
    ScalarKind,
    UnreadableValue,
    Vocabularies,
    object_schema,
)
from site_builder.kinds.link import safe_url
from site_builder.kinds.spec import Spec
from site_builder.kinds.values import Cell
from site_builder.language import Text, same
from site_builder.locations import Location
from site_builder.thai import arabic_digits

_EMAIL = re.compile(r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
_PHONE = re.compile(
    r"(?:(?:โทรศัพท์มือถือ|โทรศัพท์|โทรสาร|มือถือ|สายด่วน|โทร|tel|fax)\.?\s*:?\s*)?"
    r"(?P<number>\+?\(?\d[\d\s()-]{1,17}\d)(?:\s*(?:ต่อ|ext\.?)\s*(?P<extension>\d{1,6}(?:\s*[-,]\s*\d{1,6})*))?",
    re.IGNORECASE,
)
_LINE = re.compile(r"(?:line|ไลน์)(?:\s*id|\s*oa)?\s*:?\s*(?P<id>@?[A-Za-z0-9._-]+)", re.IGNORECASE)


ContactType = Literal["phone", "email", "url", "line"]


@dataclass(frozen=True, slots=True)
class Contact:
    """`address` is the bare number, mailbox, URL or LINE id; `href` opens it, "" where none does."""

    type: ContactType
    address: str
    href: str


class ContactKind(ScalarKind):
    name = "contact"
    label = Text("ช่องทางติดต่อ", "contact")
    template = "kinds/contact.html"

    def value(self, text: str, location: Location, spec: Spec, context: ParseContext) -> Any:
        plain = arabic_digits(text)
        mailbox = re.sub(r"^(?:อีเมล|e-?mail)\s*:?\s*", "", plain, flags=re.IGNORECASE)
        if _EMAIL.fullmatch(mailbox):
            return Contact("email", mailbox, f"mailto:{mailbox}")
        if url := safe_url(text):
            return Contact("url", url, url)
        if found := _PHONE.fullmatch(plain):
            digits = re.sub(r"[^\d+]", "", found["number"])
            if 3 <= len(digits.lstrip("+")) <= 15:
                return Contact("phone", found["number"], f"tel:{digits}")
        if found := _LINE.fullmatch(plain):
            return Contact("line", found["id"], "")
        raise UnreadableValue(
            "contact-unreadable",
            Text(
                'อ่าน "{text}" เป็นช่องทางติดต่อไม่ได้',
                '"{text}" cannot be read as a way to reach somebody',
            ).format(text=same(text)),
            Text(
                "เขียนหมายเลขโทรศัพท์ อีเมล ที่อยู่เว็บ (https://…) หรือ LINE: @ชื่อ",
                "write a telephone number, an e-mail, a web address (https://…) or LINE: @name",
            ),
        )

    def _json_value(self, cell: Cell) -> Any:
        return {"type": cell.value.type, "address": cell.value.address, "text": cell.text}

    def value_schema(self, spec: Spec, vocabularies: Vocabularies) -> JsonSchema:
        return object_schema(
            {
                "type": {"enum": list(get_args(ContactType))},
                "address": {"type": "string"},
                "text": {"type": "string"},
            }
        )
