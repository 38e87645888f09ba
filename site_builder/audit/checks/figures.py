"""Numbers as the checks compare and show them."""

from __future__ import annotations

from decimal import Decimal

from site_builder.kinds.values import Cell, FieldValue

#: Printed sums are rounded: up to a satang for each figure is no contradiction.
TOLERANCE = Decimal("0.01")


def number(cell: Cell) -> Decimal | None:
    """The number in a cell; None where it is blank, unreadable or says that there is none."""
    return cell.value if isinstance(cell.value, Decimal) else None


def figure_of(value: FieldValue) -> Decimal | None:
    """The one number of a field."""
    return number(value.cells[0]) if value.cells else None


def figure(value: Decimal | int) -> str:
    """A number as people write it: `1,250,000` or `12.50`."""
    amount = Decimal(value)
    return f"{amount:,.0f}" if amount == amount.to_integral_value() else f"{amount:,.2f}"
