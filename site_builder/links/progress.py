"""How far a check of links has come, for a person at a terminal."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

from site_builder.language import Text
from site_builder.links.external import Progress


@contextmanager
def progress_bar() -> Iterator[Progress | None]:
    """What `check` tells its progress; None where no terminal shows it. Written to stderr, so that
    the report itself can be piped."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich import progress
    from rich.console import Console

    columns = (
        progress.TextColumn("{task.description}"),
        progress.BarColumn(),
        progress.MofNCompleteColumn(),
        progress.TimeRemainingColumn(),
        progress.TextColumn("{task.fields[host]}", markup=False),
    )
    console = Console(stderr=True, markup=False, emoji=False, highlight=False)
    with progress.Progress(*columns, console=console, transient=True) as shown:
        label = str(Text("ตรวจลิงก์ภายนอก", "checking links"))
        task = shown.add_task(label, total=None, host="")

        def tell(done: int, total: int, url: str) -> None:
            host = urlsplit(url).hostname or ""
            shown.update(task, completed=done, total=total, host=host)

        yield tell
