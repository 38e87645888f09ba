"""What `oit verify` says, for people and for programs."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from site_builder.characters import clean as without_controls
from site_builder.language import Text
from site_builder.links.answers import clean
from site_builder.outcomes import Finding, Status
from site_builder.problems import Problem
from site_builder.sealing.appeal import COVER, Pack
from site_builder.sealing.compare import Comparison, Difference
from site_builder.sealing.manifest import Manifest, SealedItem
from site_builder.sealing.timestamps import Stamp
from site_builder.sealing.words import Change
from site_builder.thai import format_moment

FORMAT = 1
#: More of one kind are counted, not listed, in the report for people.
MOST = 10
_LONGEST = 80


@dataclass(frozen=True)
class Verification:
    """What was found of an archive.

    Attributes:
        sha256: of its manifest.
        faults: in which it is not what its manifest says.
        stamp: None where it has none.
        items: that were asked for.
        comparison, pack: None where none was asked for, or the archive has faults.
    """

    archive: str
    manifest: Manifest
    sha256: str
    faults: tuple[Finding, ...]
    stamp: Stamp | None
    items: tuple[SealedItem, ...] = ()
    comparison: Comparison | None = None
    pack: Pack | None = None

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Everything that is not as it was sealed."""
        of_stamp = (self.stamp.fault,) if self.stamp and self.stamp.fault else ()
        of_site = (each.fault for each in self._differences if isinstance(each.fault, Finding))
        return (*self.faults, *of_stamp, *of_site)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What of the site could not be compared."""
        return tuple(each.fault for each in self._differences if isinstance(each.fault, Problem))

    @property
    def _differences(self) -> tuple[Difference, ...]:
        return self.comparison.differences if self.comparison else ()


# --- for people ----------------------------------------------------------------------------------


def render_text(found: Verification) -> str:
    """The report in the language of this run."""
    return "\n".join(clean(str(line)) for line in _lines(found)) + "\n"


def _lines(found: Verification) -> Iterator[Text | str]:
    manifest = found.manifest
    yield Text(
        f"แฟ้มหลักฐาน {found.archive}: {manifest.agency} {manifest.base_url}",
        f"Sealed archive {found.archive}: {manifest.agency} {manifest.base_url}",
    )
    yield Text(
        f"ผนึกเมื่อ {format_moment(manifest.time)} ตามนาฬิกาของเครื่องที่ผนึก ด้วย {manifest.tool}",
        f"Sealed at {manifest.sealed_at} by the clock of the sealing computer, with {manifest.tool}",
    )
    yield Text(
        f"SHA-256 ของ manifest.json: {found.sha256}", f"SHA-256 of manifest.json: {found.sha256}"
    )
    yield from _stamp(found.stamp)
    count = len(manifest.files)
    if not found.faults:
        yield Text(
            f"ตรวจในแฟ้มแล้ว {count} ไฟล์ ตรงกับที่บันทึกไว้ทั้งหมด",
            f"{count} files of the archive checked, all are as recorded",
        )
    else:
        yield Text(
            f"ตรวจในแฟ้มแล้ว {count} ไฟล์ พบสิ่งผิดปกติ {len(found.faults)} จุด จึงไม่เทียบกับเว็บไซต์และไม่ทำชุดอุทธรณ์",
            f"{count} files of the archive checked, {len(found.faults)} faults; nothing is compared or packed",
        )
        yield from _faults(found.faults)
    for item in found.items:
        yield ""
        yield from _item(found, item)
    if found.comparison:
        yield ""
        yield from _comparison(found.comparison)
    if found.pack:
        yield ""
        yield from _pack(found.pack)


def _stamp(stamp: Stamp | None) -> Iterator[Text | str]:
    if stamp is None:
        yield Text(
            "ไม่มีการประทับรับรองเวลา: เวลาพิสูจน์ได้ต่อเมื่อมีผู้อื่นเก็บค่า SHA-256 นี้ไว้ตั้งแต่วันผนึก",
            "No time stamp: the time is proved only where somebody else has kept this SHA-256 since that day",
        )
        return
    if stamp.time:
        yield Text(
            f"ประทับรับรองเวลาเมื่อ {format_moment(stamp.time)}",
            f"Time stamp of {stamp.time.isoformat()}",
        )
    if stamp.fault:
        yield from fault_lines(stamp.fault)
    elif stamp.unchecked:
        yield stamp.unchecked
    else:
        yield Text(
            "ลายมือชื่อและใบรับรองของผู้ประทับถูกต้องตามใบรับรองรากที่ระบุ",
            "Its signature and certificates are good by the given roots",
        )


def _item(found: Verification, item: SealedItem) -> Iterator[Text | str]:
    """What stood at an item's address."""
    named = found.manifest.by_path
    yield f"{item.id} {item.title} (OIT {item.edition})"
    yield f"  {item.url}"
    status = Status(item.status).label
    yield Text(f"  สถานะ ณ วันผนึก: {status.th}", f"  Status when sealed: {status.en}")
    for path in (*item.pages, *item.documents):
        yield f"  {named[path].sha256}  {path}"


