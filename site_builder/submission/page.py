"""The sheet as one page: to copy from with one click each, to print, with a QR code of each address."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import segno
from jinja2 import Environment
from markupsafe import Markup

from site_builder.characters import clean
from site_builder.reports import standalone
from site_builder.submission.sheet import Sheet

TEMPLATES = Path(__file__).parent / "templates"
#: Light modules around a code (ISO/IEC 18004); without them some readers do not find it.
_QUIET_ZONE = 4


def render(sheet: Sheet) -> str:
    """The page in the language of this run; what is filed stays in Thai."""
    styles = (standalone.TEMPLATES / "report.css", TEMPLATES / "submission.css")
    style = Markup("".join(path.read_text(encoding="utf-8") for path in styles))
    page = (
        _environment()
        .get_template("submission.html")
        .render(
            language=standalone.language(),
            policy=standalone.policy(style),
            style=style,
            sheet=sheet,
        )
    )
    return clean(page)


def _qr(url: str) -> Markup:
    """The address as a QR code, dark on light in every colour scheme."""
    code = segno.make_qr(url, error="m")
    return Markup(
        code.svg_inline(border=_QUIET_ZONE, dark="#000", light="#fff", omitsize=True, svgclass="qr")
    )


@cache
def _environment() -> Environment:
    environment = standalone.templates(TEMPLATES)
    environment.filters["qr"] = _qr
    return environment
