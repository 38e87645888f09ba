"""The results of a fleet as files: a line of JSON and a row of a table for each agency, and a day's history.

The same results give the same bytes; the day stands in the name of the history's file alone.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

from site_builder.fleet.history import keep_day
from site_builder.fleet.register import Member
from site_builder.fleet.results import Results
from site_builder.opendata.exports import csv_safe
from site_builder.sources.write import replacing, write_file

#: To be raised when readers of the lines would have to change.
FORMAT = 1
_ABOUT = ("name", "type", "province", "district")
#: What one row of the table says of the edition that was judged.
_FIGURES = ("items", "complete", "incomplete", "missing", "needs_review")
_COLUMNS = (
    *("agency", "name", "type", "province", "district", "vendor", "workspace"),
    *("command", "outcome", "reason", "edition", *_FIGURES, "problems"),
)


def write_results(
    folder: Path, command: str, members: Iterable[Member], store: Results, day: str
) -> None:
    """Write the results of the members, sorted as they are.

    Raises:
        InputError: the folder cannot be written.
    """
    name = results_name(command)
    lines, table = folder / f"{name}.jsonl", folder / f"{name}.csv"
    with (
        replacing(lines, str(lines)) as as_json,
        replacing(table, str(table)) as as_csv,
    ):
        as_csv.write(b"\xef\xbb\xbf" + _csv(_COLUMNS))

        def written() -> Iterator[Mapping[str, Any]]:
            for line in _lines(members, command, store):
                as_json.write(_json(line))
                as_csv.write(_csv(_row(line)))
                yield line

        if command == "check":
            keep_day(folder, date.fromisoformat(day), written())
        else:
            for _ in written():
                pass


def results_name(command: str) -> str:
    """How the files of a command's results are called: those of the check stand for the fleet."""
    return "results" if command == "check" else command


def write_fault(folder: Path, agency: str, log: str) -> None:
    """Keep what our own failure said, for those who mend it; a success removes what an earlier one said."""
    path = folder / "faults" / f"{agency}.txt"
    if log:
        write_file(path, str(path), log)
    else:
        path.unlink(missing_ok=True)


def _lines(members: Iterable[Member], command: str, store: Results) -> Iterator[dict[str, Any]]:
    for member in members:
        result = store.get(command, member.id)
        if result is not None:
            yield _line(member, command, result)


def _line(member: Member, command: str, result: Mapping[str, Any]) -> dict[str, Any]:
    """What the register says of an agency comes before what the agency says of itself."""
    said = asdict(member)
    about = result.get("about", {})
    rest = {key: value for key, value in result.items() if key != "about"}
    return {
        "format": FORMAT,
        "agency": member.id,
        **{key: said[key] or about.get(key, "") for key in _ABOUT},
        "vendor": member.vendor,
        "workspace": member.workspace,
        "command": command,
        **{key: rest.pop(key) for key in ("outcome", "reason", "problems")},
        **({"editions": []} if command == "check" else {}),
        **rest,
    }


def _row(line: Mapping[str, Any]) -> list[str]:
    """The newest edition's figures beside what is known of the agency."""
    newest = max(line.get("editions", []), key=lambda each: str(each["edition"]), default=None)
    figures = newest["summary"] if newest else {}
    found = {
        **line,
        **figures,
        "reason": line["reason"]["th"] if line["reason"] else "",
        "edition": newest["edition"] if newest else "",
        "problems": len(line["problems"]),
    }
    return [str(found.get(column, "")) for column in _COLUMNS]


def _json(line: Mapping[str, Any]) -> bytes:
    return (json.dumps(line, ensure_ascii=False, separators=(",", ":")) + "\n").encode()


def _csv(cells: Iterable[str]) -> bytes:
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerow([csv_safe(cell) for cell in cells])
    return text.getvalue().encode()
