"""`data/privacy.yaml`: personal data that an agency publishes with a reason, named by their masked form.

`exceptions:` is a list. Each entry has `kind` (`id`, `phone`, `address`, `account`), `file` (the data file, document or page that
holds the datum, as the finding names it), `masked` (as the finding shows it), `reason`, `by` and `date`.
All are required: an exception is somebody's decision.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from site_builder.language import Text, same
from site_builder.locations import Location
from site_builder.privacy.sightings import Datum, Sighting
from site_builder.sources.names import refuse_links
from site_builder.sources.nodes import Node, Scalar
from site_builder.sources.reader import Reader
from site_builder.sources.yaml import read_yaml
from site_builder.thai import DateError, nfc, parse_date

EXCEPTIONS_FILE = "data/privacy.yaml"
KEYS = ("kind", "file", "masked", "reason", "by", "date")

_DIGIT = re.compile(r"\d")
#: A masked form keeps no more digits than this.
_KEPT_DIGITS = 2


@dataclass(frozen=True, slots=True)
class Exempt:
    """One exception; `location` is its own place."""

    kind: Datum
    file: str
    masked: str
    reason: str
    by: str
    date: date
    location: Location

    def covers(self, sighting: Sighting, file: str) -> bool:
        """Whether it speaks of this datum in this file."""
        return (self.kind, self.masked, self.file) == (sighting.kind, sighting.masked, file)


def load_exceptions(root: Path) -> tuple[Exempt, ...]:
    """The exceptions of the workspace at `root`; none where it has no such file.

    Raises:
        InputError: the file cannot be read, or an entry lacks something.
    """
    path = root / EXCEPTIONS_FILE
    if not os.path.lexists(path):
        return ()
    refuse_links(root, EXCEPTIONS_FILE)
    reader = Reader()
    node = read_yaml(path, EXCEPTIONS_FILE)
    found = []
    for entry in reader.items(reader.mapping(node, ("exceptions",)).get("exceptions")):
        exempt = _exempt(entry, reader)
        if exempt:
            found.append(exempt)
    reader.finish()
    return tuple(found)


def _exempt(node: Node, reader: Reader) -> Exempt | None:
    entry = reader.mapping(node, KEYS)
    texts = {key: reader.text(entry.get(key)) for key in KEYS}
    for key, value in entry.items():
        if isinstance(value, Scalar) and value.is_blank:
            reader.problem(
                "missing-value",
                value.location,
                Text(f'ช่อง "{key}" ว่าง', f'the key "{key}" is blank'),
                Text(
                    "ข้อยกเว้นต้องบอกเหตุผล ผู้อนุญาต และวันที่ให้ครบ",
                    "an exception needs its reason, who allows it and the date",
                ),
            )
    masked = entry.get("masked")
    if masked is not None and len(_DIGIT.findall(texts["masked"])) > _KEPT_DIGITS:
        # What is written there is not repeated: it may be the datum itself.
        reader.problem(
            "exception-unmasked",
            masked.location,
            Text("ช่อง “masked” มีตัวเลขที่ยังไม่ได้ปิด", "“masked” has digits that are not masked"),
            Text(
                "คัดลอกรูปที่ปิดแล้วจากรายงาน เช่น 1-xxxx-xxxxx-xx-1",
                "copy the masked form from the report, such as 1-xxxx-xxxxx-xx-1",
            ),
        )
    kind = reader.one_of(entry.get("kind"), [each.value for each in Datum])
    day = _day(entry.get("date"), reader)
    if not kind or day is None or not all(texts.values()):
        return None
    return Exempt(
        Datum(kind),
        nfc(texts["file"]),
        texts["masked"],
        texts["reason"],
        texts["by"],
        day,
        node.location,
    )


def _day(node: Node | None, reader: Reader) -> date | None:
    text = reader.text(node)
    if node is None or not text:
        return None
    try:
        return parse_date(text)
    except DateError:
        reader.problem(
            "date-unreadable",
            node.location,
            Text('อ่าน "{text}" เป็นวันที่ไม่ได้', '"{text}" cannot be read as a date').format(
                text=same(text)
            ),
            Text("เขียนเช่น 1 ตุลาคม 2568", "write such as 1 ตุลาคม 2568"),
        )
        return None
