"""The agency's colour: whether text on it can be read, and the shades that pages need of it.

Contrast is that of WCAG 2.2 (https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio).
"""

from __future__ import annotations

import colorsys
import re
from dataclasses import dataclass

#: What WCAG 2.2 AA asks of text (1.4.3).
READABLE = 4.5
#: What we ask of links on the dark page, where thin strokes look weaker.
_READABLE_IN_THE_DARK = 7.0
WHITE = (255, 255, 255)
#: Material's background in its dark scheme, with the hue of our theme.
DARK_PAGE = (30, 33, 41)
_HEX = re.compile(r"#?(?P<digits>[0-9a-fA-F]{6}|[0-9a-fA-F]{3})")
_STEP = 0.01

Rgb = tuple[int, int, int]


@dataclass(frozen=True)
class Palette:
    """Shades of one colour as CSS takes them: on white, for hovered and footer, on the dark page."""

    main: str
    dark: str
    light: str


def parse_colour(text: str) -> Rgb | None:
    """The colour of `#1f4e79` or `#15a`, or None."""
    found = _HEX.fullmatch(text.strip())
    if not found:
        return None
    digits = found["digits"]
    if len(digits) < len("rrggbb"):
        digits = "".join(digit * 2 for digit in digits)
    return (int(digits[0:2], 16), int(digits[2:4], 16), int(digits[4:6], 16))


def css(colour: Rgb) -> str:
    """The colour as `#rrggbb`."""
    return "#{:02x}{:02x}{:02x}".format(*colour)


def contrast(first: Rgb, second: Rgb) -> float:
    """The contrast ratio of two colours, 1 to 21."""
    light, dark = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def readable_on(colour: Rgb, background: Rgb, least: float = READABLE) -> Rgb:
    """The colour, made darker or lighter just so far that it can be read on the background."""
    hue, lightness, saturation = colorsys.rgb_to_hls(*(part / 255 for part in colour))
    step = -_STEP if _luminance(background) > _luminance(DARK_PAGE) * 2 else _STEP
    while contrast(colour, background) < least and 0 < lightness + step < 1:
        lightness += step
        red, green, blue = colorsys.hls_to_rgb(hue, lightness, saturation)
        colour = (round(red * 255), round(green * 255), round(blue * 255))
    return colour


def palette(colour: Rgb) -> Palette:
    """The shades of an agency's colour that pages use."""
    darker = readable_on(colour, WHITE, min(contrast(colour, WHITE) * 1.4, 18.0))
    light = readable_on(colour, DARK_PAGE, _READABLE_IN_THE_DARK)
    return Palette(css(colour), css(darker), css(light))


def _luminance(colour: Rgb) -> float:
    """Relative luminance, 0 to 1."""
    red, green, blue = (
        part / 255 / 12.92 if part / 255 <= 0.04045 else ((part / 255 + 0.055) / 1.055) ** 2.4
        for part in colour
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
