"""Makes the pictures of the Thai guide from the program itself, and notes what each one shows.

A test compares what is noted with what the program shows today, so that no picture ages unnoticed.

Run: `python3 dev.py screenshots`.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import openpyxl
import pypdfium2
from copying import copy_workspace
from install_browser import BROWSER_FLAGS, system_chromium
from PIL import Image, ImageChops
from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "docs" / "th" / "images"
#: What each picture shows: the digest of its texts.
NOTES = FOLDER / "shown.json"
#: A real agency's data, most of which are still missing.
WORKSPACE = ROOT / "examples" / "nakham"
PATIENCE = 60
#: How wide a picture of a workbook is, in pixels.
_ACROSS = 1200


@dataclass(frozen=True)
class Shot:
    """One picture: what is opened, and what is done before it is taken.

    Attributes:
        path: of a preview or editor, or a file that a command has written.
        click: what is clicked first, or "".
        wait: what must be seen, or "".
    """

    name: str
    program: str
    path: str
    width: int = 1000
    height: int = 700
    click: str = ""
    wait: str = ""


SHOTS = (
    Shot("check", "file", "check.html"),
    Shot("submission", "file", "submission.html", height=560),
    Shot("serve", "serve", "oit/2569/o02/", click=".oit-preview summary"),
    Shot("progress", "serve", "_preview/"),
    Shot(
        "edit", "edit", "#/collections/oit-2569/entries/o02", width=1200, wait="[id^=unit-field-]"
    ),
)


@dataclass(frozen=True)
class Sheet:
    """One picture of a workbook's sheet.

    Attributes:
        workspace: whose workbook it is.
        arguments: of `oit export`.
        page: on which page of the printed workbook the sheet begins, from 0.
    """

    name: str
    workspace: Path
    arguments: tuple[str, ...]
    page: int


SHEETS = (
    Sheet("workbook", WORKSPACE, ("--edition", "2569"), 0),
    Sheet("workbook-item", ROOT, ("--edition", "2568", "--item", "O2"), 1),
)


def books(folder: Path) -> Iterator[tuple[Sheet, Path, str]]:
    """Every workbook of which there is a picture, with the digest of the sheet's texts.

    What a picture is made of, without the picture: drawing it takes LibreOffice.
    """
    for sheet in SHEETS:
        path = folder / f"{sheet.name}.xlsx"
        _oit(sheet.workspace, "export", *sheet.arguments, "--output", str(path))
        book = openpyxl.load_workbook(path)
        cells = (cell for row in book.worksheets[sheet.page].values for cell in row)
        yield sheet, path, _digest(" ".join(str(cell) for cell in cells if cell is not None))


def _drawn(path: Path, page: int) -> Image.Image:
    """A page of a workbook, as LibreOffice prints it, without its margins and without what stands low."""
    office = shutil.which("soffice")
    if office is None:
        raise RuntimeError("pictures of workbooks need LibreOffice (soffice)")
    command = [office, "--headless", "--convert-to", "pdf", "--outdir", str(path.parent), str(path)]
    subprocess.run(command, check=True, capture_output=True)
    document = pypdfium2.PdfDocument(path.with_suffix(".pdf"))
    picture: Image.Image = document[page].render(scale=3).to_pil().convert("RGB")
    document.close()
    picture = picture.crop((0, 0, picture.width, picture.height * 9 // 10))
    found = ImageChops.difference(picture, Image.new("RGB", picture.size, "white")).getbbox()
    assert found, "an empty page"
    left, top, right, bottom = found
    picture = picture.crop((left - 20, top - 20, right + 20, bottom + 20))
    picture = picture.resize((_ACROSS, picture.height * _ACROSS // picture.width))
    return picture.crop((0, 0, _ACROSS, min(picture.height, _ACROSS * 9 // 16)))


def taken(folder: Path, browser: Browser) -> Iterator[tuple[Shot, Image.Image, str]]:
    """Every picture with the digest of the texts on its page.

    Args:
        folder: where a copy of the workspace and what commands write may stand.
    """
    workspace = copy_workspace(WORKSPACE, folder / "workspace")
    written = {"check.html": ("check",), "submission.html": ("submission",)}
    _oit(workspace, "build")
    for name, command in written.items():
        _oit(workspace, *command, "--format", "html", "--output", str(folder / name))
    with (
        _serving(workspace, "serve", "--no-open") as serve,
        _serving(workspace, "edit", "--no-open") as edit,
    ):
        addresses = {"file": f"{folder.as_uri()}/", "serve": serve, "edit": edit}
        for shot in SHOTS:
            yield shot, *_photograph(browser, addresses[shot.program] + shot.path, shot)


def _photograph(browser: Browser, url: str, shot: Shot) -> tuple[Image.Image, str]:
    page = browser.new_page(viewport={"width": shot.width, "height": shot.height})
    page.goto(url)
    if shot.click:
        page.locator(shot.click).first.click()
    if shot.wait:
        page.locator(shot.wait).first.wait_for()
    page.evaluate("document.fonts.ready.then(() => true)")
    picture = Image.open(io.BytesIO(page.screenshot(animations="disabled")))
    digest = _digest(page.locator("body").inner_text())
    page.close()
    return picture, digest


def _digest(words: str) -> str:
    """Of the words that a reader sees; days of today, ports and folders are not among them."""
    for found in (
        r"127\.0\.0\.1:\d+",
        r"/\S+/workspace",
        r"\d\d:\d\d:\d\d",
        r"\d{1,2} \S+ 25\d\d( \d\d:\d\d)?( น\.)?",
    ):
        words = re.sub(found, "…", words)
    return hashlib.sha256(" ".join(words.split()).encode()).hexdigest()[:16]


def _oit(workspace: Path, *arguments: str) -> None:
    """Run a command; findings are no failure here."""
    run = subprocess.run(
        [sys.executable, "-m", "site_builder", *arguments], cwd=workspace, capture_output=True
    )
    if run.returncode > 1:
        raise RuntimeError(run.stderr.decode())


@contextmanager
def _serving(workspace: Path, *command: str) -> Iterator[str]:
    """The address at which a command of ours serves, until the block ends."""
    process = subprocess.Popen(
        [sys.executable, "-m", "site_builder", *command, "--port", "0"],
        cwd=workspace,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )
    found: list[str] = []
    ready = threading.Event()

    def listen() -> None:
        assert process.stdout
        for line in process.stdout:
            address = re.search(r"http://\S+?:\d+/\S*", line)
            if address and not found:
                found.append(address.group())
                ready.set()

    listener = threading.Thread(target=listen, daemon=True)
    listener.start()
    try:
        if not ready.wait(PATIENCE):
            raise RuntimeError(f"oit {' '.join(command)} did not start")
        yield found[0]
    finally:
        process.kill()
        process.wait()
        listener.join()
        if process.stdout:
            process.stdout.close()


def _keep(name: str, picture: Image.Image) -> None:
    file = FOLDER / f"{name}.png"
    picture.convert("RGB").quantize(64).save(file, optimize=True)
    print(f"{file.relative_to(ROOT)} {file.stat().st_size:,} bytes")


def main() -> int:
    """Take every picture anew; returns an exit code."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    notes = {}
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=system_chromium(), args=BROWSER_FLAGS)
        for shot, picture, digest in taken(Path(name), browser):
            _keep(shot.name, picture)
            notes[shot.name] = digest
        browser.close()
        for sheet, path, digest in books(Path(name)):
            _keep(sheet.name, _drawn(path, sheet.page))
            notes[sheet.name] = digest
    NOTES.write_text(json.dumps(notes, indent=2) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
