"""A fleet's work on this machine: so many units side by side, each in a process apart."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from itertools import islice

from site_builder.fleet.isolated import Children
from site_builder.fleet.work import Result, Unit


def run_here(units: Iterable[Unit], workers: int) -> Iterator[tuple[Unit, Result]]:
    """What came of each unit, in the order in which they end; units are taken as there is room for them."""
    children = Children()
    # Its threads only wait for the processes that work.
    pool = ThreadPoolExecutor(workers)
    waiting = iter(units)
    running: dict[Future[Result], Unit] = {}
    try:
        while True:
            for unit in islice(waiting, 2 * workers - len(running)):
                running[pool.submit(children.answer, unit)] = unit
            if not running:
                return
            done, _ = wait(running, return_when=FIRST_COMPLETED)
            for future in done:
                yield running.pop(future), future.result()
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
        children.stop()
        pool.shutdown()
        children.close()
