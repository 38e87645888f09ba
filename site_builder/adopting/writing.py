"""Writes what was taken over as data: one file for each item that has none yet.

Nothing that exists is touched. What is doubtful is written as comment lines, so that a person takes it
in by hand; where everything of an item is doubtful no file is written, and the report alone tells it.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from site_builder.adopting.addresses import Refusal
from site_builder.adopting.model import Adoption, Confidence, Proposal
from site_builder.adopting.source import unknown_base
from site_builder.catalogue.model import LINKS, Catalogue, Item
from site_builder.problems import InputError
from site_builder.sources.write import Plain, comment, to_yaml, write_file
from site_builder.workspace import Workspace, is_taken, require_own_folders


@dataclass(frozen=True)
class Draft:
    """The data file of one item; `exists` says that it is there already and is left alone."""

    item: Item
    file: str
    exists: bool
    content: str


@dataclass(frozen=True)
class AdoptionPlan:
    """What an old page gives, and the files to write."""

    adoption: Adoption
    drafts: tuple[Draft, ...]

    @property
    def to_write(self) -> tuple[Draft, ...]:
        return tuple(draft for draft in self.drafts if draft.content and not draft.exists)


def plan_adoption(workspace: Workspace, adoption: Adoption) -> AdoptionPlan:
    """What to write; writes nothing.

    Raises:
        InputError: links of items are relative, and what they count from is not known.
    """
    relative = [e.link.written for e in adoption.refused if e.link.refusal == Refusal.NO_BASE]
    if relative:
        raise InputError([unknown_base(adoption.saved, len(relative), relative[0])])
    drafts = []
    for item in adoption.edition.items:
        proposals = adoption.of(item)
        file = f"data/{adoption.edition.name}/{item.code}.yaml"
        content = _content(workspace.catalogue, adoption, item, proposals)
        drafts.append(Draft(item, file, is_taken(workspace.root / file), content))
    return AdoptionPlan(adoption, tuple(drafts))


def apply_adoption(workspace: Workspace, plan: AdoptionPlan) -> None:
    """Write what the plan says; a file that exists by now is left alone.

    Raises:
        InputError: a file cannot be written.
    """
    require_own_folders(workspace, plan.adoption.edition.name)
    for draft in plan.to_write:
        path = workspace.root / draft.file
        if not is_taken(path):
            write_file(path, draft.file, draft.content)


def _content(
    catalogue: Catalogue, adoption: Adoption, item: Item, proposals: Sequence[Proposal]
) -> str:
    """The text of a data file, "" where nothing is sure enough."""
    if all(each.confidence == Confidence.LOW for each in proposals):
        return ""
    saved = adoption.saved
    head = [
        f"{item.id} {item.title.th} (OIT ปี {adoption.edition.name})",
        f"ร่างจากหน้าเดิม {saved.address or saved.name} — เปิดดูทุกลิงก์ แล้วกรอกเป็นข้อมูลหรือแนบเอกสาร",
        "ลิงก์ภายนอกเป็นหลักฐานที่คนต้องเปิดดู ไม่ทำให้ข้อนี้ครบ ที่อยู่คงเดิมทุกตัวอักษร",
    ]
    takes = [spec.key for spec in catalogue.subject(item).fields if spec.kind == "link"]
    if takes:
        head.append(f"ดูแล้วย้ายไปช่องที่รับลิงก์ของข้อนี้ได้: {', '.join(takes)}")
    text = comment(head) + to_yaml({"item": item.slug}) + f"{LINKS}:\n"
    return text + "".join(_entries(proposals))


def _entries(proposals: Sequence[Proposal]) -> Iterator[str]:
    for each in proposals:
        value: dict[str, Plain] = {"url": each.link.url}
        if each.link.title:
            value["label"] = each.link.title
        lines = [f"{each.confidence.label.th}: {each.reason.th} (บรรทัด {each.link.line} ของหน้าเดิม)"]
        if each.link.around:
            lines.append(f"ในหน้าเดิม: {each.link.around}")
        entry = to_yaml([value])
        if each.confidence == Confidence.LOW:
            entry = comment(entry.splitlines())
        yield textwrap.indent(comment(lines) + entry, "  ")
