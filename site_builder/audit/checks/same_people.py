"""The same person stands in the same post wherever the agency names it."""

from __future__ import annotations

import re

from site_builder.audit.checks.base import Case, Check, Judgement, Message, judged
from site_builder.language import Text
from site_builder.thai import fold

_TITLE = re.compile(
    r"^(?:นางสาว|นาง|นาย|น\.ส\.|ดร\.|ว่าที่(?:ร้อยตรี|ร\.ต\.)|[จพรส]\.[อตสท]\.[อตท]?\.?)+"
)
#: What is written where a post is vacant.
_VACANT = ("ว่าง", "-", "ไม่มี")


class SamePeople(Check):
    """A post in the column `post` that another item also names (its `field`, by the columns
    `other-post` and `other-name`) has the same holder there. Titles and spaces do not count; posts
    that only one of them names are not compared."""

    name = "same-people"
    parameters = frozenset({"column", "post", "item", "field", "other-post", "other-name"})
    required = frozenset({"column", "post", "item", "field", "other-post", "other-name"})
    messages = {
        "person-differs": Message(
            Text(
                "ตำแหน่ง {post}: ที่นี่คือ “{here}” แต่ในข้อ {item} คือ “{there}” ({place})",
                "{post}: here it is “{here}”, but {item} says “{there}” ({place})",
            ),
            Text("แก้ให้ตรงกับผู้ดำรงตำแหน่งปัจจุบันทั้งสองข้อ", "name the present holder in both"),
        ),
    }

    def judge(self, case: Case) -> Judgement:
        other = case.data.by_slug(case.parameters["item"])
        field = other.values[case.parameters["field"]] if other and other.readable else None
        if other is None or field is None:
            return judged(())
        post_key, name_key = case.parameters["other-post"], case.parameters["other-name"]
        named = {
            fold(row.cell(post_key).text): row.cell(name_key)
            for row in field.rows
            if row.cell(post_key).text and _person(row.cell(name_key).text)
        }
        findings = []
        for row in case.value.rows:
            here = row.cell(case.parameters["column"])
            post = row.cell(case.parameters["post"]).text
            there = named.get(fold(post))
            if there is None or not _person(here.text) or _person(here.text) == _person(there.text):
                continue
            findings.append(
                self.finding(
                    case,
                    "person-differs",
                    here.location,
                    post=post,
                    here=here.text,
                    there=there.text,
                    item=other.item.id,
                    place=str(there.location),
                )
            )
        return judged(findings)


def _person(name: str) -> str:
    """A name as it is compared; "" where nobody holds the post."""
    bare = name.strip()
    return "" if bare in _VACANT or bare.startswith("ว่าง") else fold(_TITLE.sub("", bare))
