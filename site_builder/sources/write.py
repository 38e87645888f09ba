"""Writes YAML that people go on editing: block style, one key to a line, every value a text."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import yaml

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
    well, nothing of it is left.

    Raises:
        InputError: the place cannot be written to; `name` is how the message calls it.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix=".oit-", delete=False) as file:
            temporary = Path(file.name)
            try:
                yield file
                file.close()
                temporary.chmod(0o644)
                temporary.replace(path)
            except BaseException:
                file.close()
                temporary.unlink(missing_ok=True)
                raise
    except OSError as error:
        raise InputError([unwritable(name, error)]) from None


def unwritable(name: str, error: OSError) -> Problem:
    """The problem of a file that cannot be written."""
    return Problem(
        "output-unwritable",
        Location(name),
        Text(f"เขียนไฟล์ไม่ได้ ({error.strerror})", f"the file cannot be written ({error.strerror})"),
        Text(
            "ระบุชื่อไฟล์ในโฟลเดอร์ที่มีอยู่และเขียนได้",
            "name a file in a folder that exists and can be written to",
        ),
    )
