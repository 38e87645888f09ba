"""The official ITA result of one year as it was printed: read and typed, nothing computed."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from site_builder.kinds.base import ParseContext
from site_builder.kinds.read import read_fields
from site_builder.kinds.spec import Field, Spec, Vocabulary
from site_builder.kinds.values import Cell, FieldValue, Row
from site_builder.language import Text
from site_builder.problems import Problem
from site_builder.sources.files import FileStore
from site_builder.sources.names import refuse_links
from site_builder.sources.yaml import read_yaml

YEAR = re.compile(r"2[45]\d\d")
_SCORE = Spec("score", "number", Text("คะแนน", "Score"))
_NAME = Spec("name", "text", Text("รายการ", "Name"))
_LEVEL = Spec("level", "text", Text("ระดับ", "Level"))

RESULT_FIELDS = (
    Field("source", "text", Text("ที่มา", "Source")),
    Field(
        "total",
        "table",
        Text("ภาพรวม", "Overall"),
        columns=(_NAME, _SCORE, _LEVEL),
    ),
    Field(
        "instruments",
        "table",
        Text("รายเครื่องมือ", "By instrument"),
        columns=(Spec("id", "text", Text("รหัส", "Code")), _NAME, _SCORE, _LEVEL),
    ),
    Field(
        "indicators",
        "table",
        Text("รายตัวชี้วัด", "By indicator"),
        columns=(Spec("id", "text", Text("รหัส", "Code")), _NAME, _SCORE),
    ),
    Field(
        "questions",
        "table",
        Text("รายข้อคำถาม", "By question"),
        columns=(
            Spec("id", "text", Text("รหัส", "Code")),
            Spec("indicator", "text", Text("ตัวชี้วัด", "Indicator")),
            Spec("instrument", "text", Text("เครื่องมือการประเมิน", "Instrument")),
            Spec("question", "text", Text("ข้อคำถาม", "Question")),
            _SCORE,
            Spec("part1", "number", Text("EIT ส่วนที่ 1", "EIT part 1")),
            Spec("part2", "number", Text("EIT ส่วนที่ 2", "EIT part 2")),
            Spec(
                "action-class",
                "choice",
                Text("การดำเนินงานในปีถัดไป", "What follows"),
                vocabulary="action-class",
            ),
        ),
    ),
    Field("remarks", "text", Text("หมายเหตุ", "Remarks"), many=True),
)


@dataclass(frozen=True)
class OfficialResult:
    """The result of fiscal year `year`, field by field as printed."""

    year: str
    values: Mapping[str, FieldValue]
    problems: tuple[Problem, ...]

    def overall(self) -> tuple[Row, ...]:
        """Total, instruments and indicators as rows of part, name, score and level."""
        rows = []
        for key in ("total", "instruments", "indicators"):
            value = self.values[key]
            label = value.spec.label.th
            for row in value.rows:
                cells = {"part": Cell(label, row.location, label)}
                cells |= {k: row.cells[k] for k in ("name", "score", "level") if k in row.cells}
                rows.append(Row(cells, row.location))
        return tuple(rows)

    def questions(self) -> tuple[Row, ...]:
        """Every row of the printed table of questions, in its order."""
        keys = ("indicator", "instrument", "question", "score", "action-class")
        return tuple(
            Row({key: row.cells[key] for key in keys if key in row.cells}, row.location)
            for row in self.values["questions"].rows
        )


def result_file(year: str) -> str:
    """The path of a year's result in its workspace."""
    return f"data/results/{year}.yaml"


def load_result(
    root: Path, year: str, vocabularies: Mapping[str, Vocabulary]
) -> OfficialResult | None:
    """The result file of a year, or None where there is none.

    Raises:
        InputError: the file cannot be read.
    """
    path = root / result_file(year)
    if not os.path.lexists(path):
        return None
    refuse_links(root, result_file(year))
    node = read_yaml(path, result_file(year))
    context = ParseContext(FileStore(root / "data" / "results", "data/results"), vocabularies)
    values = read_fields(node, RESULT_FIELDS, context)
    problems = list(context.problems)
    for value in values.values():
        problems += [cell.problem for _, cell in value.every_cell() if cell.problem]
    return OfficialResult(year, values, tuple(problems))


def result_years(root: Path) -> tuple[str, ...]:
    """The years that the workspace has a result of, the oldest first."""
    folder = root / "data" / "results"
    names = (path.stem for path in folder.glob("*.yaml")) if folder.is_dir() else ()
    return tuple(sorted(name for name in names if YEAR.fullmatch(name)))
