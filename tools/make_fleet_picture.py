"""Makes the picture of the fleet's view in the manual, from made-up results.

Run: `python tools/make_fleet_picture.py`.
"""

from __future__ import annotations

import io
import sys
import tempfile
from pathlib import Path

from fleet_lines import many, write_lines
from install_browser import BROWSER_FLAGS, system_chromium
from PIL import Image
from playwright.sync_api import sync_playwright

from site_builder.fleet.dashboard import make_view, write_view
from site_builder.language import use_language

ROOT = Path(__file__).resolve().parent.parent
PICTURE = ROOT / "docs" / "images" / "fleet.png"
AGENCIES = 8304
SIZE = {"width": 1180, "height": 760}


def main() -> int:
    """Write the view, photograph its heat map and write the picture; returns an exit code."""
    use_language("en")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        view = Path(folder) / "view"
        write_view(view, make_view(write_lines(Path(folder), many(AGENCIES))))
        browser = playwright.chromium.launch(executable_path=system_chromium(), args=BROWSER_FLAGS)
        page = browser.new_page(viewport=SIZE, color_scheme="light")  # type: ignore[arg-type]
        page.goto((view / "index.html").as_uri())
        page.locator(".map tbody tr").first.wait_for()
        page.evaluate("document.querySelector('#map').scrollIntoView()")
        shot = Image.open(io.BytesIO(page.screenshot()))
        browser.close()
    shot.quantize(64).save(PICTURE, optimize=True)
    print(f"{PICTURE.relative_to(ROOT)} {PICTURE.stat().st_size:,} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
