"""`oit publish`: bring the built site to where the public reads it, and see that it stands there."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from site_builder.cli import CLEAN, FINDINGS
from site_builder.cli.options import alone, text, workspace_option
from site_builder.cli.progress import progress
from site_builder.language import Text, same

if TYPE_CHECKING:
    from site_builder.published.intact import Verdict
    from site_builder.publishing.plan import Plan
    from site_builder.publishing.publish import Built, Done, Options
    from site_builder.publishing.release import Release
    from site_builder.publishing.targets import Target

#: How many files of a kind are named where all are not asked for.
_NAMED = 10
_SENDING = Text("เผยแพร่", "publishing")
_LOOKING = Text("อ่านเว็บไซต์จริงเทียบ", "comparing the live site")

_INTERRUPTED = Text(
    "หยุดกลางคัน สั่งคำสั่งเดิมอีกครั้งเพื่อทำต่อ หรือ --rollback เพื่อกลับไปรุ่นก่อนหน้า",
    "Interrupted. The same command goes on from there; --rollback goes back to the release before.",
)


@click.command(
    name="publish",
    help=text(
        "นำเว็บไซต์ที่สร้างไว้ขึ้นเครื่องแม่ข่าย ส่งเฉพาะไฟล์ที่เปลี่ยน แล้วเปิดเว็บไซต์จริงเทียบทุกไฟล์ "
        "ถ้าขาดกลางคัน สั่งซ้ำแล้วทำต่อ\n\n"
        "ปลายทาง: sftp://ผู้ใช้@เครื่อง/โฟลเดอร์, ftps://ผู้ใช้@เครื่อง/โฟลเดอร์, s3://bucket/โฟลเดอร์, git:สาขา, "
        "โฟลเดอร์ในเครื่อง หรือชื่อใน data/publish.yaml\n\n"
        "รหัสผ่านอยู่ในตัวแปร OIT_PUBLISH_PASSWORD หรือ keyring เท่านั้น\n\n"
        "ตัวอย่าง: oit publish --to sftp://oit@www.example.go.th/var/www/site --dry-run",
        "Bring the built site to a server. Only changed files travel; then every file of the live site is "
        "compared. If it is interrupted, run it again: it goes on from there.\n\n"
        "Targets: sftp://user@host/folder, ftps://user@host/folder, s3://bucket/folder, git:branch, "
        "a folder of this computer, or a name of data/publish.yaml.\n\n"
        "Passwords stand in the variable OIT_PUBLISH_PASSWORD or in the keyring, nowhere else.\n\n"
        "Example: oit publish --to sftp://oit@www.example.go.th/var/www/site --dry-run",
    ),
)
@workspace_option
@click.option(
    "--to",
    metavar="TARGET",
    default="",
    help=text(
        "ปลายทาง หรือชื่อใน data/publish.yaml (ค่าเริ่มต้น: แห่งเดียวที่มีในไฟล์นั้น)",
        "the target, or its name in data/publish.yaml (default: the only one there)",
    ),
)
@click.option(
    "--dry-run",
    is_flag=True,
    help=text(
        "บอกว่าอะไรจะส่ง เปลี่ยน ลบ หรือคงไว้ โดยไม่เปลี่ยนอะไร",
        "tell what would be sent, changed, deleted and kept; change nothing",
    ),
)
@click.option(
    "--rollback",
    is_flag=True,
    help=text("กลับไปใช้รุ่นก่อนหน้า", "go back to the release before"),
)
@click.option(
    "--verify-only",
    is_flag=True,
    help=text(
        "ไม่ส่งอะไร เพียงเทียบเว็บไซต์จริงกับที่สร้างไว้",
        "send nothing; only compare the live site with the built one",
    ),
)
@click.option(
    "--url",
    metavar="URL",
    default="",
    help=text(
        "ที่อยู่ที่ผู้อ่านเปิด (ค่าเริ่มต้น: ของปลายทาง หรือเว็บไซต์ของหน่วยงาน)",
        "the address at which readers see it (default: the target's, or the agency's website)",
    ),
)
@click.option(
    "--accept-host-key",
    "fingerprint",
    metavar="FINGERPRINT",
    default="",
    help=text(
        "กุญแจของเครื่องแม่ข่าย SFTP ที่ผู้ให้บริการยืนยันแล้ว (SHA256:…)",
        "the key of the SFTP server as its owner confirms it (SHA256:…)",
    ),
)
@click.option(
    "--break-lock",
    is_flag=True,
    help=text(
        "เผยแพร่แม้มีผู้อื่นทำค้างไว้ ใช้เมื่อแน่ใจว่าไม่มีใครทำอยู่",
        "publish although somebody else seems to; only if you are sure that nobody does",
    ),
)
@click.option(
    "--yes",
    is_flag=True,
    help=text(
        "แทนที่ไฟล์ของผู้อื่นที่อยู่ที่ปลายทางโดยไม่ถาม", "replace files of others at the target without asking"
    ),
)
@alone
def command(
    folder: Path,
    to: str,
    dry_run: bool,
    rollback: bool,
    verify_only: bool,
    url: str,
    fingerprint: str,
    break_lock: bool,
    yes: bool,
) -> int:
    if dry_run + rollback + verify_only > 1:
        raise click.UsageError(
            text(
                "ใช้ --dry-run, --rollback, --verify-only ได้ทีละอย่าง",
                "only one of --dry-run, --rollback, --verify-only can be used",
            )
        )
    from site_builder.publishing.publish import Options, built_site, preview, publish, roll_back
    from site_builder.publishing.targets import find_target
    from site_builder.workspace import open_workspace

    agency = open_workspace(folder).agency
    target = find_target(folder, to)
    options = Options(
        lambda found: _is_key(target, found, fingerprint),
        lambda paths: _may_take(target, paths, yes),
        break_lock,
        lambda notice: click.echo(notice, err=True),
    )
    seen = url or target.url
    if target.scheme != "file" and (target.scheme != "git" or verify_only):
        seen = seen or agency.website
    if rollback:
        with progress(_SENDING) as tell:
            done = roll_back(target, folder, options, tell)
        _say(_rolled_back(target, done))
        return _verified(target, done, done.release, {}, seen)
    click.echo(
        Text("กำลังเทียบเว็บไซต์กับข้อมูลปัจจุบัน…", "Comparing the site with the present data…"), err=True
    )
    built = built_site(folder, datetime.now(UTC))
    if built.stale:
        stale = built.stale
        click.echo(f"{stale.location}: {stale.message} [{stale.code}]\n    → {stale.remedy}")
        return FINDINGS
    if dry_run:
        _say(_foreseen(target, preview(target, folder, built.release, built.contents, options)))
        return CLEAN
    if verify_only:
        return _compare(target, folder, built, options, seen)
    _say(_warnings(built))
    try:
        with progress(_SENDING) as tell:
            done = publish(target, folder, built.release, built.contents, options, tell)
    except KeyboardInterrupt:
        _say([_INTERRUPTED])
        raise
    _say(_published(target, done))
    return _verified(target, done, done.release, built.contents, seen)


def _compare(target: Target, folder: Path, built: Built, options: Options, seen: str) -> int:
    """The target and the live site against the built one."""
    from site_builder.publishing.publish import preview

    done = preview(target, folder, built.release, built.contents, options, reads_back=True)
    if not done.plan.is_empty:
        _say(_foreseen(target, done))
    code = _verified(target, done, built.release, built.contents, seen)
    return FINDINGS if not done.plan.is_empty else code


def _verified(
    target: Target, done: Done, release: Release, contents: Mapping[str, Path], seen: str
) -> int:
    """Tell what was read back, from the target and from the live site."""
    if done.wrong:
        click.echo(
            Text(
                "ปลายทางเก็บ {count} ไฟล์ไม่ตรงกับที่ส่ง สั่ง oit publish อีกครั้งเพื่อส่งใหม่:",
                "the target holds {count} files that are not as they were sent; run oit publish again to mend them:",
            ).format(count=len(done.wrong))
        )
        _say(_lines((path, None) for path in done.wrong))
        return FINDINGS
    click.echo(
        Text(
            f"ตรวจที่ปลายทางแล้ว: ครบ {len(release.files):,} ไฟล์",
            f"read back at the target: all {len(release.files):,} files are there",
        )
    )
    if not seen:
        hint = (
            Text(
                "ผู้ให้บริการอาจใช้เวลาสักครู่ก่อนแสดง เทียบเว็บไซต์จริงภายหลังด้วย --verify-only",
                "the host may take a while to show it; compare the live site later with --verify-only",
            )
            if target.scheme == "git"
            else Text(
                "ยังไม่ได้เทียบเว็บไซต์จริง เพราะไม่ได้บอกที่อยู่ (--url)",
                "the live site was not compared, as no address is known (--url)",
            )
        )
        click.echo(hint)
        return CLEAN
    return _looked(seen, release, contents)


def _looked(seen: str, release: Release, contents: Mapping[str, Path]) -> int:
    from site_builder.publishing.publish import look_at

    with progress(_LOOKING) as tell:
        verdict = look_at(seen, release.files, contents, tell)
    _say(_of_live(seen, verdict))
    return FINDINGS if verdict.wrong else CLEAN


# --- questions -----------------------------------------------------------------------------------


def _is_key(target: Target, found: str, accepted: str) -> bool:
    if accepted:
        return accepted.rstrip("=") == found.rstrip("=")
    if not sys.stdin.isatty():
        return False
    question = Text(
        f"ยังไม่รู้จัก {target.server} ลายนิ้วมือกุญแจคือ {found}\nผู้ให้บริการยืนยันว่าตรงกันหรือไม่",
        f"{target.server} is not known yet; the fingerprint of its key is {found}\n"
        "Does the hosting company confirm it?",
    )
    return click.confirm(str(question), default=False, err=True)


def _may_take(target: Target, paths: list[str], yes: bool) -> bool:
    if yes or not sys.stdin.isatty():
        return yes
    _say(_lines((path, None) for path in paths))
    question = Text(
        f"ไฟล์ {len(paths):,} ไฟล์นี้ที่ {target.address} จะถูกแทนที่ ทำต่อหรือไม่",
        f"These {len(paths):,} files at {target.address} would be replaced. Go on?",
    )
    return click.confirm(str(question), default=False, err=True)


# --- what is said --------------------------------------------------------------------------------


def _say(lines: Iterable[Text]) -> None:
    for line in lines:
        click.echo(line)


def _warnings(built: Built) -> Iterator[Text]:
    from site_builder.reports.wording import summary

    for report in built.reports:
        if report.findings:
            yield summary(report)


def _foreseen(target: Target, done: Done) -> Iterator[Text]:
    plan = done.plan
    yield Text(f"ปลายทาง: {target.address}", f"target: {target.address}")
    yield _way(done)
    yield Text(
        f"จะส่ง {len(plan.order):,} ไฟล์ ({_size(plan.size)})",
        f"to send: {len(plan.order):,} files ({_size(plan.size)})",
    )
    yield from _lines((path, Text("ใหม่", "new")) for path in sorted(plan.new))
    yield from _lines((path, Text("เปลี่ยน", "changed")) for path in sorted(plan.changed))
    yield Text(f"จะลบ {len(plan.deleted):,} ไฟล์", f"to delete: {len(plan.deleted):,} files")
    gone = Text(
        "ไม่มีในเว็บไซต์แล้ว และไม่ใช่ที่อยู่ที่เคยสัญญาไว้", "no longer in the site, and no promised address"
    )
    yield from _lines((path, gone) for path in plan.deleted)
    yield Text(
        f"คงไว้: {len(plan.same):,} ไฟล์ที่ไม่เปลี่ยน", f"to keep: {len(plan.same):,} unchanged files"
    )
    yield from _kept(plan)


def _kept(plan: Plan) -> Iterator[Text]:
    if plan.kept:
        yield Text(
            f"คงไว้: {len(plan.kept):,} ไฟล์ที่เว็บไซต์ไม่มีแล้ว แต่เป็นที่อยู่ที่เคยเผยแพร่ (urls.lock.json) จึงไม่ลบ",
            f"kept: {len(plan.kept):,} files that the site no longer has, at published addresses (urls.lock.json)",
        )
        yield from _lines((path, None) for path in sorted(plan.kept))


def _published(target: Target, done: Done) -> Iterator[Text]:
    plan = done.plan
    if plan.is_empty:
        yield Text(
            f"ที่ {target.address} เป็นปัจจุบันอยู่แล้ว ไม่มีอะไรต้องส่ง",
            f"{target.address} is up to date, nothing was sent",
        )
    else:
        yield Text(
            f"เผยแพร่แล้วที่ {target.address}: เปลี่ยน {len(plan.order):,} ไฟล์ ({_size(plan.size)}) ลบ {len(plan.deleted):,} ไฟล์",
            f"published to {target.address}: {len(plan.order):,} files ({_size(plan.size)}), {len(plan.deleted):,} deleted",
        )
        yield _way(done)
    yield from _kept(plan)


def _rolled_back(target: Target, done: Done) -> Iterator[Text]:
    yield Text(
        f"กลับไปใช้รุ่นก่อนหน้าแล้วที่ {target.address} (รุ่น {done.release.id})",
        f"{target.address} is back at the release before ({done.release.id})",
    )
    yield from _kept(done.plan)


def _way(done: Done) -> Text:
    if done.at_once:
        return Text(
            "วิธี: เปลี่ยนทั้งเว็บไซต์ในครั้งเดียว ผู้อ่านเห็นเว็บไซต์เดิมหรือใหม่ทั้งชุดเสมอ",
            "way: the whole site changes at once; readers see the whole old or the whole new one",
        )
    return Text(
        "วิธี: เปลี่ยนทีละไฟล์ เอกสารก่อน หน้าเว็บทีหลัง ระหว่างนั้นบางหน้าอาจเป็นของรุ่นเดิม",
        "way: file by file, documents first, pages after; meanwhile some pages may be of the old release",
    )


def _of_live(seen: str, verdict: Verdict) -> Iterator[Text]:
    if verdict.right:
        yield Text(
            f"เว็บไซต์จริง {seen}: ตรงกับที่สร้าง {verdict.right:,} ไฟล์",
            f"live site {seen}: {verdict.right:,} files are as they were built",
        )
    if verdict.wrong:
        yield Text(
            f"เว็บไซต์จริงไม่ตรงกับที่สร้าง {len(verdict.wrong):,} ไฟล์ (อาจเป็นแคช หรือ --url ไม่ใช่ของปลายทางนี้):",
            f"{len(verdict.wrong):,} files of the live site differ (a cache, or the address is not that of this target):",
        )
        yield from _lines((each.path, each.why) for each in verdict.wrong)
    if verdict.unchecked:
        yield Text(
            f"ยังไม่ได้เทียบ {len(verdict.unchecked):,} ไฟล์:",
            f"not checked: {len(verdict.unchecked):,} files:",
        )
        yield from _lines((each.path, each.why) for each in verdict.unchecked[:1])


def _lines(found: Iterable[tuple[str, Text | None]]) -> Iterator[Text]:
    every = list(found)
    for path, why in every[:_NAMED]:
        yield (
            Text("  {path} – {why}", "  {path} – {why}").format(path=path, why=why)
            if why
            else same(f"  {path}")
        )
    if len(every) > _NAMED:
        more = len(every) - _NAMED
        yield Text(f"  และอีก {more:,} ไฟล์", f"  and {more:,} more")


def _size(count: int) -> str:
    return f"{count / 1_000_000:,.1f} MB" if count >= 100_000 else f"{count:,} B"
