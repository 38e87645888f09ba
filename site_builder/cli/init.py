"""`oit init`: a new workspace that builds at once."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlsplit

import click

from site_builder.catalogue.loader import load_catalogue
from site_builder.catalogue.model import Catalogue, Edition
from site_builder.cli import CLEAN
from site_builder.cli.options import text
from site_builder.holding import begun
from site_builder.kinds.link import safe_url
from site_builder.kinds.spec import Choice
from site_builder.language import Text, same
from site_builder.locations import Location
from site_builder.problems import InputError, Problem
from site_builder.sources.reader import closest
from site_builder.starting.create import create
from site_builder.starting.files import PIPELINES, Answers, workspace_files
from site_builder.thai import FiscalYear, arabic_digits, nfc

_T = TypeVar("_T")

_NAME = Text("ชื่อหน่วยงาน", "name of the agency")
_TYPE = Text("ประเภทหน่วยงาน", "type of the agency")
_WEBSITE = Text("เว็บไซต์หลัก เช่น www.example.go.th", "main website, such as www.example.go.th")
_EDITION = Text("ปีงบประมาณของ OIT", "fiscal year of the OIT")


@click.command(
    name="init",
    help=text(
        "สร้างโฟลเดอร์ของหน่วยงานใหม่ ถามชื่อ ประเภท เว็บไซต์ และปี แล้วเขียนไฟล์ของทุกข้อพร้อมตัวอย่าง\n\n"
        "ตัวอย่าง: oit init เทศบาลของเรา",
        "Make a new agency's folder: asks for name, type, website and year, and writes a file for each item with "
        "examples.\n\nExample: oit init our-town",
    ),
)
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False), default=Path())
@click.option("--name", help=str(_NAME))
@click.option(
    "--type", "agency_type", help=text("ประเภท เช่น เทศบาลตำบล", "type, such as เทศบาลตำบล")
)
@click.option("--website", metavar="URL", help=str(_WEBSITE))
@click.option("--edition", metavar="YEAR", help=text("ปี เช่น 2569", "edition such as 2569"))
@click.option(
    "--pipeline",
    "pipelines",
    type=click.Choice(tuple(PIPELINES)),
    multiple=True,
    help=text(
        "เขียนไฟล์ให้ GitHub หรือ GitLab สร้าง ตรวจ และเผยแพร่ทุกครั้งที่แก้ไข",
        "also write what GitHub or GitLab runs at each change: build, check, links, publish",
    ),
)
def command(
    folder: Path,
    name: str | None,
    agency_type: str | None,
    website: str | None,
    edition: str | None,
    pipelines: tuple[str, ...],
) -> int:
    catalogue = load_catalogue()
    asking = _Asking(catalogue, date.today())
    answers = asking.answers(name, agency_type, website, edition)
    files = workspace_files(answers, catalogue, pipelines)
    with begun(folder, "oit init"):
        written, kept = create(folder, files)
    for line in _told(folder, answers, written, kept):
        click.echo(line)
    return CLEAN


class _Asking:
    """Takes what the options say, asks at a terminal for the rest, and reads both alike."""

    def __init__(self, catalogue: Catalogue, today: date) -> None:
        self._catalogue = catalogue
        self._types = catalogue.vocabularies["agency-type"]
        self._today = today
        self._problems: list[Problem] = []

    def answers(
        self, name: str | None, agency_type: str | None, website: str | None, edition: str | None
    ) -> Answers:
        """
        Raises:
            InputError: an option is missing or wrong where nobody can be asked.
        """
        found_name = self._take("--name", name, _NAME, _read_name)
        if agency_type is None and sys.stdin.isatty():
            for number, choice in enumerate(self._types.choices, start=1):
                click.echo(f"{number:>3}. {choice.label}")
        found_type = self._take("--type", agency_type, _TYPE, self._read_type)
        found_website = self._take("--website", website, _WEBSITE, _read_website)
        found_edition = self._take(
            "--edition", edition, _EDITION, self._read_edition, self._present_edition()
        )
        if not (found_name and found_type and found_website and found_edition):
            raise InputError(self._problems)
        return Answers(found_name, found_type, found_website, found_edition)

    def _take(
        self,
        option: str,
        given: str | None,
        label: Text,
        read: Callable[[str, Location], _T],
        default: str | None = None,
    ) -> _T | None:
        place = Location(option)
        if given is None and sys.stdin.isatty():
            while True:
                try:
                    return read(click.prompt(str(label), default=default), place)
                except InputError as error:
                    click.echo(error, err=True)
        try:
            return read((given if given is not None else default) or "", place)
        except InputError as error:
            self._problems += error.problems
            return None

    def _read_type(self, answer: str, place: Location) -> Choice:
        number = arabic_digits(answer.strip())
        if number.isdigit() and 1 <= int(number) <= len(self._types.choices):
            return self._types.choices[int(number) - 1]
        found = self._types.find(answer)
        if found is None:
            names = [choice.label.th for choice in self._types.choices]
            raise _wrong(
                place,
                Text(
                    'ไม่รู้จักประเภท "{answer}"{guess}', 'the type "{answer}" is not known{guess}'
                ).format(answer=same(answer), guess=closest(answer, names)),
                Text("ใช้ประเภทหนึ่งใน: {types}", "use one of: {types}").format(
                    types=same(", ".join(names))
                ),
            )
        return found

    def _read_edition(self, answer: str, place: Location) -> Edition:
        year = arabic_digits(answer.strip())
        found = self._catalogue.editions.get(year)
        if found is None:
            raise _wrong(
                place,
                Text('ไม่มีเกณฑ์ของปี "{answer}"', 'there are no criteria of "{answer}"').format(
                    answer=same(answer)
                ),
                Text("ใช้ปีหนึ่งใน: {years}", "use one of: {years}").format(
                    years=same(", ".join(sorted(self._catalogue.editions)))
                ),
            )
        return found

    def _present_edition(self) -> str:
        """That of the present fiscal year, or else the newest before it."""
        this_year = FiscalYear.of(self._today).name
        return max(name for name in self._catalogue.editions if name <= this_year)


def _read_name(answer: str, place: Location) -> str:
    name = nfc(" ".join(answer.split()))
    if not name or not name.isprintable():
        raise _wrong(
            place,
            Text("ขาดชื่อหน่วยงาน", "the name of the agency is missing"),
            Text('เพิ่ม --name "เทศบาลตำบล…"', 'add --name "…"'),
        )
    return name


def _read_website(answer: str, place: Location) -> str:
    """The front page as a whole URL; a host alone is taken for one with https."""
    answer = answer.strip()
    url = safe_url(answer if "://" in answer else f"https://{answer}")
    parts = urlsplit(url or "")
    if (
        url is None
        or "." not in (parts.hostname or "")
        or parts.query
        or parts.fragment
        or parts.username
    ):
        raise _wrong(
            place,
            Text(
                '"{answer}" ไม่ใช่ที่อยู่เว็บไซต์หลัก', '"{answer}" is not the address of a main website'
            ).format(answer=same(answer)),
            Text("เขียนเช่น www.example.go.th", "write such as www.example.go.th"),
        )
    return url.rstrip("/") + "/"


def _wrong(place: Location, message: Text, remedy: Text) -> InputError:
    return InputError([Problem("answer-unusable", place, message, remedy)])


def _told(folder: Path, answers: Answers, written: list[str], kept: list[str]) -> Iterator[Text]:
    items = len(answers.edition.items)
    yield Text(
        f"เริ่มโฟลเดอร์ของ{answers.name}แล้วที่ {folder.resolve()}: {len(written)} ไฟล์ OIT ปี {answers.edition.name} {items} ข้อ",
        f"The folder of {answers.name} is {folder.resolve()}: {len(written)} files, OIT {answers.edition.name}, {items} items",
    )
    for name in kept:
        yield Text(f"  มีอยู่แล้ว ไม่ได้เขียนทับ: {name}", f"  was there, left as it is: {name}")
    workspace = "" if folder == Path() else f" --workspace {_quoted(folder)}"
    yield Text(
        f"ต่อไป: กรอก data/{answers.edition.name}/o01.yaml แล้วสั่ง oit build{workspace} และ oit check{workspace} (อ่าน README.md)",
        f"Next: fill in data/{answers.edition.name}/o01.yaml, then oit build{workspace} and oit check{workspace} (see README.md)",
    )


def _quoted(folder: Path) -> str:
    name = folder.as_posix()
    return f'"{name}"' if " " in name else name
