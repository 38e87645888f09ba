"""A YAML text is given other values: they are there, and what a person wrote beside them stays."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sites import ROOT

from site_builder.problems import InputError
from site_builder.sources.update import updated_yaml
from site_builder.sources.write import Plain, normal, to_plain, to_yaml
from site_builder.sources.yaml import parse_yaml

TEXT = """\
# เรื่องร้องเรียน (ห้ามลบบรรทัดนี้)
item: complaint-statistics
unit: กองคลัง  # ไม่ใช่สำนักปลัด

total: "0"
note: |
  บรรทัดหนึ่ง
  # ไม่ใช่หมายเหตุ

statement:
# รายเดือน
months:
  # เดือนแรก
  - month: ตุลาคม 2566
    none: 'ไม่มี'   # ยืนยันแล้ว
  - month: พฤศจิกายน 2566
    rows:
      - a: 1
        b: 2
  # เดือนสุดท้าย
  - month: ธันวาคม 2566
names: [ก, ข]
# จบ
"""
VALUE = to_plain(parse_yaml(TEXT, "x"))


def changed(**new: Plain) -> Plain:
    assert isinstance(VALUE, dict)
    return {key: value for key, value in (VALUE | new).items() if value != {"remove": ""}}


def months(*listed: Plain) -> Plain:
    return changed(months=list(listed))


OCTOBER: Plain = {"month": "ตุลาคม 2566", "none": "ไม่มี"}
NOVEMBER: Plain = {"month": "พฤศจิกายน 2566", "rows": [{"a": "1", "b": "2"}]}
DECEMBER: Plain = {"month": "ธันวาคม 2566"}
GONE: Plain = {"remove": ""}

#: What is changed, the lines that go, the lines that come.
CHANGES: dict[str, tuple[Plain, list[str], list[str]]] = {
    "nothing": (VALUE, [], []),
    "a text": (
        changed(unit="สำนักปลัด"),
        ["unit: กองคลัง  # ไม่ใช่สำนักปลัด"],
        ["unit: สำนักปลัด  # ไม่ใช่สำนักปลัด"],
    ),
    "a text that YAML would type": (changed(total="007"), ['total: "0"'], ["total: '007'"]),
    "a blank filled": (changed(statement="ไม่มี: เลย"), ["statement:"], ["statement: 'ไม่มี: เลย'"]),
    "a text made blank": (changed(total=""), ['total: "0"'], ["total:"]),
    "a long text": (
        changed(note="หนึ่ง\nสอง\n"),
        ["  บรรทัดหนึ่ง", "  # ไม่ใช่หมายเหตุ"],
        ["  หนึ่ง", "  สอง"],
    ),
    "a key removed": (changed(total=GONE), ['total: "0"'], []),
    "the first key removed": (changed(item=GONE), ["item: complaint-statistics"], []),
    "a long text removed": (
        changed(note=GONE),
        ["note: |", "  บรรทัดหนึ่ง", "  # ไม่ใช่หมายเหตุ"],
        [],
    ),
    "a key added at the end": (changed(new="ค่า"), [], ["new: ค่า"]),
    "a list added": (changed(new=["ก", {"x": "ข"}]), [], ["new:", "  - ก", "  - x: ข"]),
    "a row changed": (
        months({"month": "ตุลาคม 2566", "none": "มี"}, NOVEMBER, DECEMBER),
        ["    none: 'ไม่มี'   # ยืนยันแล้ว"],
        ["    none: มี   # ยืนยันแล้ว"],
    ),
    "a row added behind": (
        months(OCTOBER, NOVEMBER, DECEMBER, {"month": "มกราคม 2567"}),
        [],
        ["  - month: มกราคม 2567"],
    ),
    "a row added before": (
        months({"month": "กันยายน 2566"}, OCTOBER, NOVEMBER, DECEMBER),
        [],
        ["  - month: กันยายน 2566"],
    ),
    "a row removed": (
        months(OCTOBER, DECEMBER),
        ["  - month: พฤศจิกายน 2566", "    rows:", "      - a: 1", "        b: 2"],
        [],
    ),
    "a value within a row of a row": (
        months(OCTOBER, {"month": "พฤศจิกายน 2566", "rows": [{"a": "1", "b": "3"}]}, DECEMBER),
        ["        b: 2"],
        ["        b: '3'"],
    ),
    "values added at the end of two levels": (
        months(
            OCTOBER,
            {"month": "พฤศจิกายน 2566", "rows": [{"a": "1", "b": "2", "c": "3"}], "d": "4"},
            DECEMBER,
        ),
        [],
        ["        c: '3'", "    d: '4'"],
    ),
    "the first value of a row removed": (
        months(OCTOBER, {"rows": [{"a": "1", "b": "2"}]}, DECEMBER),
        ["  - month: พฤศจิกายน 2566", "    rows:"],
        ["  - rows:"],
    ),
    "a list on one line": (changed(names=["ก"]), ["names: [ก, ข]"], ["names:", "  - ก"]),
    "a list that is none": (
        changed(months="ไม่มี"),
        TEXT.splitlines()[TEXT.splitlines().index("months:") : -2],
        ["months: ไม่มี"],
    ),
}


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
@pytest.mark.parametrize("name", CHANGES)
def test_only_the_lines_that_differ_are_written(name: str, ending: str) -> None:
    value, gone, come = CHANGES[name]
    found = updated_yaml(TEXT.replace("\n", ending), value, "x")
    assert to_plain(parse_yaml(found, "x")) == value
    assert found.count(ending) == found.count("\n"), "lines end as they did"
    before, after = TEXT.splitlines(), found.replace(ending, "\n").splitlines()
    assert [line for line in before if line not in after] == gone
    assert [line for line in after if line not in before] == come
    kept = [line for line in before if line not in gone]
    assert [line for line in after if line not in come] == kept, "in the order that they had"


@pytest.mark.parametrize(
    ("text", "value", "wanted"),
    [
        ("", {"a": "1"}, "a: '1'\n"),
        ("# หมายเหตุ\n", {"a": "ก"}, "# หมายเหตุ\na: ก\n"),
        ("a: ก", {"a": "ก", "b": "ข"}, "a: ก\nb: ข"),
        ("{a: ก}\n", {"a": "ข"}, "a: ข\n"),
        ("# x\na: ก\n", {"b": "ข"}, "# x\nb: ข\n"),
        ("a:\n- ก\n- ข\nb: ค\n", {"a": ["ก", "ง"], "b": "ค"}, "a:\n- ก\n- ง\nb: ค\n"),
        ("a: >-\n  ก\n  ข\nb: ค\n", {"a": "ง", "b": "ค"}, "a: ง\nb: ค\n"),
        ("- - ก\n  - ข\n", [["ก", "ค"]], "- - ก\n  - ค\n"),
    ],
)
def test_texts_of_other_makes(text: str, value: Plain, wanted: str) -> None:
    assert updated_yaml(text, value) == wanted


def test_what_is_no_yaml_is_told() -> None:
    with pytest.raises(InputError) as told:
        updated_yaml("a: [", {"a": "1"}, "data/2568/o01.yaml")
    assert "data/2568/o01.yaml" in str(told.value)


TEXTS = st.one_of(
    st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=12),
    st.sampled_from(
        ["", "no", "0123", "2568-03-01", "- x", "a: b", "# x", "ก\nข", "ก\n\nข\n", "~", "'"]
    ),
)
KEYS = st.sampled_from(["item", "unit", "total", "months", "ชื่อ", "a b"])
PLAIN = st.recursive(
    TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=12,
)
ROOTS = st.dictionaries(KEYS, PLAIN, min_size=1, max_size=5)


def commented(text: str, marks: list[int]) -> str:
    """The text with comments on lines of their own, where a comment may stand."""
    lines = text.splitlines()
    is_plain = not re.search(r": [|>\"']|- [|>\"']", text)
    for mark in marks if is_plain else ():
        lines.insert(mark % (len(lines) + 1), f"# หมายเหตุ {mark}")
    return "\n".join(lines) + "\n"


@given(ROOTS, ROOTS, st.lists(st.integers(0, 60), max_size=4))
def test_the_values_are_there_whatever_they_were(
    old: dict[str, Plain], new: dict[str, Plain], marks: list[int]
) -> None:
    text = commented(to_yaml(old), marks)
    found = updated_yaml(text, new)
    assert to_plain(parse_yaml(found, "x")) == normal(new)
    assert updated_yaml(found, new) == found


FILES = sorted(
    path for folder in (ROOT / "data", ROOT / "examples") for path in folder.rglob("o*.yaml")
)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_one_value_of_a_real_file(path: Path) -> None:
    """Each of some values by itself: one line differs, and every comment is still there."""
    text = path.read_text(encoding="utf-8")
    value = to_plain(parse_yaml(text, path.name))
    assert updated_yaml(text, value) == text
    places = list(_texts(value, ()))
    for place in places[:: max(1, len(places) // 5)]:
        new = _with(value, place, "ค่าใหม่")
        found = updated_yaml(text, new)
        assert to_plain(parse_yaml(found, "x")) == new
        old_lines, new_lines = text.splitlines(), found.splitlines()
        # A text of several lines becomes one line.
        assert sum(line not in old_lines for line in new_lines) <= 1, place
        comments = [line for line in old_lines if line.lstrip().startswith("#")]
        assert [line for line in new_lines if line.lstrip().startswith("#")] == comments


def _texts(value: Plain, place: tuple[str | int, ...]) -> list[tuple[str | int, ...]]:
    if isinstance(value, str):
        return [place]
    pairs = value.items() if isinstance(value, dict) else enumerate(value)
    return [found for key, inner in pairs for found in _texts(inner, (*place, key))]


def _with(value: Plain, place: tuple[str | int, ...], new: str) -> Plain:
    if not place:
        return new
    key, *rest = place
    if isinstance(value, dict):
        return {k: _with(v, tuple(rest), new) if k == key else v for k, v in value.items()}
    assert isinstance(value, list)
    return [_with(v, tuple(rest), new) if n == key else v for n, v in enumerate(value)]
