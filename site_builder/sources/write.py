"""Writes YAML that people go on editing: block style, one key to a line, every value a text."""

from __future__ import annotations

import errno
import os
import re
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import IO

import yaml

from site_builder import temporary
from site_builder.language import Text
from site_builder.locations import Location
from site_builder.problems import InputError, Problem
from site_builder.sources.nodes import Mapping, Node, Scalar
from site_builder.thai import nfc

#: A value to write: a text, a list, or named values.
Plain = str | list["Plain"] | dict[str, "Plain"]


#: What YAML takes for a line break besides LF.
_OTHER_BREAKS = re.compile("[\r\x85\u2028\u2029]")
#: What other readers of YAML take for a number, and ours, which follows an older edition, does not.
_NUMBER_ELSEWHERE = re.compile(r"[-+]?(0[0-9]+|0o[0-7]+|[0-9]+(\.[0-9]*)?[eE][-+]?[0-9]+)")


class _Dumper(yaml.SafeDumper):
    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    if not text:
        return dumper.represent_scalar("tag:yaml.org,2002:null", "")
    style = "|" if "\n" in text else None
    if _NUMBER_ELSEWHERE.fullmatch(text):
        style = "'"
    if _OTHER_BREAKS.search(text) or text.endswith("\n\n") or not text.strip():
        style = '"'  # only escaped do they come back as they are
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _text)


def to_yaml(value: Plain) -> str:
    """The value as YAML; reading it gives the same texts again."""
    return yaml.dump(
        value, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=100_000, indent=2
    )


def to_plain(node: Node) -> Plain:
    """A read value without its places."""
    if isinstance(node, Scalar):
        return node.text
    if isinstance(node, Mapping):
        return {entry.key: to_plain(entry.value) for entry in node.entries}
    return [to_plain(item) for item in node.items]


def normal(value: Plain) -> Plain:
    """The value as it is after being written and read: texts in normal form C."""
    if isinstance(value, str):
        return nfc(value)
    if isinstance(value, list):
        return [normal(item) for item in value]
    return {nfc(key): normal(item) for key, item in value.items()}


def comment(lines: Iterable[str]) -> str:
    """The lines as comments of a YAML file."""
    texts = (part for line in lines for part in line.splitlines())
    return "".join(f"# {text}\n" for text in texts)


def write_file(path: Path, name: str, content: str | bytes) -> None:
    """Write a file whole or not at all, with its folders.

    Raises:
        InputError: the place cannot be written to; `name` is how the message calls it.
    """
    with replacing(path, name) as file:
        file.write(content.encode("utf-8") if isinstance(content, str) else content)


@contextmanager
def replacing(path: Path, name: str) -> Iterator[IO[bytes]]:
    """A file that takes the place of `path` once all of it is written; where the block does not end
    well, nothing of it is left. Its folders are made.

    Raises:
        InputError: the place cannot be written to; `name` is how the message calls it.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with temporary.replacing(path) as file:
            yield file
    except OSError as error:
        raise InputError([unwritable(name, error)]) from None


def unwritable(name: str, error: OSError) -> Problem:
    """The problem of a file that cannot be written."""
    place, message = (
        Location(name),
        Text(f"เขียนไฟล์ไม่ได้ ({error.strerror})", f"the file cannot be written ({error.strerror})"),
    )
    if error.errno in _FULL:
        return Problem(
            "disk-full",
            place,
            message,
            Text(
                "ดิสก์หรือโควตาเต็ม ของเดิมยังอยู่ครบ ย้ายไฟล์อื่นออกจากดิสก์นี้ให้มีที่ว่าง แล้วสั่งคำสั่งเดิมอีกครั้ง",
                "the disk, or your share of it, is full; what was there is whole. Make room on it, then run "
                "the same command again",
            ),
        )
    return Problem("output-unwritable", place, message, _REMEDIES.get(error.errno or 0, _ELSEWHERE))


#: What a disk answers that has no room, and a quota that is used up.
_FULL = (errno.ENOSPC, errno.EDQUOT)
_RIGHTS = Text(
    "ขอสิทธิ์เขียนในโฟลเดอร์นี้ ปิดโปรแกรมที่เปิดไฟล์นี้อยู่ หรือระบุโฟลเดอร์อื่นที่เขียนได้ แล้วสั่งอีกครั้ง",
    "ask for the right to write there, close what has the file open, or name another folder, then run it again",
)
_FAILING = Text(
    "ดิสก์อ่านหรือเขียนไม่สำเร็จ อาจกำลังเสีย สำรองข้อมูลไว้ที่อื่นทันที ตรวจดิสก์ แล้วสั่งอีกครั้ง",
    "the disk fails to read or write and may be dying; copy your data elsewhere at once, check the disk, "
    "then run it again",
)
_ELSEWHERE = Text(
    "ระบุชื่อไฟล์ในโฟลเดอร์ที่มีอยู่และเขียนได้",
    "name a file in a folder that exists and can be written to",
)
_REMEDIES = {
    **dict.fromkeys((errno.EACCES, errno.EPERM, errno.EROFS), _RIGHTS),
    errno.EIO: _FAILING,
}


def of_the_disk(error: BaseException) -> Problem | None:
    """The problem where an exception is of a disk that has no room, gives no right to write, or fails;
    None where it is of anything else."""
    if isinstance(error, sqlite3.Error):
        # The lowest byte is the kind, those above say where it happened.
        number = _OF_SQLITE.get(getattr(error, "sqlite_errorcode", 0) & 0xFF)
        error = OSError(number, os.strerror(number)) if number else error
    if not isinstance(error, OSError) or error.errno not in (*_FULL, *_REMEDIES):
        return None
    named = error.filename2 or error.filename
    place = os.fsdecode(named) if isinstance(named, (str, bytes)) else "oit"
    return replace(
        unwritable(place, error),
        message=Text(
            f"อ่านหรือเขียนไม่ได้ ({error.strerror})", f"it cannot be read or written ({error.strerror})"
        ),
    )


_OF_SQLITE = {
    sqlite3.SQLITE_FULL: errno.ENOSPC,
    sqlite3.SQLITE_READONLY: errno.EROFS,
    sqlite3.SQLITE_IOERR: errno.EIO,
}
