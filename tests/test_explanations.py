"""Every code that a finding or problem can have is explained, and every explanation is of such a code."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml
from finding_codes import told, unclear
from sites import ROOT

from site_builder.explanations import Explanation, load_explanations
from site_builder.language import LANGUAGES

EXPLANATIONS = load_explanations()
PAGES = ROOT / "docs" / "reference" / "findings"
THAI = re.compile("[ก-๙]")


def test_every_code_is_explained_and_no_explanation_is_left_over() -> None:
    """To add one: `site_builder/explanations.yaml`."""
    assert {each.code for each in told()} == set(EXPLANATIONS)


def test_every_code_can_be_found_in_the_code() -> None:
    """A code that is put together is named in `tools/finding_codes.py`."""
    assert unclear() == []


@pytest.mark.parametrize("explanation", EXPLANATIONS.values(), ids=lambda each: each.code)
def test_each_explanation_is_whole(explanation: Explanation) -> None:
    for text in (explanation.title, explanation.why, explanation.example, *explanation.sources):
        assert text.th.strip() and text.en.strip()
    for text in (explanation.title, explanation.why):
        assert THAI.search(text.th) and not THAI.search(text.en)
    assert "ผิด:" in explanation.example.th and "ถูก:" in explanation.example.th
    assert "Wrong:" in explanation.example.en and "Right:" in explanation.example.en
    assert explanation.sources
    places = [each for each in told() if each.code == explanation.code]
    assert explanation.remedy or any(place.remedy for place in places)


@pytest.mark.parametrize("code", EXPLANATIONS)
def test_each_page_tells_why_example_remedy_and_source(code: str) -> None:
    page = (PAGES / f"{code}.md").read_text(encoding="utf-8")
    for head in ("ทำไมต้องแก้", "ตัวอย่าง", "วิธีแก้", "ที่มาของกติกา"):
        assert f"**{head}**" in page
    for head in ("Why it matters", "Example", "How to mend it", "Source of the rule"):
        assert f"**{head}**" in page
    assert f"(findings/{code}.md)" in (PAGES.parent / "findings.md").read_text(encoding="utf-8")


def test_there_is_no_page_without_a_code() -> None:
    assert {path.stem for path in PAGES.iterdir()} == set(EXPLANATIONS)


def test_every_source_is_used() -> None:
    file = ROOT / "site_builder" / "explanations.yaml"
    whole = yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    named = re.findall(r"^      - (.+)$", file.read_text(encoding="utf-8"), re.MULTILINE)
    assert set(whole["sources"]) == set(named)


def test_examples_are_not_twice() -> None:
    for language in LANGUAGES:
        texts = [each.example.in_language(language) for each in EXPLANATIONS.values()]
        assert len(texts) == len(set(texts))


@pytest.mark.parametrize(
    ("source", "codes"),
    [
        (
            'Problem("made-up", place, Text("ก", "a"), Text("ข", f"b {x}"))',
            [("made-up", "ก", "b {…}")],
        ),
        ('raise UnreadableValue("odd", same(x), y)', [("odd", "", "")]),
        ('reader.problem("own", at, Text("ก", "a").format(n=1), R)', [("own", "ก", "")]),
        ('other("no-code", place)', []),
    ],
)
def test_codes_are_read_from_the_code(
    source: str, codes: list[tuple[str, str, str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import finding_codes

    (tmp_path / "made.py").write_text(f"def f():\n    {source}\n", encoding="utf-8")
    monkeypatch.setattr(finding_codes, "PACKAGE", tmp_path)
    found = [each for each in finding_codes.told() if each.by == "made.py"]
    assert [
        (each.code, each.message.th if each.message else "", each.remedy.en if each.remedy else "")
        for each in found
    ] == codes