def _comparison(found: Comparison) -> Iterator[Text | str]:
    findings = [each for each in found.differences if isinstance(each.fault, Finding)]
    unread = [each for each in found.differences if isinstance(each.fault, Problem)]
    for group in (findings, unread):
        of_item: dict[SealedItem | None, list[Difference]] = {}
        for each in group:
            of_item.setdefault(each.item, []).append(each)
        for item in sorted(of_item, key=lambda item: item is None):
            yield (
                f"{item.id} {item.title} (OIT {item.edition})"
                if item
                else Text("ส่วนอื่นของเว็บไซต์", "Other parts of the site")
            )
            for difference in of_item[item][:MOST]:
                yield from fault_lines(difference.fault)
                yield from _words(difference)
            yield from more_lines(len(of_item[item]))
    yield Text(
        f"เทียบกับ {found.site} แล้ว {found.files} ไฟล์: ต่างกัน {len(findings)} อ่านไม่ได้ {len(unread)}",
        f"{found.files} files compared with {found.site}: {len(findings)} different, {len(unread)} not read",
    )
    if not found.lists_files:
        yield Text(
            "ที่อยู่เว็บบอกไม่ได้ว่ามีไฟล์ใดเพิ่มขึ้น ถ้าต้องการรู้ ให้เทียบกับโฟลเดอร์ของเว็บไซต์",
            "An address cannot tell which files have been added; compare the site's folder to know",
        )


def _words(difference: Difference) -> Iterator[Text | str]:
    if difference.words is None:
        return
    if not difference.words:
        yield Text(
            "    ข้อความและลิงก์ที่ผู้อ่านเห็นเหมือนเดิม ต่างกันที่ส่วนอื่นของไฟล์ (โครงหน้า รูปแบบ หรือสคริปต์)",
            "    texts and links are the same for a reader; something else differs (structure, style or script)",
        )
    for change in difference.words[:MOST]:
        yield f"    {_change(change)}"
    yield from more_lines(len(difference.words) + difference.more, "    ")


def _change(change: Change) -> str:
    """`spending: “12,000” → “13,000”`."""
    before, after = (_quoted(each) for each in (change.before, change.after))
    return f"{change.element}: {before} → {after}" if change.element else f"{before} → {after}"


def _quoted(text: str) -> str:
    if not text:
        return str(Text("(ไม่มี)", "(nothing)"))
    short = text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
    return f"“{short}”"


def _faults(faults: Iterable[Finding]) -> Iterator[Text | str]:
    by_code: dict[str, list[Finding]] = {}
    for fault in faults:
        by_code.setdefault(fault.code, []).append(fault)
    for group in by_code.values():
        for fault in group[:MOST]:
            yield from fault_lines(fault)
        yield from more_lines(len(group))


