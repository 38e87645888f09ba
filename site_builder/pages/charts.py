"""Charts drawn at build time as plain SVG: no script, no style of their own, the page's colours.

A chart repeats what a table beside it says, and its description names that table's figures.
"""

from __future__ import annotations

import sys
import xml.etree.ElementTree as ET
from collections.abc import Sequence
from decimal import ROUND_CEILING, Decimal
from functools import cache
from typing import Any

from markupsafe import Markup

from site_builder.scoring import shown

_WIDTH, _HEIGHT = 640, 300
_HEIGHT_OF_BAR, _HEIGHT_OF_BARS = 44, 40
#: Up to here the scale has every number: parts of a complaint are none.
_COUNTED_ONE_BY_ONE = 8
#: Parts of pygal's drawing that only its script and style use.
_DROPPED = ("defs", "desc", "title")
_OVERLAYS = ("titles", "plot overlay", "plot text-overlay", "plot tooltip-overlay")


def column_chart(title: str, labels: Sequence[str], values: Sequence[Decimal]) -> Markup:
    """One series as columns; the accessible name tells every figure."""
    return _drawn("Bar", title, labels, values, x_label_rotation=0 if len(labels) <= 6 else 35)


def bar_chart(title: str, labels: Sequence[str], values: Sequence[Decimal]) -> Markup:
    """A few figures with long names, the first on top; the accessible name tells every figure."""
    height = _HEIGHT_OF_BARS + _HEIGHT_OF_BAR * len(labels)
    # The library counts from below.
    return _drawn("HorizontalBar", title, labels, values, turned=True, height=height)


def _drawn(
    kind: str,
    title: str,
    labels: Sequence[str],
    values: Sequence[Decimal],
    turned: bool = False,
    **options: Any,
) -> Markup:
    settings: dict[str, Any] = {"height": _HEIGHT, **options}
    chart = getattr(library(), kind)(
        js=[],
        css=[],
        no_prefix=True,
        show_legend=False,
        width=_WIDTH,
        margin=8,
        value_formatter=lambda value: f"{value:,.0f}",
        truncate_label=-1,
        min_scale=3,
        max_scale=6,
        **settings,
    )
    top = max(values, default=Decimal(0))
    if top <= _COUNTED_ONE_BY_ONE:
        chart.y_labels = range(int(top.to_integral_value(ROUND_CEILING)) + 1)
    step = -1 if turned else 1
    chart.x_labels = list(labels)[::step]
    chart.add(title, [float(value) for value in values][::step])
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
def library() -> Any:
    """pygal, loaded when the first chart is drawn. It adds a finder of modules for plugins, which
    every later import would have to ask: that is taken away again. It would draw by lxml where that
    is installed: what is drawn must be the same everywhere."""
    import pygal
    from pygal.etree import etree

    etree.to_etree()
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
