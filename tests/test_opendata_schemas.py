"""The JSON Schema of an item: every data.json fits it, and what is wrong does not."""

from __future__ import annotations

import copy
import json
from typing import Any
from urllib.parse import urljoin

import pytest
from jsonschema_rs import Draft202012Validator, meta
from open_data import WORKSPACES, Files, publish, published
from workspaces import WorkspaceFolder

from site_builder.catalogue.loader import load_catalogue


@pytest.fixture(params=list(WORKSPACES))
def files(request: pytest.FixtureRequest) -> Files:
    return published(request.param)


def _errors(files: Files, path: str) -> list[str]:
    schema = files.json(path.replace("data.json", "schema.json"))
    data = files.json(path)
    found = Draft202012Validator(schema).iter_errors(data)
    return [f"{path} {error.instance_path}: {error.message[:200]}" for error in found]


def test_every_data_json_fits_its_schema(files: Files) -> None:
    paths = files.items("data.json")
    assert paths
    assert [error for path in paths for error in _errors(files, path)] == []


def test_every_schema_is_a_schema_and_is_named_by_its_data(files: Files) -> None:
    for path in files.items("schema.json"):
        schema = files.json(path)
        meta.validate(schema)
        data = files.json(path.replace("schema.json", "data.json"))
        assert data["$schema"] == urljoin(f"{data['url']}schema.json", schema["$id"])


def _places(data: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    if isinstance(data, dict):
        below = [place for key, part in data.items() for place in _places(part, (*path, key))]
    elif isinstance(data, list):
        # The first and last of a list stand for all between.
        shown = {0, len(data) - 1} if data else set()
        below = [place for number in shown for place in _places(data[number], (*path, number))]
    else:
        below = []
    return [path, *below] if path else below


def _mutated(data: Any, place: tuple[Any, ...], make: Any) -> Any:
    changed = copy.deepcopy(data)
    parent = changed
    for key in place[:-1]:
        parent = parent[key]
    make(parent, place[-1])
    return changed


def _replace(parent: Any, key: Any) -> None:
    parent[key] = True  # nothing in an item's data is a truth value


def _add(parent: Any, key: Any) -> None:
    if isinstance(parent, dict):
        parent["unknown"] = "x"
    else:
        parent.append({"unknown": "x"})


@pytest.mark.parametrize("make", [_replace, _add], ids=["wrong type", "unknown key"])
@pytest.mark.parametrize(
    "path",
    [
        f"oit/2568/o{number:02d}/data.json"
        # org chart, people, contacts, documents, monthly tables, measures, results
        for number in (1, 2, 3, 5, 11, 12, 13, 19, 27, 28)
    ],
)
def test_a_wrong_value_anywhere_is_found(path: str, make: Any) -> None:
    files = published("root")
    data = files.json(path)
    validator = Draft202012Validator(files.json(path.replace("data.json", "schema.json")))
    assert validator.is_valid(data)
    places = _places(data)
    assert len(places) > 20
    passed = [place for place in places if validator.is_valid(_mutated(data, place, make))]
    assert passed == []


def test_a_required_key_may_not_be_left_out() -> None:
    files = published("root")
    data = files.json("oit/2568/o12/data.json")
    validator = Draft202012Validator(files.json("oit/2568/o12/schema.json"))
    for key in data:
        assert not validator.is_valid({k: v for k, v in data.items() if k != key}), key
    row = data["fields"]["purchases"]["value"][0]["rows"][0]
    for key in list(row):
        kept = row.pop(key)
        assert not validator.is_valid(data), key
        row[key] = kept


def test_an_unfinished_or_unreadable_value_fits_too(workspace: WorkspaceFolder) -> None:
    workspace.disclose(
        "2568",
        "procurement-list",
        """\
        updated: เมื่อวาน
        covers: "-"
        documents: {none: ไม่มีเอกสาร}
        purchases:
          months:
            - month: ตุลาคม 2567
              rows:
                - {item: ซื้อ, budget: ประมาณห้าร้อย, method: ไม่รู้, status: "-"}
            - {month: พฤศจิกายน 2567, none: ไม่มีการจัดซื้อจัดจ้าง}
            - {month: เดือนหน้า, rows: []}
        plan: {none: ไม่มีแผน}
        """,
    )
    files = publish(workspace.root)
    path = "oit/2568/o12/data.json"
    assert _errors(files, path) == []
    text = json.dumps(files.json(path), ensure_ascii=False)
    assert '{"unreadable": "ประมาณห้าร้อย"}' in text


def test_every_subject_of_every_edition_has_a_schema(workspace: WorkspaceFolder) -> None:
    catalogue = load_catalogue()
    for edition in catalogue.editions.values():
        workspace.disclose(edition.name, edition.items[0].slug, "unit: สำนักปลัด\n")
    files = publish(workspace.root)
    count = sum(len(edition.items) for edition in catalogue.editions.values())
    paths = files.items("schema.json")
    assert len(paths) == count
    for path in paths:
        meta.validate(files.json(path))
        assert _errors(files, path.replace("schema.json", "data.json")) == []
