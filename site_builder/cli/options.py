"""Options and small duties that several commands share."""

from __future__ import annotations

import errno
import functools
import os
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import click

from site_builder.language import Text, same
from site_builder.locations import Location
from site_builder.problems import InputError, Problem
from site_builder.sources.reader import closest
from site_builder.sources.write import unwritable, write_file
from site_builder.thai import DateError, parse_date

_Item = TypeVar("_Item")


def text(th: str, en: str) -> str:
    """A help text in the language of this run."""
    return str(Text(th, en))


def workspace_option(command: Callable[..., Any]) -> Callable[..., Any]:
    return click.option(
        "--workspace",
        "folder",
        type=click.Path(path_type=Path),
        default=Path(),
        help=text(
            "โฟลเดอร์ของหน่วยงาน (ค่าเริ่มต้น: โฟลเดอร์ปัจจุบัน)", "the agency's folder (default: this one)"
        ),
    )(command)


def alone(command: Callable[..., int]) -> Callable[..., int]:
    """Of a command that changes the workspace which `workspace_option` names: one at a time does."""

    @functools.wraps(command)
    def run(folder: Path, **asked: Any) -> int:
        from site_builder import holding

        if asked.get("dry_run"):
            return command(folder=folder, **asked)
        context = click.get_current_context(silent=True)
        with holding.alone(folder, context.command_path if context else "oit"):
            return command(folder=folder, **asked)

    return run


def edition_option(command: Callable[..., Any]) -> Callable[..., Any]:
    return click.option(
        "--edition",
        metavar="YEAR",
        default=None,
        help=text(
            "ปีงบประมาณ เช่น 2568 (ค่าเริ่มต้น: ปีปัจจุบันของหน่วยงาน)",
            "edition such as 2568 (default: the agency's current one)",
        ),
    )(command)


def allow_host_option(command: Callable[..., Any]) -> Callable[..., Any]:
    return click.option(
        "--allow-host",
        "allowed",
        multiple=True,
        metavar="HOST",
        help=text(
            "เครื่องในเครือข่ายภายในที่ให้เปิดได้ (ใช้ซ้ำได้)",
            "host of a private network that may be opened (may be given again)",
        ),
    )(command)


def format_option(formats: Iterable[str]) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """`--format` with these names, one of which is `text`."""
    return click.option(
        "--format",
        "format_name",
        type=click.Choice(tuple(formats)),
        default="text",
        help=text("รูปแบบรายงาน", "format of the report"),
    )


def output_option(command: Callable[..., Any]) -> Callable[..., Any]:
    return click.option(
        "--output",
        type=click.Path(path_type=Path, dir_okay=False),
        help=text("เขียนลงไฟล์นี้", "write to this file"),
    )(command)


def day_of(value: str, option: str) -> date:
    """A day that a user gives, as people write dates.

    Raises:
        InputError: it cannot be read with certainty.
    """
    try:
        return parse_date(value)
    except DateError:
        raise InputError(
            [
                Problem(
                    "day-unreadable",
                    Location(option),
                    Text('อ่านวันที่ "{text}" ไม่ได้', 'the date "{text}" cannot be read').format(
                        text=same(value)
                    ),
                    Text(
                        "เขียนเช่น 15/02/2568, 2568-02-15 หรือ 15 ก.พ. 2568",
                        "write such as 2025-02-15 or 15/02/2568",
                    ),
                )
            ]
        ) from None


def chosen(wanted: Iterable[str], items: Iterable[tuple[str, str, _Item]]) -> list[_Item]:
    """The items that `--item` names: `O2`, `o02` or a slug; each item with its id and slug.

    Raises:
        InputError: there is no such item.
    """
    known = {
        name: item
        for item_id, slug, item in items
        for name in (item_id.lower(), f"o{int(item_id[1:]):02d}", slug)
    }
    wanted = tuple(wanted)
    problems = [
        Problem(
            "unknown-item",
            Location("--item"),
            Text('ไม่มีข้อ "{name}"{guess}', 'there is no item "{name}"{guess}').format(
                name=same(name), guess=closest(name, known)
            ),
            Text("ใช้เลขข้อ เช่น O2", "use an item's number such as O2"),
        )
        for name in wanted
        if name.lower() not in known
    ]
    if problems:
        raise InputError(problems)
    return [known[name.lower()] for name in wanted]


def require_output(format_name: str, output: Path | None) -> None:
    """Raises InputError where a format that no terminal can show is not to be written to a file."""
    if output is None:
        raise InputError(
            [
                Problem(
                    "output-needed",
                    Location("--output"),
                    Text(
                        f"รายงานแบบ {format_name} เป็นไฟล์ แสดงบนจอไม่ได้",
                        f"a report as {format_name} is a file and cannot be shown here",
                    ),
                    Text(
                        f"เพิ่มชื่อไฟล์ เช่น --output report.{format_name}",
                        f"name the file, such as --output report.{format_name}",
                    ),
                )
            ]
        )


def show_or_write(content: str | bytes, output: Path | None) -> None:
    """Print a report, or write it to the file that was asked for, whole or not at all.

    Raises:
        InputError: the file cannot be written.
    """
    if output is None:
        click.echo(content, nl=False)
        return
    try:
        if not output.parent.is_dir():
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT))
        if output.exists() and not output.is_file():
            # A device or a pipe: nothing can take its place.
            output.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
            return
        # A link stays a link; what it leads to is written.
        target = output.resolve()
    except OSError as error:
        raise InputError([unwritable(str(output), error)]) from None
    write_file(target, str(output), content)
