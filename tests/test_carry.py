"""`oit carry`: nothing is lost on the way to a new year, nothing that exists is touched."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable, Iterable
from itertools import pairwise
from pathlib import Path
from random import Random
from typing import NamedTuple

import pytest
import yaml
from generated import Place, atoms, fill, places, specs, texts
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from sites import Run, oit, tree
from workspaces import WorkspaceFolder

from site_builder import carry
from site_builder.carry import CarryPlan, apply_carry, plan_carry
from site_builder.catalogue.loader import load_catalogue
from site_builder.catalogue.model import ATTESTED, Item
from site_builder.disclosures import load_disclosures
from site_builder.problems import InputError
from site_builder.sources.write import Plain, to_plain, write_file
from site_builder.sources.yaml import read_yaml
from site_builder.workspace import Workspace, open_workspace, with_all_editions

CLEAN, FINDINGS, BAD_INPUT = 0, 1, 2

CATALOGUE = load_catalogue()
#: Every field of every item, by edition.
PLACES = {edition: places(CATALOGUE, edition) for edition in CATALOGUE.editions}
HEADER = ("unit", "updated", "covers")

#: What the criteria no longer ask for, by the step in which they stopped.
DROPPED = {
    ("2566", "2567"): {
        "laws", "social-network", "privacy-policy", "service-satisfaction", "hr-plan-progress",
        "hr-criteria", "anti-corruption-progress", "ethics-assessment",
    },
    ("2567", "2568"): {"procurement-announcements", "no-gift-report"},
    ("2568", "2569"): set(),
}  # fmt: skip

#: What has no place in the new item when every field is filled in: single values of two items that
#: are merged, and fields that the new subject has not.
LEFT = {
    ("2566", "2567"): {
        *(("annual-plan-progress", key) for key in (*HEADER, "progress-covers", "report")),
        *(("procurement-monthly-summary", key) for key in ("monthly-results", "plan-document", "plan")),
    },
    ("2567", "2568"): {
        *((slug, key) for key in HEADER for slug in ("powers-duties", "q-and-a", "procurement-progress")),
        *((slug, key) for key in HEADER for slug in ("ethics-drive", "no-gift-culture")),
        ("powers-duties", "powers"),
    },
    ("2568", "2569"): {*(("service-statistics", key) for key in (*HEADER, "statistics"))},
}  # fmt: skip


def ready(folder: WorkspaceFolder | Path) -> Workspace:
    root = folder if isinstance(folder, Path) else folder.root
    return with_all_editions(open_workspace(root))


def carried(folder: WorkspaceFolder | Path, old: str, new: str) -> CarryPlan:
    """Carry as the command does; the plan that was followed."""
    workspace = ready(folder)
    plan = plan_carry(workspace, old, new)
    apply_carry(workspace, plan)
    return plan


def held(root: Path, file: str) -> dict[str, Plain]:
    """The fields of a data file as plain values, none where it does not exist."""
    if not (root / file).exists():
        return {}
    plain = to_plain(read_yaml(root / file, file))
    assert isinstance(plain, dict)
    return {key: value for key, value in plain.items() if key != "item"}


def file_of(edition: str, item: Item) -> str:
    return f"data/{edition}/{item.code}.yaml"


def texts_of(root: Path, edition: str) -> set[str]:
    """Every text of an edition's data, down to the cells."""
    files = sorted((root / "data" / edition).glob("o*.yaml"))
    found = (held(root, path.relative_to(root).as_posix()) for path in files)
    return {text for fields in found for text in texts(fields)}


def left_of(plan: CarryPlan) -> set[Place]:
    """The fields that a plan names as left behind, by the slug of their item."""
    items = CATALOGUE.editions[plan.old].items
    slugs = {file_of(plan.old, item): item.slug for item in items}
    return {(slugs[each.location.file], each.field) for item in plan.items for each in item.left}


def key_in(new: Item, old: Item, key: str) -> str:
    """The key under which a field of an old item stands in the new one."""
    fields = CATALOGUE.subject(new).fields
    took = [spec.key for spec in fields if spec.takes == f"{old.slug}.{key}"]
    return took[0] if took else key


def unlike(root: Path, plan: CarryPlan) -> list[str]:
    """Where the new files do not hold exactly what the old ones held and the plan did not leave."""
    left, faults = left_of(plan), list[str]()
    for item in plan.items:
        wanted: dict[str, set[str]] = {}
        for source in item.sources:
            for key, value in held(root, file_of(plan.old, source)).items():
                if (source.slug, key) not in left:
                    wanted.setdefault(key_in(item.item, source, key), set()).update(atoms(value))
        found = {key: atoms(value) for key, value in held(root, item.file).items()}
        faults += [
            f"{item.file}: {key}: {part}"
            for key in wanted.keys() | found.keys()
            for part in wanted.get(key, set()) ^ found.get(key, set())
        ]
    return faults


