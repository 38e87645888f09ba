"""Reads a mapping of fields: known keys are typed by their kind, unknown keys are problems."""

from __future__ import annotations

from collections.abc import Sequence

from site_builder.kinds import KINDS
from site_builder.kinds.base import ParseContext
from site_builder.kinds.spec import Field
from site_builder.kinds.values import FieldValue
from site_builder.language import Text
from site_builder.locations import Location
from site_builder.sources.nodes import Mapping, Node
from site_builder.sources.reader import unknown_key


def read_fields(
    node: Node, fields: Sequence[Field], context: ParseContext, besides: tuple[str, ...] = ()
) -> dict[str, FieldValue]:
    """Every field by its key, absent ones included; keys in `besides` are left to the caller."""
    whole_file = Location(node.location.file)
    values = {spec.key: FieldValue(spec, whole_file) for spec in fields}
    if not isinstance(node, Mapping):
        context.wrong_shape(node, Text("กลุ่มของ ชื่อ: ค่า", "a mapping of name: value"))
        return values
    specs = {spec.key: spec for spec in fields}
    for entry in node.entries:
        spec = specs.get(entry.key)
        if spec is not None:
            values[spec.key] = KINDS[spec.kind].parse(entry.value, spec, context)
        elif entry.key not in besides:
            known = (*besides, *specs)
            context.problems.append(unknown_key(entry.key, entry.location, known))
    return values
