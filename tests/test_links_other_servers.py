"""Every labelled link to another server, over real servers, asked over three days."""

from __future__ import annotations

from dataclasses import replace

import pytest
from corpus.other_servers import (
    BACK,
    CASES,
    COMING,
    DEAD,
    GONE_SINCE,
    GOOD,
    KEPT_OUT_BETWEEN,
    REVIEW,
    STATES,
)
from marked import part
from measure_links import OUTSIDE_PAGE, cases_table, causes_table, wrong_outside
from outside import Measured, measure

from site_builder.links.answers import Cause
from site_builder.links.verdicts import UNKNOWN, State


@pytest.fixture(scope="module")
def measured(tmp_path_factory: pytest.TempPathFactory) -> Measured:
    return measure(tmp_path_factory.mktemp("outside"))


@pytest.mark.parametrize("name", CASES)
def test_what_becomes_of_a_link(measured: Measured, name: str) -> None:
    verdicts = measured.verdicts[name]
    assert tuple(verdict.state for verdict in verdicts) == STATES[name]
    found, wanted = verdicts[-1].seen, measured.wanted[name]
    assert (found.cause, found.status, found.target) == (wanted.cause, wanted.status, wanted.target)
    assert wanted.detail in found.detail
    assert "secret" not in repr(verdicts)


@pytest.mark.parametrize("name", [name for name, case in CASES.items() if case.methods])
def test_no_more_is_asked_than_needed(measured: Measured, name: str) -> None:
    """In each of the three runs; a host that wants to be left alone is, with its other addresses."""
    asked = [each for each in measured.asked[name] if "no-such-page" not in each]
    assert [each.split()[0] for each in asked] == list(CASES[name].methods) * 3
    assert len({each.split()[1] for each in asked}) == 1


def test_only_what_stays_dead_fails(measured: Measured) -> None:
    failing = {name for name, verdicts in measured.verdicts.items() if verdicts[-1].is_failure}
    assert failing == {case.name for case in DEAD}
    assert not any(
        verdict.is_failure for runs in measured.verdicts.values() for verdict in runs[:-1]
    )


def test_silence_is_held_against_nobody_where_our_own_network_fails(measured: Measured) -> None:
    assert len(measured.cut_off) > 8
    assert {seen.cause for seen in measured.cut_off.values()} == {Cause.NETWORK}


def test_the_corpus_is_as_large_as_promised() -> None:
    assert len(CASES) == len({case.name for case in CASES.values()})
    assert len(GOOD) >= 20
    assert len(DEAD) + len(REVIEW) >= 45
    named = [*DEAD, *REVIEW, *GOOD, *COMING, *BACK, *GONE_SINCE, *KEPT_OUT_BETWEEN]
    assert len({case.name for case in named}) == len(named)


def test_every_cause_that_a_link_can_show_is_planted() -> None:
    not_met = {Cause.TOO_LARGE, Cause.UNREADABLE}
    planted = {case.seen.cause for case in CASES.values()} - {None}
    assert planted == set(Cause) - not_met - UNKNOWN | {Cause.LEFT_ALONE}
    assert {states[-1] for states in STATES.values()} == set(State)


def test_the_docs_say_what_is_found(measured: Measured) -> None:
    """To write it anew: python3 dev.py links-accuracy."""
    assert list(wrong_outside(measured)) == []
    assert part(OUTSIDE_PAGE, "causes") == causes_table(measured)
    assert part(OUTSIDE_PAGE, "cases") == cases_table(measured)


def test_a_wrong_verdict_is_not_passed_over(measured: Measured) -> None:
    """The measurement fails, and its table says where, if a good case were called dead."""
    verdicts = {**measured.verdicts, GOOD[0].name: measured.verdicts[DEAD[0].name]}
    spoilt = replace(measured, verdicts=verdicts)
    assert list(wrong_outside(spoilt)) == [
        f"{GOOD[0].name}: suspect missing suspect missing dead missing"
    ]
    table = causes_table(spoilt)
    assert "| dead | `missing` | 5 | 1.000 | 0.833 |" in table
    assert f"| fine | – | {len(GOOD) + 4} | {1 - 1 / (len(GOOD) + 4):.3f} | 1.000 |" in table
