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
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from copying import copy_workspace
from install_browser import BROWSER_FLAGS, system_chromium
from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "docs" / "th" / "images"
#: What each picture shows: the digest of its texts.
NOTES = FOLDER / "shown.json"
#: A real agency's data, most of which are still missing.
WORKSPACE = ROOT / "examples" / "nakham"
PATIENCE = 60


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
)


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
    with _serving(workspace, "serve", "--no-open") as serve:
        addresses = {"file": f"{folder.as_uri()}/", "serve": serve}
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
    digest = _digest(page)
    page.close()
    return picture, digest


def _digest(page: Page) -> str:
    """Of the words that a reader sees; days of today, ports and folders are not among them."""
    words = page.locator("body").inner_text()
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


def main() -> int:
    """Take every picture anew; returns an exit code."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    notes = {}
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=system_chromium(), args=BROWSER_FLAGS)
        for shot, picture, digest in taken(Path(name), browser):
            file = FOLDER / f"{shot.name}.png"
            picture.convert("RGB").quantize(64).save(file, optimize=True)
            notes[shot.name] = digest
            print(f"{file.relative_to(ROOT)} {file.stat().st_size:,} bytes")
        browser.close()
    NOTES.write_text(json.dumps(notes, indent=2) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
