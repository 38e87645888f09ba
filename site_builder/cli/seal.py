"""`oit seal`: freeze what is published, with its criteria and audit, into one archive."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import click

from site_builder.cli import CLEAN, FINDINGS
from site_builder.cli.options import alone, format_option, text, workspace_option
from site_builder.language import Text, same
from site_builder.locations import Location
from site_builder.problems import InputError, Problem
from site_builder.sealing.seal import Sealed, seal, take
from site_builder.sealing.timestamps import request_stamp
from site_builder.thai import format_moment

#: A ZIP file can hold no other dates.
_FIRST_YEAR, _LAST_YEAR = 1980, 2107


@click.command(
    name="seal",
    help=text(
        "ผนึกเว็บไซต์ที่สร้างไว้ ทุกเอกสาร ชุดเกณฑ์ และผลตรวจ เป็นแฟ้มหลักฐานไฟล์เดียว พร้อม SHA-256 ของทุกไฟล์\n\n"
        "ตัวอย่าง: oit seal --output seal-2568.zip",
        "Freeze the built site, every document, the criteria and the audit into one archive with the "
        "SHA-256 of every file.\n\nExample: oit seal --output seal-2568.zip",
    ),
)
@workspace_option
@click.option(
    "--edition",
    "editions",
    multiple=True,
    metavar="YEAR",
    help=text(
        "เก็บเกณฑ์และผลตรวจเฉพาะปีนี้ (ใช้ซ้ำได้ ค่าเริ่มต้น: ทุกปีของเว็บไซต์)",
        "criteria and audit of this edition only (may be given again; default: all of the site)",
    ),
)
@click.option(
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    help=text(
        "เขียนลงไฟล์นี้ (ค่าเริ่มต้น: oit-seal-<เวลา>.zip)",
        "write to this file (default: oit-seal-<time>.zip)",
    ),
)
@click.option(
    "--time",
    "at_text",
    metavar="TIME",
    default="",
    help=text(
        "เวลาที่ผนึก ค.ศ. เช่น 2025-02-15T10:00:00+07:00 (ค่าเริ่มต้น: ขณะนี้)",
        "time of sealing, CE, such as 2025-02-15T10:00:00+07:00 (default: now)",
    ),
)
@click.option(
    "--tsa",
    "authority",
    envvar="OIT_TSA",
    metavar="URL",
    default=None,
    help=text(
        "ขอการประทับรับรองเวลา (RFC 3161) จากผู้ให้บริการนี้ หรือตั้งไว้ใน OIT_TSA",
        "have it time-stamped (RFC 3161) by this authority; or set OIT_TSA",
    ),
)
@format_option(("text", "json"))
@alone
def command(
    folder: Path,
    editions: tuple[str, ...],
    output: Path | None,
    at_text: str,
    authority: str | None,
    format_name: str,
) -> int:
    at = _moment(at_text) if at_text else datetime.now(UTC).replace(microsecond=0)
    output = output or Path(f"oit-seal-{at:%Y%m%dT%H%M%SZ}.zip")
    if output.exists():
        raise InputError([_exists(output)])
    click.echo(
        Text("กำลังเทียบเว็บไซต์กับข้อมูลปัจจุบัน…", "Comparing the site with the present data…"), err=True
    )
    snapshot = take(folder, editions)
    if snapshot.stale:
        stale = snapshot.stale
        click.echo(f"{stale.location}: {stale.message} [{stale.code}]\n    → {stale.remedy}")
        return FINDINGS
    sealed = seal(snapshot, at, output, partial(request_stamp, authority) if authority else None)
    click.echo(_json(sealed, output) if format_name == "json" else _text(sealed, output))
    return CLEAN


def _text(sealed: Sealed, output: Path) -> Text:
    files, items = len(sealed.manifest.files), len(sealed.manifest.items)
    return Text(
        f"ผนึกหลักฐานแล้วที่ {output}: {files} ไฟล์ {items} ข้อ เมื่อ {format_moment(sealed.manifest.time)}\n"
        f"SHA-256 ของ manifest.json: {sealed.sha256}\n"
        "จดค่านี้ไว้ในหนังสือส่งหรือส่งอีเมลให้ผู้อื่นเก็บวันนี้ แล้วเก็บแฟ้มไว้ ตรวจภายหลังด้วย: "
        f"oit verify {output}",
        f"Sealed in {output}: {files} files, {items} items, at {sealed.manifest.sealed_at}\n"
        f"SHA-256 of manifest.json: {sealed.sha256}\n"
        "Note it in a letter, or mail it to somebody today, and keep the archive. To verify it later: "
        f"oit verify {output}",
    )


def _json(sealed: Sealed, output: Path) -> str:
    return json.dumps(
        {
            "format": 1,
            "archive": str(output),
            "sealed_at": sealed.manifest.sealed_at,
            "manifest_sha256": sealed.sha256,
            "files": len(sealed.manifest.files),
            "items": len(sealed.manifest.items),
        },
        ensure_ascii=False,
        indent=2,
    )


def _moment(written: str) -> datetime:
    """The time of `--time`: whole seconds, with its zone, CE."""
    try:
        found = datetime.fromisoformat(written)
        at = found.astimezone(UTC).replace(microsecond=0)
        if found.tzinfo and _FIRST_YEAR <= at.year <= _LAST_YEAR:
            return at
    except (ValueError, OverflowError):
        pass
    raise InputError(
        [
            Problem(
                "time-unreadable",
                Location("--time"),
                Text('อ่านเวลา "{text}" ไม่ได้', 'the time "{text}" cannot be read').format(
                    text=same(written)
                ),
                Text(
                    "เขียนเป็น ค.ศ. พร้อมเขตเวลา เช่น 2025-02-15T10:00:00+07:00 หรือ 2025-02-15T03:00:00Z",
                    "write it CE with its zone, such as 2025-02-15T10:00:00+07:00 or 2025-02-15T03:00:00Z",
                ),
            )
        ]
    )


def _exists(output: Path) -> Problem:
    return Problem(
        "output-exists",
        Location(str(output)),
        Text("มีไฟล์นี้แล้ว แฟ้มหลักฐานไม่ถูกเขียนทับ", "this file exists; proof is not overwritten"),
        Text("ระบุชื่ออื่นด้วย --output", "name another with --output"),
    )
