"""The formats of the report of `oit check`, and how each is shown or written."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from site_builder.cli.options import show_or_write

if TYPE_CHECKING:
    from site_builder.outcomes import Report


def _text(report: Report) -> str:
    from site_builder.reports import text

    return text.render(report)


def _json(report: Report) -> str:
    from site_builder.reports import json

    return json.render(report)


def _html(report: Report) -> str:
    from site_builder.reports import html

    return html.render(report)


def _junit(report: Report) -> str:
    from site_builder.reports import junit

    return junit.render(report)


def _xlsx(report: Report) -> bytes:
    from site_builder.reports import xlsx

    return xlsx.render(report)


@dataclass(frozen=True)
class Format:
    """One format; `is_file` is true where it is of no use at a terminal."""

    render: Callable[[Report], str | bytes]
    is_file: bool = False


#: Each is loaded when it is asked for, so that the plain check starts fast.
FORMATS = {
    "text": Format(_text),
    "json": Format(_json),
    "html": Format(_html),
    "xlsx": Format(_xlsx, is_file=True),
    "junit": Format(_junit),
}


def write_report(report: Report, format_name: str, output: Path | None) -> str | bytes | None:
    """Show the report, or write it to the file; in colours at a terminal that shows them.

    Gives what was written; None where it was shown as only this terminal shows it.
    """
    is_shown = format_name == "text" and output is None and sys.stdout.isatty()
    if is_shown and not os.environ.get("NO_COLOR"):
        from rich.console import Console

        console = Console(highlight=False, markup=False, emoji=False)
        if not console.is_dumb_terminal:
            from site_builder.reports import text

            text.show(report, console)
            return None
    rendered = FORMATS[format_name].render(report)
    show_or_write(rendered, output)
    return rendered
