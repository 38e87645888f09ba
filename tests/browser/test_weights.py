"""How much is sent for a page, compressed as web servers do: everything counts but attachments."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from page_types import FRONT_BUDGET, ITEM_BUDGET, is_attachment, is_item

from browser.pages import CASES
from browser.visits import Visit

See = Callable[[str, str], Visit]

FRONTS = [case for case in CASES if case[1] == "/"]
ITEMS = [case for case in CASES if is_item(case[1])]


def _weight(seen: Visit) -> dict[str, int]:
    """Bytes of each answer at the first visit; pictures and documents of the data do not count."""
    return {path: size for path, size in seen.sent if not is_attachment(path)}


@pytest.mark.parametrize(("site", "path"), FRONTS)
def test_a_front_page_is_light(visit: See, site: str, path: str) -> None:
    weight = _weight(visit(site, path))
    assert sum(weight.values()) <= FRONT_BUDGET, _heaviest(weight)


@pytest.mark.parametrize(("site", "path"), ITEMS)
def test_the_page_of_an_item_is_light(visit: See, site: str, path: str) -> None:
    weight = _weight(visit(site, path))
    assert sum(weight.values()) <= ITEM_BUDGET, _heaviest(weight)


@pytest.mark.parametrize(("site", "path"), [*FRONTS, *ITEMS])
def test_nothing_is_sent_twice_and_no_rows_unasked(visit: See, site: str, path: str) -> None:
    sent = [path for path, _ in visit(site, path).sent]
    assert path in sent
    assert sorted(sent) == sorted(set(sent))
    assert not [each for each in sent if each.endswith((".rows.js", ".csv", ".xlsx", "data.json"))]


def _heaviest(weight: dict[str, int]) -> str:
    ordered = sorted(weight.items(), key=lambda each: -each[1])
    return ", ".join(f"{path} {size:,}" for path, size in ordered[:5])
