"""Where workbooks are written, and what stands in the way."""

from __future__ import annotations

from pathlib import Path

from site_builder.problems import InputError
from site_builder.sources.write import unwritable, write_file
from site_builder.workbook.package import locked

#: Stands in the name of a workbook that came back with marks, before its ending.
_MARKED = ".แก้ไข"


def write_workbook(path: Path, content: bytes) -> None:
    """Write a workbook whole or not at all.

    Raises:
        InputError: another program keeps the file, or the place cannot be written to.
    """
    try:
        if path.exists():
            # Windows lets nothing take the place of a file that is open; better told before the work.
            with path.open("r+b"):
                pass
        target = path.resolve()
    except PermissionError:
        raise InputError([locked(str(path))]) from None
    except OSError as error:
        raise InputError([unwritable(str(path), error)]) from None
    write_file(target, str(path), content)


def marked_path(path: Path) -> Path:
    """Where the marked copy of a workbook goes: beside it; a marked copy is its own."""
    if path.stem.endswith(_MARKED):
        return path
    return path.with_name(f"{path.stem}{_MARKED}{path.suffix}")


def is_open_elsewhere(path: Path) -> bool:
    """Whether Excel or LibreOffice has left a sign beside the file that it is open."""
    signs = (f"~${path.name}", f".~lock.{path.name}#")
    return any(path.with_name(sign).exists() for sign in signs)


def in_command(path: Path) -> str:
    """A path as it is typed behind a command: in quotes where it has a space."""
    return f'"{path}"' if " " in str(path) else str(path)
