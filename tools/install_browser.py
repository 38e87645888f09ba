"""Installs what tests need beside Python: Chromium, a Thai font and nginx. Does nothing where all
are there.

On Debian and Ubuntu the distribution's packages are used; elsewhere Playwright's own Chromium, and
nginx is asked for.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

#: Names under which a Chromium of the system is found, in this order.
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome")
#: How tests and measurements start it: without sandbox, as in containers, and without asking anyone.
BROWSER_FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # Letters stand where they do in every Chromium, whatever it makes of the system's settings.
    "--font-render-hinting=none",
)
PACKAGES = ("chromium", "fonts-noto-core", "nginx-light")
FONT_FOLDERS = (Path("/usr/share/fonts/truetype/noto"), Path("/Library/Fonts"))


def system_chromium() -> str | None:
    """The path of a Chromium of the system, or None."""
    found = (shutil.which(name) for name in CHROMIUM_NAMES)
    return next((path for path in found if path), None)


def system_nginx() -> str | None:
    """The path of the system's nginx, or None; Debian keeps it where only root looks."""
    return shutil.which("nginx", path=os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin"]))


def _has_thai_font() -> bool:
    if sys.platform in ("win32", "darwin"):
        return True
    folders = [folder for folder in FONT_FOLDERS if folder.is_dir()]
    return any(font for folder in folders for font in folder.glob("NotoSansThai*"))


def _apt(*arguments: str) -> int:
    sudo = [] if os.geteuid() == 0 else ["sudo", "-n"]
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    return subprocess.run([*sudo, "apt-get", "-qq", *arguments], env=environment).returncode


def main() -> int:
    """Install what is missing; returns an exit code."""
    if system_chromium() and _has_thai_font() and system_nginx():
        return 0
    if shutil.which("apt-get"):
        _apt("update")
        return _apt("install", "-y", "--no-install-recommends", *PACKAGES)
    if not system_nginx():
        print("tests of live sites need nginx: https://nginx.org/en/download.html", file=sys.stderr)
    if system_chromium():
        return 0
    return subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"]).returncode


if __name__ == "__main__":
    sys.exit(main())
