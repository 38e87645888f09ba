"""The command `oit`. Each command stands in a module of its name, loaded when it is called."""

from __future__ import annotations

import gc
import importlib
import keyword
import os
import sys
from contextlib import suppress
from typing import Any

import click

from site_builder.language import LANGUAGES, Text, use_language
from site_builder.problems import InputError, our_fault

#: Exit codes, the same for every command.
CLEAN, FINDINGS, BAD_INPUT, OUR_FAULT = 0, 1, 2, 3

#: Every command with what it does in a few words. It stands here and not beside the command, so that
#: `oit --help` loads none of them.
COMMANDS = {
    "adopt": Text("รับลิงก์จากหน้าเดิมของหน่วยงาน", "take over the links of the present page"),
    "build": Text("สร้างเว็บไซต์", "write the site"),
    "carry": Text("ยกข้อมูลไปปีใหม่", "carry data to a new year"),
    "check": Text("ตรวจว่ายังขาดอะไร", "what is still missing"),
    "edit": Text(
        "กรอกและแก้ข้อมูลทุกข้อเป็นแบบฟอร์มในเบราว์เซอร์",
        "fill in and change every item as a form in the browser",
    ),
    "editions": Text("เกณฑ์ของแต่ละปี", "criteria of each year"),
    "export": Text("เขียนสมุดงาน Excel ให้กรอก", "write a workbook to fill in"),
    "fleet": Text("สั่งงานกับหลายหน่วยงาน", "one command over many agencies"),
    "import": Text("นำเข้าสมุดงานหรือตาราง", "read a workbook or a table"),
    "init": Text("เริ่มโฟลเดอร์ของหน่วยงานใหม่", "start a new agency's folder"),
    "links": Text("ตรวจลิงก์ของเว็บไซต์", "check the links of a site"),
    "publish": Text("นำเว็บไซต์ขึ้นเครื่องแม่ข่าย", "bring the site to a server"),
    "remind": Text("ปฏิทินกำหนดการและใบงานแต่ละกอง", "calendar of deadlines, tasks of each unit"),
    "results": Text("ผลการประเมิน ITA", "official ITA results"),
    "seal": Text("ผนึกหลักฐานการเผยแพร่", "freeze what is published"),
    "serve": Text("ดูตัวอย่างขณะกรอกข้อมูล", "a preview while data are filled in"),
    "submission": Text("แบบส่ง URL เข้าระบบ ITAS", "the sheet for ITAS"),
    "verify": Text("พิสูจน์สิ่งที่เผยแพร่", "prove what was published"),
}


class _Commands(click.Group):
    """Loads a command's module only when it is used, so that each one starts fast."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in COMMANDS:
            return None
        return load(name)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, str(short)) for name, short in COMMANDS.items()])


def load(name: str) -> click.Command:
    """A command by its name."""
    # A module cannot have the name of a word of the language.
    module = f"{name}_" if keyword.iskeyword(name) else name
    command: click.Command = importlib.import_module(f"site_builder.cli.{module}").command
    command.short_help = str(COMMANDS[name])
    return command


def _group() -> click.Group:
    return _Commands(
        name="oit",
        help=str(
            Text(
                "สร้างเว็บไซต์เปิดเผยข้อมูล OIT และตรวจว่ายังขาดอะไร\n\nตัวอย่าง: oit build แล้ว oit check",
                "Build the site of OIT disclosures, and check what is still missing.\n\n"
                "Example: oit build, then oit check",
            )
        ),
        params=[
            click.Option(
                ["--lang"],
                type=click.Choice(LANGUAGES),
                default="th",
                envvar="OIT_LANG",
                help=str(Text("ภาษาของข้อความ", "language of messages")),
            ),
            click.Option(["--version"], is_flag=True, expose_value=False, callback=_version),
        ],
        callback=lambda lang: None,
        context_settings={"help_option_names": ["-h", "--help"], "auto_envvar_prefix": "OIT"},
    )


def _version(ctx: click.Context, param: click.Parameter, value: bool) -> None:
    if value:
        from site_builder import __version__

        click.echo(f"oit {__version__}")
        ctx.exit(CLEAN)


def _language_asked(arguments: list[str]) -> str:
    """The language must be known before the help texts are made, wherever `--lang` stands."""
    for position, argument in enumerate(arguments):
        if argument == "--lang" and position + 1 < len(arguments):
            return arguments[position + 1]
        if argument.startswith("--lang="):
            return argument.removeprefix("--lang=")
    return os.environ.get("OIT_LANG", "th")


def _lang_first(arguments: list[str]) -> list[str]:
    """`--lang` may stand before or after the command; the group reads it, so it goes first."""
    for position, argument in enumerate(arguments):
        if argument == "--lang" and position + 1 < len(arguments):
            pair = arguments[position : position + 2]
            return [*pair, *arguments[:position], *arguments[position + 2 :]]
        if argument.startswith("--lang="):
            return [argument, *arguments[:position], *arguments[position + 1 :]]
    return arguments


def keep_garbage_longer() -> None:
    """Look for garbage less often: a command makes many values that live until it ends, and the
    search through them took a third of the build of a large table."""
    gc.set_threshold(200_000, 20, 100)


def _failed(error: Exception) -> int:
    """Tell of a failure that no command expects: of the disk, or a fault of ours; gives the exit code."""
    from site_builder.sources.write import of_the_disk

    problem = of_the_disk(error)
    with suppress(OSError):  # where it is told may be full itself
        click.echo(problem or our_fault(), err=True)
    return BAD_INPUT if problem else OUR_FAULT


def main(arguments: list[str] | None = None) -> Any:
    """Run the command and exit: 0 clean, 1 findings, 2 usage or unreadable input, 3 our fault."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    keep_garbage_longer()
    arguments = sys.argv[1:] if arguments is None else arguments
    language = _language_asked(arguments)
    if language in LANGUAGES:
        use_language(language)
    try:
        code = _group().main(_lang_first(arguments), prog_name="oit", standalone_mode=False)
    except click.exceptions.Exit as error:
        code = error.exit_code
    except click.UsageError as error:
        error.show()
        code = BAD_INPUT
    except click.Abort:
        code = BAD_INPUT
    except InputError as error:
        click.echo(error, err=True)
        count = len(error.problems)
        click.echo(
            Text(
                f"ต้องแก้ข้อมูลนำเข้า {count} จุดก่อน",
                f"{count} {'place' if count == 1 else 'places'} of the input must be mended first",
            ),
            err=True,
        )
        code = BAD_INPUT
    except Exception as error:
        code = _failed(error)
    sys.exit(code or CLEAN)
