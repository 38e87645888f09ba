"""What the agencies of a made-up fleet are called, of what type they are and who looks after them.

Names are put together from syllables and provinces are invented: no score of ours may be read as one of a real
agency. Only the numbers of agencies by type are those of the country (rounded, 2568).
"""

from __future__ import annotations

from itertools import product
from random import Random
from typing import NamedTuple


class AgencyType(NamedTuple):
    """A type of agency.

    Attributes:
        label: the Thai label of the vocabulary `agency-type`.
        code: begins the id of its agencies.
        prefix: what its agencies' names begin with.
        head: what its leader is called.
        number: how many there are in the country.
        quality: how well it does on the whole, from 0 to 1.
        places: whether an agency is of a district in a province.
    """

    label: str
    code: str
    prefix: str
    head: str
    number: int
    quality: float
    places: bool = True


TYPES = (
    AgencyType(
        "องค์การบริหารส่วนตำบล",
        "sao",
        "องค์การบริหารส่วนตำบล",
        "นายกองค์การบริหารส่วนตำบล",
        5300,
        0.70,
    ),
    AgencyType("เทศบาลตำบล", "sm", "เทศบาลตำบล", "นายกเทศมนตรี", 2240, 0.74),
    AgencyType("เทศบาลเมือง", "tm", "เทศบาลเมือง", "นายกเทศมนตรี", 195, 0.80),
    AgencyType("เทศบาลนคร", "cm", "เทศบาลนคร", "นายกเทศมนตรี", 30, 0.86),
    AgencyType(
        "องค์การบริหารส่วนจังหวัด",
        "pao",
        "องค์การบริหารส่วนจังหวัด",
        "นายกองค์การบริหารส่วนจังหวัด",
        76,
        0.84,
    ),
    AgencyType("องค์กรปกครองส่วนท้องถิ่นรูปแบบพิเศษ", "slg", "เมืองพิเศษ", "นายกเมืองพิเศษ", 2, 0.85),
    AgencyType("จังหวัด", "prov", "จังหวัด", "ผู้ว่าราชการจังหวัด", 76, 0.82),
    AgencyType("กรมหรือเทียบเท่า", "dep", "กรม", "อธิบดีกรม", 146, 0.90, False),
    AgencyType("กระทรวงหรือเทียบเท่า", "min", "กระทรวง", "ปลัดกระทรวง", 20, 0.92, False),
    AgencyType("สถาบันอุดมศึกษา", "uni", "มหาวิทยาลัย", "อธิการบดีมหาวิทยาลัย", 84, 0.86),
    AgencyType("องค์การมหาชน", "po", "สถาบัน", "ผู้อำนวยการสถาบัน", 60, 0.90, False),
    AgencyType("รัฐวิสาหกิจ", "soe", "องค์การ", "ผู้ว่าการองค์การ", 51, 0.91, False),
    AgencyType("หน่วยงานอื่นของรัฐ", "oth", "สำนักงาน", "ผู้อำนวยการสำนักงาน", 24, 0.85, False),
)

CAPITAL = "กรุงสมมุติ"
PROVINCES = tuple(
    first + second
    for first, second in product(
        (
            "ดาว",
            "ทราย",
            "เมฆ",
            "หมอก",
            "ไผ่",
            "ตะวัน",
            "น้ำค้าง",
            "ฟ้าใส",
            "ลมหนาว",
            "ข้าวหอม",
            "รุ้งงาม",
            "ฝนพรำ",
            "ดงสน",
            "ภูคราม",
            "ธารแก้ว",
            "หาดนวล",
            "ทุ่งแสง",
            "เวียงฝัน",
            "กอบัว",
        ),
        ("บุรี", "ธานี", "นคร", "คีรี"),
    )
)

#: Who keeps the sites of agencies, with how well they do it; "" is an agency by itself.
VENDORS = {
    "": 0.62,
    "เว็บท้องถิ่นสมมุติ": 0.76,
    "ดีไซน์ตำบล (สมมุติ)": 0.58,
    "ไทยกอฟซอฟต์ (สมมุติ)": 0.84,
    "โปร่งใสเทค (สมมุติ)": 0.92,
    "อบต.ออนไลน์ (สมมุติ)": 0.66,
    "ซิตี้พอร์ทัล (สมมุติ)": 0.80,
    "นครซอฟต์ (สมมุติ)": 0.73,
    "รวมเว็บไทย (สมมุติ)": 0.50,
    "พอร์ทัลจังหวัด (สมมุติ)": 0.86,
    "มหาชนดิจิทัล (สมมุติ)": 0.90,
    "ศูนย์ข้อมูลท้องถิ่น (สมมุติ)": 0.69,
}

_FIRST = (
    "บ้าน",
    "หนอง",
    "โคก",
    "ดอน",
    "นา",
    "ห้วย",
    "ท่า",
    "วัง",
    "โนน",
    "คลอง",
    "บึง",
    "เขา",
    "แม่",
    "ป่า",
    "ทุ่ง",
)
_SECOND = (
    "ทอง",
    "แก้ว",
    "ใหญ่",
    "งาม",
    "สว่าง",
    "หลวง",
    "แสง",
    "เย็น",
    "สูง",
    "ไทร",
    "มะขาม",
    "ประดู่",
    "กลาง",
    "ศรี",
    "แดง",
    "คำ",
    "ยาง",
    "ตาล",
    "ข่อย",
    "จาน",
)
#: Marks every name as invented.
_LAST = "สมมุติ"
_FIELDS = (
    "พัฒนา",
    "ส่งเสริม",
    "บริหาร",
    "กำกับ",
    "วิจัย",
    "คุ้มครอง",
    "จัดการ",
    "สนับสนุน",
)
_MATTERS = (
    "แหล่งน้ำ",
    "ป่าไม้",
    "การค้า",
    "การเรียนรู้",
    "ขนส่ง",
    "สุขภาวะ",
    "พลังงาน",
    "ดิจิทัล",
    "แรงงาน",
    "ที่ดิน",
    "อาหาร",
    "ท่องเที่ยว",
)


def place_name(random: Random) -> str:
    """The name of a village, subdistrict or district."""
    return random.choice(_FIRST) + random.choice(_SECOND) + _LAST


def office_name(random: Random) -> str:
    """What an agency that is of no place is for."""
    return random.choice(_FIELDS) + random.choice(_MATTERS) + _LAST


def shares(agencies: int) -> list[AgencyType]:
    """The types of so many agencies, in the proportions of the country, by largest remainder."""
    every = sum(each.number for each in TYPES)
    exact = [each.number * agencies / every for each in TYPES]
    counts = [int(share) for share in exact]
    by_remainder = sorted(range(len(TYPES)), key=lambda i: (counts[i] - exact[i], i))
    for i in by_remainder[: agencies - sum(counts)]:
        counts[i] += 1
    return [each for each, count in zip(TYPES, counts, strict=True) for _ in range(count)]
