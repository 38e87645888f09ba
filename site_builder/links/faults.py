"""What can be wrong with a link: one table of codes, with what each says and how to mend it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import NamedTuple

from site_builder.language import Text, same
from site_builder.links.hosts import WARNED_OF
from site_builder.links.verdicts import CHANGE, Verdict
from site_builder.outcomes import Severity
from site_builder.problems import Problem


class Place(NamedTuple):
    """Where a link stands.

    Attributes:
        page: as a person opens it: the file, or the address.
        line: counted from 1; 0 where it is not known.
        tag, attribute: such as `a` and `href`.
        written: the address as it stands there.
    """

    page: str
    line: int
    tag: str
    attribute: str
    written: str


@dataclass(frozen=True, slots=True)
class LinkFault:
    """One thing to mend, with every place that has it.

    Attributes:
        target: what the links lead to, or the address as written where they lead nowhere.
        expected: what was probably meant, "" where that is not known.
        engines: which of them have found it: `ours`, `linkchecker`.
    """

    code: str
    severity: Severity
    target: str
    expected: str
    places: tuple[Place, ...]
    message: Text
    remedy: Text
    engines: tuple[str, ...] = ("ours",)


@dataclass(frozen=True, slots=True)
class LinkReport:
    """What was found of a site's links.

    Attributes:
        site: the folder or address that was read.
        engines: which have read it to the end.
        pages: that were read, style sheets included.
        links: how many links stand on them, by the way they lead (`inside`, `web`, `mail`, …).
        outside: every address of another server, with the places that lead there.
        problems: what could not be read; nothing is held against the site for it.
        verdicts: what became of the addresses of other servers that were to be judged.
    """

    site: str
    engines: tuple[str, ...]
    pages: int
    links: dict[str, int]
    outside: dict[str, tuple[Place, ...]]
    faults: tuple[LinkFault, ...]
    problems: tuple[Problem, ...] = ()
    verdicts: dict[str, Verdict] = field(default_factory=dict)

    def with_verdicts(self, verdicts: dict[str, Verdict]) -> LinkReport:
        """The report with what other servers have answered; what is dead is a fault of the site."""
        dead = [
            _dead(verdict, self.outside[url])
            for url, verdict in verdicts.items()
            if verdict.is_failure
        ]
        return replace(self, verdicts=verdicts).with_faults([*self.faults, *dead])

    def with_faults(self, faults: list[LinkFault]) -> LinkReport:
        return replace(self, faults=tuple(sorted(faults, key=_order)))


def make_fault(
    code: str, target: str, places: list[Place], expected: str = "", why: Text | None = None
) -> LinkFault:
    """A fault with its words."""
    message, remedy = MESSAGES[code]
    meant = Text("", "")
    if expected:
        meant = Text(" ที่ถูกน่าจะเป็น {x}", "; probably {x} is meant").format(x=same(expected))
    facts = {"target": same(target), "meant": meant, "why": why or same("")}
    severity = Severity.WARNING if code in WARNINGS else Severity.ERROR
    return LinkFault(
        code,
        severity,
        target,
        expected,
        tuple(sorted(set(places))),
        message.format(**facts),
        remedy.format(**facts),
    )


def _dead(verdict: Verdict, places: tuple[Place, ...]) -> LinkFault:
    fault = make_fault("link-dead", verdict.url, list(places), why=verdict.message)
    return replace(fault, remedy=verdict.remedy or fault.remedy)


def _order(fault: LinkFault) -> tuple[int, str, str]:
    return (-fault.severity.rank, fault.code, fault.target)


#: Faults that a reader may not meet: they depend on where the site stands or on another server.
WARNINGS = WARNED_OF | {"link-above-front", "link-elsewhere", "link-reported"}
_RENAME = Text(
    "แก้ลิงก์ให้ตรงกับชื่อไฟล์ทุกตัวอักษร{meant} หรือเปลี่ยนชื่อไฟล์ให้ตรงกับลิงก์",
    "write the link as the file is named, letter for letter{meant}, or rename the file",
)
_DELETE = Text(
    "ใส่ที่อยู่ให้ถูก{meant} หรือลบลิงก์นี้ออก", "give the right address{meant}, or take the link out"
)
_ON_SITE = Text(
    "นำเอกสารหรือข้อมูลมาไว้บนเว็บไซต์หลักของหน่วยงาน แล้วเปลี่ยนลิงก์มาที่นั่น",
    "put the document or the data on the agency's main website and link to it there",
)
MESSAGES: dict[str, tuple[Text, Text]] = {
    "link-missing": (
        Text("ไม่มี {target} ในเว็บไซต์", "the site has no {target}"),
        Text(
            "แก้ลิงก์{meant} หรือนำไฟล์ที่ขาดขึ้นเว็บไซต์",
            "mend the link{meant}, or publish what is missing",
        ),
    ),
    "link-case": (
        Text(
            "ตัวพิมพ์เล็กใหญ่ไม่ตรงกับชื่อไฟล์: {target}",
            "capitals differ from the name of the file: {target}",
        ),
        _RENAME,
    ),
    "link-form": (
        Text(
            "ชื่อไฟล์ไทยเขียนคนละแบบ (เช่น สระอำแยกเป็นสองตัว สระแอจากเอสองตัว หรือช่องว่าง): {target}",
            "the Thai name is spelt in another form (such as sara am in two signs, or spaces): {target}",
        ),
        _RENAME,
    ),
    "link-encoded-twice": (
        Text("ที่อยู่ถูกเข้ารหัส % ซ้ำสองครั้ง: {target}", "the address is percent-encoded twice: {target}"),
        Text(
            "เขียนชื่อไฟล์ตรง ๆ หรือเข้ารหัสครั้งเดียว{meant}",
            "write the name as it is, or encode it once{meant}",
        ),
    ),
    "link-old-thai": (
        Text(
            "ที่อยู่เข้ารหัสด้วยอักษรไทยแบบเก่า (TIS-620) เครื่องแม่ข่ายปัจจุบันหาไม่พบ: {target}",
            "the address is encoded in old Thai (TIS-620), which servers of today do not find: {target}",
        ),
        Text("เขียนลิงก์ใหม่ด้วย UTF-8{meant}", "write the link again in UTF-8{meant}"),
    ),
    "link-escape": (
        Text(
            "เครื่องหมาย % ไม่ตามด้วยเลขฐานสิบหกสองตัว: {target}",
            "a % is not followed by two hexadecimal digits: {target}",
        ),
        Text("เขียน % ในชื่อไฟล์เป็น %25", "write a % that is part of the name as %25"),
    ),
    "link-no-index": (
        Text(
            "โฟลเดอร์ {target} ไม่มี index.html ผู้อ่านจะได้หน้าแจ้งข้อผิดพลาดหรือรายชื่อไฟล์",
            "the folder {target} has no index.html; readers get an error or a bare list of files",
        ),
        Text(
            "ลิงก์ไปที่ไฟล์โดยตรง หรือสร้าง index.html ในโฟลเดอร์นั้น",
            "link to the file itself, or make an index.html in the folder",
        ),
    ),
    "link-anchor": (
        Text("หน้านั้นไม่มีจุดที่ลิงก์ไป: {target}", "the page has no such place: {target}"),
        Text(
            "แก้ส่วนหลัง # ให้ตรงกับ id บนหน้านั้น{meant} หรือลบออก",
            "write after # an id that the page has{meant}, or take it out",
        ),
    ),
    "link-empty": (
        Text("ลิงก์หรือภาพไม่มีที่อยู่", "the link or picture has no address"),
        _DELETE,
    ),
    "link-malformed": (
        Text("ที่อยู่เว็บเขียนผิดรูป: {target}", "the web address is malformed: {target}"),
        _DELETE,
    ),
    "link-no-scheme": (
        Text(
            "ที่อยู่เว็บขาด https:// ข้างหน้า เบราว์เซอร์จึงหาไฟล์ชื่อนี้ในเว็บไซต์แทน: {target}",
            "https:// is missing in front, so browsers look for a file of this name: {target}",
        ),
        _DELETE,
    ),
    "link-scheme": (
        Text("คำขึ้นต้นของที่อยู่สะกดผิด: {target}", "the start of the address is misspelt: {target}"),
        _DELETE,
    ),
    "link-own-computer": (
        Text(
            "ที่อยู่นี้เปิดได้เฉพาะบนเครื่องของผู้เขียน: {target}",
            "only the writer's own computer can open this: {target}",
        ),
        Text(
            "นำไฟล์ขึ้นเว็บไซต์ แล้วลิงก์ไปที่ไฟล์บนเว็บไซต์",
            "put the file on the site and link to it there",
        ),
    ),
    "link-backslash": (
        Text("ที่อยู่ใช้ \\ แทน /: {target}", "the address has \\ for /: {target}"),
        Text("เขียน / แทน \\ ทุกตัว{meant}", "write / for every \\{meant}"),
    ),
    "link-above-front": (
        Text(
            "ลิงก์ถอยเลยหน้าแรกของเว็บไซต์: {target}",
            "the link climbs above the front page of the site: {target}",
        ),
        Text(
            "ลด ../ ลง เพราะเมื่อย้ายเว็บไซต์ไปไว้ในโฟลเดอร์ย่อย ลิงก์จะเสีย",
            "take out a ../; below a folder of a server the link would be dead",
        ),
    ),
    "mail-malformed": (
        Text("ที่อยู่อีเมลเขียนผิดรูป: {target}", "the e-mail address is malformed: {target}"),
        Text("เขียนเป็น mailto:ชื่อ@หน่วยงาน.go.th", "write mailto:name@agency.go.th"),
    ),
    "phone-malformed": (
        Text("หมายเลขนี้โทรออกไม่ได้: {target}", "a telephone cannot dial this: {target}"),
        Text(
            "เขียนเป็นเลขอารบิก เช่น tel:042000100 เบอร์ต่อเขียน tel:042000100,12",
            "write digits 0–9, such as tel:042000100; an extension as tel:042000100,12",
        ),
    ),
    "file-broken": (
        Text("เปิดไฟล์ {target} ไม่ได้: {why}", "the file {target} does not open: {why}"),
        Text("นำไฟล์ต้นฉบับที่เปิดได้ขึ้นใหม่ในชื่อเดิม", "publish the original again under the same name"),
    ),
    "page-error": (
        Text(
            "หน้า {target} เปิดได้แต่เป็นหน้าแจ้งว่าไม่พบ: {why}",
            "{target} opens, but is a page that says it was not found: {why}",
        ),
        Text(
            "แก้ลิงก์ไปหน้าที่มีอยู่จริง และให้เครื่องแม่ข่ายตอบ 404 เมื่อไม่พบ",
            "link to what is there, and let the server answer 404 where nothing is",
        ),
    ),
    "page-empty": (
        Text("หน้า {target} ว่างเปล่า (0 ไบต์)", "the page {target} is empty (0 bytes)"),
        Text("นำหน้านี้ขึ้นใหม่", "publish the page again"),
    ),
    "redirect-loop": (
        Text("{target} ส่งผู้อ่านต่อวนไปมาไม่สิ้นสุด", "{target} sends readers on without end"),
        Text("แก้ให้ส่งต่อไปหน้าสุดท้ายโดยตรง", "send readers straight to the last page"),
    ),
    "link-login": (
        Text("ต้องเข้าสู่ระบบจึงจะเปิดได้: {target}", "a login is asked for: {target}"),
        Text("เปิดให้ทุกคนอ่านได้โดยไม่ต้องเข้าสู่ระบบ", "let everyone read it without a login"),
    ),
    "link-refused": (
        Text("เว็บไซต์ปฏิเสธ {target}: {why}", "the site refuses {target}: {why}"),
        Text("ตรวจสิทธิ์และชื่อไฟล์บนเครื่องแม่ข่าย", "look at rights and names on the server"),
    ),
    "link-dead": (
        Text("{target} บนเว็บไซต์อื่นเสียแล้ว: {why}", "{target} on another site is dead: {why}"),
        CHANGE,
    ),
    "link-elsewhere": (
        Text(
            "{target} ถูกส่งต่อไปเครื่องแม่ข่ายอื่น: {why}", "{target} is sent on to another server: {why}"
        ),
        Text("ลิงก์ไปที่ปลายทางโดยตรง", "link to where it ends"),
    ),
    "link-reported": (
        Text("LinkChecker เปิด {target} ไม่ได้: {why}", "LinkChecker cannot open {target}: {why}"),
        Text("เปิดลิงก์นี้ในเบราว์เซอร์ดู แล้วแก้ที่อยู่", "open the link in a browser, and mend the address"),
    ),
    "mixed-content": (
        Text(
            "หน้า https โหลด {target} แบบไม่ปลอดภัย เบราว์เซอร์จะไม่แสดง",
            "an https page loads {target} without security; browsers leave it out",
        ),
        Text(
            "เปลี่ยน http:// เป็น https:// หรือเก็บไฟล์ไว้ในเว็บไซต์",
            "write https:// for http://, or keep the file on the site",
        ),
    ),
    "host-local": (
        Text(
            "{target} อยู่ในเครือข่ายภายในหน่วยงาน ประชาชนเปิดไม่ได้",
            "{target} is of the agency's own network, which the public cannot reach",
        ),
        _ON_SITE,
    ),
    "host-staging": (
        Text(
            "{target} เป็นเครื่องทดสอบ ไม่ใช่เว็บไซต์จริง",
            "{target} is a machine for trials, not the real site",
        ),
        Text("ลิงก์ไปที่เว็บไซต์จริงของหน่วยงาน", "link to the agency's real website"),
    ),
    "host-shortener": (
        Text(
            "{target} เป็นลิงก์ย่อ ผู้อ่านไม่รู้ว่าไปที่ใด และบริการอาจเลิกได้",
            "{target} is a shortened link: nobody sees where it leads, and the service may end",
        ),
        Text("เขียนที่อยู่เต็มของปลายทาง", "write the whole address of where it leads"),
    ),
    "host-drive": (
        Text(
            "{target} เป็นที่ฝากไฟล์ ซึ่งมักต้องขอสิทธิ์ก่อนเปิด และไม่ใช่เว็บไซต์หลัก",
            "{target} is a file drive, which often asks for permission and is not the main website",
        ),
        _ON_SITE,
    ),
    "host-social": (
        Text(
            "{target} เป็นสื่อสังคมออนไลน์ และไม่มีหลักฐานอื่นที่นี่ ผู้ประเมินอ่านเฉพาะเว็บไซต์หลัก",
            "{target} is social media, and there is no other evidence here; the assessor reads the main website only",
        ),
        Text(
            "นำเอกสารหรือข้อมูลมาไว้บนเว็บไซต์หลักของหน่วยงาน ลิงก์สื่อสังคมออนไลน์คงไว้เป็นส่วนเสริมได้",
            "put the document or the data on the agency's main website; the link may stay beside it",
        ),
    ),
    "host-other": (
        Text(
            "เอกสาร {target} อยู่นอกโดเมนของหน่วยงาน",
            "the document {target} stands outside of the agency's domain",
        ),
        _ON_SITE,
    ),
}
