"""A fleet's work on a cluster of Dask: a scheduler and workers that run already.

Every worker needs the same release of this program and sees the register's folder under the same path.
Where a worker is lost, its units are done again by another: each may be done twice without harm.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING, Any

from site_builder.fleet.isolated import answer_here, of_release
from site_builder.fleet.outcomes import Outcome, failure
from site_builder.fleet.work import Result, Unit
from site_builder.language import Text, same
from site_builder.locations import Location
from site_builder.problems import InputError, Problem

if TYPE_CHECKING:
    from distributed import Client, Future

#: How long a scheduler may take to answer.
_PATIENCE = "10s"
#: How often a unit is tried where a machine cannot even start the work. Of lost workers Dask itself
#: counts how many a unit may have cost (`allowed-failures`).
_TRIES = 3


def run_there(units: Iterable[Unit], scheduler: str) -> Iterator[tuple[Unit, Result]]:
    """What came of each unit, in the order in which they end, done by the workers of a scheduler.

    Raises:
        InputError: Dask is not installed, or nobody answers at the address, or no longer.
    """
    client = _connected(scheduler)
    from distributed.comm.core import CommClosedError

    try:
        yield from _run(client, iter(units))
    except InputError:
        raise
    except (CommClosedError, ConnectionError, TimeoutError):
        # The client may not have noticed yet.
        raise InputError([_gone(scheduler)]) from None
    except Exception:
        # Whatever Dask says when its scheduler is gone; what is done is kept.
        if client.status == "running":
            raise
        raise InputError([_gone(scheduler)]) from None
    finally:
        client.close()


def _run(client: Client, waiting: Iterator[Unit]) -> Iterator[tuple[Unit, Result]]:
    from distributed import as_completed

    running: dict[Any, Unit] = {}
    done = as_completed(loop=client.loop)

    def submit() -> None:
        # Threads may come and go with workers: so many in the queue keep all of them at work.
        room = 2 * max(1, sum(client.nthreads().values())) - len(running)
        for unit in islice(waiting, max(room, 0)):
            future = client.submit(
                answer_here, unit.to_data(), of_release(), pure=False, retries=_TRIES
            )
            running[future.key] = unit
            done.add(future)

    submit()
    for future in done:
        if future.status not in ("finished", "error"):
            raise ConnectionError("the client has lost its scheduler")
        unit = running.pop(future.key)
        yield unit, _result(future)
        future.release()
        submit()


def _result(future: Future[Any]) -> Result:
    if future.status == "finished":
        found: Result = future.result()
        return found
    # What an agency does to the program is in its result; this is what became of the machines.
    reason = Text(
        "เครื่องที่ทำงานหายไปหลายครั้ง ผลจึงไม่มี",
        "the machines that did the work were lost, time and again",
    )
    return failure(Outcome.LOST, reason, repr(future.exception()))


def _connected(scheduler: str) -> Client:
    try:
        from distributed import Client
        from distributed.comm.addressing import resolve_address
    except ImportError:
        raise InputError([_no_library()]) from None
    for name in ("distributed.client", "distributed.core", "distributed.comm"):
        logging.getLogger(name).setLevel(logging.CRITICAL)  # we say ourselves what went wrong
    try:
        # An address that is none leaves behind a client that cannot be closed.
        resolve_address(scheduler)
        # TLS and its keys are Dask's own settings (docs/fleet.md).
        return Client(scheduler, timeout=_PATIENCE, set_as_default=False)
    except (OSError, ValueError, RuntimeError) as error:
        raise InputError([_no_scheduler(scheduler, error)]) from None


def _no_library() -> Problem:
    return Problem(
        "fleet-library",
        Location("--scheduler"),
        Text("ยังไม่ได้ติดตั้ง Dask", "Dask is not installed"),
        Text(
            'ติดตั้งด้วย: pip install "oit-site-builder[fleet]"',
            'install it: pip install "oit-site-builder[fleet]"',
        ),
    )


def _no_scheduler(address: str, error: Exception) -> Problem:
    reason = str(error).strip().partition("\n")[0] or type(error).__name__
    return Problem(
        "fleet-scheduler",
        Location("--scheduler"),
        Text(
            "ติดต่อ Dask scheduler ที่ {address} ไม่ได้ ({reason})",
            "no Dask scheduler answers at {address} ({reason})",
        ).format(address=same(address), reason=same(reason)),
        Text(
            "เริ่มด้วย dask scheduler แล้วใช้ที่อยู่ที่โปรแกรมนั้นบอก เช่น tcp://10.0.0.5:8786",
            "start one with dask scheduler, and name the address that it prints, such as tcp://10.0.0.5:8786",
        ),
    )


def _gone(address: str) -> Problem:
    return Problem(
        "fleet-scheduler",
        Location("--scheduler"),
        Text(
            "การติดต่อกับ Dask scheduler ที่ {address} ขาดไป", "the Dask scheduler at {address} is gone"
        ).format(address=same(address)),
        Text(
            "หน่วยงานที่เสร็จแล้วเก็บผลไว้ เริ่ม scheduler ใหม่แล้วสั่งคำสั่งเดิมเพื่อทำต่อ",
            "what is done is kept; start the scheduler again, and the same command goes on",
        ),
    )
