"""A program of a fleet's worker whose work fails in the way that the agency's id names."""

from __future__ import annotations

import ctypes
import os
import sys

from site_builder.fleet.child import serve
from site_builder.fleet.work import Result, Unit, run


def work(unit: Unit) -> Result:
    match unit.agency:
        case "exit":
            os._exit(7)
        case "segfault":
            ctypes.string_at(0)
        case "memory":
            _ = [bytes(50_000_000) for _ in range(1000)]
        case "endless":
            while True:
                pass
        case "mistake":
            raise ZeroDivisionError
        case "talk":
            print("{}")
            os.write(1, b"{}\n")
            sys.stderr.write("{}\n")
    return {**run(unit), "process": os.getpid()}


if __name__ == "__main__":
    serve(work)
