"""Work done apart: in a process that may die of one agency without harm to the others."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
import tempfile
import threading
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from types import TracebackType
from typing import IO, Any

from site_builder.fleet.outcomes import Outcome, failure
from site_builder.fleet.work import Result, Unit
from site_builder.language import Text

PROGRAM = (sys.executable, "-W", "ignore", "-m", "site_builder.fleet.child")
#: After so many agencies a process is replaced: nothing that a library leaks adds up.
_MOST = 500
#: So much of what a dying process has said is kept, in bytes.
_LOG = 20_000


class Child:
    """One process for one thread; it is started when it is first asked, and anew when it has died."""

    def __init__(self, program: Sequence[str] = PROGRAM) -> None:
        self._program = tuple(program)
        self._process: subprocess.Popen[bytes] | None = None
        self._errors: IO[bytes] | None = None
        self._answered = 0
        self._stopped = False

    def answer(self, unit: Unit) -> Result:
        """What came of a unit; never raises for what an agency holds."""
        line = json.dumps(unit.to_data()).encode() + b"\n"
        answer = self._ask(line)
        if answer is None:
            died = self._autopsy(unit)
            self.close()
            return died
        self._answered += 1
        result: Result = json.loads(answer)
        # Where memory ran out, the process may be left in any state.
        if Outcome(result["outcome"]).is_ours or self._answered >= _MOST:
            self.close()
        return result

    def stop(self) -> None:
        """End the process, whatever it is doing, and let no other begin; for another thread to call."""
        self._stopped = True
        if self._process is not None:
            self._process.kill()

    def close(self) -> None:
        """End the process and forget it."""
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
        if self._errors is not None:
            self._errors.close()
        self._process = self._errors = None
        self._answered = 0

    def _ask(self, line: bytes) -> bytes | None:
        """The answer to a line, None where the process died of it."""
        process = self._process
        if process is not None and process.poll() is not None:
            self.close()  # it died idle: not of this unit
            process = None
        process = process or self._start()
        assert process.stdin is not None
        assert process.stdout is not None
        assert self._errors is not None
        self._errors.seek(0)
        self._errors.truncate()
        try:
            process.stdin.write(line)
        except OSError:
            return None
        answer = process.stdout.readline()
        # A line without its end was cut off by the death of the process.
        return answer if answer.endswith(b"\n") else None

    def _start(self) -> subprocess.Popen[bytes]:
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115 -- it lives as long as the process
        self._process = subprocess.Popen(
            self._program,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._errors,
            bufsize=0,
            # Ctrl-C is for whoever asks: he says how it ends.
            start_new_session=True,
        )
        if self._stopped:
            self._process.kill()
        return self._process

    def _autopsy(self, unit: Unit) -> Result:
        """Why the process has died: of our limit, or of a crash."""
        assert self._process is not None
        assert self._errors is not None
        code = self._process.wait()
        self._errors.seek(0)
        log = self._errors.read()[-_LOG:].decode("utf-8", "replace")
        if "Timeout (" in log:
            seconds = unit.seconds
            reason = Text(f"เกินเวลา {seconds} วินาที", f"it took more than {seconds} seconds")
            return failure(Outcome.TIMEOUT, reason, log)
        return failure(Outcome.FAILED, _died(code), log)

    def __enter__(self) -> Child:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def _died(code: int) -> Text:
    how = f"signal {-code}" if code < 0 else f"exit {code}"
    return Text(f"โปรแกรมล้มกับหน่วยงานนี้ ({how})", f"the program broke down on this agency ({how})")


class Children:
    """A child for each thread that asks."""

    def __init__(self) -> None:
        self._own = threading.local()
        self._all: list[Child] = []

    def answer(self, unit: Unit) -> Result:
        """What came of a unit, by the child of this thread."""
        child: Child | None = getattr(self._own, "child", None)
        if child is None:
            child = self._own.child = Child()
            self._all.append(child)
        return child.answer(unit)

    def stop(self) -> None:
        """End all of them, whatever they are doing."""
        for child in self._all:
            child.stop()

    def close(self) -> None:
        """End all of them; no thread may be asking."""
        for child in self._all:
            child.close()


_children = Children()


def answer_here(data: dict[str, Any], release: str) -> Result:
    """What came of a unit that another machine asks for, by a child of this machine's.

    `release` is that of the program that asks: a result must not depend on who gives it.
    """
    if release != of_release():
        return failure(Outcome.FAILED, _OTHER_RELEASE)
    return _children.answer(Unit.from_data(data))


@cache
def of_release() -> str:
    """Changes with every file of the program, and is the same wherever it is installed."""
    package = Path(__file__).parent.parent
    whole = hashlib.sha256()
    for path in sorted(package.rglob("*")):
        if path.suffix != ".pyc" and path.is_file():
            content = hashlib.sha256(path.read_bytes()).hexdigest()
            whole.update(f"{path.relative_to(package).as_posix()} {content}\n".encode())
    return whole.hexdigest()


_OTHER_RELEASE = Text(
    "เครื่องที่ทำงานใช้โปรแกรมคนละรุ่น ติดตั้งรุ่นเดียวกันทุกเครื่อง",
    "the machine that did the work has another release of the program; install the same on all",
)