def needless(root: Path, plan: CarryPlan) -> list[str]:
    """Fields that were left behind although the new item could hold them."""
    found = []
    for item in plan.items:
        own = held(root, item.file)
        for left in item.left:
            source = next(s for s in item.sources if file_of(plan.old, s) == left.location.file)
            key = key_in(item.item, source, left.field)
            spec = next((each for each in specs(CATALOGUE, item.item) if each.key == key), None)
            was = next(s for s in specs(CATALOGUE, source) if s.key == left.field)
            if spec is None or spec.kind != was.kind:
                continue
            both = (own.get(key, ""), held(root, left.location.file)[left.field])
            is_list = spec.many or (bool(spec.columns) and spec.kind != "monthly-table")
            states_none = any(isinstance(value, dict) and "none" in value for value in both)
            if not both[0] or (is_list and not states_none):
                found.append(f"{left.location}: {left.field}")
    return found


def unread(root: Path, edition: str) -> list[str]:
    """What is wrong with an edition's data, values that cannot be typed included."""
    data = load_disclosures(ready(root), edition)
    values = [value for each in data.disclosures for value in each.values.values()]
    cells = [cell for value in values for _, cell in value.every_cell()]
    return [str(problem) for problem in data.problems] + [
        str(cell.problem) for cell in cells if cell.problem
    ]


# --- a whole workspace, year by year ----------------------------------------------------------


@pytest.fixture
def full(workspace: WorkspaceFolder) -> WorkspaceFolder:
    """Every field of every item of 2566, each value unique, with all documents and pictures."""
    fill(workspace, CATALOGUE, "2566", PLACES["2566"])
    return workspace


def test_the_generated_workspace_is_whole(full: WorkspaceFolder) -> None:
    data = load_disclosures(ready(full), "2566")
    blank = [
        (each.item.slug, key)
        for each in data.disclosures
        for key, value in each.values.items()
        if value.is_empty and key != ATTESTED
    ]
    assert (blank, unread(full.root, "2566")) == ([], [])
    assert len(texts_of(full.root, "2566")) > 1000


def test_three_years_lose_no_value(full: WorkspaceFolder) -> None:
    written = {"2566": tree(full.root)}
    steps = list(LEFT)
    plans = {}
    for old, new in steps:
        plans[old, new] = plan = carried(full, old, new)
        assert unlike(full.root, plan) == []
        assert left_of(plan) == LEFT[old, new]
        assert {each.item.slug for each in plan.dropped} == DROPPED[old, new]
        assert unread(full.root, new) == []
        written[new] = tree(full.root)
    # Every value of 2566 stands in 2569, or a plan said that it stays in its year.
    stayed: set[str] = set()
    for (old, _), plan in plans.items():
        for each in plan.dropped:
            stayed |= set(texts(held(full.root, each.file)))
        for item in plan.items:
            for left in item.left:
                stayed |= set(texts(held(full.root, left.location.file)[left.field]))
        last = written["2569"]
        assert {name: last[name] for name in written[old]} == written[old], (
            "an old year was touched"
        )
    first, last_year = texts_of(full.root, "2566"), texts_of(full.root, "2569")
    assert first - last_year <= stayed
    assert len(first & last_year) > 2 * len(first - last_year), "most of it came along"


def test_statements_of_none_come_along(workspace: WorkspaceFolder) -> None:
    fill(workspace, CATALOGUE, "2566", PLACES["2566"], nones=PLACES["2566"])
    for old, new in LEFT:
        plan = carried(workspace, old, new)
        assert unlike(workspace.root, plan) == []
        assert unread(workspace.root, new) == []
    assert texts_of(workspace.root, "2569")


def test_every_document_comes_along_whole(full: WorkspaceFolder) -> None:
    for old, new in LEFT:
        plan = carried(full, old, new)
        for item in plan.items:
            for file in item.files:
                target = (full.root / file.target).read_bytes()
                assert target == (full.root / f"data/{old}/files/{file.file.name}").read_bytes()
        wanted = {file.target for item in plan.items for file in item.files}
        files = full.root / f"data/{new}/files"
        assert wanted == {
            path.relative_to(full.root).as_posix() for path in files.rglob("*") if path.is_file()
        }
        assert wanted


def test_three_years_in_one_step(full: WorkspaceFolder) -> None:
    before = tree(full.root)
    plan = carried(full, "2566", "2569")
    assert unlike(full.root, plan) == []
    assert needless(full.root, plan) == []
    # The monthly results that 2567 had no place for are asked for again in 2569.
    dropped = {slug for step in DROPPED.values() for slug in step}
    assert {each.item.slug for each in plan.dropped} == dropped
    assert unread(full.root, "2569") == []
    after = tree(full.root)
    assert {name: after[name] for name in before} == before
    assert {name.split("/")[1] for name in after.keys() - before.keys()} == {"2569"}


def test_a_second_run_writes_nothing(full: WorkspaceFolder) -> None:
    carried(full, "2566", "2567")
    before = tree(full.root)
    plan = carried(full, "2566", "2567")
    assert tree(full.root) == before
    assert plan.to_write == ()
    assert all(item.exists for item in plan.items if item.content)


def test_carried_data_are_checked(full: WorkspaceFolder) -> None:
    carried(full, "2566", "2567")
    run = oit("check", "--edition", "2567", "--format", "json", cwd=full.root)
    assert run.code == FINDINGS, run.err
    summary = run.json()["summary"]
    assert (summary["problems"], summary["items"]) == (0, 35)
    # Only O29 is new in 2567; what it asks for nobody has filled in.
    assert summary["missing"] == 1


