"""What the commands over a fleet share: their options, and the run itself."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import click

from site_builder.cli import BAD_INPUT, CLEAN, FINDINGS, OUR_FAULT
from site_builder.cli.options import day_of, text
from site_builder.cli.progress import progress
from site_builder.fleet.local import run_here
from site_builder.fleet.outcomes import Outcome
from site_builder.fleet.register import Register, read_register
from site_builder.fleet.results import open_results
from site_builder.fleet.running import Engine, Job, Totals, run_fleet
from site_builder.fleet.work import Options
from site_builder.fleet.writing import results_name
from site_builder.language import Text
from site_builder.outcomes import Severity

_FOLDER = click.Path(path_type=Path, file_okay=False)
_SHARED = (
    click.argument("register", type=click.Path(path_type=Path)),
    click.option(
        "--results",
        type=_FOLDER,
        help=text(
            "โฟลเดอร์เก็บผล (ค่าเริ่มต้น: fleet-results ข้างทะเบียน)",
            "folder of the results (default: fleet-results beside the register)",
        ),
    ),
    click.option(
        "--workers",
        type=click.IntRange(min=1),
        default=os.cpu_count() or 1,
        show_default=text("จำนวนแกนประมวลผล", "cores"),
        help=text("ทำพร้อมกันกี่หน่วยงาน", "agencies at a time"),
    ),
    click.option(
        "--scheduler",
        metavar="ADDRESS",
        help=text(
            "ใช้เครื่องของ Dask cluster ที่เปิดไว้แล้ว เช่น tcp://10.0.0.5:8786",
            "let the workers of a Dask cluster do it, such as tcp://10.0.0.5:8786",
        ),
    ),
    click.option(
        "--again",
        is_flag=True,
        help=text("ทำใหม่ทั้งหมด แม้ไม่มีอะไรเปลี่ยน", "do everything, also what is unchanged"),
    ),
    click.option(
        "--seconds",
        type=click.IntRange(min=1),
        default=300,
        show_default=True,
        help=text("เวลาสูงสุดต่อหน่วยงาน", "time that one agency may take"),
    ),
    click.option(
        "--memory",
        type=click.IntRange(min=1),
        default=2000,
        show_default=True,
        metavar="MB",
        help=text("หน่วยความจำสูงสุดต่อหน่วยงาน (Linux)", "memory that one agency may take (Linux)"),
    ),
    click.option(
        "--day",
        metavar="DATE",
        default="",
        help=text("วันที่ของประวัติ (ค่าเริ่มต้น: วันนี้)", "day of the history (default: today)"),
    ),
)


def fleet_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """The register and the options of every command over a fleet."""
    for add in reversed(_SHARED):
        command = add(command)
    return command


def fail_on_option(command: Callable[..., Any]) -> Callable[..., Any]:
    return click.option(
        "--fail-on",
        type=click.Choice([severity.value for severity in Severity]),
        default=Severity.WARNING.value,
        help=text("ระดับต่ำสุดที่ถือว่าไม่ผ่าน", "least severity that counts as a finding"),
    )(command)


def as_of_option(command: Callable[..., Any]) -> Callable[..., Any]:
    return click.option(
        "--as-of",
        "as_of_text",
        metavar="DATE",
        default="",
        help=text(
            "ตรวจ ณ วันที่นี้: สิ่งที่ยังไม่ถึงกำหนดไม่นับว่าขาด",
            "audit as of this day: what is not due yet is not missing",
        ),
    )(command)


def iso_day(value: str, option: str) -> str:
    """A day that a user gives as ISO; "" where none is given."""
    return day_of(value, option).isoformat() if value else ""


def results_folder(register: Path, results: Path | None) -> Path:
    """Where the results of a register are kept."""
    beside = register if register.is_dir() else register.parent
    return results or beside / "fleet-results"


def run(name: str, options: Options, asked: dict[str, Any]) -> int:
    """Do a command over the fleet that the shared options name; gives the exit code."""
    path: Path = asked["register"]
    register = read_register(path)
    folder = results_folder(path, asked["results"])
    job = Job(
        register,
        name,
        options,
        folder,
        iso_day(asked["day"], "--day") or date.today().isoformat(),
        asked["again"],
        asked["seconds"],
        asked["memory"],
    )
    engine = _engine(asked["scheduler"], asked["workers"])
    with open_results(folder) as store:
        try:
            with progress(Text("หน่วยงาน", "agencies"), with_rate=True) as tell:
                totals = run_fleet(job, store, engine, tell)
        except KeyboardInterrupt:
            click.echo(
                Text(
                    "หยุดกลางคัน หน่วยงานที่เสร็จแล้วเก็บผลไว้ สั่งคำสั่งเดิมอีกครั้งเพื่อทำต่อ",
                    "Interrupted. What is done is kept; the same command goes on from there.",
                ),
                err=True,
            )
            raise
    _tell(register, totals, folder / f"{results_name(name)}.jsonl")
    return exit_code(totals)


def _engine(scheduler: str | None, workers: int) -> Engine:
    if scheduler is None:
        return partial(run_here, workers=workers)
    from site_builder.fleet.distributed import run_there

    return partial(run_there, scheduler=scheduler)


def exit_code(totals: Totals) -> int:
    """The gravest of what became of the agencies: our failure, unreadable data, findings."""
    if any(outcome.is_ours for outcome in totals.outcomes):
        return OUR_FAULT
    if totals.outcomes[Outcome.UNREADABLE]:
        return BAD_INPUT
    return FINDINGS if totals.outcomes[Outcome.FINDINGS] else CLEAN


def _tell(register: Register, totals: Totals, results: Path) -> None:
    count, kept = len(register.members), totals.kept
    counts = ", ".join(
        f"{outcome.label} {totals.outcomes[outcome]:,}"
        for outcome in Outcome
        if totals.outcomes[outcome]
    )
    click.echo(Text(f"{count:,} หน่วยงาน: {counts}", f"{count:,} agencies: {counts}"))
    if kept:
        click.echo(
            Text(
                f"ไม่เปลี่ยนจากครั้งก่อน {kept:,} หน่วยงาน ใช้ผลเดิม",
                f"{kept:,} are unchanged; what was found before stands",
            )
        )
    for agency, outcome, reason in totals.failed:
        click.echo(f"  {agency} ({outcome.label}): {reason}")
    if totals.unshared:
        click.echo(
            Text(
                f"{totals.unshared:,} เว็บไซต์ใช้ไฟล์ร่วมกันไม่ได้ (คนละดิสก์ หรือระบบไม่มี hard link) จึงเก็บไฟล์ของตนเอง",
                f"{totals.unshared:,} sites keep their own copies of what is common: another disk, or one "
                "without hard links",
            )
        )
    click.echo(Text(f"ผล: {results}", f"results: {results}"))
