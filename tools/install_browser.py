"""Installs what tests need beside Python: Chromium, a Thai font, nginx, Apache, OpenSSH's server and another
clock. Does nothing where all are there.

On Debian and Ubuntu the distribution's packages are used; elsewhere Playwright's own Chromium, and
the servers are asked for. Tests start them themselves, on loopback; where OpenSSH's is installed for them
it is not started as a service.
"""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
import sys
from pathlib import Path

#: Debian's Chromium without a window: the same pages, drawn the same, in half the time.
SHELL = "chromium-headless-shell"
#: Names under which a Chromium of the system is found, in this order.
CHROMIUM_NAMES = (SHELL, "chromium", "chromium-browser", "google-chrome")
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
PACKAGES = (
    "chromium",
    "fonts-noto-core",
    "nginx-light",
    "apache2-bin",
    "openssh-server",
    "libfaketime",
)
FONT_FOLDERS = (Path("/usr/share/fonts/truetype/noto"), Path("/Library/Fonts"))


def system_chromium() -> str | None:
    """The path of a Chromium of the system, or None."""
    found = (shutil.which(name) for name in CHROMIUM_NAMES)
    return next((path for path in found if path), None)


def system_nginx() -> str | None:
    """The path of the system's nginx, or None."""
    return _server("nginx")


def system_apache() -> str | None:
    """The path of the system's Apache, or None. Of Debian's package without a service."""
    return _server("apache2") or _server("httpd")


def system_sshd() -> str | None:
    """The path of the system's OpenSSH server, or None."""
    return _server("sshd")


def system_clock() -> str | None:
    """The path of the library that gives a program another clock, or None."""
    return next(map(str, Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1")), None)


def _server(name: str) -> str | None:
    """Debian keeps servers where only root looks."""
    return shutil.which(name, path=os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin"]))


def _has_thai_font() -> bool:
    if sys.platform in ("win32", "darwin"):
        return True
    folders = [folder for folder in FONT_FOLDERS if folder.is_dir()]
    return any(font for folder in folders for font in folder.glob("NotoSansThai*"))


def _wanted() -> tuple[str, ...]:
    """The packages; only Debian has the Chromium without a window as one."""
    try:
        is_debian = platform.freedesktop_os_release()["ID"] == "debian"
    except OSError:
        is_debian = False
    return (*PACKAGES, SHELL) if is_debian else PACKAGES


def _apt(*arguments: str) -> int:
    return _as_root("apt-get", "-qq", *arguments)


def _as_root(*command: str) -> int:
    sudo = [] if os.geteuid() == 0 else ["sudo", "-n"]
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    return subprocess.run([*sudo, *command], env=environment).returncode


def main() -> int:
    """Install what is missing; returns an exit code."""
    wanted = _wanted()
    has_shell = SHELL not in wanted or shutil.which(SHELL)
    servers = (system_nginx(), system_apache(), system_sshd(), system_clock())
    if has_shell and system_chromium() and _has_thai_font() and all(servers):
        return 0
    if shutil.which("apt-get"):
        if not system_sshd() and shutil.which("systemctl"):
            # Nobody who runs tests has asked for a computer that others can log in to.
            _as_root("systemctl", "--quiet", "mask", "ssh.service", "ssh.socket")
        _apt("update")
        return _apt("install", "-y", "--no-install-recommends", *wanted)
    if not system_nginx():
        print("tests of live sites need nginx: https://nginx.org/en/download.html", file=sys.stderr)
    if not system_apache():
        print("tests of its rules need Apache: https://httpd.apache.org/", file=sys.stderr)
    if not system_sshd():
        print(
            "tests of publishing need OpenSSH's server: https://www.openssh.com/", file=sys.stderr
        )
    if system_chromium():
        return 0
    return subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"]).returncode


if __name__ == "__main__":
    sys.exit(main())