ROUTES = [
    ("2566", "2567", "2568", "2569"),
    ("2566", "2569"),
    ("2566", "2568", "2569"),
    ("2567", "2569"),
    ("2568", "2569"),
]


# A failure names the file, the field and the value; to shrink it would take minutes.
@settings(max_examples=30, phases=[Phase.explicit, Phase.reuse, Phase.generate])
@given(
    route=st.sampled_from(ROUTES),
    items=st.sampled_from([0.1, 0.5, 1.0]),
    fields=st.sampled_from([0.1, 0.5, 1.0]),
    chance=st.randoms(use_true_random=True),
)
def test_no_part_of_a_workspace_loses_a_value(
    route: tuple[str, ...], items: float, fields: float, chance: Random
) -> None:
    """Any share of the items with any share of their fields, by any way over the years."""
    slugs = [item.slug for item in CATALOGUE.editions[route[0]].items if chance.random() <= items]
    wanted = [
        place for place in PLACES[route[0]] if place[0] in slugs and chance.random() <= fields
    ]
    nones = [place for place in wanted if chance.random() < 0.05]
    with tempfile.TemporaryDirectory() as name:
        folder = WorkspaceFolder(Path(name))
        fill(folder, CATALOGUE, route[0], wanted, nones, chance)
        for old, new in pairwise(route):
            before = tree(folder.root)
            plan = carried(folder, old, new)
            assert unlike(folder.root, plan) == []
            assert needless(folder.root, plan) == []
            assert unread(folder.root, new) == []
            after = tree(folder.root)
            assert {file: after[file] for file in before} == before


# --- items that are merged --------------------------------------------------------------------


class Merge(NamedTuple):
    """Data of items of one year, and what the item that they become must hold."""

    old: str
    new: str
    becomes: str
    data: dict[str, str]
    expected: dict[str, Plain]


MERGES = [
    Merge(
        "2566",
        "2567",
        "annual-plan",
        {
            "annual-plan": "plan: [{project: ถนน}]",
            "annual-plan-progress": "progress: [{project: ถนน, percent: 50}]",
        },
        {"plan": [{"project": "ถนน"}], "progress": [{"project": "ถนน", "percent": "50"}]},
    ),
    Merge(
        "2567",
        "2568",
        "structure",
        {
            "structure": "unit: สำนักปลัด\nchart: [{name: สภา, units: [{name: กอง}]}]",
            "powers-duties": "unit: สำนักปลัด\npowers: ดูแลถนน\nlaws: https://a.example/law",
        },
        {
            "unit": "สำนักปลัด",
            "chart": [{"name": "สภา", "units": [{"name": "กอง"}]}],
            "powers": "ดูแลถนน",
            "laws": "https://a.example/law",
        },
    ),
    Merge(
        "2567",
        "2568",
        "contact",
        {
            "contact": "phone: 043 000 000\nenquiry: https://a.example/q",
            "q-and-a": "enquiry: [https://a.example/q, https://a.example/r]\nremarks: ตอบใน 3 วัน",
        },
        {
            "phone": "043 000 000",
            "enquiry": ["https://a.example/q", "https://a.example/r"],
            "remarks": "ตอบใน 3 วัน",
        },
    ),
    Merge(
        "2567",
        "2568",
        "procurement-list",
        {
            "procurement-list": "plan: [{item: กระดาษ, budget: 500}]",
            "procurement-progress": "purchases: {months: [{month: 2566-10, none: ไม่มี}]}",
        },
        {
            "plan": [{"item": "กระดาษ", "budget": "500"}],
            "purchases": {"months": [{"month": "2566-10", "none": "ไม่มี"}]},
        },
    ),
    Merge(
        "2567",
        "2568",
        "code-of-ethics",
        {
            "code-of-ethics": "codes: [{group: council, document: a.pdf}]\nteam: [b.xlsx]",
            "ethics-drive": "team: [d.docx, b.xlsx]\ntraining: {file: e.ods, title: อบรม}",
        },
        {
            "codes": [{"group": "council", "document": "a.pdf"}],
            "team": ["b.xlsx", "d.docx"],
            "training": {"file": "e.ods", "title": "อบรม"},
        },
    ),
    Merge(
        "2567",
        "2568",
        "no-gift-policy",
        {
            "no-gift-policy": "announcement: a.pdf\nactivities: [{title: ประกาศ}]\nremarks: [ก, ข]",
            "no-gift-culture": "activities: [{title: อบรม, document: b.xlsx}]\nremarks: [ข, ค]",
        },
        {
            "announcement": "a.pdf",
            "activities": [{"title": "ประกาศ"}, {"title": "อบรม", "document": "b.xlsx"}],
            "remarks": ["ก", "ข", "ค"],
        },
    ),
    Merge(
        "2568",
        "2569",
        "e-service",
        {
            "e-service": "services: [{name: ขอน้ำ}]",
            "service-statistics": "statistics: {months: [{month: 2567-10, none: ไม่มี}]}",
        },
        {
            "services": [{"name": "ขอน้ำ"}],
            "monthly-statistics": {"months": [{"month": "2567-10", "none": "ไม่มี"}]},
        },
    ),
    Merge(
        "2568",
        "2569",
        "no-gift-policy",
        {
            "no-gift-policy": "statement: งดรับ\ngifts: [{item: กระเช้า}]",
            "gift-receipt-report": "total: 2\ngifts: [{item: ปฏิทิน}]",
        },
        {
            "statement": "งดรับ",
            "total": "2",
            "gifts": [{"item": "กระเช้า"}, {"item": "ปฏิทิน"}],
        },
    ),
    Merge(
        "2566",
        "2569",
        "structure",
        {"structure": "chart: [{name: สภา}]", "powers-duties": "powers: ดูแลถนน"},
        {"chart": [{"name": "สภา"}], "powers": "ดูแลถนน"},
    ),
    Merge(
        "2566",
        "2569",
        "e-service",
        {
            "e-service": "services: [{name: ขอน้ำ}]",
            "service-statistics": "statistics: {months: [{month: 2565-10, none: ไม่มี}]}",
        },
        {
            "services": [{"name": "ขอน้ำ"}],
            "monthly-statistics": {"months": [{"month": "2565-10", "none": "ไม่มี"}]},
        },
    ),
]


