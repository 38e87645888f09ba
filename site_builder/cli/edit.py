"""`oit edit`: a form for each item, in the browser."""

from __future__ import annotations

import json
import webbrowser
from pathlib import Path

import click

from site_builder.cli import CLEAN
from site_builder.cli.options import text, workspace_option
from site_builder.editor.admin import git_backend, write_admin
from site_builder.editor.config import editor_config
from site_builder.editor.server import HOST, PORT, Editor, EditorServer
from site_builder.language import Text
from site_builder.locations import Location
from site_builder.problems import InputError, Problem
from site_builder.workspace import Workspace, open_workspace, with_edition


@click.command(
    "edit",
    help=text(
        "กรอกและแก้ข้อมูลทุกข้อเป็นแบบฟอร์มในเบราว์เซอร์ พร้อมแนบเอกสาร ไม่ต้องมีบัญชีใด ๆ\n\n"
        "ข้อมูลอยู่ในเครื่องนี้เท่านั้น กด Ctrl-C เพื่อหยุด\n\nตัวอย่าง: oit edit",
        "Fill in and change every item as a form in the browser, with documents; no account is needed.\n\n"
        "Nothing leaves this computer. Ctrl-C stops it.\n\nExample: oit edit",
    ),
)
@workspace_option
@click.option(
    "--edition",
    "editions",
    multiple=True,
    metavar="YEAR",
    help=text(
        "แก้เฉพาะปีนี้ ระบุซ้ำได้ (ค่าเริ่มต้น: ทุกปีที่มีข้อมูล ปีใหม่สุดก่อน)",
        "edit this year alone; may be given again (default: every year with data, the newest first)",
    ),
)
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=PORT,
    show_default=True,
    help=text("พอร์ตในเครื่องนี้ 0 คือพอร์ตใดก็ได้ที่ว่าง", "port on this computer; 0 takes any that is free"),
)
@click.option(
    "--open/--no-open",
    "is_opened",
    default=True,
    help=text("เปิดเบราว์เซอร์ให้", "open the browser"),
)
@click.option(
    "--git-host",
    metavar="HOST:OWNER/NAME",
    default=None,
    help=text(
        "ตั้งค่าสำหรับที่เก็บ Git เช่น github:owner/name ใช้กับ --config-only หรือ --admin",
        "for a Git host, such as github:owner/name; with --config-only or --admin",
    ),
)
@click.option(
    "--config-only",
    is_flag=True,
    help=text("แสดงการตั้งค่าของ Decap CMS แล้วจบ", "print the configuration of Decap CMS and end"),
)
@click.option(
    "--admin",
    type=click.Path(path_type=Path, file_okay=False),
    default=None,
    help=text(
        "เขียนหน้าแก้ไขสำหรับที่เก็บ Git ลงโฟลเดอร์นี้ เช่น content/admin แล้วจบ",
        "write the page for a Git host into this folder, such as content/admin, and end",
    ),
)
def command(
    folder: Path,
    editions: tuple[str, ...],
    port: int,
    is_opened: bool,
    git_host: str | None,
    config_only: bool,
    admin: Path | None,
) -> int:
    workspace = open_workspace(folder)
    for name in editions:
        workspace = with_edition(workspace, name)
    editions = editions or tuple(reversed(workspace.editions))
    if config_only or admin is not None:
        backend = git_backend(git_host)
        if admin is not None:
            write_admin(workspace, editions, backend, admin)
            click.echo(Text(f"เขียนหน้าแก้ไขแล้ว: {admin}", f"written: {admin}"))
        else:
            config = editor_config(workspace, editions, backend)
            # JSON is YAML too, and the same in each version of it.
            click.echo(json.dumps(config, ensure_ascii=False, indent=2))
        return CLEAN
    if git_host is not None:
        raise click.UsageError(
            text(
                "--git-host ใช้กับ --config-only หรือ --admin",
                "--git-host needs --config-only or --admin",
            )
        )
    return _serve(workspace, editions, port, opens=is_opened)


def _serve(workspace: Workspace, editions: tuple[str, ...], port: int, *, opens: bool) -> int:
    with _server(Editor(workspace, editions), port) as server:
        click.echo(
            Text(
                f"แก้ไขข้อมูลของ {workspace.agency.name} ได้ที่\n\n  {server.address}\n\n"
                "เปิดหน้าต่างนี้ไว้ระหว่างแก้ไข กด Ctrl-C เมื่อเสร็จ แล้วสั่ง oit build",
                f"The data of {workspace.agency.name} can be edited at\n\n  {server.address}\n\n"
                "Keep this window open meanwhile. Press Ctrl-C when done, then run oit build",
            )
        )
        if opens:
            webbrowser.open(server.address)
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            click.echo()
            click.echo(Text("ปิดหน้าแก้ไขแล้ว", "the editor is closed"))
    return CLEAN


def _server(editor: Editor, port: int) -> EditorServer:
    """The server on its usual port, or on any where that one is taken; one that was asked for must be free."""
    try:
        return EditorServer(editor, port)
    except OSError as error:
        if port == PORT:
            return EditorServer(editor, 0)
        raise InputError(
            [
                Problem(
                    "edit-port",
                    Location("--port"),
                    Text(
                        f"ใช้พอร์ต {HOST}:{port} ไม่ได้ ({error.strerror})",
                        f"{HOST}:{port} cannot be used ({error.strerror})",
                    ),
                    Text("ระบุพอร์ตอื่น หรือไม่ต้องระบุ --port", "name another port, or none"),
                )
            ]
        ) from None
