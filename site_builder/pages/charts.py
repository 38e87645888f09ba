"""Charts drawn at build time as plain SVG: no script, no style of their own, the page's colours.

A chart repeats what a table beside it says, and its description names that table's figures.
"""

from __future__ import annotations

import sys
import xml.etree.ElementTree as ET
from collections.abc import Sequence
from decimal import Decimal
from functools import cache
from typing import Any

from markupsafe import Markup

from site_builder.scoring import shown

_WIDTH, _HEIGHT = 640, 300
#: Parts of pygal's drawing that only its script and style use.
_DROPPED = ("defs", "desc", "title")
_OVERLAYS = ("titles", "plot overlay", "plot text-overlay", "plot tooltip-overlay")


def column_chart(title: str, labels: Sequence[str], values: Sequence[Decimal]) -> Markup:
    """One series as columns; the accessible name tells every figure."""
    chart = _library().Bar(
        js=[],
        css=[],
        no_prefix=True,
        show_legend=False,
        width=_WIDTH,
        height=_HEIGHT,
        margin=8,
        value_formatter=lambda value: f"{value:,.0f}",
        x_label_rotation=0 if len(labels) <= 6 else 35,
        truncate_label=-1,
        min_scale=3,
        max_scale=6,
    )
    chart.x_labels = list(labels)
    chart.add(title, [float(value) for value in values])
    root = chart.render_tree()
    _strip(root)
    told = ", ".join(
        f"{label} {_figure(value)}" for label, value in zip(labels, values, strict=True)
    )
    root.attrib.pop("id", None)
    root.attrib |= {
        "class": "oit-chart__drawing",
        "role": "img",
        "aria-label": f"{title}: {told}",
        "focusable": "false",
    }
    return Markup(ET.tostring(root, encoding="unicode"))


@cache
def _library() -> Any:
    """pygal, loaded when the first chart is drawn. It adds a finder of modules for plugins, which
    every later import would have to ask: that is taken away again."""
    import pygal

    sys.meta_path[:] = [each for each in sys.meta_path if type(each).__module__ != "pygal"]
    return pygal


def _figure(value: Decimal) -> str:
    return f"{value:,f}" if value == value.to_integral_value() else f"{Decimal(shown(value)):,f}"


def _strip(element: ET.Element) -> None:
    """Drop what is not drawn: comments, scripts, tooltips, empty overlays."""
    for child in list(element):
        is_comment = not isinstance(child.tag, str)
        if is_comment or child.tag in _DROPPED or child.get("class", "") in _OVERLAYS:
            element.remove(child)
        else:
            _strip(child)