@pytest.mark.parametrize("case", MERGES, ids=lambda case: f"{case.old}-{case.new} {case.becomes}")
def test_merged_items_have_the_values_of_both(workspace: WorkspaceFolder, case: Merge) -> None:
    workspace.attach(case.old, "a.pdf", "b.xlsx", "d.docx", "e.ods")
    for slug, text in case.data.items():
        workspace.disclose(case.old, slug, text)
    plan = carried(workspace, case.old, case.new)
    assert held(workspace.root, workspace.file_of(case.new, case.becomes)) == case.expected
    assert left_of(plan) == set()
    [item] = [each for each in plan.items if each.content]
    assert {source.slug for source in item.sources} == set(case.data)


def test_documents_of_both_merged_items_are_copied(workspace: WorkspaceFolder) -> None:
    workspace.attach("2567", "a.pdf", "b.xlsx")
    workspace.disclose("2567", "contact", "documents: [a.pdf]")
    workspace.disclose("2567", "q-and-a", "documents: [b.xlsx]")
    carried(workspace, "2567", "2568")
    assert unread(workspace.root, "2568") == []


def test_one_value_with_parts_is_joined_as_a_list_is(workspace: WorkspaceFolder) -> None:
    workspace.attach("2567", "a.pdf", "b.xlsx")
    workspace.disclose("2567", "code-of-ethics", "team: {file: a.pdf, title: คำสั่ง}")
    workspace.disclose("2567", "ethics-drive", "team: b.xlsx")
    plan = carried(workspace, "2567", "2568")
    found = held(workspace.root, workspace.file_of("2568", "code-of-ethics"))
    assert found["team"] == [{"file": "a.pdf", "title": "คำสั่ง"}, "b.xlsx"]
    assert left_of(plan) == set()


def test_a_blank_field_gives_way_to_a_filled_one(workspace: WorkspaceFolder) -> None:
    workspace.disclose("2567", "structure", "powers:\nchart: [{name: สภา}]")
    workspace.disclose("2567", "powers-duties", "powers: ดูแลถนน")
    carried(workspace, "2567", "2568")
    assert held(workspace.root, "data/2568/o01.yaml")["powers"] == "ดูแลถนน"


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("powers: ดูแลถนน", "powers: ดูแลน้ำ"),
        ("unit: สำนักปลัด", "unit: กองคลัง"),
        ("laws: {none: ไม่มีกฎหมายเฉพาะ}", "laws: [https://a.example/law]"),
        ("laws: [https://a.example/law]", "laws: {none: ไม่มีกฎหมายเฉพาะ}"),
    ],
    ids=["text", "header", "none before a list", "list before none"],
)
def test_a_second_single_value_stays_and_is_named(
    workspace: WorkspaceFolder, first: str, second: str
) -> None:
    key = first.split(":")[0]
    workspace.disclose("2567", "structure", f"chart: [{{name: ก}}]\n{first}")
    workspace.disclose("2567", "powers-duties", second)
    before = (workspace.root / "data/2567/o03.yaml").read_bytes()
    plan = carried(workspace, "2567", "2568")
    [item] = [each for each in plan.items if each.content]
    [left] = item.left
    assert (str(left.location), left.field) == ("data/2567/o03.yaml:2", key)
    kept = held(workspace.root, "data/2568/o01.yaml")[key]
    assert kept == held(workspace.root, "data/2567/o01.yaml")[key]
    assert (workspace.root / "data/2567/o03.yaml").read_bytes() == before


# --- how values are written -------------------------------------------------------------------

