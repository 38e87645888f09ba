"""Writes the web fonts of the theme: Sarabun, only the letters that Thai pages use.

Run it when the font's package is updated; the result is kept in themes/oit/assets/fonts.
"""

from __future__ import annotations

from pathlib import Path

import fontpkg_sarabun
from fontTools import subset

TARGET = Path(__file__).resolve().parent.parent / "themes" / "oit" / "assets" / "fonts"
SOURCE = Path(fontpkg_sarabun.__file__).parent
STYLES = {"regular": "Sarabun-Regular.ttf", "bold": "Sarabun-Bold.ttf"}
#: Latin, Thai, general punctuation, arrows and the few signs of our pages.
UNICODES = [
    *range(0x20, 0x7F),
    *range(0xA0, 0x100),
    *range(0x0E00, 0x0E5C),
    0x200B, 0x2013, 0x2014, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2026, 0x203A, 0x2039,
    0x20AC, 0x2190, 0x2192, 0x2212, 0x00D7, 0x2264, 0x2265, 0x2260, 0x25B2, 0x25BC,
]  # fmt: skip


def main() -> None:
    """Write both styles and their licence."""
    TARGET.mkdir(parents=True, exist_ok=True)
    for style, name in STYLES.items():
        options = subset.Options()
        options.flavor = "woff2"
        options.layout_features = ["*"]
        options.hinting = False
        options.drop_tables += ["DSIG"]
        font = subset.load_font(str(SOURCE / "files" / name), options, dontLoadGlyphNames=True)
        font["head"].modified = font["head"].created  # the same bytes each time
        font.recalcTimestamp = False
        subsetter = subset.Subsetter(options)
        subsetter.populate(unicodes=UNICODES)
        subsetter.subset(font)
        target = TARGET / f"sarabun-{style}.woff2"
        subset.save_font(font, str(target), options)
        print(target.name, target.stat().st_size)
    licence = (SOURCE / "LICENSE").read_text(encoding="utf-8")
    (TARGET / "OFL.txt").write_text(licence, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
