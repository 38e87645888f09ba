"""The report for continuous integration: JUnit XML, a suite for each item, a case for each element.

How outcomes are told, so that nothing counts as passed that nobody saw:

| outcome | in JUnit |
|---|---|
| pass | passed |
| fail | `failure`; its type is the code of the first finding |
| not-checked | `error`: the test could not run |
| needs-review | `skipped`, saying that a person must look |
| not-applicable | `skipped`, saying why |

Findings on data that no element asks for, and problems of the input, are cases of their own. The
shape is that of Jenkins' `junit-10.xsd`; there are no times, so that the same data give the same file.
"""

from __future__ import annotations

from collections.abc import Iterable
from xml.etree import ElementTree as ET

from site_builder.characters import clean
from site_builder.criteria import ruleset
from site_builder.language import Text
from site_builder.outcomes import ElementResult, Finding, ItemResult, Outcome, Report
from site_builder.problems import Problem
from site_builder.reports.wording import NOTES

_NOTES = Text("ข้อมูลที่ไม่มีองค์ประกอบใดถามถึง", "data that no element asks for")
_PROBLEMS = Text("อ่านข้อมูลไม่ได้", "data that cannot be read")


def render(report: Report) -> str:
    """The report as JUnit XML in the language of this run."""
    root = ET.Element("testsuites", name=f"OIT {report.edition.name} — {report.agency}")
    if report.other_problems:
        suite = _suite(root, report, "input", str(_PROBLEMS))
        for problem in report.other_problems:
            case = _case(suite, "input", f"{problem.code} {problem.location}")
            _told(case, "error", problem.code, str(problem.message), [problem])
    if report.notes:
        suite = _suite(root, report, "agency", str(NOTES))
        for note in report.notes:
            case = _case(suite, "agency", f"{note.code} {note.location}")
            _told(case, "failure", note.code, str(note.message), [note])
    for item in report.items:
        _item(root, report, item)
    for suite in root:
        _count(suite)
    _count(root)
    ET.indent(root)
    xml = ET.tostring(root, encoding="unicode")
    return clean(f'<?xml version="1.0" encoding="UTF-8"?>\n{xml}\n')


def _suite(root: ET.Element, report: Report, key: str, name: str) -> ET.Element:
    suite = ET.SubElement(root, "testsuite", name=name, package=f"oit.{report.edition.name}")
    suite.set("id", key)
    properties = ET.SubElement(suite, "properties")
    told = ruleset(report.edition)
    values = {
        "edition": report.edition.name,
        "ruleset.sha256": str(told["sha256"]),
        "as_of": report.as_of.isoformat() if report.as_of else "",
        "site": report.site,
    }
    for key, value in values.items():
        ET.SubElement(properties, "property", name=key, value=value)
    return suite


def _case(suite: ET.Element, group: str, name: str) -> ET.Element:
    return ET.SubElement(suite, "testcase", classname=group, name=name)


def _item(root: ET.Element, report: Report, item: ItemResult) -> None:
    suite = _suite(root, report, item.item.slug, f"{item.item.id} {item.item.title}")
    for name, value in {"unit": item.unit, "status": item.status.value}.items():
        ET.SubElement(suite[0], "property", name=name, value=value)
    group = f"oit.{report.edition.name}.{item.item.code}"
    for element in item.elements:
        case = _case(suite, group, f"{element.element.key}: {element.element.requirement}")
        _outcome(case, element)
    if item.notes:
        case = _case(suite, group, str(_NOTES))
        _told(case, "failure", item.notes[0].code, str(item.notes[0].message), item.notes)


def _outcome(case: ET.Element, result: ElementResult) -> None:
    reason = f"{result.outcome.label}: {result.reason}"
    if result.outcome == Outcome.FAIL:
        first = result.findings[0]
        _told(case, "failure", first.code, str(first.message), result.findings)
    elif result.outcome == Outcome.NOT_CHECKED:
        _told(case, "error", result.outcome.value, reason, ())
    elif result.outcome != Outcome.PASS:
        ET.SubElement(case, "skipped", type=result.outcome.value, message=reason)


def _told(
    case: ET.Element, tag: str, code: str, message: str, found: Iterable[Finding | Problem]
) -> None:
    told = ET.SubElement(case, tag, type=code, message=message)
    told.text = "\n".join(f"{each.location}: {each.message}\n→ {each.remedy}" for each in found)


def _count(part: ET.Element) -> None:
    part.set("tests", str(len(list(part.iter("testcase")))))
    part.set("failures", str(len(list(part.iter("failure")))))
    part.set("errors", str(len(list(part.iter("error")))))
    if part.tag == "testsuite":
        part.set("skipped", str(len(list(part.iter("skipped")))))