ODD = """\
# หมายเหตุของเจ้าหน้าที่
item: contact  # ข้อ 4
"address": |
  1 ถนนกลาง ☎ 😀
    ย่อหน้าเข้าไป

  ต.ในเมือง: # ไม่ใช่หมายเหตุ
phone: [021234567, ๐๔๓ ๐๐๐ ๐๐๐, '-',]
fax: 0212345678   # ศูนย์นำหน้า
hours: >-
  08.30
  - 16.30 น.
map-link: {url: https://a.example/m, label: แผนที่}
social:
- https://a.example/f
- {url: 'https://a.example/๒', label: "บรรทัด\\tแท็บ"}
remarks:
  - no
  - 'null'
  - 2568-03-01
  - 0x1F
  - 1_000
  - 12:30:45
  - .5e3
  - '~'
  - =
  - '<<'
  - "- ก"
  - 'ก: ข'
  - "  ก  "
  - "ก #ข"
  - '''ก'' "ข"'
  - "!ก &ข *ค | >"
  - "%ก @ข `ค"
  - "บรรทัดหนึ่ง\\nบรรทัดสอง\\n"
  - ๑๒,๕๐๐.-
"""


def test_texts_stay_as_they_are_written(workspace: WorkspaceFolder) -> None:
    workspace.write("data/2567/o04.yaml", ODD)
    carried(workspace, "2567", "2568")
    old, new = (held(workspace.root, f"data/{name}.yaml") for name in ("2567/o04", "2568/o03"))
    assert new == old
    assert new["phone"] == ["021234567", "๐๔๓ ๐๐๐ ๐๐๐", "-"]
    assert {"no", "2568-03-01", "0x1F", "1_000"} <= set(texts(new["remarks"]))
    # Another program that types what it reads finds the same texts.
    text = (workspace.root / "data/2568/o03.yaml").read_text(encoding="utf-8")
    assert yaml.safe_load(text) == {"item": "contact", **new}


@pytest.mark.parametrize(
    "text",
    ["ก\n", "ก\n\n", "\nก", "ก\n \nข", "  ก\nข", "ก " * 60_000, "---\nก", "...\nก", "ก\t\nข"],
    ids=[
        *("line end", "blank line last", "blank line first", "blank line", "indented"),
        *("very long", "dashes", "dots", "tab"),
    ],
)
def test_a_text_does_not_spoil_what_follows_it(workspace: WorkspaceFolder, text: str) -> None:
    fields: dict[str, Plain] = {"unit": text, "remarks": ["ก", text, "ข"], "powers": text}
    dumped = yaml.safe_dump({"item": "structure", **fields}, allow_unicode=True, width=10**6)
    workspace.write("data/2568/o01.yaml", dumped)
    assert held(workspace.root, "data/2568/o01.yaml") == fields
    carried(workspace, "2568", "2569")
    assert held(workspace.root, "data/2569/o01.yaml") == fields


def test_fields_stand_in_the_order_of_the_subject(workspace: WorkspaceFolder) -> None:
    workspace.disclose("2568", "structure", "powers: ก\nchart: [{name: ข}]\nunit: ค\nremarks: ง")
    carried(workspace, "2568", "2569")
    text = (workspace.root / "data/2569/o01.yaml").read_text(encoding="utf-8")
    assert re.findall(r"(?m)^(\w+):", text) == ["item", "unit", "remarks", "chart", "powers"]


# --- what must be renewed ---------------------------------------------------------------------

PEOPLE = "people: [{name: นาย ก, photo: c.jpg}]"


@pytest.mark.parametrize(
    ("slug", "text", "expected"),
    [
        pytest.param(
            "structure", "powers: แผนปี 2568", {"powers": "years in the text (2568)"}, id="year"
        ),
        pytest.param(
            "structure",
            "powers: พ.ศ.๒๕๖๗",
            {"powers": "years in the text (2567)"},
            id="Thai digits",
        ),
        pytest.param(
            "structure", "powers: FY2025", {"powers": "years in the text (2025)"}, id="CE"
        ),
        pytest.param(
            "structure",
            "powers: ค.ศ. ๒๐๒๕",
            {"powers": "years in the text (2025)"},
            id="CE in Thai digits",
        ),
        pytest.param(
            "structure",
            "powers: ปี 2567 ถึง ๒๕๖๘",
            {"powers": "years in the text (2567, 2568)"},
            id="two years",
        ),
        pytest.param(
            "structure",
            "chart: [{name: สภา, units: [{name: กอง, units: [{name: งานปี 2568}]}]}]",
            {"chart": "years in the text (2568)"},
            id="deep in a chart",
        ),
        pytest.param(
            "structure",
            "laws: [https://a.example/2568/law]",
            {"laws": "years in the text (2568)"},
            id="in a link",
        ),
        pytest.param(
            "structure",
            "laws: {none: ไม่มีในปี 2568}",
            {"laws": "years in the text (2568)"},
            id="in a statement of none",
        ),
        pytest.param(
            "structure", "updated: 1 มีนาคม 2560", {"updated": "period or date"}, id="date of header"
        ),
        pytest.param(
            "structure", "covers: 2560", {"covers": "period or date"}, id="period of header"
        ),
        pytest.param(
            "news",
            "news: [{title: ก, image: c.jpg}]",
            {"news": "period or date, documents or pictures of last year"},
            id="news",
        ),
        pytest.param(
            "service-statistics",
            "statistics: {none: ไม่มี}",
            {"monthly-statistics": "period or date"},
            id="months",
        ),
        pytest.param(
            "participation",
            "activities: [{issue: ถนน}]",
            {"activities": "dates in the table"},
            id="period in a table",
        ),
        pytest.param(
            "gift-receipt-report",
            "gifts: [{item: กระเช้า}]",
            {"gifts": "dates in the table"},
            id="date in a table",
        ),
        pytest.param(
            "strategic-plan",
            "plan: a.pdf",
            {"plan": "documents or pictures of last year"},
            id="file",
        ),
        pytest.param(
            "executives", PEOPLE, {"people": "documents or pictures of last year"}, id="picture"
        ),
        pytest.param(
            "contact",
            "documents: [a.pdf]\nunit: กอง\nmap: c.jpg\naddress: ถนน 2568",
            {
                "documents": "documents or pictures of last year",
                "address": "years in the text (2568)",
                "map": "documents or pictures of last year",
            },
            id="several fields",
        ),
        pytest.param(
            "no-gift-policy",
            "activities: [{date: 1/10/2567, title: อบรมปี 2568, document: a.pdf}]",
            {
                "activities": "dates in the table, documents or pictures of last year,"
                " years in the text (2567, 2568)"
            },
            id="all reasons",
        ),
    ],
)
def test_what_belongs_to_the_old_year_is_marked(
    workspace: WorkspaceFolder, english: None, slug: str, text: str, expected: dict[str, str]
) -> None:
    workspace.attach("2568", "a.pdf", "c.jpg")
    workspace.disclose("2568", slug, text)
    [item] = carried(workspace, "2568", "2569").to_write
    found = {
        each.field: ", ".join(str(reason) for reason in each.reasons) for each in item.renewals
    }
    assert found == expected
    lines = (workspace.root / item.file).read_text(encoding="utf-8").splitlines()
    for each in item.renewals:
        assert lines[each.line - 1].startswith(f"{each.field}:")
        mark = lines[each.line - 2]
        assert mark.startswith("# ⟳ ")
        assert all(reason.th in mark for reason in each.reasons)
    assert sum(line.startswith("# ⟳") for line in lines) == len(item.renewals)


