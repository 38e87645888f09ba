"""Writes what was measured into `docs/performance.md`: between the marks of each subject, and nowhere else.

Tables and charts come from `results.json` alone, so that the same results give the same document.
"""

from __future__ import annotations

import sys
import xml.etree.ElementTree as ET
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from measuring import ROOT, Spread, ratio, spread
from results import Comparison, Curve, Part, Result

from site_builder.pages.charts import library

sys.path.append(str(ROOT / "tools"))

from marked import with_part

PAGE = ROOT / "docs" / "performance.md"
IMAGES = PAGE.parent / "images"


def write_document(names: Sequence[str], results: Mapping[str, Result]) -> None:
    """The page with every subject, and its charts."""
    PAGE.write_text(
        rendered(PAGE.read_text(encoding="utf-8"), names, results), encoding="utf-8", newline="\n"
    )
    for name, drawn in charts(results).items():
        (IMAGES / name).write_text(drawn, encoding="utf-8", newline="\n")


def rendered(text: str, names: Sequence[str], results: Mapping[str, Result]) -> str:
    """The text with each subject's section as its result says."""
    for name in names:
        lines = section(results[name]) if name in results else ["*Not measured yet.*"]
        text = with_part(text, name, lines)
    return text


def section(result: Result) -> list[str]:
    """The lines of one subject."""
    lines = [
        f"*Measured on {result.day}: {result.machine}; load at the start {result.load:.2f}; "
        f"{_duration(result.seconds)} in all.*"
    ]
    if result.versions:
        told = ", ".join(f"{name} {version}" for name, version in result.versions.items())
        lines.append(f"*{told}.*")
    if result.quick:
        lines += [
            "",
            "**Tried out with `--quick`: one round, on a machine that did other work too.**",
        ]
    for part in result.parts:
        lines += ["", *_part(part)]
    return ["", *lines, ""]


def _part(part: Part) -> Iterator[str]:
    if isinstance(part, Curve):
        yield f"![{part.title}](images/{_file(part)})"
        return
    yield f"**{part.title}**"
    yield ""
    yield from (
        comparison_lines(part) if isinstance(part, Comparison) else _table(part.head, part.rows)
    )
    for note in part.notes:
        yield ""
        yield note


def comparison_lines(part: Comparison) -> Iterator[str]:
    """A row for each side, with the base as 1; why not, where a side was not measured."""
    base = part.sides[part.base]
    rows = []
    for name, runs in part.sides.items():
        if isinstance(runs, str):
            rows.append([name, f"not measured: {runs}", "", "", "", ""])
            continue
        wall, cpu = [each.wall for each in runs], [each.cpu for each in runs]
        memory = max(each.memory for each in runs)
        if isinstance(base, str):
            times = ["–", "–"]
        else:
            times = [
                _times(ratio(wall, [each.wall for each in base]), len(runs)),
                _times(ratio(cpu, [each.cpu for each in base]), len(runs)),
            ]
        middle = spread(cpu).middle
        rows.append(
            [name, seconds(spread(wall), len(runs)), *times, _one(middle), f"{memory:.0f} MB"]
        )
    head = ["", "time: median (spread)", "times", "times, processor", "processor", "most memory"]
    yield from _table(head, rows)


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    yield f"| {' | '.join(head)} |"
    yield "|" + "---|" * len(head)
    for row in rows:
        yield f"| {' | '.join(row)} |"


def seconds(values: Spread, runs: int) -> str:
    """Seconds as a person reads them; one run has no spread."""
    if runs == 1:
        return f"{_one(values.middle)} (one run)"
    return f"{_one(values.middle)} ({_one(values.low)[:-2]}–{_one(values.high)[:-2]})"


def _one(value: float) -> str:
    return f"{value:.1f} s" if value >= 20 else f"{value:.2f} s"


def _times(values: Spread, runs: int) -> str:
    middle, low, high = (_short(each) for each in (values.middle, values.low, values.high))
    return f"**{middle}**" if runs == 1 or low == high else f"**{middle}** ({low}–{high})"


def _short(value: float) -> str:
    return f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def _duration(value: float) -> str:
    return f"{value:.0f} s" if value < 120 else f"{value / 60:.0f} min"


# --- charts -------------------------------------------------------------------------------------


def charts(results: Mapping[str, Result]) -> dict[str, str]:
    """Every chart as SVG by the name of its file."""
    return {
        _file(part): _drawn(part)
        for result in results.values()
        for part in result.parts
        if isinstance(part, Curve)
    }


def _file(part: Curve) -> str:
    return f"bench-{part.name}.svg"


def _drawn(part: Curve) -> str:
    pygal = library()
    from pygal.style import LightColorizedStyle

    options: dict[str, Any] = {
        "js": [],
        "no_prefix": True,
        "logarithmic": True,
        "width": 900,
        "height": 480,
        "legend_at_bottom": True,
        "legend_at_bottom_columns": 2,
        "truncate_legend": -1,
        "style": LightColorizedStyle(font_family="sans-serif", background="#ffffff"),
        "value_formatter": lambda value: f"{value:,g}",
    }
    chart = pygal.Line(title=part.title, x_title=part.along, y_title=part.up, **options)
    chart.x_labels = [f"{point:,}" for point in part.points]
    for name, values in part.lines.items():
        if any(value is not None for value in values):
            chart.add(name.replace("`", ""), list(values))
    root = chart.render_tree()
    for above in list(root.iter()):
        for script in [each for each in above if str(each.tag).endswith("script")]:
            above.remove(script)  # for tooltips, which a picture in a page does not have
    return ET.tostring(root, encoding="unicode") + "\n"
