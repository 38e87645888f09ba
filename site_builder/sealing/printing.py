"""Prints a page as PDF by a browser of this computer: Edge, Chrome or Chromium.

No library that runs in Python shapes Thai and knows the styles of a web page as a browser does, and
every Windows computer has Edge. Where there is no browser, that is said.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from site_builder.language import Text, same
from site_builder.temporary import folder_in

_SECONDS = 90
_NAMES = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "microsoft-edge",
    "msedge",
    "chrome",
)
_WINDOWS = (
    "Microsoft/Edge/Application/msedge.exe",
    "Google/Chrome/Application/chrome.exe",
)
_MAC = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)
#: Prints alone: no network, no other profile, nothing asked.
_FLAGS = (
    "--headless",
    "--disable-gpu",
    "--no-first-run",
    "--no-default-browser-check",
    "--disable-extensions",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND",
    "--no-pdf-header-footer",
    "--print-to-pdf-no-header",
)

NO_BROWSER = Text(
    "เครื่องนี้ไม่มี Edge, Chrome หรือ Chromium จึงไม่ได้ทำไฟล์ PDF เปิดไฟล์ HTML แล้วสั่งพิมพ์ › บันทึกเป็น PDF",
    "this computer has no Edge, Chrome or Chromium, so no PDF was made; open the HTML file and print it to PDF",
)


def find_browser() -> Path | None:
    """A browser of this computer that can print, or None."""
    return next(_browsers(), None)


def print_pdf(browser: Path, page: Path, target: Path) -> Text | None:
    """Print a local page to a PDF file; why that did not work, or None where it did."""
    with folder_in() as profile:
        command = [
            str(browser),
            *_FLAGS,
            *_as_root(),
            f"--user-data-dir={profile}",
            f"--print-to-pdf={target.resolve()}",
            page.resolve().as_uri(),
        ]
        try:
            subprocess.run(
                command,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                timeout=_SECONDS,
            )
            if target.read_bytes()[:5] == b"%PDF-":
                return None
            why = Text("ไฟล์ที่ได้ไม่ใช่ PDF", "what it wrote is no PDF")
        except subprocess.TimeoutExpired:
            why = Text(f"ใช้เวลาเกิน {_SECONDS} วินาที", f"it took more than {_SECONDS} seconds")
        except OSError as error:
            why = same(error.strerror or "?")
    target.unlink(missing_ok=True)
    return Text(
        "เบราว์เซอร์ {browser} ทำไฟล์ PDF ไม่สำเร็จ ({why}) เปิดไฟล์ HTML แล้วสั่งพิมพ์ › บันทึกเป็น PDF",
        "the browser {browser} made no PDF ({why}); open the HTML file and print it to PDF",
    ).format(browser=same(browser.name), why=why)


def _browsers() -> Iterator[Path]:
    for name in _NAMES:
        if found := shutil.which(name):
            yield Path(found)
    folders = (
        os.environ.get(name) for name in ("ProgramFiles(x86)", "ProgramFiles", "LocalAppData")
    )
    places = [Path(folder) / name for folder in folders if folder for name in _WINDOWS]
    for place in (*places, *map(Path, _MAC)):
        if place.is_file():
            yield place


def _as_root() -> tuple[str, ...]:
    """Chromium starts as root only without its sandbox; the page has neither script nor network."""
    is_root = sys.platform != "win32" and os.geteuid() == 0
    return ("--no-sandbox",) if is_root else ()