@pytest.mark.parametrize(
    ("slug", "text"),
    [
        ("structure", "powers: ดูแลถนนและน้ำ"),
        ("structure", "powers: พ.ร.บ. เทศบาล พ.ศ. 2496"),
        ("structure", "powers: แผนปี 2569 และ 2570"),
        ("structure", "powers: โครงการ 125681 กับ 25680"),
        ("structure", "powers: งบประมาณ 202500 บาท"),
        ("contact", "phone: 0202478910"),
        ("structure", "laws: [https://a.example/l/120240]"),
        ("structure", "remarks: [ก, ข]"),
        ("structure", "unit: สำนักปลัด"),
        ("executives", "people: [{name: นาย ก, position: ปลัด}]"),
    ],
)
def test_what_names_no_year_is_not_marked(workspace: WorkspaceFolder, slug: str, text: str) -> None:
    workspace.disclose("2568", slug, text)
    [item] = carried(workspace, "2568", "2569").to_write
    assert item.renewals == ()
    assert "# ⟳" not in item.content


def test_years_since_are_marked_after_several_years(workspace: WorkspaceFolder) -> None:
    workspace.disclose("2566", "structure", "unit: แผนปี 2566")
    [item] = carried(workspace, "2566", "2569").to_write
    assert [each.field for each in item.renewals] == ["unit"]


# --- what exists is left alone ----------------------------------------------------------------


@pytest.fixture
def small(workspace: WorkspaceFolder) -> WorkspaceFolder:
    """Four items of 2568 with documents, one of them twice."""
    workspace.attach("2568", "a.pdf", "b.xlsx", "c.jpg", "ย่อย/d.docx")
    workspace.disclose("2568", "structure", "powers: ดูแลถนน\ndocuments: [a.pdf, ย่อย/d.docx]")
    workspace.disclose("2568", "executives", PEOPLE)
    workspace.disclose("2568", "contact", "phone: 043 000 000\ndocuments: a.pdf")
    workspace.disclose("2568", "strategic-plan", "plan: b.xlsx\nvision: เมืองน่าอยู่")
    return workspace


OLD_FILES = {
    "data/2568/o01.yaml": "data/2569/o01.yaml",
    "data/2568/o02.yaml": "data/2569/o02.yaml",
    "data/2568/o03.yaml": "data/2569/o03.yaml",
    "data/2568/o05.yaml": "data/2569/o05.yaml",
    "data/2568/files/a.pdf": "data/2569/files/a.pdf",
    "data/2568/files/b.xlsx": "data/2569/files/b.xlsx",
    "data/2568/files/c.jpg": "data/2569/files/c.jpg",
    "data/2568/files/ย่อย/d.docx": "data/2569/files/ย่อย/d.docx",
}


def test_exactly_the_carried_files_are_written(small: WorkspaceFolder) -> None:
    before = tree(small.root)
    carried(small, "2568", "2569")
    after = tree(small.root)
    assert after.keys() - before.keys() == set(OLD_FILES.values())
    assert {name: after[name] for name in before} == before


