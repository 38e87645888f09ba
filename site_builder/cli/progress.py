"""How far long work has come. Written to stderr, so that the report itself can be piped."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click

from site_builder.language import Text

#: How many are done, of how many, and which one now; the number of all may grow.
Tell = Callable[[int, int, str], None]
#: Where no terminal shows a bar, a line is written so often, in seconds.
_EVERY = 10.0


@contextmanager
def progress(label: Text) -> Iterator[Tell]:
    """A bar at a terminal; elsewhere, as in the log of a timer, a line now and then."""
    if not sys.stderr.isatty():
        yield _lines(label)
        return
    from rich import progress as bars
    from rich.console import Console

    columns = (
        bars.TextColumn("{task.description}"),
        bars.BarColumn(),
        bars.MofNCompleteColumn(),
        bars.TimeRemainingColumn(),
        bars.TextColumn("{task.fields[place]}", markup=False),
    )
    console = Console(stderr=True, markup=False, emoji=False, highlight=False)
    with bars.Progress(*columns, console=console, transient=True) as shown:
        task = shown.add_task(str(label), total=None, place="")
        yield lambda done, total, place: shown.update(
            task, completed=done, total=total, place=place
        )


def _lines(label: Text) -> Tell:
    last = time.monotonic()

    def tell(done: int, total: int, place: str) -> None:
        nonlocal last
        now = time.monotonic()
        if now - last >= _EVERY:
            last = now
            click.echo(f"{label} {done:,}/{total:,}: {place}", err=True)

    return tell
