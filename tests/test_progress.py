"""How far long work has come, at a terminal and in a log."""

from __future__ import annotations

import io
import sys

import pytest

from site_builder.cli import progress as module
from site_builder.cli.progress import progress
from site_builder.language import Text

LABEL = Text("อ่านเว็บไซต์", "reading the site")


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_bar_at_a_terminal(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "120")
    with progress(LABEL) as tell:
        tell(3, 7, "https://x.go.th/[bold]")
    assert "3/7" in terminal.getvalue()
    assert "อ่านเว็บไซต์" in terminal.getvalue()
    assert "[bold]" in terminal.getvalue(), "addresses are no markup"
    assert capsys.readouterr().out == ""


def test_a_line_now_and_then_elsewhere(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with progress(LABEL) as tell:
        for number in range(1000):
            tell(number, 1000, "x")
    assert capsys.readouterr().err == "", "what takes a moment says nothing"
    monkeypatch.setattr(module, "_EVERY", 0.0)
    with progress(LABEL) as tell:
        tell(999, 1000, "https://x.go.th/")
    assert capsys.readouterr() == ("", "อ่านเว็บไซต์ 999/1,000: https://x.go.th/\n")
