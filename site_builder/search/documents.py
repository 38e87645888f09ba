"""The text of attached PDF files, kept between builds by what the files hold.

What cannot be read, or is a picture without a text layer, has no text and is not found by search.
The cache stands in the user's cache folder (see `caches`) and may be deleted at any time.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterable
from importlib.metadata import version
from pathlib import Path

from site_builder.caches import text_cache
from site_builder.search import pdf_reader
from site_builder.sources.files import FileRef
from site_builder.thai import nfc

#: To be raised when the same file would give another text than before.
FORMAT = 1

#: Where older fonts keep Thai letters and marks that they draw in another place.
_PRIVATE = {
    0xF700: "ฐ", 0xF701: "ิ", 0xF702: "ี", 0xF703: "ึ", 0xF704: "ื",
    0xF705: "่", 0xF706: "้", 0xF707: "๊", 0xF708: "๋", 0xF709: "์",
    0xF70A: "่", 0xF70B: "้", 0xF70C: "๊", 0xF70D: "๋", 0xF70E: "์",
    0xF70F: "ญ", 0xF710: "ั", 0xF711: "ํ", 0xF712: "็",
    0xF713: "่", 0xF714: "้", 0xF715: "๊", 0xF716: "๋", 0xF717: "์",
    0xF718: "ุ", 0xF719: "ู", 0xF71A: "ฺ",
}  # fmt: skip
#: Control characters, halves of surrogate pairs, and characters that are none.
_NO_TEXT = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffd-\uffff]")
#: Sara aa never starts a word: after a space it is what is left of a sara am.
_LOST_SARA_AM = re.compile("([ก-ฮ][\u0e48-\u0e4b]?) +\u0e32")
#: A mark that stands on a space was parted from its letter.
_LOOSE_MARK = re.compile("(?<=[ก-ฮ]) +(?=[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e])")


def texts_of(files: Iterable[FileRef]) -> dict[str, tuple[str, ...]]:
    """The texts of the pages of each PDF file by its SHA-256; none where there is nothing to read."""
    wanted = {file.sha256: file.path for file in files if file.suffix == "pdf"}
    cache = text_cache(f"pdf-{FORMAT}-{version('pypdfium2')}")
    known: dict[str, tuple[str, ...]] = {}
    if cache:
        for digest in wanted:
            kept = _kept(cache / f"{digest}.json")
            if kept is not None:
                known[digest] = kept
    missing = [digest for digest in wanted if digest not in known]
    # Shorter where no reader could be started: then nothing is kept, and the next build tries again.
    for digest, pages in zip(missing, _read([wanted[name] for name in missing]), strict=False):
        known[digest] = tuple(text for text in map(mended, pages) if text)
        if cache:
            _keep(cache / f"{digest}.json", known[digest])
    return {digest: known.get(digest, ()) for digest in wanted}


def mended(text: str) -> str:
    """One page's text on one line, with Thai as it is spelled."""
    text = " ".join(_NO_TEXT.sub("", text.translate(_PRIVATE)).split())
    return nfc(_LOST_SARA_AM.sub("\\1\u0e33", _LOOSE_MARK.sub("", text)))


def _read(paths: list[Path]) -> list[list[str]]:
    """The pages of each file, read by processes that may die of one; the last one may not start."""
    found: list[list[str]] = []
    while len(found) < len(paths):
        left = paths[len(found) :]
        answers = _ask(left)
        if answers is None:
            break
        found += [pages or [] for pages in answers]
        if len(answers) < len(left):
            found.append([])  # the reader died of this one
    return found


def _ask(paths: list[Path]) -> list[list[str] | None] | None:
    """The answers of one process: fewer than there are paths where it died, None if it never began."""
    program = [sys.executable, "-I", str(Path(pdf_reader.__file__).resolve())]
    asked = json.dumps([str(path.resolve()) for path in paths]).encode()
    limit = pdf_reader.SECONDS * (len(paths) + 1)
    try:
        process = subprocess.Popen(
            program, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
    except OSError:
        return None
    with process:
        try:
            told, _ = process.communicate(asked, timeout=limit)
        except subprocess.TimeoutExpired:
            process.kill()
            told, _ = process.communicate()
    # A line without its end was cut off by the death of the process.
    answers = [json.loads(line) for line in told.splitlines(keepends=True) if line.endswith(b"\n")]
    return answers[1:] if answers else None


def _kept(path: Path) -> tuple[str, ...] | None:
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    if isinstance(kept, list) and all(isinstance(text, str) for text in kept):
        return tuple(kept)
    return None


def _keep(path: Path, texts: tuple[str, ...]) -> None:
    # Written beside and moved, so that two builds at once never read half a file.
    half = path.with_suffix(".new")
    try:
        half.write_text(json.dumps(texts, ensure_ascii=False), encoding="utf-8", newline="\n")
        half.replace(path)
    except OSError:
        half.unlink(missing_ok=True)
