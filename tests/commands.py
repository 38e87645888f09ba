"""`oit` run inside this process, for tables of many runs; `sites.oit` starts a process of its own."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from sites import Run

from site_builder.cli import main
from site_builder.language import use_language

CLEAN, FINDINGS, BAD_INPUT, OUR_FAULT = 0, 1, 2, 3


class Commands:
    """Runs commands in a folder and gives what they print; never a trace, never a fault of ours."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys = capsys

    def run(self, *arguments: str, cwd: Path) -> Run:
        before = Path.cwd()
        os.chdir(cwd)
        try:
            with pytest.raises(SystemExit) as ended:
                main(list(arguments))
        finally:
            os.chdir(before)
            use_language("th")
        shown = self._capsys.readouterr()
        assert "Traceback" not in shown.out + shown.err
        code = ended.value.code
        assert isinstance(code, int)
        assert code != OUR_FAULT, shown.err
        return Run(code, shown.out, shown.err)
