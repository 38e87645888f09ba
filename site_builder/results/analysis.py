"""What follows from an official result by its year's rules, and what contradicts it.

Printed figures have two decimals, so two that differ by no more than `TOLERANCE` agree. A figure
that is printed stands until others prove it wrong; then the one that they agree on is used on.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from itertools import product

from site_builder.catalogue.assessment import ActionClass, Assessment, Instrument
from site_builder.catalogue.model import CONFIDENCES, ResultLevel
from site_builder.figures import ESTIMATES, Analysis, Contradiction, Figure, Question
from site_builder.kinds.spec import Choice
from site_builder.kinds.values import Row
from site_builder.language import Text, same
from site_builder.locations import Location
from site_builder.official import OfficialResult, result_file
from site_builder.results.questions import question_code
from site_builder.scoring import (
    FULL,
    Mean,
    level,
    mean,
    oit_indicator,
    rounded,
    shown,
    sub_indicators,
    total,
)
from site_builder.thai import arabic_digits, fold

TOLERANCE = Decimal("0.01")
#: An indicator that is reckoned in two parts may have been rounded once more, with each of them.
TWO_PARTS_TOLERANCE = Decimal("0.015")
#: Part 2 is reckoned as twice a rounded figure less another, so its rounding may be larger.
PART_TOLERANCE = Decimal("0.03")
_MOST_CASES = 4096


def analyse(official: OfficialResult, assessment: Assessment) -> Analysis:
    """Everything that follows from a printed result."""
    return _Analyst(official, assessment).analysis()


@dataclass
class _Analyst:
    official: OfficialResult
    rules: Assessment
    contradictions: list[Contradiction] = field(default_factory=list)
    beyond: set[Location] = field(default_factory=set)

    def __post_init__(self) -> None:
        values = self.official.values
        self.file = Location(result_file(self.official.year))
        self.questions = [self._question(row) for row in values["questions"].rows]
        self.indicator_rows = self._by_id(values["indicators"].rows, _indicator_id)
        self.instrument_rows = self._by_id(values["instruments"].rows, _instrument_id)
        self.total_row = next(iter(values["total"].rows), None)
        self.subs: list[Figure] = []
        self.part_two: dict[str, tuple[Figure, Mean]] = {}

    def analysis(self) -> Analysis:
        self._codes()
        self._classes()
        indicators = {each.id: self._indicator(each.id) for each in self.rules.indicators}
        self._explain_parts(indicators)
        instruments = self._instruments(indicators)
        whole, reached = self._total(instruments)
        cell = self.total_row.cells.get("level") if self.total_row else None
        return Analysis(
            self.official.year,
            self.rules,
            self.official,
            tuple(self.questions),
            tuple(self.subs),
            tuple(indicators.values()),
            tuple(instruments.values()),
            whole,
            cell if cell and not cell.is_blank else None,
            reached,
            tuple(sorted(self.contradictions, key=lambda each: each.location)),
        )

    def _by_id(self, rows: Iterable[Row], name: Callable[[Row], str]) -> dict[str, Row]:
        """The rows by what they are about; one that stands twice is told of."""
        found: dict[str, Row] = {}
        for row in rows:
            key = name(row)
            if key and key in found:
                line = found[key].location.line
                self._tell(
                    "row-twice",
                    row.location,
                    Text(
                        f"{key} ซ้ำกับบรรทัด {line} โปรแกรมใช้แถวแรก",
                        f"{key} stands in line {line} too; the first is used",
                    ),
                )
            found.setdefault(key, row)
        return found

    def _score(self, row: Row | None, key: str = "score") -> Decimal | None:
        """A score of a row; one that no score can be is told of and not used."""
        cell = row.cell(key) if row else None
        value = cell.value if cell else None
        if cell is None or not isinstance(value, Decimal):
            return None
        if 0 <= value <= FULL:
            return value
        if cell.location not in self.beyond:
            self.beyond.add(cell.location)
            self._tell(
                "score-impossible",
                cell.location,
                Text(
                    f"คะแนน {cell.text} ไม่อยู่ระหว่าง 0 ถึง 100",
                    f"{cell.text} is not between 0 and 100",
                ),
            )
        return None

    # --- questions ---------------------------------------------------------------------------

    def _question(self, row: Row) -> Question:
        code = question_code(row.cell("id").text) or question_code(row.cell("question").text)
        score = self._score(row)
        parts = [self._score(row, key) for key in ("part1", "part2")]
        known_parts = [part for part in parts if part is not None]
        if len(known_parts) == len(parts):
            both = mean(known_parts)
            if _differ(score, both.value):
                told = shown(score or Decimal(0))
                self._tell(
                    "parts-differ",
                    row.location,
                    Text(
                        f"{_shown_code(code)} พิมพ์ {told} แต่ส่วนที่ 1 และ 2 ให้ {both.arithmetic}",
                        f"{_shown_code(code)} is printed {told}, but parts 1 and 2 give"
                        f" {both.arithmetic}",
                    ),
                )
            score = both.value if score is None else score
        known = [i for i, codes in self.rules.questions.items() if code in codes]
        item = next((each for each in self.rules.items if each.id == code.upper()), None)
        if item:
            known = [item.sub_indicator.split(".")[0]]
        indicator = known[0] if known else _first_number(row.cell("indicator").text)
        action = self.rules.action_class(rounded(score)) if score is not None else ""
        return Question(code, indicator, score, action, row)

    def _codes(self) -> None:
        """Codes that stand twice, that are missing, or that cannot be read."""
        counts = Counter(question.code for question in self.questions if question.code)
        for question in self.questions:
            if not question.code:
                self._tell(
                    "code-unreadable",
                    question.row.location,
                    Text(
                        f'อ่านรหัสข้อคำถาม "{question.row.cell("id").text}" ไม่ได้',
                        f'the code "{question.row.cell("id").text}" of a question cannot be read',
                    ),
                )
        expected = [item.id.lower() for item in self.rules.items]
        if self.rules.questions_confidence not in ESTIMATES:
            expected += [code for codes in self.rules.questions.values() for code in codes]
        letters = {code[0] for code in counts}
        missing = [code for code in expected if code not in counts and code[0] in letters]
        for code, count in counts.items():
            if count > 1:
                rows = [q.row for q in self.questions if q.code == code]
                places = ", ".join(str(row.location.line) for row in rows)
                after = _next_code(code)
                self._tell(
                    "code-twice",
                    rows[-1].location,
                    Text(
                        f"{_shown_code(code)} ซ้ำ {count} แถว (บรรทัด {places})",
                        f"{_shown_code(code)} stands {count} times (lines {places})",
                    ),
                    Text(
                        f"ไม่มี {_shown_code(after)} ซึ่งควรเป็นแถวถัดไป แถวหลังจึงน่าจะเป็น {_shown_code(after)}",
                        f"{_shown_code(after)}, due next, is absent; the later row is probably {_shown_code(after)}",
                    )
                    if after in missing
                    else None,
                )
        if missing:
            names = ", ".join(map(_shown_code, missing))
            self._tell(
                "code-missing",
                self.official.values["questions"].location,
                Text(f"ไม่มีคะแนนของ {names}", f"there is no score of {names}"),
            )

    def _classes(self) -> None:
        """What is printed to follow for a question, against its score."""
        for question in self.questions:
            printed = question.row.cell("action-class").value
            if not isinstance(printed, Choice) or not question.action:
                continue
            if printed.code != question.action:
                score = shown(question.score or Decimal(0))
                follows = self._class(question.action)
                self._tell(
                    "class-differs",
                    question.row.location,
                    Text(
                        f"{_shown_code(question.code)} ได้ {score} พิมพ์ว่า “{printed.label.th}” แต่คะแนนนี้"
                        f"อยู่ในกลุ่ม “{follows.label.th}” (ตั้งแต่ {follows.min})",
                        f"{_shown_code(question.code)} has {score}, printed as “{printed.label.en}”, but"
                        f" from {follows.min} the class is “{follows.label.en}”",
                    ),
                )

    def _class(self, code: str) -> ActionClass:
        return next(each for each in self.rules.classes if each.code == code)

    # --- indicators --------------------------------------------------------------------------

    def _indicator(self, indicator: str) -> Figure:
        row = self.indicator_rows.get(indicator)
        printed = self._score(row)
        location = row.location if row else self.file
        title = next(each.title for each in self.rules.indicators if each.id == indicator)
        if self.rules.instrument(indicator).id == "OIT":
            computed = self._oit(indicator, printed)
            confidence = self.rules.oit_confidence
        else:
            computed = self._from_questions(indicator)
            confidence = self.rules.questions_confidence
        figure = Figure(
            indicator,
            title,
            printed,
            computed.value if computed else None,
            printed if printed is not None else computed.value if computed else None,
            computed.arithmetic if computed else "",
            confidence,
            location,
        )
        has_parts = bool(self.rules.instrument(indicator).parts)
        tolerance = TWO_PARTS_TOLERANCE if has_parts else TOLERANCE
        if computed and _differ(printed, computed.value, tolerance):
            self._indicator_differs(figure, computed)
        return figure

    def _from_questions(self, indicator: str) -> Mean | None:
        own = [q for q in self.questions if q.indicator == indicator and q.code[:1] in ("i", "e")]
        wanted = self.rules.questions.get(indicator, ())
        scores = {q.code: q.score for q in own if q.score is not None}
        if any(code not in scores for code in wanted) or not scores:
            return None
        if not wanted and not self._seems_whole(indicator):
            return None  # some of the questions of an indicator say nothing
        return mean(scores.values())

    def _seems_whole(self, indicator: str) -> bool:
        """Where the questions of a year are not known: every indicator of the instrument has as
        many of them, and more than one."""
        members = self.rules.instrument(indicator).indicators
        counts = {
            sum(q.indicator == member and q.code[:1] in ("i", "e") for q in self.questions)
            for member in members
        }
        return len(counts) == 1 and counts.pop() > 1

    def _oit(self, indicator: str, printed: Decimal | None) -> Mean | None:
        """Indicator 9 or 10 from its items; an item that is missing or stands twice is solved for."""
        items = [i for i in self.rules.items if i.sub_indicator.split(".")[0] == indicator]
        told: dict[str, list[Decimal]] = {}
        for question in self.questions:
            if question.score is not None:
                told.setdefault(question.code.upper(), []).append(question.score)
        if not any(item.id in told for item in items):
            return None
        choices = [
            tuple(dict.fromkeys(told[item.id]))
            if item.id in told
            else tuple(Decimal(score) for score in item.levels)
            for item in items
        ]
        open_items = [item.id for item, c in zip(items, choices, strict=True) if len(c) > 1]
        fitting: list[tuple[dict[str, Decimal], Mean]] = []
        cases = 1
        for choice in choices:
            cases *= len(choice)
        for case in product(*choices) if cases <= _MOST_CASES else ():
            scores = dict(zip((item.id for item in items), case, strict=True))
            result = oit_indicator(sub_indicators(items, scores), indicator)
            if result and (not open_items or not _differ(printed, result.value)):
                fitting.append((scores, result))
        if len(fitting) != 1 or (open_items and printed is None):
            return None
        scores, result = fitting[0]
        for sub, value in sub_indicators(items, scores).items():
            if value:
                self.subs.append(
                    Figure(
                        sub,
                        same(sub),
                        None,
                        value.value,
                        value.value,
                        value.arithmetic,
                        self.rules.oit_confidence,
                        self.file,
                    )
                )
        for item_id in open_items:
            self._tell(
                "score-solved",
                self.official.values["questions"].location,
                Text(
                    f"ตัวชี้วัดที่ {indicator} เป็น {shown(printed or Decimal(0))} ได้เมื่อ {item_id} ="
                    f" {scores[item_id]} เท่านั้น: {result.arithmetic}",
                    f"indicator {indicator} is {shown(printed or Decimal(0))} only if {item_id} ="
                    f" {scores[item_id]}: {result.arithmetic}",
                ),
                self._rule_note(),
                explained=True,
            )
        return result

    def _indicator_differs(self, figure: Figure, computed: Mean) -> None:
        instrument = self.rules.instrument(figure.id)
        if instrument.id == "EIT" and "EIT2" in self.instrument_rows:
            self.part_two[figure.id] = (figure, computed)
            return
        estimate = instrument.id == "OIT" and figure.is_estimate
        source = Text("คะแนนรายข้อ", "the scores of its items or questions")
        self._tell(
            "estimate-differs" if estimate else "indicator-differs",
            figure.location,
            Text(
                f"ตัวชี้วัดที่ {figure.id} พิมพ์ {shown(figure.printed or Decimal(0))} แต่{source.th}ให้"
                f" {computed.arithmetic}",
                f"indicator {figure.id} is printed {shown(figure.printed or Decimal(0))}, but"
                f" {source.en} give {computed.arithmetic}",
            ),
            self._rule_note() if estimate else None,
            explained=estimate,
        )

    def _rule_note(self) -> Text:
        label = CONFIDENCES[self.rules.oit_confidence]
        return Text(
            f"เป็นการประมาณตามกติกา: {self.rules.oit_rule.th} [{label.th}] ไม่ใช่คะแนนทางการ",
            f"an estimate by the rule: {self.rules.oit_rule.en} [{label.en}]; not an official score",
        )

    def _explain_parts(self, indicators: Mapping[str, Figure]) -> None:
        """Where scores of EIT questions are those of part 1 only, part 2 explains the indicators."""
        if not self.part_two:
            return
        printed_part = self._score(self.instrument_rows["EIT2"])
        implied: dict[str, Decimal] = {}
        for indicator in self.rules.instrument("6").indicators:
            figure = indicators[indicator]
            if figure.printed is not None and figure.computed is not None:
                implied[indicator] = 2 * figure.printed - figure.computed
        sums = ", ".join(
            f"{i}: 2 × {shown(indicators[i].printed or Decimal(0))} − {shown(indicators[i].computed or Decimal(0))}"
            f" = {shown(value)}"
            for i, value in implied.items()
        )
        average = mean(implied.values()) if implied else None
        fits = (
            average is not None
            and printed_part is not None
            and abs(printed_part - average.value) <= PART_TOLERANCE
            and all(-PART_TOLERANCE <= value <= FULL + PART_TOLERANCE for value in implied.values())
        )
        told = "; ".join(
            f"{figure.id}: {shown(figure.printed or Decimal(0))} ≠ {computed.arithmetic}"
            for figure, computed in self.part_two.values()
        )
        explanation = None
        if fits and average and printed_part is not None:
            explanation = Text(
                f"คะแนนรายข้อที่พิมพ์เป็นของส่วนที่ 1 ส่วนที่ 2 จึงเป็น {sums} เฉลี่ย {shown(average.value)}"
                f" ตรงกับ EIT ส่วนที่ 2 ที่พิมพ์ {shown(printed_part)}",
                f"the printed scores are those of part 1; part 2 is then {sums}, on average"
                f" {shown(average.value)}, which is the printed EIT part 2 of {shown(printed_part)}",
            )
        first = next(iter(self.part_two.values()))[0]
        self._tell(
            "questions-differ",
            first.location,
            Text(
                f"คะแนนรายข้อคำถามกับตัวชี้วัดไม่ตรงกัน ({told})",
                f"questions and indicators do not agree ({told})",
            ),
            explanation,
            explained=fits,
        )

    # --- instruments and total ---------------------------------------------------------------

    def _instruments(self, indicators: dict[str, Figure]) -> dict[str, Figure]:
        figures: dict[str, Figure] = {}
        for instrument in self.rules.instruments:
            row = self.instrument_rows.get(instrument.id)
            printed = self._score(row)
            values = [indicators[i].value for i in instrument.indicators]
            known = [value for value in values if value is not None]
            computed = mean(known) if len(known) == len(values) else self._from_parts(instrument)
            figures[instrument.id] = Figure(
                instrument.id,
                instrument.title,
                printed,
                computed.value if computed else None,
                printed if printed is not None else computed.value if computed else None,
                computed.arithmetic if computed else "",
                self.rules.weights_confidence if instrument.id == "OIT" else "inferred",
                row.location if row else self.file,
            )
            if instrument.parts:
                self._parts(figures[instrument.id], instrument)
        settled = self._settle(figures)
        for key, figure in figures.items():
            if _differ(figure.printed, figure.computed):
                figures[key] = self._instrument_differs(figure, settled.get(key), indicators)
        return figures

    def _parts(self, figure: Figure, instrument: Instrument) -> None:
        """The printed parts of an instrument against its indicators, or its own figure."""
        both = self._from_parts(instrument)
        told = figure.computed if figure.computed is not None else figure.printed
        if both is None or told is None or not _differ(told, both.value):
            return
        for part in instrument.parts:  # which of them is wrong cannot be told
            row = self.instrument_rows[part]
            score = shown(self._score(row) or Decimal(0))
            self._tell(
                "parts-differ",
                row.location,
                Text(
                    f"{part} พิมพ์ {score}: {' และ '.join(instrument.parts)} ให้ {both.arithmetic}"
                    f" แต่ {figure.id} เป็น {shown(told)}",
                    f"{part} is printed {score}: {' and '.join(instrument.parts)} give"
                    f" {both.arithmetic}, but {figure.id} is {shown(told)}",
                ),
            )

    def _from_parts(self, instrument: Instrument) -> Mean | None:
        rows = [self.instrument_rows.get(part) for part in instrument.parts]
        scores = [self._score(row) for row in rows if row]
        known = [score for score in scores if score is not None]
        return mean(known) if known and len(known) == len(instrument.parts) else None

    def _settle(self, figures: Mapping[str, Figure]) -> dict[str, Decimal]:
        """The value of each instrument on which the printed total insists; none where it does not."""
        printed = self._score(self.total_row)
        options = []
        for key in self.rules.weights:
            figure = figures[key]
            values = [v for v in (figure.printed, figure.computed) if v is not None]
            if len(values) > 1 and not _differ(*values):
                values = values[-1:]
            options.append(values)
        if printed is None or not all(options):
            return {}
        keys = tuple(self.rules.weights)
        fitting = [
            dict(zip(keys, case, strict=True))
            for case in product(*options)
            if not _differ(printed, total(self.rules, dict(zip(keys, case, strict=True))).value)
        ]
        return {
            key: fitting[0][key] for key in keys if fitting and len({f[key] for f in fitting}) == 1
        }

    def _instrument_differs(
        self, figure: Figure, settled: Decimal | None, indicators: dict[str, Figure]
    ) -> Figure:
        assert figure.printed is not None and figure.computed is not None
        code = "instrument-differs"
        explanation: Text | None = None
        if settled == figure.printed:
            code = "indicator-impossible"
            explanation = self._wrong_indicator(figure, indicators)
        elif settled is not None:
            twin = next((i for i in indicators.values() if i.printed == figure.printed), None)
            holds = Text(
                f"คะแนนรวมที่พิมพ์เป็นจริงเมื่อ {figure.id} = {shown(settled)}",
                f"the printed total holds with {figure.id} = {shown(settled)}",
            )
            explanation = holds
            if twin:
                explanation = Text(
                    f"{holds.th} และ {shown(figure.printed)} คือคะแนนของตัวชี้วัดที่ {twin.id}",
                    f"{holds.en}, and {shown(figure.printed)} is the score of indicator {twin.id}",
                )
        self._tell(
            code,
            figure.location,
            Text(
                f"{figure.id} พิมพ์ {shown(figure.printed)} แต่ค่าเฉลี่ยของตัวชี้วัดคือ {figure.arithmetic}",
                f"{figure.id} is printed {shown(figure.printed)}, but the mean of its indicators is"
                f" {figure.arithmetic}",
            ),
            explanation,
        )
        return _with_value(figure, settled if settled is not None else figure.printed)

    def _wrong_indicator(self, figure: Figure, indicators: dict[str, Figure]) -> Text:
        """Which indicator must be another for the mean of the instrument to be what is printed."""
        assert figure.printed is not None
        members = next(i for i in self.rules.instruments if i.id == figure.id).indicators
        needed: dict[str, Decimal] = {}
        for member in members:
            others = sum(
                (indicators[m].value or Decimal(0) for m in members if m != member), Decimal(0)
            )
            value = figure.printed * len(members) - others
            if 0 <= value <= FULL and self._attainable(member, value):
                needed[member] = value
        told = [
            (
                f"{member} = {shown(value)}",
                f"{len(members)} × {shown(figure.printed)} − "
                + " − ".join(
                    shown(indicators[m].value or Decimal(0)) for m in members if m != member
                ),
                member,
            )
            for member, value in needed.items()
        ]
        holds = Text(
            f"คะแนนรวมที่พิมพ์เป็นจริงเมื่อ {figure.id} = {shown(figure.printed)}",
            f"the printed total holds with {figure.id} = {shown(figure.printed)}",
        )
        if len(needed) == 1:
            [(member, value)] = needed.items()
            printed = indicators[member].printed or Decimal(0)
            indicators[member] = _with_value(indicators[member], value)
            return Text(
                f"{holds.th} ตัวชี้วัดที่ {member} จึงต้องเป็น {told[0][1]} = {shown(value)}"
                f" แต่พิมพ์ {shown(printed)}",
                f"{holds.en}, so indicator {member} must be {told[0][1]} = {shown(value)}"
                f" where {shown(printed)} is printed",
            )
        options_th = " หรือ ".join(f"{t[0]} ({t[1]})" for t in told)
        options_en = " or ".join(f"{t[0]} ({t[1]})" for t in told)
        if not told:
            return holds
        return Text(
            f"{holds.th} ตัวชี้วัดใดตัวชี้วัดหนึ่งจึงต้องเป็น {options_th}",
            f"{holds.en}, so one indicator must be {options_en}",
        )

    def _attainable(self, indicator: str, value: Decimal) -> bool:
        """Whether an OIT indicator can have this score at all, by the rule of items."""
        items = [i for i in self.rules.items if i.sub_indicator.split(".")[0] == indicator]
        if not items:
            return True
        subs: dict[str, set[Decimal]] = {}
        for sub in dict.fromkeys(item.sub_indicator for item in items):
            own = [item for item in items if item.sub_indicator == sub]
            sums = {Decimal(0)}
            for item in own:
                sums = {old + item.weight * score for old in sums for score in item.levels}
            weight = sum((item.weight for item in own), Decimal(0))
            subs[sub] = {each / weight for each in sums}
        reached = {Decimal(0)}
        for values in subs.values():
            reached = {(old + each).quantize(TOLERANCE / 100) for old in reached for each in values}
        return any(not _differ(each / len(subs), value) for each in reached)

    def _total(self, instruments: Mapping[str, Figure]) -> tuple[Figure, ResultLevel | None]:
        values = {key: f.value for key, f in instruments.items() if f.value is not None}
        printed = self._score(self.total_row)
        location = self.total_row.location if self.total_row else self.file
        complete = all(key in values for key in self.rules.weights)
        computed = total(self.rules, values) if complete else None
        figure = Figure(
            "total",
            Text("คะแนนรวม", "Total"),
            printed,
            computed.value if computed else None,
            printed if printed is not None else computed.value if computed else None,
            computed.arithmetic if computed else "",
            self.rules.weights_confidence,
            location,
        )
        if computed and _differ(printed, computed.value):
            self._tell(
                "total-differs",
                location,
                Text(
                    f"คะแนนรวมพิมพ์ {shown(printed or Decimal(0))} แต่ {computed.arithmetic}",
                    f"the total is printed {shown(printed or Decimal(0))}, but {computed.arithmetic}",
                ),
            )
        reached = (
            level(self.rules, figure.value, values)
            if figure.value is not None and complete
            else None
        )
        self._level(reached, figure, values)
        return figure, reached

    def _level(
        self, reached: ResultLevel | None, figure: Figure, instruments: Mapping[str, Decimal]
    ) -> None:
        cell = self.total_row.cells.get("level") if self.total_row else None
        if reached is None or cell is None or cell.is_blank or figure.value is None:
            return
        if fold(cell.text) in {fold(reached.name.th), fold(reached.name.en)}:
            return
        scores = ", ".join(f"{key} {shown(value)}" for key, value in instruments.items())
        floor = reached.min_each_instrument
        each = (
            Text(f" และทุกเครื่องมือ ≥ {floor}", f" and each instrument ≥ {floor}")
            if floor
            else same("")
        )
        self._tell(
            "level-differs",
            cell.location,
            Text(
                f"ระดับพิมพ์ว่า “{cell.text}” แต่คะแนนรวม {shown(figure.value)} ({scores}) อยู่ในระดับ"
                f" “{reached.name.th}” (≥ {reached.min_total}{each.th})",
                f"the level is printed “{cell.text}”, but {shown(figure.value)} ({scores}) is"
                f" “{reached.name.th}” (≥ {reached.min_total}{each.en})",
            ),
        )

    def _tell(
        self,
        code: str,
        location: Location,
        message: Text,
        explanation: Text | None = None,
        explained: bool = False,
    ) -> None:
        self.contradictions.append(Contradiction(code, location, message, explanation, explained))


def _with_value(figure: Figure, value: Decimal) -> Figure:
    return replace(figure, value=value)


def _differ(first: Decimal | None, second: Decimal | None, tolerance: Decimal = TOLERANCE) -> bool:
    return first is not None and second is not None and abs(first - second) > tolerance


def _indicator_id(row: Row) -> str:
    return _first_number(row.cell("id").text) or _first_number(row.cell("name").text)


def _instrument_id(row: Row) -> str:
    for text in (row.cell("id").text, row.cell("name").text):
        found = re.search(
            r"(IIT|EIT|OIT)(?:[^\d]*(?:ส่วนที่|part)?\s*([12])\b)?", arabic_digits(text).upper()
        )
        if found:
            return found[1] + (found[2] or "")
    return ""


def _first_number(text: str) -> str:
    found = re.search(r"\d+", arabic_digits(text))
    return str(int(found.group())) if found else ""


def _next_code(code: str) -> str:
    return f"{code[0]}{int(code[1:]) + 1}"


def _shown_code(code: str) -> str:
    """`O7` for an item, `i1` and `e1` for questions."""
    return code.upper() if code.startswith("o") else code