@pytest.mark.parametrize("name", OLD_FILES.values())
def test_a_file_that_exists_is_not_overwritten(small: WorkspaceFolder, name: str) -> None:
    small.write(name, "ของเดิม")
    carried(small, "2568", "2569")
    assert (small.root / name).read_text(encoding="utf-8") == "ของเดิม"
    after = tree(small.root)
    data = {file for file in OLD_FILES.values() if file.endswith(".yaml")}
    assert data <= after.keys(), "the others are carried all the same"


@pytest.mark.parametrize("name", ["data/2569/o01.yaml", "data/2569/files/a.pdf"])
@pytest.mark.parametrize(
    ("make", "is_still_there"),
    [
        (lambda path: path.mkdir(), Path.is_dir),
        (lambda path: path.symlink_to("nowhere"), Path.is_symlink),
    ],
    ids=["folder", "link that leads nowhere"],
)
def test_whatever_has_the_name_is_left_alone(
    small: WorkspaceFolder,
    name: str,
    make: Callable[[Path], None],
    is_still_there: Callable[[Path], bool],
) -> None:
    path = small.root / name
    path.parent.mkdir(parents=True)
    make(path)
    carried(small, "2568", "2569")
    assert is_still_there(path)


def test_what_appears_after_the_plan_was_made_is_left_alone(small: WorkspaceFolder) -> None:
    opened = ready(small)
    plan = plan_carry(opened, "2568", "2569")
    names = ["data/2569/o01.yaml", "data/2569/files/a.pdf"]
    for name in names:
        small.write(name, "มาใหม่")
    apply_carry(opened, plan)
    assert [(small.root / name).read_text(encoding="utf-8") for name in names] == ["มาใหม่"] * 2
    assert set(OLD_FILES.values()) <= tree(small.root).keys()


def test_documents_of_an_item_that_exists_are_not_copied(small: WorkspaceFolder) -> None:
    small.write("data/2569/o02.yaml", "item: executives\n")
    carried(small, "2568", "2569")
    assert not (small.root / "data/2569/files/c.jpg").exists()


class Stopped(BaseException):
    """What a user's Ctrl-C or a power cut is to the program."""


@pytest.mark.parametrize("calls", range(len(OLD_FILES)))
def test_an_interrupted_run_is_completed_by_the_next(
    small: WorkspaceFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, calls: int
) -> None:
    opened = ready(small)
    plan = plan_carry(opened, "2568", "2569")
    done = 0

    def stopping(path: Path, name: str, content: str | bytes) -> None:
        nonlocal done
        if done == calls:
            raise Stopped
        done += 1
        write_file(path, name, content)

    monkeypatch.setattr(carry, "write_file", stopping)
    with pytest.raises(Stopped):
        apply_carry(opened, plan)
    monkeypatch.undo()
    part = tree(small.root)
    assert unread(small.root, "2569") == [], "data never name a document that is not there yet"
    carried(small, "2568", "2569")
    complete = tree(small.root)
    assert set(OLD_FILES.values()) <= complete.keys()
    assert part.items() <= complete.items(), "the part was made of whole files"
    assert len(part) == len(complete) - len(OLD_FILES) + calls


# --- the command ------------------------------------------------------------------------------


def run(folder: WorkspaceFolder, *arguments: str) -> Run:
    found = oit("carry", *arguments, cwd=folder.root)
    assert "Traceback" not in found.out + found.err
    return found


def test_a_dry_run_writes_nothing_and_says_the_same(small: WorkspaceFolder) -> None:
    before = tree(small.root)
    dry = run(small, "2568", "2569", "--dry-run")
    assert (dry.code, tree(small.root)) == (CLEAN, before)
    assert not (small.root / "data/2569").exists()
    wet = run(small, "2568", "2569")
    assert wet.code == CLEAN
    assert dry.out.replace("จะเขียน", "เขียนแล้ว") == wet.out
    assert len(tree(small.root)) == len(before) + len(OLD_FILES)


