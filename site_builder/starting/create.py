"""Writes a new workspace into a folder; nothing that is there is overwritten."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from site_builder.agency import AGENCY_FILE
from site_builder.language import Text
from site_builder.locations import Location
from site_builder.problems import InputError, Problem
from site_builder.sources.write import write_file


def create(root: Path, files: Mapping[str, str]) -> tuple[list[str], list[str]]:
    """Write the files into a folder, which is made where it is not there.

    Returns:
        The paths that were written, and those that were there and stay as they are.

    Raises:
        InputError: the folder is a workspace already, or cannot be written.
    """
    if (root / AGENCY_FILE).exists():
        raise InputError([_exists(root)])
    written: list[str] = []
    kept: list[str] = []
    # Last what makes the folder a workspace: one that was begun and not finished can be gone on with.
    for name, content in sorted(files.items(), key=lambda each: each[0] == AGENCY_FILE):
        path = root / name
        if path.exists() or path.is_symlink():
            kept.append(name)
        else:
            write_file(path, path.as_posix(), content)
            written.append(name)
    return written, kept


def _exists(root: Path) -> Problem:
    return Problem(
        "workspace-exists",
        Location((root / AGENCY_FILE).as_posix()),
        Text("โฟลเดอร์นี้เป็นของหน่วยงานหนึ่งอยู่แล้ว", "this folder is an agency's workspace already"),
        Text(
            "ระบุโฟลเดอร์อื่น เช่น oit init เทศบาลของเรา หรือแก้ไฟล์นี้โดยตรง",
            "name another folder, such as oit init our-town, or edit this file",
        ),
    )
