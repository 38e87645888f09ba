"""Compares a site with a manifest of its files: one that was kept elsewhere, or the one that it publishes."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from site_builder.language import Text, same
from site_builder.links.answers import Answer, clean, printable
from site_builder.locations import Location
from site_builder.outcomes import Finding, Severity
from site_builder.problems import InputError, Problem
from site_builder.published.intact import Fault, Summed, look
from site_builder.published.source import Source, path_of
from site_builder.published.sums import LIMIT, NAME, from_text, read_sums, to_text
from site_builder.sealing.report import MOST, fault_data, fault_lines, more_lines

FORMAT = 1


@dataclass(frozen=True)
class Compared:
    """A site against a manifest.

    Attributes:
        manifest: where it was read.
        is_own: the site says itself what it should be.
        right: how many files are as the manifest says.
        lists_files: the site could say which files it has, so that added ones are known.
        problems: what of the site could not be compared.
    """

    site: str
    manifest: str
    is_own: bool
    files: int
    right: int
    lists_files: bool
    findings: tuple[Finding, ...]
    problems: tuple[Problem, ...]


def by_sums(
    source: Source, manifest: Path | None, tell: Callable[[int, int, str], None]
) -> Compared:
    """How a site differs from a manifest; None for the one that it publishes.

    Raises:
        InputError: there is no manifest that can be read.
    """
    place = source.place(NAME)
    published = source.get(NAME, LIMIT)
    if manifest is not None:
        sums = read_sums(manifest)
    elif published.cause:
        raise InputError([_no_sums(place, published)])
    else:
        sums = from_text(published.body, place)
    verdict = look(source, {path: Summed(sum_) for path, sum_ in sums.items()}, tell)
    findings = [_wrong(source, fault) for fault in verdict.wrong]
    problems = [_unread(source, fault) for fault in verdict.unchecked]
    if manifest is not None:
        _judge_manifest(place, published, sums, findings, problems)
    paths = source.paths()
    known = {path_of(path) for path in (*sums, NAME)}
    # An address lists nothing; what its own manifest names beyond ours has been added.
    there = _named(published, place) if paths is None else set(paths)
    findings += [_finding("site-added", source.place(path)) for path in sorted(there - known)]
    return Compared(
        source.name,
        place if manifest is None else str(manifest),
        manifest is None,
        len(sums),
        verdict.right,
        paths is not None,
        tuple(findings),
        tuple(problems),
    )


def _judge_manifest(
    place: str,
    published: Answer,
    sums: dict[str, str],
    findings: list[Finding],
    problems: list[Problem],
) -> None:
    """The published manifest against the one that is trusted."""
    if published.cause is None:
        if published.body != to_text((sum_, path) for path, sum_ in sums.items()):
            other = Text("เป็นบัญชีอื่น", "it is another manifest")
            findings.append(_finding("site-changed", place, other))
    elif published.cause.is_of_site:
        findings.append(_finding("site-vanished", place, published.why))
    else:
        problems.append(_unreachable(place, published.why))


def _named(published: Answer, place: str) -> set[str]:
    try:
        return set() if published.cause else set(map(path_of, from_text(published.body, place)))
    except InputError:
        return set()


# --- what is said --------------------------------------------------------------------------------

#: An intruder may have done it: so it is asked who, before it is mended.
_REMEDY = Text(
    "ถ้าท่านสร้างเว็บไซต์ใหม่แต่ยังไม่ได้เผยแพร่ ให้สั่ง oit publish ถ้าไม่ใช่ ให้หาว่าใครแก้บนเครื่องแม่ข่าย แล้วเผยแพร่ใหม่",
    "if the site was built anew and not published yet, run oit publish; if not, find out who changed it on the "
    "server, then publish again",
)
#: What each code says, and how to mend it.
MESSAGES: dict[str, tuple[Text, Text]] = {
    "site-changed": (
        Text("ไม่ตรงกับบัญชี SHA-256: {why}", "it is not what the manifest says: {why}"),
        _REMEDY,
    ),
    "site-vanished": (
        Text("มีในบัญชี แต่ไม่มีที่เว็บไซต์: {why}", "the manifest names it, the site has it not: {why}"),
        _REMEDY,
    ),
    "site-added": (Text("ไม่มีในบัญชี", "the manifest does not name it"), _REMEDY),
}


def _finding(code: str, place: str, why: Text | None = None) -> Finding:
    message, remedy = MESSAGES[code]
    message = message.format(why=why) if why else message
    return Finding(code, Severity.ERROR, Location(clean(place)), message, remedy)


def _wrong(source: Source, fault: Fault) -> Finding:
    place = source.place(path_of(fault.path))
    return _finding("site-vanished" if fault.is_gone else "site-changed", place, fault.why)


def _unread(source: Source, fault: Fault) -> Problem:
    return _unreachable(source.place(path_of(fault.path)), fault.why)


def _unreachable(place: str, why: Text) -> Problem:
    return Problem(
        "site-unread",
        Location(place),
        Text(
            "อ่านไม่ได้ จึงยังไม่ได้เทียบ: {why}", "it could not be read, so it is not compared: {why}"
        ).format(why=why),
        Text(
            "ยังไม่ถือว่าถูกแก้หรือหาย ลองใหม่ภายหลังหรือจากเครือข่ายอื่น",
            "it is not taken for changed or gone; try later or from another network",
        ),
    )


def _no_sums(place: str, answer: Answer) -> Problem:
    if answer.cause and not answer.cause.is_of_site:
        return _unreachable(place, answer.why)
    return Problem(
        "no-sums",
        Location(place),
        Text(
            "เว็บไซต์ไม่เผยแพร่บัญชี SHA256SUMS: {why}", "the site publishes no SHA256SUMS: {why}"
        ).format(why=answer.why),
        Text(
            "ระบุสำเนาที่เก็บไว้ด้วย --manifest หรือสร้างและเผยแพร่เว็บไซต์ใหม่ด้วยโปรแกรมรุ่นนี้",
            "name a copy that was kept with --manifest, or build and publish the site anew with this version",
        ),
    )


# --- reports -------------------------------------------------------------------------------------


def render_text(found: Compared) -> str:
    """The report in the language of this run."""
    return "\n".join(clean(str(line)) for line in _lines(found)) + "\n"


def _lines(found: Compared) -> Iterator[Text | str]:
    manifest = same(printable(found.manifest))
    yield Text(
        "เทียบ {site} กับบัญชี SHA-256 {manifest}", "{site} against the SHA-256 manifest {manifest}"
    ).format(site=same(found.site), manifest=manifest)
    for group in (found.findings, found.problems):
        for fault in group[:MOST]:
            yield from fault_lines(fault)
        yield from more_lines(len(group))
    yield Text(
        f"{found.files} ไฟล์: ตรง {found.right} ต่างกัน {len(found.findings)} อ่านไม่ได้ {len(found.problems)}",
        f"{found.files} files: {found.right} right, {len(found.findings)} different, {len(found.problems)} not read",
    )
    if found.is_own:
        yield Text(
            "บัญชีนี้มาจากเว็บไซต์เอง จึงพบความเสียหายและการแก้ที่ไม่ได้แก้บัญชีตาม แต่ไม่พบผู้ที่แก้ได้ทั้งสองอย่าง "
            "ให้เก็บ SHA256SUMS ไว้ที่อื่น แล้วระบุด้วย --manifest",
            "The site itself says so: this finds damage, and changes by whom did not change the manifest too, "
            "not somebody who can do both; keep SHA256SUMS elsewhere and name it by --manifest",
        )
    if not found.lists_files:
        yield Text(
            "หน้าที่เพิ่มขึ้นโดยไม่มีหน้าใดลิงก์ถึง หาจากที่อยู่เว็บไม่พบ ถ้าต้องการรู้ ให้เทียบกับโฟลเดอร์ของเว็บไซต์",
            "A page that was added and that no page links to is not found by an address; compare the site's "
            "folder to know",
        )


def render_json(found: Compared) -> str:
    """The report as JSON text; texts are in the language of this run."""
    data = {
        "format": FORMAT,
        "site": found.site,
        "manifest": found.manifest,
        "manifest_is_own": found.is_own,
        "files": found.files,
        "right": found.right,
        "lists_files": found.lists_files,
        "differences": [fault_data(each) for each in found.findings],
        "not_read": [fault_data(each) for each in found.problems],
    }
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"
