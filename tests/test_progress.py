"""How far long work has come, at a terminal and in a log."""

from __future__ import annotations

import io
import sys
from types import SimpleNamespace

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


@pytest.mark.parametrize(
    ("done", "seconds", "told"),
    [
        (60, 30.0, "หน่วยงาน 60/8,304 2.0/s เหลือ 1:08:42: x\n"),
        (1, 60.0, "หน่วยงาน 1/8,304 1.0/min เหลือ 138:23:00: x\n"),
        (8304, 8304.0, "หน่วยงาน 8,304/8,304 1.0/s เหลือ 0:00:00: x\n"),
        (0, 60.0, "หน่วยงาน 0/8,304: x\n"),
    ],
)
def test_how_fast_it_goes_and_how_long_it_will_take(
    done: int,
    seconds: float,
    told: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    clock = iter([0.0, seconds])
    monkeypatch.setattr(module, "time", SimpleNamespace(monotonic=lambda: next(clock)))
    with progress(Text("หน่วยงาน", "agencies"), with_rate=True) as tell:
        tell(done, 8304, "x")
    assert capsys.readouterr().err == told


def test_a_bar_tells_the_rate(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "120")
    with progress(Text("หน่วยงาน", "agencies"), with_rate=True) as tell:
        tell(3, 7, "x")
    assert "/min" in terminal.getvalue() or "/s" in terminal.getvalue()
