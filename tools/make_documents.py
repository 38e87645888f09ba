"""Makes the attached files that the data of a fictional workspace name but nobody wrote.

    .venv/bin/python tools/make_documents.py [--workspace DIR] [--force]

Papers say what the data of their item say, and that they are fictional. Two runs over the same
data give the same bytes. Files that exist stay as they are, unless --force is given.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path, PurePosixPath

import contents
import drawings
import papers
from contents import Wanted

from site_builder.agency import Agency
from site_builder.disclosures import load_disclosures
from site_builder.kinds.values import Cell, FieldValue, Row
from site_builder.problems import InputError
from site_builder.thai import nfc
from site_builder.workspace import Workspace, open_workspace

#: Of a paper, in bytes.
_LARGEST = 30_000


def main() -> int:
    """Make what is wanted, and say what was made. 1 where a file could not be made."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    root = Path(__file__).resolve().parent.parent
    parser.add_argument("--workspace", type=Path, default=root, help="folder with data/agency.yaml")
    parser.add_argument("--force", action="store_true", help="make existing files anew")
    arguments = parser.parse_args()
    _write_emblem(arguments.workspace / "data" / "files" / "emblem.png", arguments.force)
    try:
        workspace = open_workspace(arguments.workspace.resolve())
    except InputError as error:
        print(error, file=sys.stderr)
        return 2
    sizes = [
        size
        for edition in workspace.editions
        for wanted in wanted_files(workspace, edition)
        if (size := _write(wanted, workspace, arguments.force)) is not None
    ]
    made = [size for size in sizes if size]
    print(f"{len(made)} files made, {sum(made):,} bytes")
    return 0 if len(made) == len(sizes) else 1


def _write_emblem(path: Path, force: bool) -> None:
    """The emblem of the agency, which is read with the agency itself."""
    if force or not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(drawings.emblem())


def _write(wanted: Wanted, workspace: Workspace, force: bool) -> int | None:
    """The size of a file made; 0 where it cannot be made, None where it need not be."""
    path = workspace.data_folder(wanted.edition.name) / "files" / wanted.name
    if path.exists() and not force:
        return None
    shown = path.relative_to(workspace.root).as_posix()
    data = make(wanted, workspace.agency)
    if data is None:
        print(f"{shown}: no way to make such a file", file=sys.stderr)
        return 0
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    print(f"{shown}  {len(data):,} bytes")
    return len(data)


def wanted_files(workspace: Workspace, edition: str) -> list[Wanted]:
    """Every file that the data of an edition name, in their order, each once."""
    found: dict[str, Wanted] = {}
    data = load_disclosures(workspace, edition)
    for disclosure in data.disclosures:
        for value in disclosure.values.values():
            for cell, row in _file_cells(value):
                name = _safe_name(cell)
                if name and name not in found:
                    found[name] = Wanted(name, data.edition, disclosure, value.spec, cell, row)
    return list(found.values())


def make(wanted: Wanted, agency: Agency) -> bytes | None:
    """The bytes of one file; None where its ending is not one that we make."""
    path = PurePosixPath(wanted.name)
    if path.suffix == ".pdf":
        return _paper(wanted, agency)
    if path.suffix != ".png":
        return None
    if path.parts[0] == "photos":
        return drawings.portrait(path.stem, contents.person(wanted))
    if "map" in path.stem:
        return drawings.town_map(contents.place(agency))
    return drawings.scene(path.stem)


def _paper(wanted: Wanted, agency: Agency) -> bytes:
    """A paper with as much of its data as a small file holds."""
    for detail in range(8, 1, -1):
        data = papers.render(contents.paper(replace(wanted, detail=detail), agency))
        if len(data) < _LARGEST:
            break
    return data


def _file_cells(value: FieldValue) -> Iterator[tuple[Cell, Row | None]]:
    """The cells of a field that name files, with the row that they stand in."""
    if value.spec.kind in ("document", "image"):
        for cell in value.cells:
            yield cell, None
    for row in value.rows:
        for column in value.spec.columns:
            if column.kind in ("document", "image"):
                for cell in row.all_cells(column.key):
                    yield cell, row


def _safe_name(cell: Cell) -> str:
    """The path that a cell names below the folder of files, or "".

    Reading the data has judged it: a file that is only missing is one that we make; a path that
    leaves the folder, or a type that may not stand there, is not.
    """
    if cell.is_blank or cell.states_none:
        return ""
    if cell.problem and cell.problem.code != "file-missing":
        return ""
    return nfc(cell.text).removeprefix("files/")


if __name__ == "__main__":
    sys.exit(main())