def fault_lines(fault: Finding | Problem) -> Iterator[Text | str]:
    """What is wrong, with its remedy."""
    yield f"  {fault.location}: {fault.message} [{fault.code}]"
    yield f"    → {fault.remedy}"


def more_lines(count: int, margin: str = "  ") -> Iterator[Text | str]:
    """How many are not listed."""
    if count > MOST:
        left = count - MOST
        yield Text(
            f"{margin}และอีก {left} รายการ (ดูทั้งหมดด้วย --format json)",
            f"{margin}and {left} more (all of them with --format json)",
        )


def _pack(pack: Pack) -> Iterator[Text | str]:
    printed = sum(bool(page.pdf) for page in pack.pages)
    yield Text(
        f"ชุดเอกสารอุทธรณ์อยู่ที่ {pack.folder / COVER}: {len(pack.pages)} หน้า เป็น PDF {printed} หน้า",
        f"The appeal pack is in {pack.folder / COVER}: {len(pack.pages)} pages, {printed} of them as PDF",
    )
    yield from pack.remarks


# --- for programs --------------------------------------------------------------------------------


def render_json(found: Verification) -> str:
    """The report as JSON text; texts are in the language of this run."""
    return json.dumps(to_data(found), ensure_ascii=False, indent=2) + "\n"


def to_data(found: Verification) -> dict[str, Any]:
    """The report as plain values."""
    manifest = found.manifest
    return {
        "format": FORMAT,
        "archive": found.archive,
        "agency": manifest.agency,
        "base_url": manifest.base_url,
        "sealed_at": manifest.sealed_at,
        "tool": manifest.tool,
        "manifest_sha256": found.sha256,
        "files": len(manifest.files),
        "stamp": _stamp_data(found.stamp),
        "faults": [fault_data(fault) for fault in found.faults],
        "items": [_item_data(manifest, item) for item in found.items],
        "comparison": _comparison_data(found.comparison),
        "pack": _pack_data(found.pack),
    }


def _stamp_data(stamp: Stamp | None) -> dict[str, Any] | None:
    if stamp is None:
        return None
    return {
        "time": stamp.time.isoformat() if stamp.time else None,
        "unchecked": str(stamp.unchecked) if stamp.unchecked else None,
        "fault": fault_data(stamp.fault) if stamp.fault else None,
    }


def _item_data(manifest: Manifest, item: SealedItem) -> dict[str, Any]:
    files = [manifest.by_path[path] for path in item.files]
    return {
        "edition": item.edition,
        "id": item.id,
        "slug": item.slug,
        "title": item.title,
        "url": item.url,
        "status": item.status,
        "elements": [{"key": each.key, "outcome": each.outcome} for each in item.elements],
        "files": [{"path": f.path, "size": f.size, "sha256": f.sha256} for f in files],
    }


def _comparison_data(found: Comparison | None) -> dict[str, Any] | None:
    if found is None:
        return None
    return {
        "site": found.site,
        "files": found.files,
        "lists_files": found.lists_files,
        "differences": [
            {
                **fault_data(each.fault),
                "path": each.path,
                "edition": each.item.edition if each.item else None,
                "item": each.item.id if each.item else None,
                "words": None
                if each.words is None
                else [
                    {
                        "element": change.element or None,
                        "before": without_controls(change.before),
                        "after": without_controls(change.after),
                    }
                    for change in each.words
                ],
                "more_words": each.more,
            }
            for each in found.differences
        ],
    }


def _pack_data(pack: Pack | None) -> dict[str, Any] | None:
    if pack is None:
        return None
    return {
        "folder": str(pack.folder),
        "pages": [{"html": page.html, "pdf": page.pdf or None} for page in pack.pages],
        "remarks": [str(remark) for remark in pack.remarks],
    }


def fault_data(fault: Finding | Problem) -> dict[str, Any]:
    """The same as plain values."""
    return {
        "code": fault.code,
        "place": fault.location.file,
        "message": str(fault.message),
        "remedy": str(fault.remedy),
    }
