"""Reads the text of PDF files; run as a program of its own, for PDF files come from anywhere.

Standard input: a JSON list of paths. Standard output, a JSON value per line: true when it is ready,
then for each path, in order, the texts of its pages, or null where it cannot be read. A file that
crashes the library or takes too long ends this process; whoever started it then knows which file it
was, and goes on with the rest.
"""

from __future__ import annotations

import faulthandler
import json
import os
import sys
from pathlib import Path
from types import ModuleType

#: Limits of one document.
MAX_BYTES = 50_000_000
MAX_PAGES = 300
MAX_CHARACTERS = 300_000
SECONDS = 10
MAX_MEMORY = 2_000_000_000


def main() -> None:
    """Answer for each path of the list."""
    import pypdfium2

    _limit_memory()
    print(json.dumps(True), flush=True)
    with Path(os.devnull).open("w") as nowhere:
        for path in json.load(sys.stdin):
            # The watchdog is no Python thread: it ends the process even inside the library.
            faulthandler.dump_traceback_later(SECONDS, exit=True, file=nowhere)
            try:
                pages = _pages(pypdfium2, path)
            except (pypdfium2.PdfiumError, OSError, ValueError, MemoryError):
                pages = None
            faulthandler.cancel_dump_traceback_later()
            print(json.dumps(pages), flush=True)


def _pages(pypdfium2: ModuleType, path: str) -> list[str] | None:
    if Path(path).stat().st_size > MAX_BYTES:
        return None
    texts = []
    left = MAX_CHARACTERS
    with pypdfium2.PdfDocument(path) as document:
        for number in range(min(len(document), MAX_PAGES)):
            page = document[number]
            words = page.get_textpage()
            texts.append(words.get_text_range(0, min(words.count_chars(), left)))
            left -= len(texts[-1])
            words.close()
            page.close()
            if left <= 0:
                break
    return texts


def _limit_memory() -> None:
    try:
        import resource
    except ImportError:
        return  # Windows has no such limit
    if sys.platform == "linux":
        resource.setrlimit(resource.RLIMIT_AS, (MAX_MEMORY, MAX_MEMORY))


if __name__ == "__main__":
    main()
