"""One trial: a command in which a fault happens, what it leaves, and what the next run makes of that."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from faults.injecting import Fault, forked

#: Kept for speed alone; what matters of it is that nothing half-written stays.
CACHE, TMP = "cache/", "tmp/"
#: What stands in a cache only while it is written.
_HALF = re.compile(r"/\.oit-[^/]*|\.tmp$")
#: Who is at it: it stays till the next one takes the lock.
_NOTE = "ws/.oit/busy.json"
#: What a person reads when a disk or its rights fail, never a trace.
_THAI = re.compile("[ก-๙]")

#: Room for everything, in bytes.
_LARGE = 1 << 30

Tree = Mapping[str, str]


@dataclass(frozen=True)
class Scenario:
    """A command and the state in which it is called.

    Attributes:
        name: of the command.
        prepare: makes the state in an empty folder: `ws` the workspace, `out` for what is written elsewhere.
        run: calls the command there; gives its exit code.
        whole: folders that are of one state, the one before or the one after; files each are anyway.
        varies: names that hold a time or a number by chance; that part of them is left out.
        unlike: files whose content differs from run to run, such as what holds a time.
        once: what is finished is not written again; the command says so and exits with 2.
        needs: called before, in the process that starts the others.
    """

    name: str
    prepare: Callable[[Path], None]
    run: Callable[[Path], int]
    whole: tuple[str, ...] = ()
    varies: str = "(?!)"
    unlike: str = "(?!)"
    needs: Callable[[], object] = object
    once: bool = False


@dataclass
class Verdict:
    """What a trial has shown. Each list is empty where all is well."""

    code: int = 0
    lost: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    litter: list[str] = field(default_factory=list)
    told: list[str] = field(default_factory=list)

    @property
    def wrong(self) -> list[str]:
        return [*self.lost, *self.failed, *self.litter, *self.told]


class Bench:
    """A scenario with its states before and after, as they are without a fault."""

    def __init__(self, scenario: Scenario, folder: Path) -> None:
        self.scenario = scenario
        scenario.needs()
        self.area = folder / "area"
        self._kept = folder / "before"
        self._prepare()
        self.before = self._tree()
        self.code, self.said, self.operations = self.run(None)
        self.after = self._tree()

    def run(
        self, fault: Fault | None, started: Callable[[int], None] | None = None
    ) -> tuple[int, str, list[tuple[str, str]]]:
        return forked(lambda: self.scenario.run(self.area), self.area, fault, started)

    def restore(self) -> None:
        """The state before, at the same place with the same times."""
        shutil.rmtree(self.area)
        shutil.copytree(self._kept, self.area, symlinks=True)

    def trial(
        self, fault: Fault | None = None, started: Callable[[int], None] | None = None
    ) -> Verdict:
        """A run with a fault, or with what `started` does to it, and one without."""
        self.restore()
        verdict = self._faulty(fault, started)
        self._judge_next(verdict)
        return verdict

    def on_a_small_disk(self, spare: int) -> Verdict:
        """A run on a disk of its own with so many bytes to spare, and one with enough. Needs the right to mount.

        Raises:
            subprocess.CalledProcessError: there is no such right.
        """
        shutil.rmtree(self.area)
        self.area.mkdir()
        mount("-t", "tmpfs", "-o", f"size={_LARGE}", "tmpfs", str(self.area))
        try:
            shutil.copytree(self._kept, self.area, symlinks=True, dirs_exist_ok=True)
            size = shutil.disk_usage(self.area).used + spare
            mount("-o", f"remount,size={size}", str(self.area))
            verdict = self._faulty(None, None)
            mount("-o", f"remount,size={_LARGE}", str(self.area))
            self._judge_next(verdict)
        finally:
            subprocess.run(["umount", str(self.area)], check=True)
        return verdict

    def _faulty(self, fault: Fault | None, started: Callable[[int], None] | None) -> Verdict:
        verdict = Verdict()
        verdict.code, said, _ = self.run(fault, started)
        self._judge_left(verdict, self._tree())
        if verdict.code >= 0:
            self._judge_told(verdict, said)
        return verdict

    def _prepare(self) -> None:
        self.area.mkdir(parents=True)
        for name in ("ws", "out", "cache", "tmp"):
            (self.area / name).mkdir()

        def prepared() -> int:
            self.scenario.prepare(self.area)
            return 0

        code, said, _ = forked(prepared, self.area)
        assert code == 0, said
        shutil.copytree(self.area, self._kept, symlinks=True)

    def _tree(self) -> Tree:
        """Every file with its SHA-256, links with where they lead."""
        found: dict[str, str] = {}
        for folder, folders, files in os.walk(self.area):
            for name in (*files, *folders):
                path = Path(folder, name)
                said = path.relative_to(self.area).as_posix()
                if path.is_symlink():
                    leads = re.sub(self.scenario.varies, "*", str(path.readlink()))
                    found[said] = f"-> {leads}"
                    below = [each for each in path.rglob("*") if each.is_file()]
                    found |= {
                        f"{said}/{each.relative_to(path).as_posix()}": _sha256(each)
                        for each in below
                    }
                elif path.is_file():
                    found[said] = _sha256(path)
        return found

    def _judge_left(self, verdict: Verdict, left: Tree) -> None:
        """Every file is as before or as after, and a site is so in all of its files."""
        for path in sorted({*self.before, *self.after}):
            if path.startswith((CACHE, TMP, _NOTE)) or self._is_unlike(path):
                continue
            states = {self.before.get(path), self.after.get(path)}
            if left.get(path) not in states:
                verdict.lost.append(f"{path} is neither as before nor as after")
        for folder in self.scenario.whole:
            if _below(left, folder) not in (
                _below(self.before, folder),
                _below(self.after, folder),
            ):
                verdict.lost.append(f"{folder} is neither whole as before nor as after")

    def _judge_told(self, verdict: Verdict, said: str) -> None:
        """A fault that the command lives through is told in our words."""
        if "Traceback" in said:
            verdict.told.append(f"a trace: {said[-300:]}")
        if verdict.code == self.code:
            return
        if verdict.code not in (2, 3) or not _THAI.search(said):
            verdict.told.append(f"exit {verdict.code}: {said[-300:]}")
        if verdict.code == 3 and "oit-error-" in said:
            verdict.told.append(f"called a fault of the program: {said[-300:]}")

    def _judge_next(self, verdict: Verdict) -> None:
        """The next run succeeds, gives what an undisturbed one gives, and leaves nothing else."""
        code, said, _ = self.run(None)
        is_done = self.scenario.once and code == 2
        if code != self.code and not is_done:
            verdict.failed.append(f"the next run exits with {code}: {said[-500:]}")
            return
        found, wanted = self._named(self._tree()), self._named(self.after)
        for path in sorted({*found, *wanted}):
            if path.startswith(CACHE) and not _HALF.search(path):
                continue
            if path not in wanted:
                verdict.litter.append(f"{path} is left")
            elif path not in found:
                verdict.lost.append(f"{path} is not there after the next run")
            elif found[path] != wanted[path] and not self._is_unlike(path):
                verdict.failed.append(f"{path} is another after the next run")

    def _named(self, tree: Tree) -> Tree:
        return {re.sub(self.scenario.varies, "*", path): digest for path, digest in tree.items()}

    def _is_unlike(self, path: str) -> bool:
        return bool(re.search(self.scenario.varies, path) or re.search(self.scenario.unlike, path))


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def mount(*arguments: str) -> None:
    subprocess.run(["mount", *arguments], check=True, capture_output=True)


def _below(tree: Tree, folder: str) -> Tree:
    return {path: digest for path, digest in tree.items() if path.startswith(folder)}
