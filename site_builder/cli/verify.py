"""`oit verify`: prove what was sealed or built, name what is different now, pack it for an appeal."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import click

from site_builder.cli import BAD_INPUT, CLEAN, FINDINGS
from site_builder.cli.options import chosen, format_option, output_option, show_or_write, text
from site_builder.cli.progress import progress
from site_builder.language import Text, same
from site_builder.locations import Location
from site_builder.problems import InputError, Problem
from site_builder.published.source import Source, open_source
from site_builder.published.sums import NAME
from site_builder.sealing.appeal import make_pack
from site_builder.sealing.archive import SealedArchive
from site_builder.sealing.by_sums import by_sums
from site_builder.sealing.by_sums import render_json as sums_as_json
from site_builder.sealing.by_sums import render_text as sums_as_text
from site_builder.sealing.compare import compare
from site_builder.sealing.manifest import Manifest, SealedItem
from site_builder.sealing.report import Verification, render_json, render_text
from site_builder.sealing.timestamps import Stamp, check_stamp, read_roots

FORMATS = {"text": render_text, "json": render_json}
_OF_SUMS = {"text": sums_as_text, "json": sums_as_json}
_COMPARING = Text("เทียบกับเว็บไซต์", "comparing with the site")
_NEEDS_ARCHIVE = Text(
    "ระบุแฟ้มหลักฐาน หรือ --site เพียงอย่างเดียว (--item, --edition, --pack, --tsa-root ใช้กับแฟ้มหลักฐาน)",
    "name an archive, or --site alone (--item, --edition, --pack and --tsa-root are of an archive)",
)
_ONE_OF_BOTH = Text(
    "เทียบกับแฟ้มหลักฐานหรือ --manifest ได้ทีละอย่าง",
    "compare with an archive or with --manifest, not with both",
)


@click.command(
    name="verify",
    help=text(
        "ตรวจแฟ้มหลักฐานที่ oit seal เขียน เทียบกับเว็บไซต์ว่าอะไรเปลี่ยนหรือหาย และทำชุดเอกสารอุทธรณ์ "
        "ถ้าไม่ระบุแฟ้มหลักฐาน เทียบทุกไฟล์ของเว็บไซต์กับบัญชี SHA256SUMS ที่ oit build เขียน\n\n"
        "ตัวอย่าง: oit verify --site https://www.example.go.th/ หรือ oit verify seal-2568.zip --site …",
        "Verify an archive of oit seal, name what has changed or vanished on the site, make an appeal "
        "pack. Without an archive, every file of the site is compared with the SHA256SUMS that oit build "
        "wrote.\n\nExample: oit verify --site https://www.example.go.th/, or oit verify seal-2568.zip --site …",
    ),
)
@click.argument("archive", required=False, type=click.Path(path_type=Path))
@click.option(
    "--site",
    metavar="DIR|URL",
    help=text("เทียบกับโฟลเดอร์หรือที่อยู่เว็บนี้", "compare with this folder or web address"),
)
@click.option(
    "--manifest",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help=text(
        "บัญชี SHA256SUMS ที่เก็บไว้ (ค่าเริ่มต้น: site/SHA256SUMS ของโฟลเดอร์นี้ ถ้าไม่มี ใช้ของเว็บไซต์เอง)",
        "the SHA256SUMS that was kept (default: site/SHA256SUMS of this folder; without it, the site's own)",
    ),
)
@click.option(
    "--item",
    "wanted",
    multiple=True,
    metavar="O1",
    help=text("เฉพาะข้อนี้ (ใช้ซ้ำได้)", "this item only (may be given again)"),
)
@click.option(
    "--edition",
    metavar="YEAR",
    default=None,
    help=text(
        "ปีของข้อ (ค่าเริ่มต้น: ปีหลักของเว็บไซต์)", "edition of the items (default: the site's current one)"
    ),
)
@click.option(
    "--pack",
    type=click.Path(path_type=Path),
    help=text(
        "ทำชุดเอกสารอุทธรณ์ของข้อที่ระบุด้วย --item ลงโฟลเดอร์ใหม่นี้",
        "make the appeal pack of the items named by --item in this new folder",
    ),
)
@click.option(
    "--tsa-root",
    type=click.Path(path_type=Path, dir_okay=False),
    help=text(
        "ใบรับรองราก (PEM) ของผู้ประทับรับรองเวลา ที่ท่านเชื่อถือ",
        "root certificate (PEM) of the time-stamping authority, which you trust",
    ),
)
@format_option(FORMATS)
@output_option
def command(
    archive: Path | None,
    site: str | None,
    manifest: Path | None,
    wanted: tuple[str, ...],
    edition: str | None,
    pack: Path | None,
    tsa_root: Path | None,
    format_name: str,
    output: Path | None,
) -> int:
    if archive is None:
        if site is None or wanted or edition or pack or tsa_root:
            raise click.UsageError(str(_NEEDS_ARCHIVE))
        return _by_sums(open_source(site), _manifest_elsewhere(site, manifest), format_name, output)
    if manifest:
        raise click.UsageError(str(_ONE_OF_BOTH))
    if pack and not wanted:
        raise InputError([_no_item()])
    source = open_source(site) if site is not None else None
    with closing(SealedArchive(archive)) as opened:
        items = _items(opened.manifest, edition, wanted)
        stamp = _stamp(opened, tsa_root)
        found = _verification(opened, stamp, items, source, pack)
    show_or_write(FORMATS[format_name](found), output)
    if found.problems:
        return BAD_INPUT
    return FINDINGS if found.findings else CLEAN


def _by_sums(source: Source, manifest: Path | None, format_name: str, output: Path | None) -> int:
    with progress(_COMPARING) as tell:
        found = by_sums(source, manifest, tell)
    show_or_write(_OF_SUMS[format_name](found), output)
    if found.problems:
        return BAD_INPUT
    return FINDINGS if found.findings else CLEAN


def _manifest_elsewhere(site: str, named: Path | None) -> Path | None:
    """The manifest that is named, or that of the site built in this folder; None where it is the site's own."""
    manifest = named or Path("site") / NAME
    is_own = Path(site).is_dir() and Path(site).resolve() / NAME == manifest.resolve()
    return manifest if not is_own and (named or manifest.is_file()) else None