def test_the_command_tells_what_it_did(workspace: WorkspaceFolder) -> None:
    workspace.disclose("2567", "structure", "updated: 1/10/2566\nunit: กอง")
    workspace.disclose("2567", "powers-duties", "powers: ดูแลถนน\nunit: สำนักปลัด")
    workspace.disclose("2567", "no-gift-report", "results: [{activity: อบรม}]")
    workspace.write("data/2568/o02.yaml", "item: executives\n")
    workspace.disclose("2567", "executives", "people: [{name: นาย ก}]")
    found = run(workspace, "2567", "2568", "--lang", "en")
    lines = found.out.splitlines()
    content = (workspace.root / "data/2568/o01.yaml").read_text(encoding="utf-8").splitlines()
    at = content.index("updated: 1/10/2566") + 1
    assert lines[0] == "OIT data 2567 → 2568"
    [merged] = [line for line in lines if line.startswith("O1 + O3 → O1 ")]
    assert merged.endswith(": data/2568/o01.yaml")
    [kept] = [line for line in lines if line.startswith("O2 → O2 ")]
    assert kept.endswith(": data/2568/o02.yaml (exists, left alone)")
    assert any(line.startswith(f"  ⟳ data/2568/o01.yaml:{at}: updated — ") for line in lines)
    assert any(line.startswith("  ! data/2567/o03.yaml:3: unit — ") for line in lines)
    dropped = lines[lines.index("No longer asked in 2568 (the data stay in 2567):") + 1]
    assert dropped.startswith("  O28 ") and dropped.endswith(" (data/2567/o28.yaml)")
    new = lines.index("Items to fill in from the start:")
    numbers = [line.split()[0] for line in lines[new + 1 : lines.index("", new)]]
    assert numbers == [f"O{number}" for number in range(3, 29)]
    assert lines[-1] == (
        "1 files written, 1 exist and are left alone, 1 fields to renew, 26 items to fill in"
    )


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["2569", "2568"], "2568 is not after 2569"),
        (["2568", "2568"], "2568 is not after 2568"),
        (["2568", "2580"], 'there is no edition "2580"'),
        (["2498", "2569"], 'there is no edition "2498"'),
        (["ปีก่อน", "2569"], 'there is no edition "ปีก่อน"'),
        (["../2568", "2569"], 'there is no edition "../2568"'),
        (["2568", ""], 'there is no edition ""'),
        (["2568"], "Missing argument 'NEW'"),
        (["2568", "2569", "2570"], "unexpected extra argument"),
        (["2568", "2569", "--workspace", "nowhere"], "this folder has no data/agency.yaml"),
    ],
)
def test_wrong_use_is_told(small: WorkspaceFolder, arguments: list[str], said: str) -> None:
    before = tree(small.root)
    found = run(small, *arguments, "--lang", "en")
    assert found.code == BAD_INPUT
    assert said in found.err
    assert tree(small.root) == before


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("data/2568/o04.yaml", 'item: news\nnews: "', "data/2568/o04.yaml:2: not valid YAML"),
        ("data/2568/o04.yaml", "item: contact\n", "data/2568/o04.yaml:1: "),
        ("data/2568/o04.yaml", "item: news\nnwes: []\n", "data/2568/o04.yaml:2: "),
        ("data/2568/o05.yaml", "item: strategic-plan\nplan: x.pdf\n", "data/2568/o05.yaml:2: "),
        ("data/2568/o04.yaml", b"item: news\nunit: \xa1\xd2\n", "the file is not UTF-8"),
        ("data/2568/o99.yaml", "item: news\n", "data/2568/o99.yaml: "),
    ],
    ids=["syntax", "guard", "unknown key", "missing document", "encoding", "stray file"],
)
def test_nothing_is_carried_from_data_that_cannot_be_read(
    small: WorkspaceFolder, name: str, content: str | bytes, said: str
) -> None:
    small.write(name, content)
    before = tree(small.root)
    found = run(small, "2568", "2569", "--lang", "en")
    assert found.code == BAD_INPUT
    assert said in found.err
    assert tree(small.root) == before


def test_a_year_without_data_carries_nothing(workspace: WorkspaceFolder) -> None:
    before = tree(workspace.root)
    found = run(workspace, "2567", "2568", "--lang", "en")
    assert found.code == CLEAN
    assert found.out.splitlines()[-1].startswith("0 files written, 0 exist")
    assert found.out.count("→ data/2568/o") == 28
    assert tree(workspace.root) == before


@pytest.mark.parametrize("name", ["data/2569", "data/2569/files"])
def test_a_place_that_cannot_be_written_to(small: WorkspaceFolder, name: str) -> None:
    small.write(name, "ไฟล์ที่อยู่ผิดที่")
    before = tree(small.root)
    found = run(small, "2568", "2569", "--lang", "en")
    assert found.code == BAD_INPUT
    assert f"{name}/" in found.err and "the file cannot be written" in found.err
    after = tree(small.root)
    assert {file: after[file] for file in before} == before


@pytest.mark.parametrize(("old", "new"), [("2568", "2568"), ("2569", "2568")])
def test_a_plan_needs_the_older_year_first(workspace: WorkspaceFolder, old: str, new: str) -> None:
    with pytest.raises(InputError) as error:
        plan_carry(ready(workspace), old, new)
    assert [problem.code for problem in error.value.problems] == ["wrong-order"]


def test_items_of_all_subjects_have_a_fate(workspace: WorkspaceFolder) -> None:
    """Each item of an old year goes somewhere or is dropped; nothing is in both lists or in none."""
    for edition in CATALOGUE.editions:
        fill(workspace, CATALOGUE, edition, [(item.slug, "unit") for item in _items(edition)])
    workspace_of_all = ready(workspace)
    for old in CATALOGUE.editions:
        for new in (each for each in CATALOGUE.editions if each > old):
            plan = plan_carry(workspace_of_all, old, new)
            used = [source.slug for item in plan.items for source in item.sources]
            gone = [each.item.slug for each in plan.dropped]
            assert sorted(used + gone) == sorted(item.slug for item in _items(old))


def _items(edition: str) -> Iterable[Item]:
    return CATALOGUE.editions[edition].items


@pytest.mark.parametrize("name", ["data/2569", "data/2569/files"])
def test_nothing_is_written_out_of_the_workspace(
    small: WorkspaceFolder, tmp_path: Path, name: str
) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    path = small.root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.symlink_to(outside, target_is_directory=True)
    with pytest.raises(InputError):
        carried(small, "2568", "2569")
    assert list(outside.iterdir()) == []
