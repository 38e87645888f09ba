"""Purchases as OCDS 1.1.5: every package passes the schema, and says what the rows say."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema_rs import Draft4, Draft4Validator, Registry
from open_data import WORKSPACES, publish, published
from workspaces import WorkspaceFolder

from site_builder.catalogue.loader import load_catalogue, load_shared
from site_builder.opendata.ocds import PROCUREMENT, is_procurement

SCHEMAS = Path(__file__).parent / "schemas"


def _schema(name: str) -> dict[str, Any]:
    path = SCHEMAS / f"ocds-1.1.5-{name}-schema.json"
    schema: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return schema


RELEASE = _schema("release")
PACKAGE = _schema("release-package")
#: The package's schema names that of a release by URL; nothing is fetched.
VALIDATOR = Draft4Validator(
    PACKAGE,
    registry=Registry(
        [(PACKAGE["properties"]["releases"]["items"]["$ref"], RELEASE)], draft=Draft4
    ),
    validate_formats=True,
    offline=True,
)


def _valid(package: dict[str, Any]) -> dict[str, Any]:
    errors = [
        f"{error.instance_path}: {error.message[:200]}" for error in VALIDATOR.iter_errors(package)
    ]
    assert errors == []
    return package


def _codes(*path: str) -> set[str]:
    node: Any = RELEASE["definitions"]
    for key in path:
        node = node[key]
    return {code for code in node["enum"] if code}


@pytest.mark.parametrize("name", WORKSPACES)
def test_every_package_passes_the_schema(name: str) -> None:
    files = published(name)
    for path in files.items("ocds.json"):
        package = _valid(files.json(path))
        releases = [(release["ocid"], release["id"]) for release in package["releases"]]
        assert len(releases) == len(set(releases)), path
        for release in package["releases"]:
            parties = {party["id"] for party in release["parties"]}
            assert len(parties) == len(release["parties"])
            assert _references(release) <= parties
            assert release["date"] <= package["publishedDate"]
            assert "#" not in release["id"]


def _references(release: dict[str, Any]) -> set[str]:
    awards = release.get("awards", [])
    return {
        release["buyer"]["id"],
        release["tender"]["procuringEntity"]["id"],
        *(supplier["id"] for award in awards for supplier in award.get("suppliers", [])),
    }


def test_the_root_publishes_every_purchase() -> None:
    files = published("root")
    found = files.items("ocds.json")
    assert found == [
        f"oit/{item}/ocds.json" for item in ("2568/o12", "2568/o13", "2569/o11", "2569/o12")
    ]
    for path in found:
        fields = files.json(path.replace("ocds.json", "data.json"))["fields"]
        name = "purchases" if "purchases" in fields else "monthly-results"
        rows = [row for month in fields[name]["value"] for row in month["rows"]]
        releases = files.json(path)["releases"]
        assert len(releases) == len(rows)
        for row, release in zip(rows, releases, strict=True):
            assert release["tender"]["title"] == row["item"]
            budget = row.get("budget", row.get("amount"))
            assert release["planning"]["budget"]["amount"]["amount"] == budget
            agreed = row.get("agreed-price")
            if isinstance(agreed, int | float):
                assert release["awards"][0]["value"] == {"amount": agreed, "currency": "THB"}


def test_the_result_form_gives_supplier_price_and_date() -> None:
    release = published("root").json("oit/2569/o11/ocds.json")["releases"][0]
    (award,), (contract,) = release["awards"], release["contracts"]
    assert [supplier["name"] for supplier in award["suppliers"]] == ["นายสมหมาย จ้างสมมุติ"]
    assert award["value"] == {"amount": 27000, "currency": "THB"}
    assert contract["awardID"] == award["id"]
    assert contract["dateSigned"] == "2025-10-03T00:00:00+07:00"
    assert release["tender"]["procurementMethod"] == "direct"


def test_vocabularies_map_to_codes_of_ocds() -> None:
    allowed = {
        "ocds-tender": _codes("Tender", "properties", "status"),
        "ocds-award": _codes("Award", "properties", "status"),
        "ocds-contract": _codes("Contract", "properties", "status"),
        "ocds-method": _codes("Tender", "properties", "procurementMethod"),
    }
    vocabularies = load_shared().vocabularies
    for choice in vocabularies["procurement-status"].choices:
        assert "ocds-tender" in choice.codes, choice.code
    for choice in vocabularies["procurement-method"].choices:
        assert "ocds-method" in choice.codes, choice.code
    for vocabulary in vocabularies.values():
        for choice in vocabulary.choices:
            for key, code in choice.codes.items():
                assert key in ("uri", "spdx") or code in allowed[key], (choice.code, key)


def test_lists_of_purchases_are_known_by_their_columns() -> None:
    found = {
        f"{subject.slug}.{field.key}"
        for subject in load_catalogue().subjects.values()
        for field in subject.fields
        if is_procurement(field)
    }
    assert found == {
        "procurement-list.purchases",
        "procurement-progress.purchases",
        "procurement-monthly-summary.purchases",
        "procurement-monthly-summary.monthly-results",
        "procurement-annual-report.purchases",
        "procurement-annual-report.monthly-results",
    }
    assert load_shared().column_sets["procurement-form"]
    assert PROCUREMENT


# --- one row -----------------------------------------------------------------------------------


def _release(workspace: WorkspaceFolder, row: str, more: str = "") -> dict[str, Any]:
    return _package(workspace, f"- {{{row}}}", more)["releases"][0]  # type: ignore[no-any-return]


def _package(workspace: WorkspaceFolder, rows: str, more: str = "") -> dict[str, Any]:
    workspace.disclose(
        "2568",
        "procurement-list",
        f"updated: 1 เมษายน 2568\n{more}purchases:\n  months:\n    - month: ตุลาคม 2567\n"
        f"      rows:\n        {rows}\n",
    )
    return _valid(publish(workspace.root).json("oit/2568/o12/ocds.json"))


BASE = "item: ซื้อกระดาษ, budget: 100, "

#: status → tender, award, contract, tags; of a row with supplier and price
STATUSES = {
    "planned": ("planned", None, None, ["planning", "tender", "award"]),
    "in-progress": ("active", "pending", None, ["planning", "tender", "award"]),
    "contracted": ("complete", "active", "active", ["planning", "tender", "award", "contract"]),
    "delivering": ("complete", "active", "active", ["planning", "tender", "award", "contract"]),
    "done": ("complete", "active", "terminated", ["planning", "tender", "award", "contract"]),
    "cancelled": (
        "cancelled", "cancelled", None, ["planning", "tenderCancellation", "awardCancellation"],
    ),
    "ไม่รู้จัก": (None, None, None, ["planning", "tender", "award"]),
}  # fmt: skip


@pytest.mark.parametrize("status", STATUSES)
def test_statuses(workspace: WorkspaceFolder, status: str) -> None:
    tender, award, contract, tags = STATUSES[status]
    row = f"{BASE} status: {status}, agreed-price: 90, selected: ร้าน ก"
    release = _release(workspace, row)
    assert release["tender"].get("status") == tender
    assert release["awards"][0].get("status") == award
    assert [each["status"] for each in release.get("contracts", [])] == (
        [contract] if contract else []
    )
    assert release["tag"] == tags


def test_without_supplier_and_price_nothing_is_awarded(workspace: WorkspaceFolder) -> None:
    release = _release(workspace, f'{BASE} status: contracted, agreed-price: "-", selected: "-"')
    assert "awards" not in release and "contracts" not in release
    assert "awardPeriod" not in release["tender"]


def test_amounts_and_dates(workspace: WorkspaceFolder) -> None:
    row = f'{BASE} median-price: "95.50", agreed-price: 90, selected: ร้าน ก, method: คัดเลือก'
    release = _release(workspace, row)
    assert release["planning"]["budget"]["amount"] == {"amount": 100, "currency": "THB"}
    assert release["tender"]["value"] == {"amount": 95.5, "currency": "THB"}
    assert release["awards"][0]["value"] == {"amount": 90, "currency": "THB"}
    assert release["tender"]["procurementMethod"] == "limited"
    assert release["tender"]["procurementMethodDetails"] == "คัดเลือก"
    assert release["date"] == "2025-04-01T00:00:00+07:00"
    assert release["tender"]["awardPeriod"] == {
        "startDate": "2024-10-01T00:00:00+07:00", "endDate": "2024-10-31T23:59:59+07:00",
    }  # fmt: skip


SUPPLIERS = {
    "บริษัท ก จำกัด": (["บริษัท ก จำกัด"], None),
    "บริษัท ก จำกัด (เลขประจำตัวผู้เสียภาษี 0-1055-12345-67-8)": (["บริษัท ก จำกัด"], None),
    "นายดี มีสุข 1234567890123": (["นายดี มีสุข"], None),
    "ร้าน ก ราคา 1,200 บาท": (["ร้าน ก"], 1200),
    "ร้าน ก 1,200.50": (["ร้าน ก"], 1200.5),
    "ร้าน ก เป็นเงิน 900.00 บาท": (["ร้าน ก"], 900),
    "ร้าน 99": (["ร้าน 99"], None),
    r"ร้าน ก\nร้าน  ก\nร้าน ข": (["ร้าน ก", "ร้าน ข"], None),
    "-": ([], None),
}


@pytest.mark.parametrize("text", SUPPLIERS)
def test_suppliers_are_names_without_tax_numbers(workspace: WorkspaceFolder, text: str) -> None:
    names, price = SUPPLIERS[text]
    release = _release(workspace, f'{BASE} selected: "{text}"')
    awards = release.get("awards", [{}])
    assert [each["name"] for each in awards[0].get("suppliers", [])] == names
    assert awards[0].get("value", {}).get("amount") == price
    for party in release["parties"]:
        assert set(party) <= {"id", "name", "roles", "address"}


# --- identifiers -------------------------------------------------------------------------------


def test_the_egp_number_is_the_id(workspace: WorkspaceFolder) -> None:
    release = _release(workspace, f'{BASE} egp-no: "๖๗๑๐๙ 024027"')
    assert release["ocid"] == "ocds-000000-67109024027"
    assert release["tender"]["id"] == "67109024027"


@pytest.mark.parametrize("number", ["", "-", "ไม่มี", "67/1", "<script>", "9" * 60])
def test_without_a_usable_number_the_id_comes_from_the_contents(
    workspace: WorkspaceFolder, number: str
) -> None:
    release = _release(workspace, f'{BASE} egp-no: "{number}"')
    assert release["ocid"].startswith("ocds-000000-2568-o12-")
    # Status and price follow later; the id of the purchase stays, that of the release does not.
    later = _release(workspace, f'{BASE} egp-no: "{number}", status: done, agreed-price: 90')
    assert later["ocid"] == release["ocid"]
    assert later["id"] != release["id"]


def test_two_purchases_alike_are_two(workspace: WorkspaceFolder) -> None:
    row = "- {item: ซื้อกระดาษ, budget: 100}"
    releases = _package(workspace, f"{row}\n        {row}")["releases"]
    assert len({release["ocid"] for release in releases}) == 2
    row = '- {item: ซื้อกระดาษ, budget: 100, egp-no: "67109024027"}'
    releases = _package(workspace, f"{row}\n        {row}")["releases"]
    assert len({release["ocid"] for release in releases}) == 1
    assert len({release["id"] for release in releases}) == 2


def test_a_row_keeps_its_id_when_others_are_added(workspace: WorkspaceFolder) -> None:
    before = _package(workspace, "- {item: ก, budget: 1}")["releases"][0]["ocid"]
    rows = "- {item: ข, budget: 1}\n        - {item: ก, budget: 1}"
    assert _package(workspace, rows)["releases"][1]["ocid"] == before


def test_a_registered_prefix_is_used_and_the_placeholder_is_told(
    workspace: WorkspaceFolder,
) -> None:
    package = _package(workspace, "- {item: ก}")
    assert any("ocds-000000" in note["en"] for note in package["notes"])
    path = workspace.root / "data/agency.yaml"
    path.write_text(path.read_text("utf-8") + "ocds_prefix: ocds-ab12cd\n", encoding="utf-8")
    package = _package(workspace, "- {item: ก}")
    assert package["releases"][0]["ocid"].startswith("ocds-ab12cd-2568-o12-")
    assert not any("ocds-000000" in note["en"] for note in package["notes"])


def test_no_date_is_needed(workspace: WorkspaceFolder) -> None:
    workspace.disclose(
        "2568",
        "procurement-list",
        """\
        purchases:
          months:
            - {month: ตุลาคม 2567, rows: [{item: ก}]}
            - {month: สักเดือน, rows: [{item: ข}]}
        """,
    )
    package = _valid(publish(workspace.root).json("oit/2568/o12/ocds.json"))
    assert [release["date"][:10] for release in package["releases"]] == ["2024-10-31", "2024-10-01"]


def test_no_purchase_no_package(workspace: WorkspaceFolder) -> None:
    workspace.disclose(
        "2568",
        "procurement-list",
        "purchases:\n  months:\n    - {month: ตุลาคม 2567, none: ไม่มีการจัดซื้อจัดจ้าง}\n",
    )
    assert publish(workspace.root).items("ocds.json") == []


def test_of_two_lists_the_fuller_form_is_taken(workspace: WorkspaceFolder) -> None:
    workspace.disclose(
        "2569",
        "procurement-monthly-summary",
        """\
        monthly-results: {months: [{month: ตุลาคม 2568, rows: [{item: ก, amount: 1}]}]}
        purchases: {months: [{month: ตุลาคม 2568, rows: [{item: ก, budget: 1, status: done}]}]}
        """,
    )
    package = _valid(publish(workspace.root).json("oit/2569/o11/ocds.json"))
    (release,) = package["releases"]
    assert release["tender"]["status"] == "complete"
