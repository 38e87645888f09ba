"""Makes the picture of the README from the built root site: two pages, and one on a phone."""

from __future__ import annotations

import io
import sys
from pathlib import Path

from install_browser import BROWSER_FLAGS, system_chromium
from PIL import Image, ImageDraw
from playwright.sync_api import Browser, sync_playwright
from serving import serving

ROOT = Path(__file__).resolve().parent.parent
PICTURE = ROOT / "docs" / "images" / "site.png"
#: page, width, height, and where it stands in the picture
SHOTS = (
    ("/", 960, 800, (0, 0)),
    ("/oit/2568/o02/", 960, 800, (984, 0)),
    ("/oit/2568/o01/", 360, 800, (1968, 0)),
)
SIZE = (2328, 800)


def main() -> int:
    """Serve `site/`, photograph it and write the picture; returns an exit code."""
    site = ROOT / "site"
    if not (site / "index.html").exists():
        print("run first: python3 dev.py site", file=sys.stderr)
        return 2
    picture = Image.new("RGB", SIZE, "#dfe5ec")
    with serving(site) as server, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=system_chromium(), args=BROWSER_FLAGS)
        for path, width, height, place in SHOTS:
            shot = photograph(browser, server.address + path, width, height)
            picture.paste(shot, place)
            frame = ImageDraw.Draw(picture)
            frame.rectangle(
                (*place, place[0] + width - 1, place[1] + height - 1), outline="#8794a3"
            )
        browser.close()
    picture = picture.resize((SIZE[0] // 2, SIZE[1] // 2), Image.Resampling.LANCZOS)
    PICTURE.parent.mkdir(parents=True, exist_ok=True)
    picture.quantize(96).save(PICTURE, optimize=True)
    print(f"{PICTURE.relative_to(ROOT)} {PICTURE.stat().st_size:,} bytes")
    return 0


def photograph(browser: Browser, url: str, width: int, height: int) -> Image.Image:
    """The first screen of a page."""
    page = browser.new_page(viewport={"width": width, "height": height})
    page.goto(url, wait_until="networkidle")
    shot = Image.open(io.BytesIO(page.screenshot()))
    page.close()
    return shot


if __name__ == "__main__":
    sys.exit(main())
