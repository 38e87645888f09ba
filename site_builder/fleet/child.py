"""The program that does the work of one agency after another; run as a process of its own.

Standard input: one line of JSON for each unit. Standard output: one line of JSON for each answer. What
libraries print goes to the standard error. A unit that takes too long, too much memory or that crashes
a library ends this process; whoever started it knows which unit it was, and starts another.
"""

from __future__ import annotations

import faulthandler
import gc
import io
import json
import os
import sys
import threading
import traceback
from collections.abc import Callable
from queue import SimpleQueue

from site_builder.fleet.outcomes import Outcome, failure
from site_builder.fleet.work import Result, Unit, run
from site_builder.language import Text

#: Why a unit ended without an answer of its own.
NO_MEMORY = Text("ใช้หน่วยความจำเกินที่กำหนด", "it took more memory than it may")
OUR_MISTAKE = Text("โปรแกรมผิดพลาดกับหน่วยงานนี้", "the program failed on this agency")
NO_FOLDER = Text(
    "เครื่องที่ทำงานไม่เห็นโฟลเดอร์ของทะเบียน",
    "the machine that did the work does not see the register's folder",
)


def serve(work: Callable[[Unit], Result] = run) -> None:
    """Answer each unit of the standard input until it ends."""
    # Answers have a way of their own: what a library prints must not stand between them.
    answers = os.fdopen(os.dup(1), "wb", buffering=0)
    os.dup2(2, 1)
    # As in a command: values live until a unit ends, and looking for garbage early finds none.
    gc.set_threshold(200_000, 20, 100)
    units: SimpleQueue[bytes] = SimpleQueue()
    threading.Thread(target=_listen, args=(units,), daemon=True).start()
    while True:
        unit = Unit.from_data(json.loads(units.get()))
        _limit_memory(unit.megabytes)
        # The watchdog is no Python thread: it ends the process even inside a library. It says
        # "Timeout" on the standard error, by which our limit is told from a crash.
        faulthandler.dump_traceback_later(unit.seconds, exit=True)
        result = _answer(unit, work)
        faulthandler.cancel_dump_traceback_later()
        text = json.dumps(result, ensure_ascii=False)
        # Where the agencies are on this machine is nobody's business.
        answers.write(text.replace(f"{unit.base}{os.sep}", "").encode() + b"\n")
        gc.collect(1)


def _listen(units: SimpleQueue[bytes]) -> None:
    """Hand the lines on. Their end is that of whoever asks: then nobody waits for this process, and
    what it still does could stand in the way of the next one."""
    for line in io.BufferedReader(io.FileIO(0, closefd=False)):
        units.put(line)
    os._exit(0)


def _answer(unit: Unit, work: Callable[[Unit], Result]) -> Result:
    try:
        os.chdir(unit.base)
    except OSError:
        return failure(Outcome.FAILED, NO_FOLDER)
    try:
        return work(unit)
    except MemoryError:
        return failure(Outcome.FAILED, NO_MEMORY, traceback.format_exc())
    except Exception:
        return failure(Outcome.FAILED, OUR_MISTAKE, traceback.format_exc())


def _limit_memory(megabytes: int) -> None:
    try:
        import resource
    except ImportError:
        return  # Windows has no such limit
    if sys.platform == "linux":
        # The soft limit alone: the program that opens documents has one of its own.
        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        resource.setrlimit(resource.RLIMIT_AS, (megabytes * 1_000_000, hard))


if __name__ == "__main__":
    serve()
