"""A command over a whole fleet: what is unchanged is kept, the rest is done, and the results are written."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path

from site_builder.fingerprint import Inputs, inputs, of_program
from site_builder.fleet.looking import Look, Seen, basis_of, look_at_all, state_of
from site_builder.fleet.outcomes import Outcome
from site_builder.fleet.register import Member, Register
from site_builder.fleet.results import Results
from site_builder.fleet.sharing import prune
from site_builder.fleet.work import NAMED, Options, Result, Unit
from site_builder.fleet.writing import write_fault, write_results
from site_builder.language import Text
from site_builder.links.ledger import LEDGER_FILE

#: What came of units, in any order.
Engine = Callable[[Iterable[Unit]], Iterator[tuple[Unit, Result]]]
#: How many are done, of how many, and which was the last.
Tell = Callable[[int, int, str], None]


@dataclass(frozen=True)
class Job:
    """What is to be done with a fleet.

    Attributes:
        results: folder of the results.
        day: for the history, as ISO.
        again: do what is unchanged too.
        seconds, megabytes: that one agency may take.
    """

    register: Register
    command: str
    options: Options
    results: Path
    day: str
    again: bool = False
    seconds: int = 300
    megabytes: int = 2000


@dataclass
class Totals:
    """What came of a fleet.

    Attributes:
        kept: how many were as an earlier run had left them.
        outcomes: how many agencies have each outcome.
        failed: agencies where we failed or their data could not be read, with the reason; some of them.
        unshared: how many sites could not be linked to the store.
    """

    kept: int = 0
    outcomes: Counter[Outcome] = field(default_factory=Counter)
    failed: list[tuple[str, Outcome, Text]] = field(default_factory=list)
    unshared: int = 0

    def add(self, agency: str, result: Result) -> None:
        """Count an agency's result."""
        outcome = Outcome(result["outcome"])
        self.outcomes[outcome] += 1
        if outcome not in (Outcome.CLEAN, Outcome.FINDINGS) and len(self.failed) < NAMED:
            said = result["reason"] or result["problems"][0]["message"]
            self.failed.append((agency, outcome, Text(said["th"], said["en"])))
        if not result.get("site", {}).get("shared", True):
            self.unshared += 1


def run_fleet(job: Job, store: Results, engine: Engine, tell: Tell) -> Totals:
    """Do the work on every agency of the register that needs it; the results stand in the folder then.

    Raises:
        InputError: the results cannot be written, or the engine cannot be reached.
    """
    run = _Run(job, store, tell)
    if job.again:
        store.forget(job.command)
    run.work(engine)
    write_results(job.results, job.command, job.register.members, store, job.day)
    if job.options.shared:
        prune(Path(job.options.shared))
    return run.totals


class _Run:
    def __init__(self, job: Job, store: Results, tell: Tell) -> None:
        self._job, self._store, self._tell = job, store, tell
        self.totals = Totals()
        #: Of units that are being done: what their workspaces were when they were given out.
        self._before: dict[str, Inputs | None] = {}
        question = (job.command, sorted(asdict(job.options).items()), of_program())
        self._asked = hashlib.sha256(repr(question).encode()).hexdigest()

    def work(self, engine: Engine) -> None:
        """Do what is needed, and keep it agency by agency."""
        for unit, result in engine(self._needed()):
            write_fault(self._job.results, unit.agency, result.pop("log", ""))
            rests_on = self._settled(unit, self._before.pop(unit.agency))
            made = state_of(self._outputs(unit, result))
            self._store.put(self._job.command, unit.agency, self._asked, rests_on, made, result)
            self._count(unit.agency, result)

    def _count(self, agency: str, result: Result) -> None:
        self.totals.add(agency, result)
        self._tell(self.totals.outcomes.total(), len(self._job.register.members), agency)

    def _needed(self) -> Iterator[Unit]:
        """The units that are to be done; the engine takes one when it has room for it."""
        for unit, seen in look_at_all(self._looks()):
            if seen is None or not self._is_kept(unit, seen):
                # Now, as what was looked at is a moment old.
                self._before[unit.agency] = inputs(self._root(unit))
                yield unit

    def _looks(self) -> Iterator[tuple[Unit, Look | None]]:
        for member in self._job.register.members:
            unit = self._unit(member)
            known = self._known(unit)
            if known is None:
                yield unit, None
            else:
                outputs = tuple(self._outputs(unit, known[2]))
                yield unit, Look(self._root(unit), self._judged_site(unit), outputs)

    def _known(self, unit: Unit) -> tuple[str, str, Result] | None:
        """What an earlier run has left of the unit, None where it is of no use."""
        if unit.options.live:
            return None
        return self._store.known(self._job.command, unit.agency, self._asked)

    def _is_kept(self, unit: Unit, seen: Seen) -> bool:
        known = self._known(unit)
        if known is None or seen.basis is None or known[:2] != (seen.basis, seen.made):
            return False
        self.totals.kept += 1
        self._count(unit.agency, known[2])
        return True

    def _unit(self, member: Member) -> Unit:
        job = self._job
        base = str(job.register.base.resolve())
        return Unit(
            member.id,
            base,
            member.workspace,
            job.command,
            job.options,
            job.seconds,
            job.megabytes,
        )

    def _root(self, unit: Unit) -> Path:
        return Path(unit.base) / unit.workspace

    def _settled(self, unit: Unit, before: Inputs | None) -> str | None:
        """What the result rests on, now that the work has written what it writes; None where somebody
        else has changed the workspace meanwhile."""
        if before is None:
            return None
        if unit.command not in ("build", "carry"):
            return basis_of(before, self._judged_site(unit))
        after = inputs(self._root(unit))
        if after is None:
            return None
        for name, digest in before.hashes.items():
            if after.hashes.get(name) != digest and name != LEDGER_FILE:
                return None
        return basis_of(after, self._judged_site(unit))

    def _judged_site(self, unit: Unit) -> Path | None:
        """The site on which the result rests too, where links are judged."""
        if unit.command != "links":
            return None
        output = unit.options.output
        return Path(output) / unit.agency if output else self._root(unit) / "site"

    def _outputs(self, unit: Unit, result: Result) -> list[Path]:
        """What the work has written besides the workspace."""
        if "site" in result:
            output = unit.options.output
            folder = result["site"]["folder"]
            return [Path(output) / unit.agency if output else Path(unit.base) / folder]
        if "report" in result:
            return [Path(unit.options.output) / result["report"]]
        return []
