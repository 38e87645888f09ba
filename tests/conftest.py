"""Fixtures of every test."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from hypothesis import settings
from playwright.sync_api import Browser, Page, sync_playwright
from sites import ROOT, copy_workspace, oit
from workspaces import WorkspaceFolder

from site_builder.language import use_language

# The same examples in every run: a failure here is a failure everywhere.
settings.register_profile("repeatable", deadline=None, derandomize=True, max_examples=300)
settings.load_profile("repeatable")


@pytest.fixture(autouse=True)
def thai() -> Iterator[None]:
    """Every test starts in Thai, whatever the one before it did."""
    use_language("th")
    yield
    use_language("th")


@pytest.fixture
def english(thai: None) -> None:
    """Messages are in English."""
    use_language("en")


@pytest.fixture
def workspace(tmp_path: Path) -> WorkspaceFolder:
    """A folder with an agency file and no data."""
    return WorkspaceFolder(tmp_path / "workspace")


# ---- built sites on loopback and a real browser, for the tests in browser/ ----

SITES = ("root", "nakham", "kham-duang", "tha-maling", "ubon-ratchathani", "phichai")
BROWSER_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The folder of each built site."""
    found = {}
    for name in SITES:
        source = ROOT if name == "root" else ROOT / "examples" / name
        workspace = copy_workspace(source, tmp_path_factory.mktemp(name) / "workspace")
        run = oit("build", cwd=workspace)
        assert run.code == 0, run.err
        found[name] = workspace / "site"
    return found


@pytest.fixture(scope="session")
def addresses(built: dict[str, Path]) -> Iterator[dict[str, str]]:
    """The address of each built site, served on loopback."""
    servers = []
    found = {}
    for name, site in built.items():
        handler = partial(_Quiet, directory=str(site))
        server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        servers.append(server)
        found[name] = f"http://127.0.0.1:{server.server_port}"
    yield found
    for server in servers:
        server.shutdown()
        server.server_close()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    names = ("chromium", "chromium-browser", "google-chrome")
    path = next((found for found in map(shutil.which, names) if found), None)
    with sync_playwright() as playwright:
        instance = playwright.chromium.launch(executable_path=path, args=BROWSER_ARGUMENTS)
        yield instance
        instance.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    opened = browser.new_page(viewport={"width": 1280, "height": 900})
    yield opened
    opened.close()
