"""`oit serve`: the site on this computer while its data are being filled in."""

from __future__ import annotations

import gc
import signal
import threading
import time
import webbrowser
from pathlib import Path

import click

from site_builder.cli import CLEAN
from site_builder.cli.options import text, workspace_option
from site_builder.fingerprint import CONFIG_FILE
from site_builder.language import Text, same
from site_builder.preview.changes import Changes
from site_builder.preview.pages import PREFIX
from site_builder.preview.server import Server
from site_builder.preview.state import Preview, State
from site_builder.reports import wording
from site_builder.workspace import require_workspace

PORT = 8000
#: A file that another program holds is tried again so often, in seconds.
_TRY_AGAIN = 1.0


@click.command(
    name="serve",
    help=text(
        "เปิดตัวอย่างเว็บไซต์ในเครื่องนี้ แต่ละหน้าบอกว่ายังขาดอะไรและแก้อย่างไร และเปลี่ยนตามทันทีที่บันทึกไฟล์ "
        "หยุดด้วย Ctrl-C\n\nตัวอย่าง: oit serve",
        "Show the site on this computer: each page says what is missing and how to mend it, and follows what "
        "you save. Ctrl-C ends it.\n\nExample: oit serve",
    ),
)
@workspace_option
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=PORT,
    show_default=True,
    help=text(
        "พอร์ต ถ้าไม่ว่างใช้พอร์ตถัดไป (0: พอร์ตใดก็ได้)",
        "port; the next free one where it is taken (0: any)",
    ),
)
@click.option(
    "--open/--no-open",
    "is_opened",
    default=True,
    help=text("เปิดเบราว์เซอร์ให้", "open the browser"),
)
def command(folder: Path, port: int, is_opened: bool) -> int:
    root = folder.resolve()
    ctrl_break = getattr(signal, "SIGBREAK", None)
    if ctrl_break is not None:  # Windows has another key that ends a program
        signal.signal(ctrl_break, signal.default_int_handler)
    if not _may_become_workspace(root):
        require_workspace(folder)
    click.echo(Text("กำลังอ่านข้อมูล…", "Reading the data…"), err=True)
    preview = Preview(root)
    changes = Changes()
    server = None
    try:
        changes.follow(
            root / name for name in ("data", "editions", "content", "themes", CONFIG_FILE)
        )
        _tell(preview.refresh())
        server = Server(preview, port)
        server.start()
        _say_where(server, port)
        if is_opened:
            # Some systems have browsers that run until they are closed.
            threading.Thread(target=webbrowser.open, args=(server.address,), daemon=True).start()
        _follow(preview, changes)
    except KeyboardInterrupt:
        click.echo(Text("หยุดแล้ว", "Ended"), err=True)
    finally:
        changes.stop()
        if server:
            server.stop()
    return CLEAN


def _may_become_workspace(root: Path) -> bool:
    """Whether a folder is a workspace, be it one that something is still missing from."""
    return (root / "data").is_dir() or (root / CONFIG_FILE).is_file()


def _follow(preview: Preview, changes: Changes) -> None:
    """Read again whatever is saved, until the person ends it."""
    is_tidy = False
    while True:
        state = preview.state
        if state.site:
            changes.follow(state.site.watched)
        if changes.wait(_TRY_AGAIN if state.is_passing or not is_tidy else None):
            started = time.perf_counter()
            _tell(preview.refresh(), time.perf_counter() - started)
            is_tidy = False
        elif state.is_passing:
            if preview.refresh().is_good:
                _tell(preview.state)
        elif not is_tidy:
            # The site before is let go now, while nobody waits for the next one.
            gc.collect()
            is_tidy = True


def _say_where(server: Server, port: int) -> None:
    if port not in (0, server.port):
        click.echo(
            Text(
                f"พอร์ต {port} มีโปรแกรมอื่นใช้อยู่ จึงใช้พอร์ต {server.port}",
                f"port {port} is taken, so this is port {server.port}",
            )
        )
    click.echo(
        Text(
            f"เปิดดูที่ {server.address}\nความคืบหน้าของทุกส่วนงาน {server.address}{PREFIX}\n"
            "บันทึกไฟล์แล้วหน้าเว็บเปลี่ยนเอง หยุดด้วย Ctrl-C",
            f"Open {server.address}\nProgress of all units: {server.address}{PREFIX}\n"
            "Pages follow what you save. Ctrl-C ends it.",
        )
    )


def _tell(state: State, seconds: float | None = None) -> None:
    """What came of reading, in the words of the other commands."""
    clock = time.strftime("%H:%M:%S")
    if state.fault:
        click.echo(f"{clock} {state.fault}", err=True)
    elif state.problems:
        for problem in state.problems:
            click.echo(problem, err=True)
        count = len(state.problems)
        click.echo(
            Text(
                f"{clock} ต้องแก้ข้อมูลนำเข้า {count} จุดก่อน หน้าเว็บยังเป็นฉบับที่อ่านได้ครั้งสุดท้าย",
                f"{clock} {count} {'place' if count == 1 else 'places'} of the input must be mended first; "
                "pages stay as they were",
            ),
            err=True,
        )
    else:
        took = Text(f" ({seconds:.1f} วินาที)", f" ({seconds:.1f} s)") if seconds else same("")
        click.echo(
            Text("{clock} อ่านข้อมูลแล้ว{took}", "{clock} the data are read{took}").format(
                clock=clock, took=took
            )
        )
        if state.overview:
            for year in state.overview.years:
                click.echo(wording.summary(year.report))
