"""The codes that findings and problems can have, read from the code itself.

Checks name theirs in `messages`, some modules in a table `MESSAGES`. The others stand in calls such as
`Problem("file-missing", …)`; where a code is not written out there, `COMPUTED` says what it may be.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import get_args

from site_builder.audit import attestations, documents
from site_builder.audit.checks import CHECKS
from site_builder.audit.checks.base import COMMON
from site_builder.language import Text
from site_builder.links import faults as links
from site_builder.privacy.sightings import Datum
from site_builder.published import audit as published
from site_builder.sealing import archive as sealing
from site_builder.sealing import by_sums
from site_builder.thai import DateProblem
from site_builder.workbook import marks

PACKAGE = Path(__file__).resolve().parent.parent / "site_builder"

#: Calls whose first argument is a code.
_CALLS = {"Finding", "Problem", "UnreadableValue", "problem"}

#: Codes that are not written out in the call, by module.
COMPUTED = {
    "kinds/date.py": tuple(f"date-{problem}" for problem in get_args(DateProblem)),
    "catalogue/lint.py": ("edition", "subject"),
    "personal_data.py": tuple(f"personal-{datum}" for datum in Datum),
}
#: Messages and remedies by code, by module.
TABLES: dict[str, Mapping[str, tuple[Text, Text]]] = {
    "audit/attestations.py": {
        code: (each.message, each.remedy) for code, each in attestations.MESSAGES.items()
    },
    "audit/documents.py": {
        code: (each.message, each.remedy) for code, each in documents.MESSAGES.items()
    },
    "links/faults.py": links.MESSAGES,
    "published/audit.py": published.MESSAGES,
    "sealing/archive.py": sealing.MESSAGES,
    "sealing/by_sums.py": by_sums.MESSAGES,
    "workbook/marks.py": {**marks.WRONG, **marks.NOTED},
}
#: Problems that stay with their value, as an `UnreadableValue` does.
_OF_VALUES = {"part-missing"}
#: Modules that only hand on a code that stands elsewhere.
HANDED_ON = {
    "audit/checks/base.py",
    "audit/elsewhere.py",
    "audit/engine.py",
    "kinds/base.py",
    "kinds/document.py",
    "sources/reader.py",
}


@dataclass(frozen=True)
class Told:
    """One place that tells a code: what it says and how to mend it, where that is fixed.

    Attributes:
        by: the check, or the module below `site_builder`.
        is_value: it is told of one value that cannot be typed; the site is built without it.
        is_finding: it is told as a finding, by another than a check.
    """

    code: str
    by: str
    message: Text | None = None
    remedy: Text | None = None
    is_check: bool = False
    is_value: bool = False
    is_finding: bool = False


def told() -> tuple[Told, ...]:
    """Every place that tells a code, checks first."""
    return _told(PACKAGE)


@cache
def _told(package: Path) -> tuple[Told, ...]:
    found = [Told(code, "", each.message, each.remedy, True) for code, each in COMMON.items()]
    for check in CHECKS.values():
        for code, each in check.messages.items():
            found.append(Told(code, check.name, each.message, each.remedy, True))
    for name, table in TABLES.items():
        # What cannot be reached cannot be judged, and is nobody's fault.
        found += (
            Told(code, name, *texts, is_finding=not code.endswith("-unreachable"))
            for code, texts in table.items()
        )
    for path in sorted(package.rglob("*.py")):
        found += _in_module(path)
    return tuple(found)


def unclear() -> list[str]:
    """Calls whose code is neither written out nor named in `COMPUTED`, `TABLES` or `HANDED_ON`."""
    return [
        f"{name}:{call.lineno}"
        for path in sorted(PACKAGE.rglob("*.py"))
        for name, call in _calls(path)
        if not _literal(call.args[0]) and name not in {*COMPUTED, *HANDED_ON, *TABLES}
    ]


def _calls(path: Path) -> Iterator[tuple[str, ast.Call]]:
    name = path.relative_to(PACKAGE).as_posix()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and node.args and _name(node.func) in _CALLS:
            yield name, node


def _in_module(path: Path) -> Iterator[Told]:
    name = path.relative_to(PACKAGE).as_posix()
    is_kind = name.startswith("kinds/")
    yield from (Told(code, name, is_value=is_kind) for code in COMPUTED.get(name, ()))
    for _, call in _calls(path):
        code = _literal(call.args[0])
        if code:
            texts = [_text(argument) for argument in call.args[1:]]
            message, remedy = ([None, None, *texts])[-2:]
            is_value = _name(call.func) == "UnreadableValue" or code in _OF_VALUES
            is_finding = _name(call.func) == "Finding"
            yield Told(code, name, message, remedy, is_value=is_value, is_finding=is_finding)


def _name(function: ast.expr) -> str:
    if isinstance(function, ast.Name):
        return function.id
    return function.attr if isinstance(function, ast.Attribute) else ""


def _literal(node: ast.expr) -> str:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def _text(node: ast.expr) -> Text | None:
    """The `Text(th, en)` written in an argument, its places as `{…}`."""
    for each in ast.walk(node):
        if isinstance(each, ast.Call) and _name(each.func) == "Text" and len(each.args) == 2:
            th, en = (_template(argument) for argument in each.args)
            if th and en:
                return Text(th, en)
    return None


def _template(node: ast.expr) -> str:
    if isinstance(node, ast.JoinedStr):
        parts = (
            str(part.value) if isinstance(part, ast.Constant) else "{…}" for part in node.values
        )
        return "".join(parts)
    return _literal(node)
