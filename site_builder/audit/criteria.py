"""Whether criteria can be judged at all: their names against the checks and rules that there are."""

from __future__ import annotations

from collections.abc import Collection
from functools import cache
from typing import TYPE_CHECKING

from site_builder.catalogue.model import Catalogue, Edition
from site_builder.problems import InputError, Problem

if TYPE_CHECKING:
    from site_builder.catalogue.lint import Known


@cache
def known() -> Known:
    """The checks and rules that criteria may name."""
    # What ships was looked at before: most runs need none of this.
    from site_builder.audit.checks import CHECKS
    from site_builder.audit.periods import RULES
    from site_builder.catalogue.lint import Known, KnownCheck

    checks = {
        check.name: KnownCheck(
            check.parameters, check.required, check.one_of, check.kinds, check.column_kinds
        )
        for check in CHECKS.values()
    }
    return Known(checks, RULES)


def criteria_problems(
    catalogue: Catalogue, editions: Collection[str] | None = None
) -> tuple[Problem, ...]:
    """Everything wrong in the named editions, or in all."""
    from site_builder.catalogue.lint import lint

    return lint(catalogue, known(), editions)


def require_sound(catalogue: Catalogue, edition: Edition) -> None:
    """Raises InputError where a user's own criteria cannot be judged. What ships is tested."""
    is_own = edition.origin.file or edition.origin.corrections
    if is_own and (problems := criteria_problems(catalogue, (edition.name,))):
        raise InputError(problems)
