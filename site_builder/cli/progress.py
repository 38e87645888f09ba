"""How far long work has come. Written to stderr, so that the report itself can be piped."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from site_builder.language import Text

if TYPE_CHECKING:
    from rich.progress import ProgressColumn

#: How many are done, of how many, and which one now; the number of all may grow.
Tell = Callable[[int, int, str], None]
#: Where no terminal shows a bar, a line is written so often, in seconds.
_EVERY = 10.0


@contextmanager
def progress(label: Text, with_rate: bool = False) -> Iterator[Tell]:
    """A bar at a terminal; elsewhere, as in the log of a timer, a line now and then.

    With `with_rate` it also says how fast it goes, and how long it will take.
    """
    if not sys.stderr.isatty():
        yield _lines(label, with_rate)
        return
    from rich import progress as bars
    from rich.console import Console

    columns = (
        bars.TextColumn("{task.description}"),
        bars.BarColumn(),
        bars.MofNCompleteColumn(),
        *([_rate_column()] if with_rate else []),
        bars.TimeRemainingColumn(),
        bars.TextColumn("{task.fields[place]}", markup=False),
    )
    console = Console(stderr=True, markup=False, emoji=False, highlight=False)
    with bars.Progress(*columns, console=console, transient=True) as shown:
        task = shown.add_task(str(label), total=None, place="")
        yield lambda done, total, place: shown.update(
            task, completed=done, total=total, place=place
        )


def _rate_column() -> ProgressColumn:
    from rich.progress import ProgressColumn, Task
    from rich.text import Text as RichText

    class Rate(ProgressColumn):
        def render(self, task: Task) -> RichText:
            return RichText(_rate(task.speed or 0.0))

    return Rate()


def _rate(per_second: float) -> str:
    return f"{per_second:,.1f}/s" if per_second >= 1 else f"{per_second * 60:,.1f}/min"


def _lines(label: Text, with_rate: bool) -> Tell:
    last = begun = time.monotonic()

    def tell(done: int, total: int, place: str) -> None:
        nonlocal last
        now = time.monotonic()
        if now - last >= _EVERY:
            last = now
            pace = f" {_pace(done / (now - begun), total - done)}" if with_rate and done else ""
            click.echo(f"{label} {done:,}/{total:,}{pace}: {place}", err=True)

    return tell


def _pace(per_second: float, left: int) -> str:
    minutes, seconds = divmod(round(left / per_second), 60)
    hours, minutes = divmod(minutes, 60)
    time_left = f"{hours}:{minutes:02}:{seconds:02}"
    return f"{_rate(per_second)} {Text(f'เหลือ {time_left}', f'{time_left} left')}"