def _verification(
    archive: SealedArchive,
    stamp: Stamp | None,
    items: tuple[SealedItem, ...],
    source: Source | None,
    pack: Path | None,
) -> Verification:
    """Nothing is proved with an archive that has faults: it is compared with nothing, nor packed."""
    faults = archive.faults()
    is_whole = not faults
    comparison = None
    if source and is_whole:
        with progress(_COMPARING) as tell:
            comparison = compare(archive, source, items, tell)
    return Verification(
        archive=str(archive.path),
        manifest=archive.manifest,
        sha256=archive.sha256,
        faults=tuple(faults),
        stamp=stamp,
        items=items,
        comparison=comparison,
        pack=make_pack(archive, items, pack, stamp) if pack and is_whole else None,
    )


def _stamp(archive: SealedArchive, root: Path | None) -> Stamp | None:
    roots = read_roots(root) if root else []
    return None if archive.stamp is None else check_stamp(archive.stamp, archive.written, roots)


def _items(
    manifest: Manifest, edition: str | None, wanted: tuple[str, ...]
) -> tuple[SealedItem, ...]:
    """The items asked for; all of an edition where it alone is named; none where nothing is."""
    if not wanted and edition is None:
        return ()
    name = edition or manifest.current_edition
    known = [item for item in manifest.items if item.edition == name]
    if not known:
        raise InputError([_no_edition(name, [each.name for each in manifest.editions])])
    if not wanted:
        return tuple(known)
    return tuple(chosen(wanted, ((item.id, item.slug, item) for item in known)))


def _no_item() -> Problem:
    return Problem(
        "item-needed",
        Location("--pack"),
        Text("ไม่รู้ว่าอุทธรณ์ข้อใด", "it is not known which items the appeal is about"),
        Text("ระบุข้อ เช่น --item O7 --item O12", "name them, such as --item O7 --item O12"),
    )


def _no_edition(name: str, known: list[str]) -> Problem:
    return Problem(
        "unknown-edition",
        Location("--edition"),
        Text('แฟ้มนี้ไม่มีปี "{name}"', 'the archive has no edition "{name}"').format(name=same(name)),
        Text("ใช้ปีใดปีหนึ่ง: {known}", "use one of: {known}").format(known=same(", ".join(known))),
    )
