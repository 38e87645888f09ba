"""The workbook of an edition from the data files of a workspace."""

from __future__ import annotations

from collections.abc import Mapping

from site_builder.catalogue.model import Catalogue, Item
from site_builder.kinds.spec import Field
from site_builder.language import Text
from site_builder.locations import Location
from site_builder.outcomes import Report
from site_builder.problems import InputError, Problem
from site_builder.sources.nodes import Mapping as MappingNode
from site_builder.sources.nodes import Node
from site_builder.sources.yaml import read_yaml
from site_builder.workbook.flat import Flat, NotFlat, flatten
from site_builder.workbook.names import fields_of
from site_builder.workbook.writer import ItemData, render
from site_builder.workspace import Workspace


def export_workbook(workspace: Workspace, report: Report) -> bytes:
    """The workbook of the items that the report is of.

    Raises:
        InputError: a data file cannot be read, or holds what no field has.
    """
    problems: list[Problem] = []
    data = []
    for item in (result.item for result in report.items):
        try:
            nodes = item_nodes(workspace, report.edition.name, item)
            data.append(ItemData(item, flats_of(workspace.catalogue, item, nodes)))
        except InputError as error:
            problems += error.problems
    if problems:
        raise InputError(problems)
    return render(workspace.catalogue, report, data)


def item_nodes(workspace: Workspace, edition: str, item: Item) -> dict[str, Node]:
    """The values of an item's data file by their keys, none where there is no file.

    Raises:
        InputError: the file is not the plain YAML that we accept.
    """
    name = f"data/{edition}/{item.code}.yaml"
    path = workspace.root / name
    if not path.exists():
        return {}
    node = read_yaml(path, name)
    return (
        {entry.key: entry.value for entry in node.entries} if isinstance(node, MappingNode) else {}
    )


def flats_of(catalogue: Catalogue, item: Item, nodes: Mapping[str, Node]) -> dict[str, Flat]:
    """Every field of an item in its flat form, absent ones included.

    Raises:
        InputError: a value has a shape that its kind does not know.
    """
    found: dict[str, Flat] = {}
    problems = []
    for spec in fields_of(catalogue.subject(item)):
        try:
            found[spec.key] = flatten(nodes.get(spec.key), spec, catalogue.vocabularies)
        except NotFlat:
            problems.append(_not_flat(nodes[spec.key].location, spec))
    if problems:
        raise InputError(problems)
    return found


def _not_flat(location: Location, spec: Field) -> Problem:
    return Problem(
        "not-for-workbook",
        location,
        Text(
            f'ช่อง "{spec.key}" ({spec.label.th}) ผิดรูปแบบ จึงใส่ในสมุดงานไม่ได้',
            f'"{spec.key}" ({spec.label.en}) has the wrong shape, so no workbook can hold it',
        ),
        Text(
            "สั่ง oit check เพื่อดูว่าผิดที่บรรทัดใด แก้แล้วส่งออกใหม่",
            "oit check tells where; mend it, then export again",
        ),
    )
